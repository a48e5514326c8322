"""Proving: the trial of what is published, as an agency offers it, and the record of it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel import audit
from motcua.kernel.clock import civil_date
from motcua.procedures import queries as catalogue
from motcua.procedures.enums import Channel
from motcua.procedures.errors import VersionNotPublished
from motcua.proving.actions.ending import alone, undone_after
from motcua.proving.actions.readiness import check_readiness
from motcua.proving.actions.stage import Terms, set_stage
from motcua.proving.actions.trial import SECONDS, rehearse, rehearse_on
from motcua.proving.errors import NotToBeProved
from motcua.proving.models import Proof
from motcua.proving.queries import is_proved

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.procedures.base.packs import Pack
    from motcua.procedures.queries import OfferingCard
    from motcua.proving.base.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class _Due:
    """What is to be proved: the version of a day, and who offers it on what terms."""

    code: str
    version: int
    card: OfferingCard | None

    @property
    def key(self) -> tuple[str, str]:
        """How it was asked for: procedure, agency."""
        return self.code, self.card.agency_code if self.card else ""

    @property
    def pack(self) -> Pack:
        """Its rules as they are written."""
        return catalogue.pack_of(self.version)


def prove(*, actor: Actor, code: str, agency_code: str = "", now: datetime) -> Proof:
    """Prove the version of today, as an agency offers it; or as any agency could, where none named.

    Raises `NotAllowed`, and `NotToBeProved` where nothing is published or the agency does not take
    it, `TrialRunning` while another trial runs. What fails in the trial is in the proof.
    """
    due = _due(actor, code, agency_code, now)
    outcome = rehearse(due.pack, _terms(due.card), now=now)
    return _keep(due, outcome, actor=actor, now=now)


def prove_some(
    *,
    actor: Actor,
    work: Iterable[tuple[str, str]],
    now: datetime,
    since: datetime | None = None,
    patience: float = 0,
) -> dict[tuple[str, str], Proof | None]:
    """Prove some offerings as `prove` does, by (procedure, agency), at one agency made up for all.

    Stops when `SECONDS` are over, so that what waits for trials waits no longer than for two; what
    it did not come to is not in the answer. What another run proved meanwhile is left, as nothing:
    what holds, or only what was proved from `since` on, where that is given. While another run is
    at it, this waits for `patience` seconds. Raises as `prove` does, before anything is tried.
    """
    due = [_due(actor, code, agency, now) for code, agency in work]
    end = time.monotonic() + SECONDS
    with alone(patience):
        left, tried = _unproved(due, since), []
        with undone_after(2 * SECONDS):
            stage = set_stage(now=now)
            for one in left:
                tried.append((one, rehearse_on(stage, one.pack, _terms(one.card), now=now)))
                if time.monotonic() > end:
                    break
        done: dict[tuple[str, str], Proof | None] = {
            one.key: None for one in due if one not in left
        }
        done |= {one.key: _keep(one, outcome, actor=actor, now=now) for one, outcome in tried}
    return done


def _unproved(due: Iterable[_Due], since: datetime | None) -> list[_Due]:
    return [
        one
        for one in due
        if not is_proved(one.version, one.card.agency_id if one.card else None, since)
    ]


def _due(actor: Actor, code: str, agency_code: str, now: datetime) -> _Due:
    """Find what is to be proved. Raises `NotAllowed`, `NotToBeProved`."""
    day = civil_date(now)
    card = next(
        (row for row in catalogue.offerings_of(code, day) if row.agency_code == agency_code), None
    )
    if actor.kind != "system":
        actor.require_role("administrator", agency_id=card.agency_id if card else -1)
    if agency_code and card is None:
        raise NotToBeProved(procedure=code)
    try:
        return _Due(code, catalogue.version_on(code, day), card)
    except VersionNotPublished:
        raise NotToBeProved(procedure=code) from None


def _terms(card: OfferingCard | None) -> Terms:
    """Take the agency's terms; where there is none, every way of filing."""
    if card is None:
        return Terms(tuple(way.value for way in Channel))
    amounts = tuple(row.model_dump(mode="json") for row in card.fee_overrides)
    return Terms(tuple(card.channels), amounts)


@transaction.atomic
def _keep(due: _Due, outcome: Outcome, *, actor: Actor, now: datetime) -> Proof:
    """Write down what a trial found, with what the agency itself lacks."""
    if due.card is not None:
        check_readiness(due.pack, due.card, outcome, now=now)
    agency_id = due.card.agency_id if due.card else None
    proof = Proof.objects.create(
        version_id=due.version, agency_id=agency_id, proved_at=now, **outcome.kept()
    )
    audit.record(
        actor=actor,
        action="proving.prove",
        subject=("procedure", due.code),
        agency_id=agency_id or audit.NODE,
        now=now,
        data={"version": due.version, "holds": proof.holds},
    )
    return proof
