"""Who files for the applicant at a counter, and by which paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.counters.queries.knowing import Helper, Who, helper_of, who_of
from motcua.desk.counter.forms.naming import NamedForm
from motcua.desk.counter.forms.receiving import IDENTITY_PAPERS, WhoForm, who_form, who_in
from motcua.identity.actions import IdentifierFacts, check_identifier
from motcua.kernel.errors import DomainError

if TYPE_CHECKING:
    from django.http import HttpRequest

    from motcua.counters.models import CounterFiling

FILL = "_fill"
"""The button that reads the card and fills the form in."""
LEFT = "_left"
"""What a script posts beside answers when no field is half typed any more."""
SWAP = "_swap"
"""The button that says that whoever was read as the applicant files for somebody else."""
_NEEDED = ("relation", "number", "phone", "is_seen")


class HelperForm(NamedForm):
    """Empty where the applicant files himself; with a name, everything else is needed."""

    prefix = "helper"
    full_name = forms.CharField(
        label=_("Họ tên người nộp thay"),
        help_text=_("Để trống nếu chính người đó nộp."),
        max_length=100,
        required=False,
    )
    relation = forms.CharField(
        label=_("Là gì của người đó, ví dụ: con, người được ủy quyền"),
        max_length=60,
        required=False,
    )
    type = forms.ChoiceField(
        label=_("Loại giấy tờ tùy thân"),
        choices=IDENTITY_PAPERS,
        required=False,
        widget=forms.Select,
    )
    number = forms.CharField(label=_("Số giấy tờ"), max_length=30, required=False)
    phone = forms.CharField(
        label=_("Điện thoại người nộp thay"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    authority = forms.FileField(
        label=_("Giấy tờ thể hiện quyền nộp thay"),
        help_text=_("Giấy ủy quyền, giấy khai sinh…; PDF, JPG hoặc PNG."),
        required=False,
    )
    is_seen = forms.BooleanField(
        label=_("Tôi đã xem giấy tờ tùy thân của người nộp thay"), required=False
    )

    def __init__(self, *args: Any, has_authority: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._has_authority = has_authority
        if self.as_sent.full_name:
            self.ask_whether_same()

    def clean(self) -> dict[str, Any]:
        """See that who is named is known, related, and has a paper."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("full_name"):
            return cleaned
        for name in _NEEDED:
            if not cleaned.get(name):
                asked = _("Chưa trả lời: %(question)s.") % {"question": self.fields[name].label}
                self.add_error(name, asked)
        if not cleaned.get("authority") and not self._has_authority:
            self.add_error("authority", _("Chưa có giấy tờ thể hiện quyền nộp thay."))
        try:
            if cleaned.get("number"):
                facts = IdentifierFacts(cleaned.get("type", ""), cleaned["number"])
                check_identifier(facts)
        except DomainError as refusal:
            self.add_error("number", refusal.text)
        return cleaned

    @property
    def helper(self) -> Helper | None:
        """Give who was named, as far as it was typed rightly; None for nobody."""
        names = ("full_name", "type", "number", "phone", "relation")
        typed = {
            name: str(self.cleaned_data.get(name, self.data.get(self.add_prefix(name), "")))[:300]
            for name in names
        }
        if not typed["full_name"].strip():
            return None
        relation = typed.pop("relation")
        is_seen = bool(self.cleaned_data.get("is_seen"))
        return Helper(Who(**typed, is_seen=is_seen, same_as=self.same_as), relation)


@dataclass(frozen=True, slots=True)
class People:
    """Who is filed for, and who does it for him where he does not himself."""

    who: WhoForm
    helper: HelperForm

    @property
    def is_valid(self) -> bool:
        """Say whether both forms are right."""
        return self.who.is_valid() and self.helper.is_valid()

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists; nothing before something was sent."""
        if not self.who.is_bound:
            return []
        return [*self.who.problems, *self.helper.problems]


def people_of(filing: CounterFiling) -> People:
    """Give both forms as they were filled in so far."""
    helper, known = helper_of(filing), {}
    if helper is not None:
        known = {**helper.who.as_json(), "relation": helper.relation}
    has_authority = filing.authority_id is not None
    is_named = has_authority and helper is not None
    who = who_form(who_of(filing), is_named=is_named)
    return People(who, HelperForm(initial=known, has_authority=has_authority))


def people_in(request: HttpRequest, filing: CounterFiling) -> People:
    """Give both forms as they were sent."""
    has_authority = filing.authority_id is not None
    helper = HelperForm(request.POST, request.FILES, has_authority=has_authority)
    helper.is_valid()
    is_named = has_authority and helper.helper is not None
    return People(WhoForm(request.POST, is_named=is_named), helper)


def named_in(request: HttpRequest, people: People) -> tuple[Who, Helper | None]:
    """Give who is filed for and who does it for him, as it was sent or is swapped now."""
    who, helper = who_in(people.who), people.helper.helper
    if SWAP in request.POST:
        return Who(), Helper(who, helper.relation if helper else "")
    return who, helper
