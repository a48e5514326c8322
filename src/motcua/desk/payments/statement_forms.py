"""What accountants are asked about statements and their differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.desk.agreeing import reason_field
from motcua.desk.payments.forms import remedy_field
from motcua.payments.base.statements import MOST_BYTES, Brought
from motcua.payments.enums import Remedy
from motcua.ui.drawn import DayField, DrawnForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict

    from motcua.payments.models import StatementAccount

_LONGEST_REASON = 300
_QUESTIONS = {
    "day": _("Ngày giao dịch"),
    "time": _("Giờ"),
    "amount": _("Số tiền (một cột, có dấu)"),
    "credit": _("Tiền vào"),
    "debit": _("Tiền ra"),
    "direction": _("Chiều tiền (có, nợ)"),
    "transaction": _("Mã giao dịch của ngân hàng"),
    "reference": _("Mã tham chiếu"),
    "original": _("Giao dịch gốc (khi hoàn, đòi lại)"),
    "content": _("Nội dung"),
    "kind": _("Loại giao dịch"),
    "account": _("Số tài khoản"),
    "currency": _("Loại tiền"),
}


class StatementForm(DrawnForm):
    """A statement that somebody brings, and the days it is of where the file does not say."""

    account = forms.ChoiceField(label=_("Tài khoản"))
    file = forms.FileField(
        label=_("Tệp sao kê"),
        help_text=_("CSV hoặc camt.053 (XML), tối đa 64 MB và 100.000 dòng."),
        error_messages={"required": _("Anh/chị chưa chọn tệp."), "empty": _("Tệp rỗng.")},
    )
    since = DayField(label=_("Từ ngày (khi tệp không có dòng nào của ngày ấy)"), required=False)
    until = DayField(label=_("Đến hết ngày"), required=False)

    def __init__(
        self,
        accounts: Iterable[StatementAccount],
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
    ) -> None:
        held = [(str(one.pk), f"{one.number} {one.name}".strip()) for one in accounts]
        super().__init__(data, files, initial={"account": held[0][0] if held else ""})
        self.fields["account"].choices = held  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Demand both days or none, in their order, and a file of a size that is read."""
        said = super().clean() or {}
        since, until, file = said.get("since"), said.get("until"), said.get("file")
        if bool(since) != bool(until) or (since and until and until < since):
            name = "since" if until and not since else "until"
            self.add_error(name, _("Ghi cả hai ngày, ngày cuối sau ngày đầu."))
        if file is not None and (file.size or 0) > MOST_BYTES:
            self.add_error("file", _("Tệp lớn hơn 64 MB."))
        return said

    @property
    def terms(self) -> dict[str, Any]:
        """What is brought, once the form is right."""
        said = self.cleaned_data
        days = (said["since"], said["until"]) if said["since"] else None
        return {
            "account_id": int(said["account"]),
            "brought": Brought(said["file"], said["file"].name),
            "days": days,
        }


class ColumnsForm(DrawnForm):
    """Which heading of a file is what; what is left open is looked up by the usual words."""

    def __init__(
        self,
        headings: Sequence[str],
        kept: Mapping[str, Any],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data)
        known = [str(kept[name]) for name in _QUESTIONS if kept.get(name)]
        choices = [(one, one) for one in dict.fromkeys([*headings, *known])]
        for name, label in _QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[("", _("Tự tìm theo tên thường dùng")), *choices],
                required=False,
                initial=kept.get(name, ""),
            )
        self.fields["order"] = forms.ChoiceField(
            label=_("Ngày viết thế nào"),
            choices=[("day", _("Ngày trước tháng: 20/11/2026")), ("month", _("Tháng trước ngày"))],
            initial="day" if kept.get("day_first", True) else "month",
        )

    @property
    def columns(self) -> dict[str, object]:
        """What was said, as an account keeps it."""
        said = {name: self.cleaned_data[name] for name in _QUESTIONS if self.cleaned_data[name]}
        return {**said, "day_first": self.cleaned_data["order"] == "day"}


class DifferenceForm(DrawnForm):
    """What becomes of a difference, and why."""

    remedy = remedy_field()
    reason = reason_field()

    def __init__(self, remedies: Iterable[Remedy], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        choices = [(one.value, one.label) for one in remedies]
        self.fields["remedy"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Give the remedy as the word that it is."""
        said = super().clean() or {}
        if "remedy" in said:
            said["remedy"] = Remedy(said["remedy"])
        return said
