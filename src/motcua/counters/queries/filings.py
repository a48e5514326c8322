"""What was begun at counters and not filed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.counters.errors import CounterNotFound
from motcua.counters.models import CounterFiling
from motcua.counters.queries.sitting import shift_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from motcua.kernel.actors import Actor


def begun_at(counter_id: int) -> list[CounterFiling]:
    """Give what was begun at a counter and waits to be filed, the latest first."""
    rows = CounterFiling.objects.filter(counter=counter_id, dossier=None)
    return list(
        rows.select_related("draft__supplement__dossier", "ticket__kind").order_by("-started_at")
    )


def filing_for(actor: Actor, filing_id: UUID) -> CounterFiling:
    """Give what was begun at the counter where an official sits. Raises `CounterNotFound`."""
    shift = shift_of(actor)
    filing = (
        CounterFiling.objects.select_related(
            "draft__offering__agency",
            "draft__supplement__dossier",
            "counter__unit",
            "dossier",
            "ticket__kind",
        )
        .filter(public_id=filing_id, counter=shift.counter_id if shift else -1)
        .first()
    )
    if filing is None:
        raise CounterNotFound
    return filing


def whom_filed_for(draft_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Give by draft who is filed for at a counter, as his card or he himself said it."""
    rows = CounterFiling.objects.filter(draft__public_id__in=draft_ids).select_related("draft")
    return {row.draft.public_id: str(row.who.get("full_name", "")) for row in rows}
