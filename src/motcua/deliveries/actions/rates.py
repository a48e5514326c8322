"""The tariff of the post: rows from a day on, each with its source."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q

from motcua.agencies.queries.standing import administers_the_node
from motcua.deliveries.errors import RateHolds, RateNotFound, RateOfThePast
from motcua.deliveries.models import PostRate
from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.kernel.actors import Actor


# Rows cannot be locked that are not there yet; nobody who reads the tariff waits for this.
_ONE_AT_A_TIME = "LOCK TABLE deliveries_postrate IN SHARE ROW EXCLUSIVE MODE"


@dataclass(frozen=True, slots=True)
class RateFacts:
    """A row of the tariff; see `models.PostRate`."""

    direction: str
    reach: str
    grams: int
    amount: int
    days: int
    lost_after: int
    source: str
    is_invented: bool = False


@transaction.atomic
def publish_rate(*, actor: Actor, facts: RateFacts, valid_from: date, now: datetime) -> PostRate:
    """Let a row of the tariff hold from a day on, until the next of its kind.

    The one before it ends there; the same row again changes nothing. The node itself, or who
    administers it; an administrator changes no day that is over. Raises `NotAllowed`,
    `RateOfThePast`, `RateHolds` where another row begins on that day.
    """
    _require_keeper(actor, now)
    if actor != SYSTEM and valid_from < civil_date(now):
        raise RateOfThePast
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
    same = PostRate.objects.select_for_update().filter(
        direction=facts.direction, reach=facts.reach, grams=facts.grams
    )
    known = same.filter(valid_from=valid_from).first()
    if known is not None:
        if any(getattr(known, name) != value for name, value in asdict(facts).items()):
            raise RateHolds
        return known
    same.filter(Q(valid_to=None) | Q(valid_to__gt=valid_from), valid_from__lt=valid_from).update(
        valid_to=valid_from
    )
    follows = same.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    row = PostRate.objects.create(
        valid_from=valid_from, valid_to=follows.valid_from if follows else None, **asdict(facts)
    )
    _record("deliveries.publish_rate", row, actor=actor, now=now)
    return row


@transaction.atomic
def withdraw_rate(*, actor: Actor, rate_id: int, now: datetime) -> None:
    """Take back a row that does not hold yet; the one before it goes on.

    Raises `NotAllowed`, `RateNotFound`, `RateOfThePast` once it holds.
    """
    _require_keeper(actor, now)
    row = _locked(rate_id)
    if row.valid_from <= civil_date(now):
        raise RateOfThePast
    _record("deliveries.withdraw_rate", row, actor=actor, now=now)
    before = PostRate.objects.filter(
        direction=row.direction, reach=row.reach, grams=row.grams, valid_to=row.valid_from
    )
    until = row.valid_to
    row.delete()
    before.update(valid_to=until)


@transaction.atomic
def end_rate(*, actor: Actor, rate_id: int, on: date, now: datetime) -> PostRate:
    """Let a row hold no more from a day on, so that the post goes that way no longer.

    Raises `NotAllowed`, `RateNotFound`, `RateOfThePast` for a day that is over or after its end.
    """
    _require_keeper(actor, now)
    row = _locked(rate_id)
    is_over = row.valid_to is not None and row.valid_to <= on
    if on <= max(civil_date(now), row.valid_from) or is_over:
        raise RateOfThePast
    row.valid_to = on
    row.save(update_fields=["valid_to"])
    _record("deliveries.end_rate", row, actor=actor, now=now)
    return row


def _locked(rate_id: int) -> PostRate:
    row = PostRate.objects.select_for_update().filter(pk=rate_id).first()
    if row is None:
        raise RateNotFound
    return row


def _require_keeper(actor: Actor, now: datetime) -> None:
    if actor != SYSTEM and not administers_the_node(actor, civil_date(now)):
        raise NotAllowed


def _record(act: str, row: PostRate, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=act,
        subject=("post-rate", str(row.pk)),
        agency_id=audit.NODE,
        now=now,
        data={"amount": row.amount, "valid_from": row.valid_from, "valid_to": row.valid_to},
    )
