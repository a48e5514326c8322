"""Short forms in words: reasons, findings, notes, a payment; nothing that cannot be printed."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from motcua.payments.actions import OrderLine
from motcua.ui.django_forms import section_of
from motcua.ui.drawn import NamingForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.ui.fields import Section

LONGEST = 2000
OBLIGATION = "obligation"
_LEAST, _MOST = 1000, 1_000_000_000
# What official papers are set in covers Latin, Greek and Cyrillic letters and common signs.
_NOT_ON_PAPER = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\xac\xae-\u052f\u1e00-\u200a\u2010-\u2027\u202f-\u205e\u2070-\u22ff]"
)
NO_REASON = gettext_lazy("Anh/chị phải ghi rõ lý do.")
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


class Written(NamingForm):
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


def text_field(label: Any, hint: Any, missing: Any = "") -> forms.CharField:
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


def document_field() -> forms.FileField:
    """Ask for the document that a step must leave behind."""
    return forms.FileField(
        label=_("Văn bản của bước này"),
        help_text=_("PDF, JPG hoặc PNG, không quá 20 MB. Cán bộ xem được; người nộp không thấy."),
        error_messages={
            "required": _("Anh/chị phải đính kèm văn bản của bước này."),
            "empty": _("Tệp trống nên chưa nhận được."),
        },
    )


class ReasonForm(Written):
    """Why something is refused, stopped or sent back; the applicant or the colleague reads it."""

    reason = text_field(
        gettext_lazy("Lý do"),
        gettext_lazy("Mỗi lý do một dòng, nêu rõ căn cứ; in nguyên văn lên phiếu."),
        NO_REASON,
    )


class ChangeForm(Written):
    """Why what is done is changed, and by what right."""

    reason = text_field(
        gettext_lazy("Lý do"), gettext_lazy("Nêu rõ sai ở đâu; người nộp đọc được."), NO_REASON
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        help_text=gettext_lazy("Văn bản, quyết định cho phép thay đổi"),
        max_length=300,
        validators=[on_paper],
        error_messages={"required": gettext_lazy("Anh/chị ghi căn cứ cho phép thay đổi.")},
    )


class ApologyForm(ReasonForm):
    """Why the result is late, and for which day it is promised anew."""

    again_on = forms.DateField(
        label=gettext_lazy("Ngày hẹn lại"),
        help_text=gettext_lazy("Một ngày làm việc sau ngày hẹn đầu, ví dụ 20/11/2026."),
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": gettext_lazy("Ngày chưa đúng. Viết như 20/11/2026."),
            "required": gettext_lazy("Anh/chị phải ghi ngày hẹn lại."),
        },
    )


class PartForm(Written):
    """One of several results that is returned before the last: its name, and its paper."""

    name = forms.CharField(
        label=gettext_lazy("Tên kết quả"),
        help_text=gettext_lazy("Ghi đúng tên in trên văn bản; người nộp đọc tên này."),
        max_length=200,
        validators=[on_paper],
        error_messages={"required": gettext_lazy("Anh/chị phải ghi tên kết quả.")},
    )
    document = forms.FileField(
        label=gettext_lazy("Văn bản (PDF)"),
        help_text=gettext_lazy("Hệ thống ký số văn bản này rồi báo ngay cho người nộp."),
        error_messages={
            "required": gettext_lazy("Anh/chị phải đính kèm văn bản kết quả."),
            "empty": gettext_lazy("Tệp trống nên chưa nhận được."),
        },
    )


class FindingForm(Written):
    """What was found, where the step demands it."""

    note = text_field(
        gettext_lazy("Ý kiến thẩm tra"),
        gettext_lazy("Đã đối chiếu gì, kết luận thế nào."),
        gettext_lazy("Anh/chị phải ghi ý kiến thẩm tra."),
    )


class OpinionForm(Written):
    """A word to the next step, if there is one."""

    note = text_field(gettext_lazy("Ý kiến"), gettext_lazy("Cho người làm bước sau."))


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


def printing_problem(text: str) -> str:
    try:
        on_paper(text)
    except ValidationError as error:
        return str(error.messages[0])
    return ""
