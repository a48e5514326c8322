"""What happened to dossiers is counted, many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.events import DossierMoved, DossierSubmitted
from motcua.insight.actions import count_again
from motcua.kernel.events import InBatches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.kernel.events import Happened


def count(events: Sequence[Happened]) -> None:
    """Count the dossiers that something happened to."""
    count_again(dossier_ids=(event.payload["dossier_id"] for event in events))


SUBSCRIPTIONS = {
    DossierSubmitted.name: (InBatches(count),),
    DossierMoved.name: (InBatches(count),),
}
