"""Dossiers in systems that are not connected: the sheet to copy from, and the numbers there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import OutsideNumber
from motcua.dossiers.queries.kept import kept
from motcua.dossiers.queries.processes import rules_of
from motcua.kernel.clock import civil_date
from motcua.procedures.base.forms.summary import summary
from motcua.procedures.base.outside import outside_systems
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from motcua.dossiers.models import Dossier
    from motcua.procedures.base.forms.summary import SummaryRow
    from motcua.procedures.base.outside import OutsideSystem, Screen


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A field of the other system: its name there, and what to type."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class OutsideMark:
    """What a dossier is called elsewhere; it is not synchronised, and says so."""

    system: str
    number: str
    entered_at: datetime

    @property
    def in_words(self) -> str:
        """The mark as lists and exports write it."""
        words = {"system": self.system, "number": self.number}
        return _("%(system)s: %(number)s (chưa đồng bộ)") % words


@dataclass(frozen=True, slots=True)
class CopySheet:
    """A dossier in the order of the other system's screen.

    Attributes:
        is_mapped: whether the order is the other system's; else it is our form's.
        is_confirmed: whether somebody checked that order against the system.
        rest: answers that the screen has no field for.
        number: the number entered, if it was.

    """

    system: OutsideSystem
    name: str
    hint: str
    is_mapped: bool
    is_confirmed: bool
    rows: tuple[SheetRow, ...]
    rest: tuple[SheetRow, ...]
    number: OutsideNumber | None


def systems_of(dossier: Dossier, now: datetime) -> tuple[OutsideSystem, ...]:
    """Give the systems that a dossier is to be typed into by hand."""
    day = civil_date(now)
    return tuple(one for one in outside_systems() if one.takes(dossier.procedure_code, day))


def system_of(dossier: Dossier, code: str, now: datetime) -> OutsideSystem:
    """Give one of these systems. Raises `DossierNotFound` for another."""
    found = next((one for one in systems_of(dossier, now) if one.code == code), None)
    if found is None:
        raise DossierNotFound
    return found


def copy_sheet(dossier: Dossier, system: OutsideSystem, now: datetime, language: str) -> CopySheet:
    """Give a dossier field by field, in the order of the other system's screen where it is known.

    Labels of that screen are the other system's; values are written in Vietnamese, as they are to
    be typed.
    """
    day = civil_date(dossier.submitted_at)
    pages = summary(rules_of(dossier).form, dossier.answers, "vi", today=day)
    rows = [row for page in pages for row in page.rows if row.answer]
    screen = system.screen_for(dossier.procedure_code, civil_date(now))
    mapped, rest = _arranged(screen, rows)
    return CopySheet(
        system=system,
        name=say(system.name, language),
        hint=say(system.number.hint, language),
        is_mapped=screen is not None,
        is_confirmed=screen is not None and screen.confirmed,
        rows=mapped,
        rest=rest,
        number=OutsideNumber.objects.filter(dossier=dossier, system=system.code).first(),
    )


def outside_marks(dossier: Dossier, language: str) -> tuple[OutsideMark, ...]:
    """Give what a dossier is called in systems that are not connected."""
    return _marked(kept(OutsideNumber, dossier.pk), language).get(dossier.pk, ())


def outside_marks_of(
    dossier_ids: Iterable[int], language: str
) -> dict[int, tuple[OutsideMark, ...]]:
    """Give what some dossiers are called elsewhere, by dossier, for lists and exports."""
    return _marked(OutsideNumber.objects.filter(dossier_id__in=list(dossier_ids)), language)


def _marked(rows: Iterable[OutsideNumber], language: str) -> dict[int, tuple[OutsideMark, ...]]:
    names = {one.code: say(one.name, language) for one in outside_systems()}
    found: dict[int, tuple[OutsideMark, ...]] = {}
    for row in sorted(rows, key=lambda row: row.pk):
        mark = OutsideMark(names.get(row.system, row.system), row.number, row.entered_at)
        found[row.dossier_id] = (*found.get(row.dossier_id, ()), mark)
    return found


def _arranged(
    screen: Screen | None, rows: Sequence[SummaryRow]
) -> tuple[tuple[SheetRow, ...], tuple[SheetRow, ...]]:
    if screen is None:
        return tuple(SheetRow(row.question, row.answer) for row in rows), ()
    known = {row.path: row for row in rows}
    wanted = [(field, known.get(field.from_)) for field in screen.fields]
    used = {field.from_ for field in screen.fields}
    mapped = tuple(
        SheetRow(say(field.label, "vi"), row.answer if row else "") for field, row in wanted
    )
    rest = tuple(SheetRow(row.question, row.answer) for row in rows if row.path not in used)
    return mapped, rest
