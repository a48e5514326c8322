"""Which part of the register is looked at, and what it is written out for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.agencies.queries import agency_name
from motcua.dossiers.queries.register import Wanted, registers_of, units_registered
from motcua.insight.actions.reporting import ReportTerms
from motcua.insight.enums import Purpose, ReportFormat, ReportKind
from motcua.kernel.clock import civil_date
from motcua.ui.drawn import DayField, PeriodForm
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.kernel.actors import Actor

ALL = "all"
"""Stands among the units for every one of them."""
NAMES = ("agency", "unit", "since", "until", "procedure")


class PartForm(PeriodForm):
    """A part of the register: whose, of which unit, filed on which days, of which procedure."""

    agency = forms.TypedChoiceField(label=_("Cơ quan"), coerce=int)
    unit = forms.ChoiceField(label=_("Đơn vị nhận"), required=False)
    since = DayField(label=_("Nộp từ ngày"))
    until = DayField(label=_("Đến hết ngày"))
    procedure = forms.CharField(label=_("Mã thủ tục"), max_length=30, required=False)

    def __init__(self, actor: Actor, now: datetime, data: Mapping[str, Any]) -> None:
        today = civil_date(now)
        agencies = sorted(registers_of(actor))
        first = {
            "agency": agencies[0],
            "unit": ALL,
            "since": f"{today.replace(day=1):%d/%m/%Y}",
            "until": f"{today:%d/%m/%Y}",
            "procedure": "",
        }
        given = {name: str(data[name]) for name in NAMES if name in data}
        # What the address does not say is the first agency's, of this month.
        super().__init__({**first, **given})
        language = page_language()
        self.fields["agency"].choices = [  # type: ignore[attr-defined]
            (number, agency_name(number, language)) for number in agencies
        ]
        chosen = self.data["agency"]
        number = int(chosen) if str(chosen).isdecimal() and int(chosen) in agencies else agencies[0]
        units = units_registered(actor, number)
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            (ALL, _("Mọi đơn vị")),
            *((str(card.public_id), card.name_in(language)) for card in units),
        ]

    @property
    def wanted(self) -> Wanted:
        """What is asked for, once the form is right."""
        data = self.cleaned_data
        return Wanted(
            since=data["since"],
            until=data["until"],
            agency=data["agency"],
            unit=UUID(data["unit"]) if data["unit"] not in {"", ALL} else None,
            procedure=data["procedure"].replace("\0", "").strip(),
        )


class WritingForm(PartForm):
    """The same, written out as a file, for a purpose."""

    format = forms.ChoiceField(choices=ReportFormat.choices)
    purpose = forms.ChoiceField(choices=Purpose.choices)

    def __init__(self, actor: Actor, now: datetime, data: Mapping[str, Any]) -> None:
        super().__init__(actor, now, data)
        self.data = {**self.data, "format": data.get("format", ""), "purpose": data.get("purpose")}

    @property
    def terms(self) -> ReportTerms:
        """What is asked for, once the form is right."""
        wanted = self.wanted
        assert wanted.agency is not None
        return ReportTerms(
            kind=ReportKind.REGISTER,
            format=ReportFormat(self.cleaned_data["format"]),
            agency_id=wanted.agency,
            since=wanted.since,
            until=wanted.until,
            purpose=Purpose(self.cleaned_data["purpose"]),
            unit=wanted.unit,
            procedure=wanted.procedure,
        )
