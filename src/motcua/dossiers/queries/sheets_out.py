"""Sheets that were given out, each with its outage: which lack yet, and which were spoiled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.dossiers.models import Outage, ProvisionalBlock
from motcua.dossiers.queries.provisional import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from motcua.dossiers.models import ProvisionalEntry, ProvisionalHandout


@dataclass(frozen=True, slots=True)
class SheetOut:
    """A sheet that was given out, what was entered of it, and its outage if one was declared.

    `since` is when that outage began, else when the counter said that the sheet was given out.
    """

    number: str
    entry: ProvisionalEntry | None
    outage_id: int | None
    since: datetime

    @property
    def lacks(self) -> bool:
        """Say whether it is neither a dossier yet nor spoiled."""
        return self.entry is None or not (self.entry.dossier_id or self.entry.spoiled)


@dataclass(frozen=True, slots=True)
class SheetsOfOutage:
    """What of an outage's sheets lacks and was spoiled; apart, what lacks of the time before it.

    `known` are all of its sheets of which anything was ever written.
    """

    lacking: tuple[str, ...]
    lacking_earlier: tuple[str, ...]
    spoiled: tuple[ProvisionalEntry, ...]
    known: tuple[ProvisionalEntry, ...]


def sheets_of(outage: Outage) -> SheetsOfOutage:
    """Tell what became of the sheets given out in an outage, where it was declared."""
    own, earlier = [], []
    for sheet in _sheets_where(outage):
        if sheet.outage_id == outage.pk:
            own.append(sheet)
        elif sheet.lacks and sheet.since < outage.started_at:
            earlier.append(sheet.number)
    entries = [sheet.entry for sheet in own if sheet.entry]
    return SheetsOfOutage(
        lacking=tuple(sheet.number for sheet in own if sheet.lacks),
        lacking_earlier=tuple(earlier),
        spoiled=tuple(entry for entry in entries if entry.spoiled),
        known=tuple(entries),
    )


def _sheets_where(outage: Outage) -> Iterator[SheetOut]:
    blocks = ProvisionalBlock.objects.filter(used_to__isnull=False)
    if not outage.whole_node:
        blocks = blocks.filter(agency=outage.agency_id)
    named = ("entries__block__agency", "entries__entered_by", "entries__outage", "handouts")
    rows = blocks.select_related("agency", "unit").prefetch_related(*named)
    declared = list(Outage.objects.declared())  # the latest first
    for block in rows.order_by("agency__code", "year", "first"):
        yield from _sheets_of_block(block, declared)


def _sheets_of_block(block: ProvisionalBlock, declared: Sequence[Outage]) -> list[SheetOut]:
    entries = {entry.serial: entry for entry in block.entries.all()}
    sheets: list[SheetOut] = []
    handouts = list(block.handouts.all())
    for before, handout in zip([None, *handouts], handouts, strict=False):
        first = before.last + 1 if before else block.first
        outage = _last_before(handout, block, declared)
        said: list[SheetOut] = []
        # Sheets go out in their order: one that lacks went out no later than the next one taken.
        for serial in range(handout.last, first - 1, -1):
            entry = entries.get(serial)
            outage = (entry.outage if entry else None) or outage
            since = outage.started_at if outage else handout.said_at
            number = number_of(block, serial)
            said.append(SheetOut(number, entry, outage.pk if outage else None, since))
        sheets += reversed(said)
    return sheets


def _last_before(
    handout: ProvisionalHandout, block: ProvisionalBlock, declared: Sequence[Outage]
) -> Outage | None:
    """Give the last outage begun where a block lies when its sheets were said to be out."""
    begun = (one for one in declared if one.started_at <= handout.said_at)
    return next((one for one in begun if _reaches(one, block)), None)


def _reaches(outage: Outage, block: ProvisionalBlock) -> bool:
    if outage.whole_node:
        return True
    is_there = not outage.unit_paths or block.unit.path.startswith(tuple(outage.unit_paths))
    return outage.agency_id == block.agency_id and is_there
