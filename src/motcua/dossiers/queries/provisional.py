"""Provisional numbers: the blocks of an office, and what of each was entered or still lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from motcua.agencies.queries import letterhead
from motcua.dossiers.base.provisional import Provisional
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Draft, Outage, ProvisionalBlock, ProvisionalEntry
from motcua.kernel.clock import civil
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel
from motcua.procedures.queries import rules
from motcua.ui.language import page_language
from motcua.ui.paper import qr_svg, render_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor

_MOST = 100


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block of sheets, and how far its paper was entered.

    `lacking` are the numbers that were given out and are neither entered nor spoiled.
    """

    block: ProvisionalBlock
    first: str
    last: str
    entered: int
    spoiled: int
    lacking: tuple[str, ...]


def number_of(block: ProvisionalBlock, serial: int) -> str:
    """Write the provisional number of a sheet."""
    return str(Provisional(block.agency.code, block.year, serial))


def blocks_of(actor: Actor) -> tuple[BlockRow, ...]:
    """Give the latest blocks of the offices where an official receives."""
    rows = ProvisionalBlock.objects.filter(agency__in=actor.agencies()).select_related(
        "agency", "unit", "counter"
    )
    seen = (
        row for row in rows[:_MOST] if actor.has_role("receptionist", row.agency_id, row.unit.path)
    )
    return tuple(_row(block) for block in seen)


def block_for(actor: Actor, public_id: UUID) -> ProvisionalBlock:
    """Give a block of an office where an official receives. Raises `DossierNotFound`."""
    block = ProvisionalBlock.objects.select_related("agency", "unit", "counter").filter(
        public_id=public_id
    )
    found = block.first()
    if found is None or not actor.has_role("receptionist", found.agency_id, found.unit.path):
        raise DossierNotFound
    return found


def spoiled_of(actor: Actor) -> tuple[ProvisionalEntry, ...]:
    """Give the sheets that stand as spoiled where an official receives, the latest first."""
    rows = ProvisionalEntry.objects.filter(block__agency__in=actor.agencies()).exclude(spoiled="")
    named = rows.select_related("block__agency", "block__unit", "entered_by").order_by("-pk")
    return tuple(
        row
        for row in named[:_MOST]
        if actor.has_role("receptionist", row.block.agency_id, row.block.unit.path)
    )


def entries_of(outage: Outage) -> Sequence[ProvisionalEntry]:
    """Give what was taken on paper in an outage and entered since, or is being typed."""
    rows = ProvisionalEntry.objects.filter(outage=outage).select_related(
        "block__agency", "dossier", "entered_by"
    )
    return list(rows.order_by("taken_at"))


def lacking_at(agency_id: int) -> tuple[str, ...]:
    """Give the numbers of an agency that were given out and not entered yet."""
    blocks = ProvisionalBlock.objects.filter(agency=agency_id, used_to__isnull=False)
    rows = (_row(block) for block in blocks.select_related("agency", "unit", "counter"))
    return tuple(number for row in rows for number in row.lacking)


@dataclass(frozen=True, slots=True)
class LateEntry:
    """The sheet that a counter's draft is typed from; no number yet where it is not bound."""

    number: str = ""
    taken_at: datetime | None = None


def late_entry_of(draft: Draft, now: datetime) -> LateEntry | None:
    """Give the sheet a counter's draft is bound to; unbound, whether there may be one.

    There may where an outage lasts at its agency, or some sheet that was given out is not entered.
    None where nothing of that is so.
    """
    entry = ProvisionalEntry.objects.filter(draft=draft).select_related("block__agency").first()
    if entry is not None:
        return LateEntry(entry.number, entry.taken_at)
    agency_id = draft.offering.agency_id
    declared = Outage.objects.lasting_at(now).at_agency(agency_id)
    return LateEntry() if declared.exists() or lacking_at(agency_id) else None


def drafts_at_counter(actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """Give what an official is typing at a counter, as (id, procedure and when it was begun)."""
    drafts = Draft.objects.filter(
        account_id=actor.account_id or -1, channel=Channel.COUNTER, dossier=None, supplement=None
    ).select_related("offering", "version")
    return tuple((draft.public_id, _named(draft)) for draft in drafts.order_by("-started_at"))


def sheets_pdf(block: ProvisionalBlock) -> bytes:
    """Set the sheets of a block: one a page, with its number as text and QR, twice.

    The upper part stays with the office, the lower goes to the applicant.
    """
    head = letterhead(block.agency_id)
    data = {
        "title": "Phiếu nhận hồ sơ khi hệ thống gián đoạn",
        "demo": settings.DEMO,
        "agency": {"parent": head.parent, "name": head.name},
        "place": head.place,
        "date": civil(block.made_at).date().isoformat(),
        "office": block.unit.name,
        "counter": f"{block.counter.code} · {block.counter.name}" if block.counter else "",
        "phone": head.phone or settings.HELPLINE,
        "sheets": [
            {"number": number, "qr": qr_svg(number)}
            for number in (number_of(block, n) for n in range(block.first, block.last + 1))
        ],
    }
    return render_pdf("slips/provisional.typ", data, at=block.made_at)


def _row(block: ProvisionalBlock) -> BlockRow:
    entries = {entry.serial: entry for entry in block.entries.all()}
    settled = {n for n, entry in entries.items() if entry.dossier_id or entry.spoiled}
    given_out = range(block.first, (block.used_to or block.first - 1) + 1)
    return BlockRow(
        block=block,
        first=number_of(block, block.first),
        last=number_of(block, block.last),
        entered=sum(entry.dossier_id is not None for entry in entries.values()),
        spoiled=sum(bool(entry.spoiled) for entry in entries.values()),
        lacking=tuple(number_of(block, n) for n in given_out if n not in settled),
    )


def _named(draft: Draft) -> str:
    name = say(rules(draft.version_id).pack.name, page_language())
    return f"{name} · {civil(draft.started_at):%H:%M %d/%m}"
