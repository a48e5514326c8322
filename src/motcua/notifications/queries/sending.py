"""What an administrator sees of sending: what waits, what was given up and why, what it costs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Q, Sum, Value, When

from motcua.kernel.clock import civil, civil_date
from motcua.kernel.sealed import blind_indexes
from motcua.notifications.enums import Medium, MessageState
from motcua.notifications.models import (
    CarrierHealth,
    Message,
    QuietHours,
    SegmentPrice,
    SilentAddress,
)
from motcua.notifications.queries.wishes import ADDRESS_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

SHOWN_FOR = timedelta(days=30)
MOST_SHOWN = 100
MOST_COUNTED = 10_000
NODE_LANE = 0
"""The lane of messages that no agency sends: those of accounts."""
DEAD = (MessageState.FAILED, MessageState.BOUNCED)


@dataclass(frozen=True, slots=True)
class DeadGroup:
    """Messages given up alike: by which way, of which occasion, for which reason, how many."""

    medium: str
    template: str
    fault: str
    messages: int


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits alike: by which way and how urgent, how many, of which some for another try."""

    medium: str
    kind: int
    messages: int
    tried: int


@dataclass(frozen=True, slots=True)
class DeadChoice:
    """Which of the messages that were given up: one by its number, or a group of them."""

    public_id: UUID | None = None
    medium: str = ""
    template: str = ""
    fault: str = ""


def dead_messages(lanes: Sequence[int], now: datetime) -> QuerySet[Message]:
    """Give the messages of some lanes that were given up in the last month, the latest first."""
    rows = Message.objects.filter(lane__in=list(lanes), state__in=DEAD)
    return rows.filter(written_at__gt=now - SHOWN_FOR).order_by("-written_at", "-id")


def queues(lanes: Sequence[int]) -> list[Queue]:
    """Count what waits to be sent in some lanes, the most pressing first, `MOST_COUNTED` in all."""
    rows = Message.objects.filter(lane__in=list(lanes), state=MessageState.WAITING).order_by()
    counted: Counter[tuple[str, int]] = Counter()
    tried: Counter[tuple[str, int]] = Counter()
    for medium, kind, attempts in rows.values_list("medium", "kind", "attempts")[:MOST_COUNTED]:
        counted[medium, kind] += 1
        tried[medium, kind] += attempts > 0
    return [
        Queue(*which, many, tried[which])
        for which, many in sorted(counted.items(), key=lambda one: (one[0][1], one[0][0]))
    ]


def dead_groups(lanes: Sequence[int], now: datetime) -> list[DeadGroup]:
    """Count what was given up in the last month by way, occasion and reason, the most first."""
    rows = dead_messages(lanes, now).order_by().values("medium", "template", "fault")
    return [
        DeadGroup(row["medium"], row["template"], row["fault"], row["messages"])
        for row in rows.annotate(messages=Count("*")).order_by("-messages", "template")[:MOST_SHOWN]
    ]


def dead_count(lanes: Sequence[int], now: datetime) -> int:
    """Count what was given up in the last month, up to `MOST_SHOWN`."""
    return len(dead_messages(lanes, now).order_by().values_list("pk")[:MOST_SHOWN])


def all_dead(now: datetime) -> int:
    """Count what the whole node gave up within a day: an alarm for its metrics."""
    rows = Message.objects.filter(state__in=DEAD, written_at__gt=now - timedelta(days=1))
    return rows.count()


def chosen_dead(lanes: Sequence[int], choice: DeadChoice, now: datetime) -> QuerySet[Message]:
    """Give the messages of a choice."""
    rows = dead_messages(lanes, now)
    if choice.public_id is not None:
        return rows.filter(public_id=choice.public_id)
    return rows.filter(medium=choice.medium, template=choice.template, fault=choice.fault)


def cost_of_month(lanes: Sequence[int], now: datetime) -> tuple[int, int]:
    """Give the segments sent this month and their price in đồng."""
    first = civil(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = Message.objects.filter(lane__in=list(lanes), segments__gt=0, sent_at__gte=first)
    told = rows.aggregate(segments=Sum("segments"), cost=Sum("cost"))
    return told["segments"] or 0, told["cost"] or 0


def resting_carriers() -> list[CarrierHealth]:
    """Give the carriers that are left alone because they fail."""
    return list(CarrierHealth.objects.exclude(rests_until=None).order_by("medium"))


def quiet_hours(now: datetime) -> list[QuietHours]:
    """Give the quiet hours that hold or will hold."""
    rows = QuietHours.objects.filter(Q(valid_to=None) | Q(valid_to__gt=civil_date(now)))
    return list(rows.order_by("medium", "kind", "valid_from"))


def segment_prices(now: datetime) -> list[SegmentPrice]:
    """Give the prices that hold or will, then those of the past."""
    day = civil_date(now)
    is_over = Case(When(valid_to__lte=day, then=Value(1)), default=Value(0))
    return list(SegmentPrice.objects.order_by(is_over, "provider", "-valid_from"))


def mark_of(medium: Medium, address: str) -> SilentAddress | None:
    """Give why nothing is sent to an address any more, None where it is."""
    found = list(blind_indexes(ADDRESS_KINDS[medium], address))
    return SilentAddress.objects.filter(medium=medium, index__in=found).first()
