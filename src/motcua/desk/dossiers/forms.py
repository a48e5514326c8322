"""What officials write when they act upon a dossier."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext as _, gettext_lazy

from motcua.dossiers.actions import SupplementItem
from motcua.dossiers.queries.handling import Act
from motcua.dossiers.queries.listed import Listed, may_be_listed
from motcua.dossiers.queries.processes import (
    consultable,
    process_rules,
    rules_of,
    steps_back,
)
from motcua.kernel.clock import civil_date
from motcua.payments.actions import OrderLine
from motcua.procedures.base.drawing import Showing, page_section
from motcua.procedures.base.posting import read_page
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Product
from motcua.ui.django_forms import section_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from django.http import QueryDict

    from motcua.dossiers.models import Dossier
    from motcua.dossiers.queries.handling import Standing
    from motcua.procedures.base.answering import CompiledForm, Wrong
    from motcua.procedures.base.processes import Step
    from motcua.ui.fields import Section

LONGEST = 2000
OBLIGATION = "obligation"
_LEAST, _MOST = 1000, 1_000_000_000
# What official papers are set in covers Latin, Greek and Cyrillic letters and common signs.
_NOT_ON_PAPER = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\xac\xae-\u052f\u1e00-\u200a\u2010-\u2027\u202f-\u205e\u2070-\u22ff]"
)
_NO_REASON = gettext_lazy("Anh/chị phải ghi rõ lý do.")
_GROUPED = re.compile(r"[.,\s\xa0đ]")


def on_paper(text: str) -> None:
    """Refuse signs that cannot be printed on the slip that carries the text."""
    found = _NOT_ON_PAPER.search(unicodedata.normalize("NFC", text))
    if found:
        sign = found.group() if found.group().isprintable() else f"U+{ord(found.group()):04X}"
        raise ValidationError(_("Có ký tự không in được lên giấy: %s") % sign)


class ActForm(Protocol):
    """What the page of an act asks, and what was answered."""

    def is_valid(self) -> bool:
        """Say whether the answers may be acted upon."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """The questions, with what was typed and what is wrong."""

    @property
    def values(self) -> Mapping[str, Any]:
        """The answers, as the act takes them."""


class Written(forms.Form):
    """A short form that the components draw."""

    @property
    def sections(self) -> tuple[Section, ...]:
        """The questions, with what was typed and what is wrong."""
        section = section_of(self)
        return (section,) if section.fields else ()

    @property
    def values(self) -> Mapping[str, Any]:
        """The answers, as the act takes them."""
        return self.cleaned_data


class NothingForm(Written):
    """An act that needs no words."""


def _text(label: Any, hint: Any, missing: Any = "") -> forms.CharField:
    """Ask for some lines; without words for a missing answer they may be left out."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=LONGEST,
        validators=[on_paper],
        widget=forms.Textarea(attrs={"rows": "4"}),
        error_messages={"required": missing},
    )


class ReasonForm(Written):
    """Why something is refused, stopped or sent back; the applicant or the colleague reads it."""

    reason = _text(
        gettext_lazy("Lý do"),
        gettext_lazy("Mỗi lý do một dòng, nêu rõ căn cứ; in nguyên văn lên phiếu."),
        _NO_REASON,
    )


class ToStepForm(Written):
    """A form that names one of some steps; with one step to name it does not ask."""

    asks_always = False

    def __init__(self, steps: Sequence[Step], data: QueryDict | None) -> None:
        super().__init__(data)
        language = get_language() or "vi"
        choices = [(step.code, say(step.name, language)) for step in steps]
        if len(choices) > 1 or self.asks_always:
            self.fields["to"] = forms.ChoiceField(
                label=self.question,
                choices=choices,
                widget=forms.RadioSelect,
                initial=choices[0][0] if len(choices) == 1 else None,
                error_messages={"required": self.question, "invalid_choice": self.question},
            )
            self.order_fields(["to"])

    @property
    def question(self) -> str:
        """What is asked where there are several steps."""
        return _("Chọn bước nhận lại hồ sơ")


class SendBackForm(ToStepForm):
    """Why a step is given back, and to which where there are several."""

    reason = _text(
        gettext_lazy("Lý do"), gettext_lazy("Chỉ cán bộ đọc; nêu rõ cần sửa gì."), _NO_REASON
    )


