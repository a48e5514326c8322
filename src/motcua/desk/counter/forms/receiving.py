"""Who stands at the counter and what he came for, as typed or read from his card."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from motcua.counters.queries.knowing import Helper, Who, who_by_card
from motcua.desk.counter.forms.naming import NamedForm
from motcua.identity.actions import IdentifierFacts, check_identifier
from motcua.identity.enums import IdentifierType, Sex
from motcua.kernel.errors import DomainError
from motcua.ui.drawn import DrawnForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from motcua.ui.fields import Question, Section

_MARK = "mark."
IDENTITY_PAPERS = [
    (kind.value, kind.label) for kind in IdentifierType if kind is not IdentifierType.TAX_CODE
]
"""Kinds of papers by which somebody at a counter is known."""


class CardForm(DrawnForm):
    """A line for the text of an identity card, as a reader types it or the camera sees it.

    `data-card` names what is asked next: the reader's Enter leads there.
    """

    read: Who | None = None
    card = forms.CharField(
        label=_("Mã QR trên thẻ căn cước"),
        help_text=_("Đặt con trỏ ở đây rồi quét thẻ. Không có thẻ thì để trống."),
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-card": "f-offering"}),
    )

    def clean_card(self) -> str:
        """See that the line is a card's, or empty."""
        text: str = self.cleaned_data["card"]
        try:
            self.read = who_by_card(text) if text.strip() else None
        except DomainError as refusal:
            raise ValidationError(refusal.text) from None
        return text


class ReceiveForm(CardForm):
    """The first line at the counter: the card's text, and what is asked for."""

    offering = forms.ChoiceField(label=_("Thủ tục"), widget=forms.Select)
    for_another = forms.BooleanField(label=_("Người đưa thẻ nộp thay người khác"), required=False)
    by_post = forms.BooleanField(label=_("Giấy tờ đến qua bưu chính"), required=False)

    def __init__(self, offerings: Sequence[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(number), name) for number, name in offerings]
        self.fields["offering"].choices = choices  # type: ignore[attr-defined]
        self.fields["offering"].error_messages["required"] = _("Chọn thủ tục.")

    @property
    def who(self) -> Who:
        """Who is filed for, as far as the card says it: nothing where its owner files for him."""
        return Who() if self.cleaned_data["for_another"] else self.read or Who()

    @property
    def helper(self) -> Helper | None:
        """Who stands there for somebody else; how they are related is asked next."""
        is_helper = self.cleaned_data["for_another"] and self.read
        return Helper(self.read, "") if is_helper and self.read else None


class WhoForm(CardForm, NamedForm):
    """Who is filed for; filled in from the card, to be seen and put right."""

    prefix = "who"
    full_name = forms.CharField(label=_("Họ, chữ đệm và tên"), max_length=100)
    type = forms.ChoiceField(
        label=_("Loại giấy tờ tùy thân"), choices=IDENTITY_PAPERS, widget=forms.Select
    )
    number = forms.CharField(label=_("Số giấy tờ"), max_length=30)
    birth_date = forms.DateField(
        label=_("Ngày sinh"),
        help_text=_("Ví dụ: 20/11/1990"),
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Ngày chưa đúng. Viết như 20/11/2026.")},
    )
    sex = forms.ChoiceField(
        label=_("Giới tính"),
        choices=[("", _("Chưa rõ")), *Sex.choices],
        required=False,
        widget=forms.Select,
    )
    address = forms.CharField(label=_("Nơi thường trú"), max_length=300, required=False)
    phone = forms.CharField(
        label=_("Điện thoại để báo tin"),
        help_text=_("Không có tài khoản vẫn nhận được tin nhắn và tra cứu được hồ sơ."),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    is_seen = forms.BooleanField(
        label=_("Tôi đã xem bản chính giấy tờ tùy thân và đúng là người này"), required=False
    )

    def __init__(self, *args: Any, is_named: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["card"].widget.attrs["data-card"] = "f-who-phone"
        self.ask_whether_same(is_named=is_named)

    @property
    def line(self) -> Question:
        """The line for the card, drawn beside the buttons that read it."""
        return self.section.fields[0]

    @property
    def rest(self) -> Section:
        """The questions that the card answers, and those it does not."""
        return replace(self.section, fields=self.section.fields[1:])

    def clean(self) -> dict[str, Any]:
        """See that the number has the form of its document."""
        cleaned: dict[str, Any] = super().clean() or {}
        try:
            check_identifier(IdentifierFacts(cleaned.get("type", ""), cleaned.get("number", "")))
        except DomainError as refusal:
            if cleaned.get("number"):
                self.add_error("number", refusal.text)
        return cleaned


def who_form(who: Who, *, is_named: bool = False) -> WhoForm:
    """Give the form as it was filled in so far; whoever types begins with what lacks.

    `is_named` as `name_on_record` has it.
    """
    form = WhoForm(
        initial={
            "full_name": who.full_name,
            "type": who.type,
            "number": who.number,
            "birth_date": f"{who.born_on:%d/%m/%Y}" if who.born_on else "",
            "sex": who.sex,
            "address": who.address,
            "phone": who.phone,
            "email": who.email,
            "is_seen": who.is_seen,
            "same_as": who.same_as,
        },
        is_named=is_named,
    )
    lacking = [name for name in ("full_name", "number", "phone") if not getattr(who, name)]
    for name in lacking[:1]:
        form.fields[name].widget.attrs["autofocus"] = "autofocus"
    return form


def who_in(form: WhoForm) -> Who:
    """Give who is filed for as far as it was typed rightly; what is wrong is kept as text.

    A card that was read rules over what was typed; of another one nobody has seen anything yet.
    """
    form.is_valid()
    typed = form.cleaned_data
    born = typed.get("birth_date")
    texts = {
        name: str(typed.get(name, form.data.get(form.add_prefix(name), "")) or "")[:300].strip()
        for name in ("full_name", "type", "number", "sex", "address", "phone", "email")
    }
    who = Who(
        **texts,
        birth_date=born.isoformat() if born else "",
        is_seen=bool(typed.get("is_seen")),
        same_as=form.same_as,
    )
    if form.read is None:
        return who
    is_seen = who.is_seen and form.read.number == who.number
    return replace(form.read, phone=who.phone, email=who.email, is_seen=is_seen)


def marks_in(data: QueryDict) -> dict[UUID, str]:
    """Read how each upload was held against its original (`mark.ID`)."""
    found = {}
    for name in data:
        if name.startswith(_MARK):
            try:
                found[UUID(name.removeprefix(_MARK))] = str(data[name])
            except ValueError:
                continue
    return found
