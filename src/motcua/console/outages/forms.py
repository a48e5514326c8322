"""What is asked about an outage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.dossiers.actions.outages import OutageFacts
from motcua.ui.drawn import DrawnForm
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from motcua.agencies.models import Unit


NODE = "*"
"""Stands among the places for every agency of the node; no unit has such a path."""


class MomentField(forms.DateTimeField):
    """A moment written as `20/11/2026 15:30`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Ngày và giờ, ví dụ: 20/11/2026 15:30"))
        super().__init__(input_formats=["%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M"], **kwargs)
        self.error_messages["invalid"] = _("Ngày giờ chưa đúng. Viết như 20/11/2026 15:30.")

    def prepare_value(self, value: Any) -> Any:
        """Write a moment the way it is asked for; what was typed stays as it is."""
        if value is None or isinstance(value, str):
            return value
        moment: datetime = super().prepare_value(value)
        return f"{moment:%d/%m/%Y %H:%M}"


class OutageForm(DrawnForm):
    """What is declared: why, by which paper, since when and where."""

    reason = forms.CharField(label=_("Lý do"), max_length=200)
    legal_basis = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        help_text=_("Quyết định hoặc thông báo cho phép tạm dừng thời hạn"),
    )
    started_at = MomentField(label=_("Bắt đầu lúc"))
    planned_end_at = MomentField(
        label=_("Dự kiến kết thúc lúc"),
        required=False,
        help_text=_(
            "Chỉ ghi khi sự cố biết trước và chưa bắt đầu: thời hạn dừng và chạy tiếp đúng hai giờ "
            "này, không cần ai bấm. Ví dụ: 28/11/2026 17:00"
        ),
    )
    unit = forms.ChoiceField(label=_("Phạm vi"), required=False)

    def __init__(
        self, *args: Any, units: Sequence[Unit], runs_node: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        rows = [(unit.path, unit.name_in(page_language())) for unit in units]
        node = [(NODE, _("Mọi cơ quan của nút"))] if runs_node else []
        field.choices = [("", _("Cả cơ quan")), *node, *rows]

    @property
    def facts(self) -> OutageFacts:
        """What was filled in, as the act takes it."""
        data, scope = self.cleaned_data, self.cleaned_data["unit"]
        return OutageFacts(
            reason=data["reason"],
            legal_basis=data["legal_basis"],
            started_at=data["started_at"],
            unit_paths=(scope,) if scope not in {"", NODE} else (),
            planned_end_at=data["planned_end_at"],
            whole_node=scope == NODE,
        )


class EndForm(DrawnForm):
    """When an outage was over."""

    ended_at = MomentField(label=_("Kết thúc lúc"))
