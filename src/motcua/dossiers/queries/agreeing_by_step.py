"""What somebody may agree to only because a step of it that may end it is in his hands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.dossiers.base.sensitive import SECONDS
from motcua.dossiers.enums import Sensitive
from motcua.dossiers.models import Proposal
from motcua.dossiers.queries.agreeing import may_agree
from motcua.dossiers.queries.scopes import at_work
from motcua.kernel.caching import once_a_reading
from motcua.kernel.composed import composed, one_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from motcua.kernel.actors import Actor


@once_a_reading
def ended_by_own_step(actor: Actor) -> frozenset[int]:
    """Give the dossiers proposed to be stopped that wait for an official for his step's sake.

    Whether a step may stop stands in its process, with conditions on the answers, so each is judged
    by itself; undecided ones are few.
    """
    powers = at_work(actor.powers)
    if not any(power.role not in SECONDS[Sensitive.STOP] for power in powers):
        return frozenset()
    return frozenset(
        row.dossier_id
        for row in _stops_asked(agencies=list({one.agency_id for one in powers}))
        if may_agree(actor, row.dossier, Sensitive.STOP, row.asked_by_id)
    )


@composed
def _stops_asked(agencies: Any) -> QuerySet[Proposal]:
    rows = Proposal.objects.filter(one_of("dossier__agency_id", agencies))
    return rows.filter(act=Sensitive.STOP, decided_at=None).select_related("dossier__agency")