class ConsultForm(ToStepForm):
    """Whose opinion is asked, and on what."""

    asks_always = True
    request = _text(
        gettext_lazy("Nội dung hỏi"),
        gettext_lazy("Chỉ cán bộ đọc; nêu rõ cần ý kiến về điều gì."),
        gettext_lazy("Anh/chị phải ghi nội dung hỏi."),
    )

    @property
    def question(self) -> str:
        """Whom to ask."""
        return _("Chọn nơi cho ý kiến")


class FindingForm(Written):
    """What was found, where the step demands it."""

    note = _text(
        gettext_lazy("Ý kiến thẩm tra"),
        gettext_lazy("Đã đối chiếu gì, kết luận thế nào."),
        gettext_lazy("Anh/chị phải ghi ý kiến thẩm tra."),
    )


class OpinionForm(Written):
    """A word to the next step, if there is one."""

    note = _text(gettext_lazy("Ý kiến"), gettext_lazy("Cho người làm bước sau."))


class NoteForm(Written):
    """A word for the other officials."""

    text = _text(
        gettext_lazy("Ghi chú"),
        gettext_lazy("Chỉ cán bộ đọc được."),
        gettext_lazy("Anh/chị phải viết ghi chú."),
    )


class PaymentForm(Written):
    """A financial obligation: what for, and how much."""

    name = forms.CharField(
        label=gettext_lazy("Khoản phải nộp"),
        max_length=120,
        validators=[on_paper],
        error_messages={"required": gettext_lazy("Anh/chị phải ghi khoản phải nộp.")},
    )
    amount = forms.CharField(
        label=gettext_lazy("Số tiền"),
        help_text=gettext_lazy("Bằng đồng, ví dụ 120.000."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Anh/chị phải ghi số tiền.")},
    )

    def clean_amount(self) -> int:
        """Read whole đồng, written with or without points."""
        digits = _GROUPED.sub("", self.cleaned_data["amount"])
        amount = int(digits) if digits.isascii() and digits.isdigit() else 0
        if not _LEAST <= amount <= _MOST:
            raise ValidationError(_("Số tiền phải là số nguyên từ 1.000 đến 1.000.000.000 đồng."))
        return amount

    @property
    def values(self) -> Mapping[str, Any]:
        """The line of the order."""
        name = self.cleaned_data["name"]
        return {
            "line": OrderLine(OBLIGATION, {"vi": name, "en": name}, self.cleaned_data["amount"])
        }


class _PackForm:
    """A page of questions that the procedure asks of an official."""

    def __init__(
        self, form: CompiledForm, kept: Mapping[str, Any], data: QueryDict | None, now: datetime
    ) -> None:
        self._form = form
        self._today = civil_date(now)
        self._page = next(iter(form.pages))
        self._answers = (
            kept if data is None else read_page(form, self._page, data, kept, today=self._today)
        )
        self._errors: tuple[Wrong, ...] = ()

    def is_valid(self) -> bool:
        """Judge the answers by the rules of the dossier's version."""
        self._errors = self._form.validate(dict(self._answers), today=self._today).errors
        return not self._errors

    @property
    def sections(self) -> tuple[Section, ...]:
        """The questions, with what was typed and what is wrong."""
        showing = Showing(get_language() or "vi", self._today, self._errors, cites=True)
        return (page_section(self._form, self._page, self._answers, showing),)


class DraftForm(_PackForm):
    """What the procedure asks of the official for the result."""

    def __init__(self, standing: Standing, data: QueryDict | None, now: datetime) -> None:
        kept = standing.result.data if standing.result else {}
        super().__init__(rules_of(standing.dossier).official_form, kept, data, now)

    @property
    def values(self) -> Mapping[str, Any]:
        """The answers."""
        return {"data": self._answers}


class StepForm(_PackForm):
    """What is filled in at a step, and the official's word."""

    def __init__(
        self, form: CompiledForm, word: Written, standing: Standing, data: QueryDict | None
    ) -> None:
        kept = (standing.run.filled if standing.run else None) or {}
        super().__init__(form, kept, data, standing.now)
        self._word = word

    def is_valid(self) -> bool:
        """Judge both, so that everything wrong is told at once."""
        are_answers, is_word = super().is_valid(), self._word.is_valid()
        return are_answers and is_word

    @property
    def sections(self) -> tuple[Section, ...]:
        """The questions of the step, then the word."""
        return (*super().sections, *self._word.sections)

    @property
    def values(self) -> Mapping[str, Any]:
        """The answers and the word."""
        return {"filled": self._answers, **self._word.values}


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A question or paper as a line of the request: ticked or not, why, and what is wrong."""

    listed: Listed
    name: str
    is_ticked: bool
    reason: str
    error: str

    @property
    def id(self) -> str:
        """The id of the reason's control."""
        return "f-" + self.name.replace(":", "-").replace(".", "-")


class SupplementForm:
    """What has to be put right, each with its reason, all at once."""

    def __init__(self, dossier: Dossier, data: QueryDict | None) -> None:
        self._data = data
        self.groups = [
            (group.title, [self._line(listed) for listed in group.items])
            for group in may_be_listed(dossier, get_language() or "vi")
        ]
        self.message = (data.get("message", "") if data else "").strip()[:LONGEST]

    def is_valid(self) -> bool:
        """Say whether something is listed, and everything listed has a reason."""
        return bool(self._ticked()) and not self.problems

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What the error summary lists."""
        if self._data is None:
            return []
        wrong = [(line.id, line.error) for line in self._lines() if line.error]
        if not self._ticked():
            first = next(self._lines(), None)
            wrong.append(
                (first.id if first else "main", _("Anh/chị chọn ít nhất một mục cần bổ sung."))
            )
        message = _printing(self.message)
        return [*wrong, *([("f-message", message)] if message else [])]

    @property
    def sections(self) -> tuple[Section, ...]:
        """Nothing: the lines have a table of their own."""
        return ()

    @property
    def values(self) -> Mapping[str, Any]:
        """The items of the request, and a word about the whole."""
        items = [
            SupplementItem(line.listed.kind, line.listed.code, line.reason)
            for line in self._ticked()
        ]
        return {"items": items, "message": self.message}

    def _line(self, listed: Listed) -> ListedLine:
        name = f"{listed.kind}:{listed.code}"
        if self._data is None:
            return ListedLine(listed, name, is_ticked=False, reason="", error="")
        reason = self._data.get(f"reason.{name}", "").strip()[:LONGEST]
        # Whoever writes a reason means the line, ticked or not.
        is_ticked = name in self._data.getlist("item") or bool(reason)
        missing = _("Ghi lý do: %s") % listed.name if is_ticked and not reason else ""
        return ListedLine(listed, name, is_ticked, reason, missing or _printing(reason))

    def _lines(self) -> Iterator[ListedLine]:
        return (line for _title, lines in self.groups for line in lines)

    def _ticked(self) -> list[ListedLine]:
        return [line for line in self._lines() if line.is_ticked]


def _printing(text: str) -> str:
    try:
        on_paper(text)
    except ValidationError as error:
        return str(error.messages[0])
    return ""


def form_for(act: Act, standing: Standing, data: QueryDict | None, now: datetime) -> ActForm:
    """Give the form of an act upon a dossier, empty or as posted."""
    if act is Act.SUPPLEMENT:
        return SupplementForm(standing.dossier, data)
    if act is Act.DRAFT:
        return DraftForm(standing, data, now)
    if act is Act.COMPLETE:
        return _completing(standing, data)
    if act in {Act.SEND_BACK, Act.CONSULT}:
        return _to_step(act, standing, data)
    return _FORMS.get(act, NothingForm)(data)


def _completing(standing: Standing, data: QueryDict | None) -> ActForm:
    """Ask what the step must leave behind in words, and what its own form asks."""
    run, step = standing.run, standing.step
    produces = step.produces if step else ()
    is_asked = run is not None and run.asked_by_id is not None
    word = (FindingForm if is_asked or Product.FINDING in produces else OpinionForm)(data)
    form = process_rules(standing.dossier).step_forms.get(run.code) if run else None
    return word if form is None else StepForm(form, word, standing, data)


def _to_step(act: Act, standing: Standing, data: QueryDict | None) -> ActForm:
    code = standing.run.code if standing.run else ""
    if act is Act.CONSULT:
        return ConsultForm(consultable(standing.dossier, code), data)
    return SendBackForm(steps_back(standing.dossier, code), data)


_FORMS: dict[Act, type[Written]] = {
    Act.REFUSE: ReasonForm,
    Act.STOP: ReasonForm,
    Act.PAYMENT: PaymentForm,
    Act.NOTE: NoteForm,
}
