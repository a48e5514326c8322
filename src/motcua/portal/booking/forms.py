"""What is asked before a time is booked: for what, and when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.kernel import clock
from motcua.ui.drawn import DrawnForm
from motcua.ui.fields import Field, Look, Option, Section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from motcua.counters.queries.booking import Slot


class TimeForm(DrawnForm):
    """A time of the day that is shown, of those with a place left."""

    time = forms.ChoiceField(label=_("Giờ"), widget=forms.RadioSelect)

    def __init__(self, slots: Sequence[Slot], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._times = {f"{clock.civil(one.starts_at):%H:%M}": one for one in slots if one.left}
        self.fields["time"].choices = [(key, key) for key in self._times]  # type: ignore[attr-defined]
        taken = _("Giờ này vừa hết chỗ. Anh/chị chọn giờ khác.")
        self.fields["time"].error_messages["invalid_choice"] = taken

    @property
    def section(self) -> Section:
        """The questions as the page draws them: all times are seen, each with what is left."""
        drawn = super().section
        fields = tuple(
            self._spread(one) if isinstance(one, Field) and one.name == "time" else one
            for one in drawn.fields
        )
        return replace(drawn, fields=fields)

    def _spread(self, field: Field) -> Field:
        options = tuple(
            Option(key, key, _("còn %(left)d chỗ") % {"left": one.left})
            for key, one in self._times.items()
        )
        return replace(field, look=Look.RADIOS, options=options)

    @property
    def starts_at(self) -> datetime:
        """The moment that was chosen."""
        return self._times[self.cleaned_data["time"]].starts_at


class BookForm(TimeForm):
    """The procedure somebody comes for, and the time."""

    offering = forms.ChoiceField(label=_("Thủ tục"), widget=forms.Select)
    # The time first: it stands below its day, and another day is another page.
    field_order = ("time", "offering")

    def __init__(
        self, slots: Sequence[Slot], offered: Sequence[tuple[int, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(slots, *args, **kwargs)
        choices = [("", _("Chọn thủ tục")), *((str(key), name) for key, name in offered)]
        self.fields["offering"].choices = choices  # type: ignore[attr-defined]
