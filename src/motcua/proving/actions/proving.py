"""Proving: the trial of what is published, as an agency offers it, and the record of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel import audit
from motcua.kernel.clock import civil_date
from motcua.procedures import queries as catalogue
from motcua.procedures.enums import Channel
from motcua.procedures.errors import VersionNotPublished
from motcua.proving.actions.readiness import check_readiness
from motcua.proving.actions.stage import Terms
from motcua.proving.actions.trial import rehearse
from motcua.proving.errors import NotToBeProved
from motcua.proving.models import Proof

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.procedures.queries import OfferingCard


def prove(*, actor: Actor, code: str, agency_code: str = "", now: datetime) -> Proof:
    """Prove the version of today, as an agency offers it; or as any agency could, where none named.

    Raises `NotAllowed`, and `NotToBeProved` where nothing is published or the agency does not take
    it, `TrialRunning` while another trial runs. What fails in the trial is in the proof.
    """
    day = civil_date(now)
    card = next(
        (row for row in catalogue.offerings_of(code, day) if row.agency_code == agency_code), None
    )
    if actor.kind != "system":
        actor.require_role("administrator", agency_id=card.agency_id if card else -1)
    if agency_code and card is None:
        raise NotToBeProved
    try:
        version = catalogue.version_on(code, day)
    except VersionNotPublished:
        raise NotToBeProved from None
    pack = catalogue.pack_of(version)
    outcome = rehearse(pack, _terms(card), now=now)
    if card is not None:
        check_readiness(pack, card, outcome, now=now)
    return _keep(outcome.kept(), version, card, code, actor=actor, now=now)


def _terms(card: OfferingCard | None) -> Terms:
    """Take the agency's terms; where there is none, every way of filing."""
    if card is None:
        return Terms(tuple(way.value for way in Channel))
    amounts = tuple(row.model_dump(mode="json") for row in card.fee_overrides)
    return Terms(tuple(card.channels), amounts)


@transaction.atomic
def _keep(
    kept: dict[str, object],
    version: int,
    card: OfferingCard | None,
    code: str,
    *,
    actor: Actor,
    now: datetime,
) -> Proof:
    agency_id = card.agency_id if card else None
    proof = Proof.objects.create(version_id=version, agency_id=agency_id, proved_at=now, **kept)
    audit.record(
        actor=actor,
        action="proving.prove",
        subject=("procedure", code),
        agency_id=agency_id or audit.NODE,
        now=now,
        data={"version": version, "holds": proof.holds},
    )
    return proof
