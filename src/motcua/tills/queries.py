"""Reads of the room of cash drawers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Sum

from motcua.kernel.clock import ZONE
from motcua.payments.enums import AccountKind
from motcua.payments.queries.entries import cash_lying, cash_movements
from motcua.tills.enums import DrawerState, HandOverState
from motcua.tills.models import Deposit, Drawer, HandOver, PayOut

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from motcua.kernel.actors import Actor
    from motcua.payments.queries.entries import Movement

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Inside:
    """A drawer with what moved in and out of it, and what should lie there, in đồng."""

    drawer: Drawer
    movements: tuple[Movement, ...]
    has: int
    given_on: tuple[HandOver, ...]


@dataclass(frozen=True, slots=True)
class Purse:
    """An agency's cash: its drawers, cash that waits for somebody to take it, safe and deposits."""

    drawers: tuple[Drawer, ...]
    hand_overs: tuple[HandOver, ...]
    deposits: tuple[Deposit, ...]
    in_safe: int
    on_its_way: int


def lies_in(drawer: Drawer) -> int:
    """Give what should lie in a drawer, in đồng."""
    return cash_lying(AccountKind.DRAWER, drawer.agency_id, str(drawer.pk))


def given_on(drawer: Drawer) -> int:
    """Give what was given on and nobody has taken yet, in đồng."""
    waiting = drawer.hand_overs.filter(state=HandOverState.ASKED)
    return int(waiting.aggregate(sum=Sum("amount", default=0))["sum"])


def uncounted(agency_id: int, day: date) -> tuple[Drawer, ...]:
    """Give an agency's drawers that were opened by the end of a day and are not closed yet."""
    after = datetime.combine(day + timedelta(days=1), time.min, ZONE)
    drawers = Drawer.objects.filter(agency=agency_id, opened_at__lt=after)
    left = drawers.exclude(state=DrawerState.CLOSED).select_related("official")
    return tuple(left.order_by("opened_at", "pk"))


def drawer_of(actor: Actor) -> Drawer | None:
    """Give the drawer that an official has to answer for: the open one, or the last he counted."""
    if actor.official_id is None:
        return None
    mine = Drawer.objects.filter(official=actor.official_id).select_related("agency", "official")
    return mine.filter(state=DrawerState.OPEN).first() or mine.order_by("-pk").first()


def inside(drawer: Drawer) -> Inside:
    """Give what moved in and out of a drawer, the latest first."""
    return Inside(
        drawer,
        cash_movements(AccountKind.DRAWER, drawer.agency_id, str(drawer.pk)),
        lies_in(drawer),
        tuple(drawer.hand_overs.order_by("-pk").select_related("taken_by")),
    )


def purse(agency_id: int) -> Purse:
    """Give an agency's cash, the latest first."""
    drawers = Drawer.objects.filter(agency=agency_id).select_related("official", "decided_by")
    waiting = HandOver.objects.filter(drawer__agency=agency_id, state=HandOverState.ASKED)
    return Purse(
        tuple(drawers.order_by("-opened_at", "-pk")[:_SHOWN]),
        tuple(waiting.select_related("drawer__official").order_by("pk")),
        tuple(Deposit.objects.filter(agency=agency_id).order_by("-pk")[:_SHOWN]),
        cash_lying(AccountKind.SAFE, agency_id),
        cash_lying(AccountKind.TRANSIT, agency_id),
    )


def pay_out_of(refund_id: int) -> PayOut | None:
    """Give how a refund was paid out in cash, with who did; None where it was not."""
    rows = PayOut.objects.select_related("paid_by").filter(refund=refund_id)
    return rows.first()


def hand_overs_for(agency_ids: Collection[int], official_id: int | None) -> Sequence[HandOver]:
    """Give the cash of colleagues that waits for somebody of some agencies to take it."""
    waiting = HandOver.objects.filter(drawer__agency__in=agency_ids, state=HandOverState.ASKED)
    others = waiting.exclude(drawer__official=official_id).select_related("drawer__official")
    return list(others.order_by("pk"))
