"""The rules of sending: quiet hours and prices from a day on, and how text messages are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Q

from motcua.agencies.enums import Role
from motcua.agencies.queries.standing import administers_the_node
from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.notifications.enums import Kind, Medium
from motcua.notifications.errors import RuleOfThePast
from motcua.notifications.models import QuietHours, SegmentPrice, TextStyle

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from motcua.kernel.actors import Actor

_LAW = "Nghị định 91/2020/NĐ-CP, Điều 13 (tin nhắn quảng cáo): từ 7 đến 22 giờ"
_OURS = "Mặc định của phần mềm: văn bản không định giờ cho tin của cơ quan"
_SINCE = date(2020, 10, 1)
_FIRST_QUIET = (
    (Kind.DEADLINE, time(22), time(6), _OURS),
    (Kind.NOTICE, time(21), time(7), _OURS),
    (Kind.NEWS, time(22), time(7), _LAW),
)


@dataclass(frozen=True, slots=True)
class QuietFacts:
    """Hours in which a kind of message waits; see `models.QuietHours`."""

    medium: str
    kind: int
    starts: time
    ends: time
    source: str


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """What a segment of a text message costs at a provider (đồng), and where that is written."""

    provider: str
    amount: int
    source: str
    is_invented: bool = False


def seed_quiet_hours() -> None:
    """Let text messages that can wait rest at night on a new node; mail disturbs nobody."""
    for kind, starts, ends, source in _FIRST_QUIET:
        QuietHours.objects.get_or_create(
            medium=Medium.SMS,
            kind=kind,
            valid_from=_SINCE,
            defaults={"starts": starts, "ends": ends, "source": source},
        )


@transaction.atomic
def set_quiet_hours(*, actor: Actor, facts: QuietFacts, valid_from: date, now: datetime) -> None:
    """Let quiet hours of a medium and kind hold from a day on, in place of those before.

    The same start and end mean none. Raises `NotAllowed`, `RuleOfThePast` for a day that is over.
    """
    _require_keeper(actor, valid_from, now)
    _one_at_a_time("notifications_quiethours")
    same = QuietHours.objects.filter(medium=facts.medium, kind=facts.kind)
    _make_room(same, valid_from)
    row = same.create(
        medium=facts.medium,
        kind=facts.kind,
        starts=facts.starts,
        ends=facts.ends,
        source=facts.source,
        valid_from=valid_from,
    )
    _record("notifications.set_quiet_hours", row.pk, actor, now, kind=facts.kind)


@transaction.atomic
def set_price(*, actor: Actor, facts: PriceFacts, valid_from: date, now: datetime) -> None:
    """Let a price of one segment hold at a provider from a day on, in place of those before.

    Raises `NotAllowed`, `RuleOfThePast` for a day that is over.
    """
    _require_keeper(actor, valid_from, now)
    _one_at_a_time("notifications_segmentprice")
    same = SegmentPrice.objects.filter(provider=facts.provider)
    _make_room(same, valid_from)
    row = same.create(
        provider=facts.provider,
        amount=facts.amount,
        source=facts.source,
        valid_from=valid_from,
        is_invented=facts.is_invented,
    )
    _record("notifications.set_price", row.pk, actor, now, amount=row.amount, provider=row.provider)


@transaction.atomic
def set_text_style(
    *, actor: Actor, agency_id: int, has_diacritics: bool, now: datetime, template: str = ""
) -> None:
    """Say whether an agency's text messages keep their marks, all or those of one template.

    With marks a message holds 70 signs instead of 160, and costs up to three times as much. Raises
    `NotAllowed`.
    """
    actor.require_role(Role.ADMINISTRATOR, agency_id=agency_id)
    TextStyle.objects.update_or_create(
        agency_id=agency_id, template=template, defaults={"has_diacritics": has_diacritics}
    )
    audit.record(
        actor=actor,
        action="notifications.set_text_style",
        subject=("agency", str(agency_id)),
        agency_id=agency_id,
        now=now,
        data={"has_diacritics": has_diacritics, "template": template},
    )


def _require_keeper(actor: Actor, valid_from: date, now: datetime) -> None:
    if actor == SYSTEM:
        return
    today = civil_date(now)
    if not administers_the_node(actor, today):
        raise NotAllowed
    if valid_from < today:
        raise RuleOfThePast


def _one_at_a_time(table: str) -> None:
    """Rows cannot be locked that are not there yet; those who read the rules do not wait."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _make_room(same: QuerySet[Any], valid_from: date) -> None:
    """End what holds before a day, and take back what was to begin then or later."""
    same.filter(valid_from__gte=valid_from).delete()
    same.filter(Q(valid_to=None) | Q(valid_to__gt=valid_from)).update(valid_to=valid_from)


def _record(act: str, number: int, actor: Actor, now: datetime, **data: object) -> None:
    audit.record(
        actor=actor,
        action=act,
        subject=("sending-rule", str(number)),
        agency_id=audit.NODE,
        now=now,
        data=data,
    )
