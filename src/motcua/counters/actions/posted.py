"""What came by post for a dossier prepared online: scanned, compared, taken in, accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.counters.actions.authorising import own_shift, record
from motcua.counters.actions.filing import lock_filing
from motcua.counters.errors import CounterNotFound
from motcua.counters.models import CounterFiling
from motcua.counters.queries.knowing import Who
from motcua.dossiers.actions import accept
from motcua.dossiers.actions.papers_by_post import start_taking, take_papers
from motcua.dossiers.queries.fee_debts import is_ready
from motcua.dossiers.queries.papers_by_post import taken_with

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor


@transaction.atomic
def start_posted(*, actor: Actor, counter_id: int, dossier_id: int, now: datetime) -> CounterFiling:
    """Begin to take in the envelope of a dossier at one's counter; or go on with it.

    What was begun at another counter goes on at this one. Raises `CounterNotFound`,
    `CounterClosed`, `DossierNotFound`, `NotAllowed`, `NothingPosted`.
    """
    shift = own_shift(actor, counter_id)
    draft = start_taking(actor=actor, dossier_id=dossier_id, now=now)
    posted = taken_with(draft)
    assert posted is not None
    assert posted.dossier is not None
    filing, is_new = CounterFiling.objects.get_or_create(
        draft=draft,
        defaults={
            "counter": shift.counter,
            "who": Who(full_name=posted.dossier.applicant_name).as_json(),
            "started_by_id": shift.official_id,
            "started_at": now,
        },
    )
    if not is_new and filing.counter_id != counter_id:
        filing.counter = shift.counter
        filing.save(update_fields=["counter"])
    record("start_posted", shift.counter, actor=actor, now=now, filing=str(filing.public_id))
    return filing


@transaction.atomic
def take_posted(*, actor: Actor, filing_id: UUID, now: datetime) -> Dossier:
    """Put what was scanned of an envelope into its dossier.

    Raises `CounterNotFound`, `CounterClosed`, `DossierNotFound`, `NotAllowed`, `NothingPosted`.
    """
    filing = lock_filing(actor, filing_id)
    posted = taken_with(filing.draft)
    if posted is None or posted.dossier_id is None:
        raise CounterNotFound
    record("take_posted", filing.counter, actor=actor, now=now, filing=str(filing_id))
    return take_papers(actor=actor, dossier_id=posted.dossier_id, now=now)


@transaction.atomic
def accept_posted(*, actor: Actor, filing_id: UUID, now: datetime) -> Dossier:
    """Take an envelope in and accept its dossier with slip 01 where no fee is due any more.

    Its limit counts from when the papers were there. Raises as `take_posted`.
    """
    dossier = take_posted(actor=actor, filing_id=filing_id, now=now)
    if not is_ready(dossier):
        return dossier
    return accept(actor=actor, dossier_id=dossier.pk, now=now)
