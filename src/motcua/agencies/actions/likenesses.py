"""Which records of officials are one human: an identity number seen, a likeness settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.agencies.errors import LikenessCertain, NotYourself
from motcua.agencies.models import Likeness, Official
from motcua.agencies.queries.humans import alike, identity_index, is_second_person
from motcua.kernel import audit
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor


@transaction.atomic
def note_identity(*, actor: Actor, official: Official, number: str, now: datetime) -> None:
    """Note the identity number that was seen of an official; only its blind index is kept.

    From then on every record with that number counts as him where two must agree. Nobody notes his
    own. Raises `NotAllowed`, `NotYourself`.
    """
    actor.require_role(Role.ADMINISTRATOR, agency_id=official.agency_id)
    _refuse_himself(actor, official)
    locked = Official.objects.select_for_update().get(pk=official.pk)
    locked.identity_index = identity_index(number)
    locked.save(update_fields=["identity_index"])
    _record("note_identity", official, actor=actor, now=now)


@transaction.atomic
def settle_likeness(
    *, actor: Actor, pair: tuple[Official, Official], is_same: bool, reason: str, now: datetime
) -> Likeness:
    """Settle whether two records that look alike are one human; a later word takes its place.

    An administrator of either agency does, and never of himself. Raises `NotAllowed`,
    `NotYourself`, and `LikenessCertain` against an identity number that was seen.
    """
    own = actor.agencies(Role.ADMINISTRATOR)
    if actor.official_id is None or not own & {one.agency_id for one in pair}:
        raise NotAllowed
    for one in pair:
        _refuse_himself(actor, one)
    first, second = Official.objects.select_for_update().filter(pk__in=[one.pk for one in pair])
    seen = alike(first, second)
    if seen.has_same_number and not is_same:
        raise LikenessCertain
    row, _made = Likeness.objects.update_or_create(
        first=seen.first,
        second=seen.second,
        defaults={
            "is_same": is_same,
            "reason": reason,
            "settled_by_id": actor.official_id,
            "settled_at": now,
        },
    )
    beside = str(seen.second.public_id)
    _record("settle_likeness", seen.first, actor=actor, now=now, is_same=is_same, beside=beside)
    return row


def _refuse_himself(actor: Actor, official: Official) -> None:
    if not is_second_person(actor.official_id, official.pk):
        raise NotYourself


def _record(act: str, official: Official, *, actor: Actor, now: datetime, **data: object) -> None:
    audit.record(
        actor=actor,
        action=f"agencies.{act}",
        subject=("official", str(official.public_id)),
        agency_id=official.agency_id,
        now=now,
        data=data,
    )
