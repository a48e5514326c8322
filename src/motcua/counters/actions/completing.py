"""What lacked is brought to a counter on paper: scanned, compared, given as if online."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.counters.actions.authorising import own_shift, record
from motcua.counters.actions.filing import lock_filing
from motcua.counters.errors import CounterNotFound
from motcua.counters.models import CounterFiling
from motcua.counters.queries.knowing import Who
from motcua.counters.queries.waiting import called_at
from motcua.dossiers.actions import accept
from motcua.dossiers.actions.completing import AT_COUNTER, complete
from motcua.dossiers.actions.supplementing import start_answering_at_counter
from motcua.dossiers.enums import State
from motcua.dossiers.queries.fee_debts import is_ready

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.queries.completions import Completion
    from motcua.kernel.actors import Actor


@transaction.atomic
def start_completion(
    *, actor: Actor, counter_id: int, dossier_id: int, now: datetime
) -> CounterFiling:
    """Begin to complete a dossier for whoever brings what lacks; or go on with it.

    What was begun at another counter goes on at this one. Raises `CounterNotFound`,
    `CounterClosed`, `DossierNotFound`, `NotAllowed`, `SupplementNotAsked`.
    """
    shift = own_shift(actor, counter_id)
    draft = start_answering_at_counter(actor=actor, dossier_id=dossier_id, now=now)
    assert draft.supplement is not None
    filing, is_new = CounterFiling.objects.get_or_create(
        draft=draft,
        defaults={
            "counter": shift.counter,
            "ticket": called_at(counter_id, now),
            "who": Who(full_name=draft.supplement.dossier.applicant_name).as_json(),
            "started_by_id": shift.official_id,
            "started_at": now,
        },
    )
    if not is_new and filing.counter_id != counter_id:
        filing.counter = shift.counter
        filing.save(update_fields=["counter"])
    record("start_completion", shift.counter, actor=actor, now=now, filing=str(filing.public_id))
    return filing


@transaction.atomic
def complete_filing(*, actor: Actor, filing_id: UUID, now: datetime) -> Completion:
    """Give what was brought, when nothing is wrong; before acceptance accept it with slip 01.

    In process the limit begins anew, which slip 01 says (Decree 61/2018, Article 19.4). Raises
    `CounterNotFound`, `CounterClosed`, and what answering raises.
    """
    filing = lock_filing(actor, filing_id)
    if filing.draft.supplement is None:
        raise CounterNotFound
    dossier = filing.draft.supplement.dossier
    given = complete(actor=actor, dossier=dossier, now=now, way=AT_COUNTER)
    if given.is_complete:
        record("complete_filing", filing.counter, actor=actor, now=now, filing=str(filing_id))
        dossier.refresh_from_db(fields=["state", "fee_state", "fee_lines"])
        if dossier.state == State.FILED and is_ready(dossier):
            accept(actor=actor, dossier_id=dossier.pk, now=now)
    return given
