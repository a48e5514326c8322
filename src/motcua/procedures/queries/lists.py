"""Lists of procedures that decisions order, and how far an agency is with each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max

from motcua.kernel.errors import NotFound
from motcua.procedures.models import Offering, Procedure, PurposeList
from motcua.procedures.queries.at_agency import offerings_at
from motcua.procedures.queries.offerings import level_of_offering

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class ListedProcedure:
    """A procedure on a list: the level ordered, that at the agency, the highest on the node.

    No level at the agency where it does not take the procedure.
    """

    code: str
    is_known: bool
    ordered: int | None
    here: int | None
    highest: int | None

    @property
    def is_reached(self) -> bool:
        """Say whether the agency takes it, at the level that is ordered."""
        return self.here is not None and self.here >= (self.ordered or 0)


@dataclass(frozen=True, slots=True)
class Progress:
    """A list with how many of its procedures are how far at an agency."""

    list: PurposeList
    rows: tuple[ListedProcedure, ...]

    @property
    def reached(self) -> int:
        """How many the agency takes at the ordered level."""
        return sum(row.is_reached for row in self.rows)

    @property
    def below(self) -> int:
        """How many it takes below that."""
        return sum(row.here is not None and not row.is_reached for row in self.rows)

    @property
    def closed(self) -> int:
        """How many of the catalogue's it does not take."""
        return sum(row.is_known and row.here is None for row in self.rows)

    @property
    def unknown(self) -> int:
        """How many the catalogue does not have."""
        return sum(not row.is_known for row in self.rows)


def purpose_lists() -> list[PurposeList]:
    """Give every list, those of today's decisions first."""
    return list(PurposeList.objects.order_by("-valid_from", "code"))


def purpose_list(list_id: int) -> PurposeList:
    """Give a list. Raises `NotFound`."""
    row = PurposeList.objects.filter(pk=list_id).first()
    if row is None:
        raise NotFound
    return row


def progress_of(row: PurposeList, agency_id: int, day: date) -> Progress:
    """Work out how far an agency is with a list on a day."""
    entries = list(row.entries.order_by("procedure_code"))
    codes = [entry.procedure_code for entry in entries]
    known = set(Procedure.objects.filter(code__in=codes).values_list("code", flat=True))
    here = {
        card.procedure_code: int(level_of_offering(card, day).level)
        for card in offerings_at(agency_id, day)
        if card.procedure_code in known
    }
    open_ones = Offering.objects.filter(procedure__code__in=codes, opened_to=None)
    highest = dict(open_ones.values_list("procedure__code").annotate(top=Max("level")))
    return Progress(
        row,
        tuple(
            ListedProcedure(
                entry.procedure_code,
                entry.procedure_code in known,
                entry.level or row.level,
                here.get(entry.procedure_code),
                highest.get(entry.procedure_code),
            )
            for entry in entries
        ),
    )
