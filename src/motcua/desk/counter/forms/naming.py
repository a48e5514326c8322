"""A number known under another name: whether that is who stands at the counter is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.counters.queries.knowing import Who, name_on_record
from motcua.ui.drawn import DrawnForm, not_answered

_OTHER = "other"
_FIRST = "card"


class NamedForm(DrawnForm):
    """A form that names somebody by his paper, and asks where he is on record otherwise."""

    def ask_whether_same(self, *, is_named: bool = False) -> None:
        """Ask whether he is the one on record, where that one has another name.

        `is_named` as `name_on_record` has it.
        """
        found = name_on_record(self.as_sent, is_named=is_named)
        if not found:
            return
        same = _("Vẫn là một người: hồ sơ đứng tên %(name)s") % {"name": found}
        other = _("Không phải người này, hoặc gõ nhầm: tôi sửa số giấy tờ hay họ tên")
        asked = forms.ChoiceField(
            label=_("Tên trên giấy khác tên trong hồ sơ: %(name)s") % {"name": found},
            help_text=_("Số giấy tờ này đã có trong hệ thống với tên ấy. Xem lại giấy rồi chọn."),
            choices=[(self.as_sent.number, same), (_OTHER, other)],
            widget=forms.RadioSelect,
        )
        # A tick for another number than the one that stands there now answers nothing.
        asked.error_messages |= dict.fromkeys(("required", "invalid_choice"), not_answered(asked))
        first = {key: field for key, field in self.fields.items() if key == _FIRST}
        self.fields = first | {"same_as": asked} | self.fields

    @property
    def as_sent(self) -> Who:
        """Who it is by what was sent or is known so far, before anything is judged."""
        known = self.data if self.is_bound else self.initial
        name = self.add_prefix if self.is_bound else str
        texts = {
            key: " ".join(str(known.get(name(key)) or "").split())
            for key in ("full_name", "type", "number")
        }
        return Who(**texts, is_seen=bool(known.get(name("is_seen"))))

    @property
    def same_as(self) -> str:
        """Give the number of which was said that it is this person's; empty where nothing was."""
        said = str(self.cleaned_data.get("same_as", ""))
        return "" if said == _OTHER else said

    def clean(self) -> dict[str, Any]:
        """See that whoever is another is put right."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("same_as") == _OTHER:
            self.add_error("number", _("Sửa số giấy tờ hay họ tên cho đúng giấy."))
        return cleaned
