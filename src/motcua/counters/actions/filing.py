"""Filing for somebody at the counter: from his card, compared, filed, accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.counters.actions.authorising import last_shift, own_shift, record
from motcua.counters.actions.helping import note_help, owner_person
from motcua.counters.enums import Compared
from motcua.counters.errors import CounterNotFound, FilingFiled
from motcua.counters.models import Comparison, CounterFiling
from motcua.counters.queries.filling import filled_in
from motcua.counters.queries.knowing import helper_of, name_on_record, who_of
from motcua.counters.queries.waiting import called_at
from motcua.dossiers import actions
from motcua.dossiers.actions.collecting import collect_cash
from motcua.dossiers.actions.counter_filing import (
    Applicant,
    start_counter_draft,
    submit_at_counter,
)
from motcua.dossiers.actions.files import take_in_document
from motcua.dossiers.queries.fee_debts import is_ready
from motcua.identity.queries import account_of_person
from motcua.procedures.enums import Channel
from motcua.procedures.queries import rules

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.core.files.uploadedfile import UploadedFile

    from motcua.counters.models import Shift
    from motcua.counters.queries.knowing import Helper, Who
    from motcua.identity.models import Person
    from motcua.kernel.actors import Actor


@transaction.atomic
def start_filing(
    *,
    actor: Actor,
    counter_id: int,
    offering_id: int,
    who: Who,
    now: datetime,
    channel: Channel = Channel.COUNTER,
) -> CounterFiling:
    """Begin to file for somebody at one's counter; the form starts with what his card says.

    `channel` is the post's where the papers came by post: limit and fees hang off it.

    Raises `CounterNotFound`, `CounterClosed`, `DossierNotFound`, `OfferingClosed`.
    """
    shift = own_shift(actor, counter_id)
    draft = start_counter_draft(
        actor=actor, offering_id=offering_id, answers={}, now=now, channel=channel
    )
    filled = filled_in(draft, who, {}, now)
    draft = actions.save_answers(
        actor=actor,
        draft_id=draft.public_id,
        typed=actions.Typed("", filled.answers, filled.origins),
        now=now,
    )
    filing = CounterFiling.objects.create(
        counter=shift.counter,
        ticket=called_at(counter_id, now),
        draft=draft,
        who=who.as_json(),
        started_by_id=shift.official_id,
        started_at=now,
    )
    record("start_filing", shift.counter, actor=actor, now=now, filing=str(filing.public_id))
    return filing


@transaction.atomic
def save_filing(
    *, actor: Actor, filing_id: UUID, who: Who, typed: actions.Typed, now: datetime
) -> CounterFiling:
    """Keep what was typed, right or wrong; None takes an answer away.

    What the page sent before something that is kept already is not. Raises `CounterNotFound`,
    `CounterClosed`, `FilingFiled`.
    """
    filing = _locked(actor, filing_id, last_shift)
    if filing.dossier_id is not None:
        raise FilingFiled
    filing.draft.refresh_from_db(fields=["sendings"])
    if typed.is_before(filing.draft):
        return filing
    filing.who = who.as_json()
    filing.save(update_fields=["who"])
    actions.save_answers(actor=actor, draft_id=filing.draft.public_id, typed=typed, now=now)
    filing.draft.refresh_from_db()
    return filing


@transaction.atomic
def save_helper(
    *,
    actor: Actor,
    filing_id: UUID,
    helper: Helper | None,
    authority: UploadedFile[bytes] | None,
    now: datetime,
) -> CounterFiling:
    """Keep who files for the applicant, and his paper of authority where one was sent.

    None of a helper: he files himself. Raises as `save_filing`, and what `take_in_document` raises.
    """
    filing = lock_filing(actor, filing_id)
    before = filing.authority
    filing.helper = helper.as_json() if helper else None
    if helper is None:
        filing.authority = None
    elif authority is not None:
        filing.authority = take_in_document(file=authority, now=now)
    filing.save(update_fields=["helper", "authority"])
    if before is not None and before.pk != filing.authority_id:
        before.delete()
    return filing


@transaction.atomic
def compare_files(
    *, actor: Actor, filing_id: UUID, marks: Mapping[UUID, str], now: datetime
) -> None:
    """Note how the uploads of a filing were held against their originals; empty takes it back.

    Raises `CounterNotFound`, `CounterClosed`, `FilingFiled`.
    """
    filing = lock_filing(actor, filing_id)
    assert actor.official_id is not None
    for upload in filing.draft.uploads.filter(public_id__in=list(marks)):
        kind = marks[upload.public_id]
        before = Comparison.objects.filter(file=upload.file_id).first()
        if kind not in Compared.values:
            Comparison.objects.filter(file=upload.file_id).delete()
        elif before is None or before.kind != kind:
            Comparison.objects.update_or_create(
                file_id=upload.file_id,
                defaults={"kind": kind, "official_id": actor.official_id, "at": now},
            )


@transaction.atomic
def see_proofs(*, actor: Actor, filing_id: UUID, codes: Collection[str], now: datetime) -> None:
    """Note which papers that prove an exemption were shown and seen; what is not named was not.

    Only papers that a fee of the procedure names as proof are kept. Raises `CounterNotFound`,
    `CounterClosed`, `FilingFiled`.
    """
    filing = lock_filing(actor, filing_id)
    pack = rules(filing.draft.version_id).pack
    proofs = {one.proof for _way, fee in pack.fees() for one in fee.exemptions if one.proof}
    seen = sorted(proofs & set(codes))
    if seen != filing.draft.seen:
        filing.draft.seen = seen
        filing.draft.save(update_fields=["seen"])
        filing_id = filing.public_id
        record(
            "see_proofs", filing.counter, actor=actor, now=now, filing=str(filing_id), papers=seen
        )


@transaction.atomic
def discard_filing(*, actor: Actor, filing_id: UUID, now: datetime) -> None:
    """Throw away what was begun, with its files. Raises as `save_filing`."""
    filing = lock_filing(actor, filing_id)
    record("discard_filing", filing.counter, actor=actor, now=now, filing=str(filing.public_id))
    draft_id, authority = filing.draft.public_id, filing.authority
    filing.delete()
    if authority is not None:
        authority.delete()
    actions.discard_draft(actor=actor, draft_id=draft_id)


@transaction.atomic
def file_and_accept(*, actor: Actor, filing_id: UUID, now: datetime) -> CounterFiling:
    """File what was begun, and accept it with slip 01 where no fee is due any more.

    A second click gives the first answer. Raises `CounterNotFound`, `CounterClosed`, and what
    filing and accepting raise.
    """
    filing = _filed(actor, filing_id, frozenset(), now)
    return _locked(actor, filing_id) if filing is None else _accepted(actor, filing, now)


@transaction.atomic
def file_paid_and_accept(*, actor: Actor, filing_id: UUID, now: datetime) -> CounterFiling:
    """File what was begun, note that its fee was paid in cash, and accept it with slip 01.

    Raises as `file_and_accept`.
    """
    filing = _filed(actor, filing_id, frozenset(), now)
    if filing is None:
        return _locked(actor, filing_id)
    assert filing.dossier_id is not None
    collect_cash(actor=actor, dossier_id=filing.dossier_id, now=now)
    return _accepted(actor, filing, now)


@transaction.atomic
def file_incomplete(
    *, actor: Actor, filing_id: UUID, lacking: frozenset[str], now: datetime
) -> CounterFiling:
    """File what lacks papers, so that slip 02 or 03 can be issued at once. Raises as above."""
    return _filed(actor, filing_id, lacking, now) or _locked(actor, filing_id)


def lock_filing(actor: Actor, filing_id: UUID) -> CounterFiling:
    """Lock what was begun at the counter where one sits.

    Raises `CounterNotFound`, `CounterClosed`, `FilingFiled`.
    """
    filing = _locked(actor, filing_id)
    if filing.dossier_id is not None:
        raise FilingFiled
    return filing


def _locked(
    actor: Actor, filing_id: UUID, sits: Callable[[Actor, int], Shift] = own_shift
) -> CounterFiling:
    filing = (
        CounterFiling.objects.select_for_update(of=("self",))
        .select_related("draft__supplement__dossier", "counter__unit", "dossier")
        .filter(public_id=filing_id)
        .first()
    )
    if filing is None:
        raise CounterNotFound
    sits(actor, filing.counter_id)
    return filing


def _filed(
    actor: Actor, filing_id: UUID, lacking: frozenset[str], now: datetime
) -> CounterFiling | None:
    """File, or give None where that was done before."""
    filing = _locked(actor, filing_id)
    if filing.dossier_id is not None:
        return None
    if filing.draft.supplement_id is not None:
        raise CounterNotFound
    who = who_of(filing)
    applicant = _applicant(who, owner_person(actor, filing, who, now))
    filed = submit_at_counter(
        actor=actor,
        draft=filing.draft,
        applicant=applicant,
        lacking=lacking,
        now=now,
    )
    filing.dossier_id = filed.dossier_id
    filing.save(update_fields=["dossier"])
    note_help(actor=actor, filing=filing, owner=applicant.person, now=now)
    told = {"filing": str(filing.public_id)}
    if applicant.person.full_name != who.full_name:
        told["name"] = "differs"
    helper = helper_of(filing)
    if helper is not None and name_on_record(helper.who):
        told["helper"] = "differs"
    record("file", filing.counter, actor=actor, now=now, **told)
    return filing


def _accepted(actor: Actor, filing: CounterFiling, now: datetime) -> CounterFiling:
    assert filing.dossier_id is not None
    filing.refresh_from_db(fields=["dossier"])
    assert filing.dossier is not None
    if is_ready(filing.dossier):
        actions.accept(actor=actor, dossier_id=filing.dossier_id, now=now)
    return filing


def _applicant(who: Who, person: Person) -> Applicant:
    account = account_of_person(person.pk)
    return Applicant(
        person=person,
        account_id=account.pk if account else None,
        number=who.number,
        phone=who.phone or str(person.phone or ""),
        email=who.email or str(person.email or "") or (account.email if account else ""),
    )
