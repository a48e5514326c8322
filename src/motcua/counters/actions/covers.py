"""Cover sheets printed in advance, and tied to a paper when somebody hands it in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from motcua.agencies.queries.locking import lock_unit
from motcua.counters.actions.authorising import record, require_administrator
from motcua.counters.actions.filing import lock_filing
from motcua.counters.actions.scanning import put_to_paper
from motcua.counters.errors import CoverUnknown
from motcua.counters.models import ScanPart, SpareCover
from motcua.counters.queries.scans import PREFIX
from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.queries.supplements import paper_for
from motcua.kernel import audit

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.agencies.models import Unit
    from motcua.counters.models import CounterFiling
    from motcua.kernel.actors import Actor

MOST_SHEETS = 500


@transaction.atomic
def print_spare_covers(*, actor: Actor, unit: Unit, count: int, now: datetime) -> list[SpareCover]:
    """Make cover sheets that belong to no paper yet, numbered on from the unit's last; at most 500.

    Raises `CounterNotFound`, `NotAllowed`.
    """
    require_administrator(actor, unit)
    lock_unit(unit.pk)
    newest = SpareCover.objects.filter(unit=unit).order_by("-number").first()
    last = newest.number if newest else 0
    sheets = [
        SpareCover(unit=unit, number=last + place, printed_at=now)
        for place in range(1, min(count, MOST_SHEETS) + 1)
    ]
    audit.record(
        actor=actor,
        action="counters.print_spare_covers",
        subject=("unit", str(unit.public_id)),
        agency_id=unit.agency_id,
        now=now,
        data={"count": len(sheets), "from": last + 1},
    )
    return SpareCover.objects.bulk_create(sheets)


@transaction.atomic
def tie_cover(
    *, actor: Actor, filing_id: UUID, paper_code: str, text: str, now: datetime
) -> SpareCover:
    """Tie a sheet printed in advance to a paper, by its QR or its number; once.

    What was scanned behind it before goes to the paper at once. Raises `CounterNotFound`,
    `CounterClosed`, `FilingFiled`, `CoverUnknown`, `DossierNotFound` for a paper that is not asked.
    """
    filing = lock_filing(actor, filing_id)
    if paper_for(filing.draft, paper_code, now) is None:
        raise DossierNotFound
    cover = _untied(text, filing)
    if cover is None or cover.filing_id not in {None, filing.pk}:
        raise CoverUnknown
    cover.filing, cover.paper_code, cover.bound_at = filing, paper_code, now
    cover.save(update_fields=["filing", "paper_code", "bound_at"])
    waiting = ScanPart.objects.select_for_update(of=("self",)).filter(
        scan__unit=cover.unit_id, settled_at=None, cover=str(cover.public_id)
    )
    for part in waiting.select_related("file").order_by("pk"):
        put_to_paper(part, filing.pk, paper_code, actor=actor, now=now)
    record("tie_cover", filing.counter, actor=actor, now=now, filing=str(filing.public_id))
    return cover


def _untied(text: str, filing: CounterFiling) -> SpareCover | None:
    """Find a sheet of the office by the text of its QR, or by its number as it is printed."""
    typed = text.strip().removeprefix(PREFIX).removeprefix("TB-").strip()
    rows = SpareCover.objects.select_for_update().filter(unit=filing.counter.unit_id)
    if typed.isascii() and typed.isdigit() and len(typed) < 9:
        return rows.filter(number=int(typed)).first()
    try:
        return rows.filter(public_id=UUID(typed)).first()
    except ValueError:
        return None
