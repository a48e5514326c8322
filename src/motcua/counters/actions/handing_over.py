"""Filed, accepted and handed over in one click: slip 01 for the visitor, form 05 for the unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.counters.actions.filing import file_and_accept, file_paid_and_accept
from motcua.dossiers import actions
from motcua.dossiers.enums import State

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.counters.models import CounterFiling
    from motcua.kernel.actors import Actor


@transaction.atomic
def file_and_hand_over(*, actor: Actor, filing_id: UUID, now: datetime) -> CounterFiling:
    """File and accept what was begun, and hand it to the unit that settles it.

    Where a fee is due yet it is only filed. A second click changes nothing. Source: Decree
    61/2018, Article 18. Raises as `file_and_accept`.
    """
    filing = file_and_accept(actor=actor, filing_id=filing_id, now=now)
    return _handed(actor, filing, now)


@transaction.atomic
def file_paid_and_hand_over(*, actor: Actor, filing_id: UUID, now: datetime) -> CounterFiling:
    """As `file_and_hand_over`, noting first that the fee was paid in cash."""
    filing = file_paid_and_accept(actor=actor, filing_id=filing_id, now=now)
    return _handed(actor, filing, now)


def _handed(actor: Actor, filing: CounterFiling, now: datetime) -> CounterFiling:
    filing.refresh_from_db(fields=["dossier"])
    assert filing.dossier is not None
    if filing.dossier.state == State.ACCEPTED:
        actions.hand_over(actor=actor, dossier_id=filing.dossier.pk, now=now)
    return filing
