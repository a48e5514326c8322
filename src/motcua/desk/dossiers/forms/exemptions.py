"""What officials say of the papers that have to show exemptions: of each by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from motcua.desk.dossiers.forms.words import NO_REASON, Written, text_field
from motcua.dossiers.queries.exemptions import claims_in
from motcua.ui.fields import Field
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from motcua.dossiers.queries.exemptions import Claim
    from motcua.dossiers.queries.handling import Standing
    from motcua.ui.fields import Question, Section

_JUDGED = [
    ("yes", gettext_lazy("Đúng diện, công nhận")),
    ("no", gettext_lazy("Không đúng diện, thu đủ")),
]
# Of several, another may be granted.
_JUDGED_OF_SEVERAL = [_JUDGED[0], ("no", gettext_lazy("Không đúng diện"))]
_UNJUDGED = {
    "required": gettext_lazy("Chọn có công nhận hay không."),
    "invalid_choice": gettext_lazy("Chọn có công nhận hay không."),
}
_NO_CLAIM = gettext_lazy("Chọn diện cần xem lại.")


class ExemptionForm(Written):
    """Of each exemption that is claimed, whether its papers show it; why not, where they do not."""

    def __init__(self, standing: Standing, data: QueryDict | None) -> None:
        super().__init__(data)
        self._claims = claims_in(standing.dossier, (), page_language())
        for number, claim in enumerate(self._claims, 1):
            self._ask(claim, self._ending(number))

    def _ending(self, number: int) -> str:
        """Give how the names of a claim's questions end: there is mostly one claim."""
        return f"-{number}" if len(self._claims) > 1 else ""

    def _ask(self, claim: Claim, ending: str) -> None:
        judged, why = (
            _("Giấy chứng minh có đúng diện miễn, giảm không?"),
            _("Lý do không công nhận"),
        )
        if ending:
            judged = _("%(exemption)s: giấy chứng minh có đúng diện không?")
            why = _("Lý do không công nhận: %(exemption)s")
        named = {"exemption": claim.exemption}
        self.fields[f"is_granted{ending}"] = forms.ChoiceField(
            label=judged % named,
            choices=_JUDGED_OF_SEVERAL if ending else _JUDGED,
            widget=forms.RadioSelect,
            error_messages=_UNJUDGED,
        )
        hint = _("Phải ghi khi không công nhận; người nộp đọc được.")
        self.fields[f"reason{ending}"] = text_field(why % named, hint)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The questions; the reason is not called optional, for a refusal demands it."""
        return tuple(
            replace(section, fields=tuple(_needed(one) for one in section.fields))
            for section in super().sections
        )

    def clean(self) -> dict[str, Any]:
        """Demand a reason where an exemption is not granted."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for number, _claim in enumerate(self._claims, 1):
            end = self._ending(number)
            if given.get(f"is_granted{end}") == "no" and not given.get(f"reason{end}", "").strip():
                self.add_error(f"reason{end}", str(NO_REASON))
        return given

    @property
    def values(self) -> Mapping[str, Any]:
        """What was judged of each claim, as the act takes it."""
        return {
            "verdicts": [
                self._verdict(claim, self._ending(number))
                for number, claim in enumerate(self._claims, 1)
            ]
        }

    def _verdict(self, claim: Claim, ending: str) -> dict[str, Any]:
        is_granted = self.cleaned_data[f"is_granted{ending}"] == "yes"
        reason = "" if is_granted else self.cleaned_data[f"reason{ending}"]
        return {"claim": claim.key, "is_granted": is_granted, "reason": reason}


def _needed(question: Question) -> Question:
    return replace(question, required=True) if isinstance(question, Field) else question


class JudgedAnewForm(Written):
    """Whether an exemption is granted after all, and why it was judged otherwise.

    Where several are claimed, which one.
    """

    claim = forms.ChoiceField(
        label=gettext_lazy("Xem lại diện nào?"),
        widget=forms.RadioSelect,
        error_messages={"required": _NO_CLAIM, "invalid_choice": _NO_CLAIM},
    )
    is_granted = forms.ChoiceField(
        label=gettext_lazy("Xem lại thì giấy chứng minh có đúng diện miễn, giảm không?"),
        choices=_JUDGED,
        widget=forms.RadioSelect,
        error_messages=_UNJUDGED,
    )
    reason = text_field(
        gettext_lazy("Lý do xem lại"),
        gettext_lazy("Nêu rõ lần trước sai ở đâu; người nộp đọc được."),
        NO_REASON,
    )

    def __init__(self, standing: Standing, data: QueryDict | None) -> None:
        super().__init__(data)
        claims = claims_in(standing.dossier, (), page_language())
        if len(claims) == 1:
            del self.fields["claim"]
            return
        named = [(one.key, f"{one.exemption} ({one.stands})") for one in claims]
        self.fields["claim"].choices = named  # type: ignore[attr-defined]
        self.fields["is_granted"].choices = _JUDGED_OF_SEVERAL  # type: ignore[attr-defined]

    @property
    def values(self) -> Mapping[str, Any]:
        """What was judged, as the act takes it."""
        return {**self.cleaned_data, "is_granted": self.cleaned_data["is_granted"] == "yes"}
