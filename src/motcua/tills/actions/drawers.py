"""A drawer from its opening to its count: what is in it is what the ledger says of its account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.agencies.queries.humans import is_second_person
from motcua.kernel.errors import NotAllowed
from motcua.payments.actions.booking import book, cash
from motcua.payments.enums import AccountKind
from motcua.tills.actions.recording import record, taker
from motcua.tills.base import sum_of, written
from motcua.tills.enums import DrawerState, HandOverState
from motcua.tills.errors import (
    ChangeTooMuch,
    CountChanged,
    DrawerNotFound,
    DrawerNotOpen,
    HandOverWaits,
    ReasonNeeded,
)
from motcua.tills.models import Drawer
from motcua.tills.queries import lies_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor
    from motcua.kernel.errors import DomainError
    from motcua.payments.models import LedgerAccount

TAKERS = (Role.RECEPTIONIST, Role.ACCOUNTANT)
MOST_CHANGE = 100_000_000
"""đồng of change that a shift may begin with."""


@transaction.atomic
def open_drawer(*, actor: Actor, began_with: int, now: datetime) -> Drawer:
    """Begin a shift with a drawer and some change in it; one's open drawer is given again.

    Raises `NotAllowed` for who takes no money, `ChangeTooMuch`.
    """
    official, agency = taker(actor, *TAKERS)
    if not 0 <= began_with <= MOST_CHANGE:
        raise ChangeTooMuch
    drawer, made = Drawer.objects.get_or_create(
        official_id=official,
        state=DrawerState.OPEN,
        defaults={"agency_id": agency, "opened_at": now, "began_with": began_with},
    )
    if not made:
        return drawer
    sides = [
        (account_of(drawer), began_with),
        (cash(AccountKind.ADVANCE, drawer.agency_id), -began_with),
    ]
    if began_with:
        key = f"drawer:{drawer.public_id}:open"
        book(key, sides, order=None, description="open_drawer", now=now)
    record("open_drawer", drawer, actor=actor, now=now, amount=began_with)
    return drawer


@transaction.atomic
def drawer_for_cash(*, actor: Actor, now: datetime) -> LedgerAccount | None:
    """Give the account of the drawer that cash goes into: one's own, locked against a count.

    Whoever takes money without having opened a drawer has one from then on, with no change in it:
    it is counted at the end like any other. None for the node itself, which has no hands.
    """
    if actor.official_id is None:
        return None
    mine = Drawer.objects.select_for_update().filter(
        official=actor.official_id, state=DrawerState.OPEN
    )
    drawer = mine.first() or open_drawer(actor=actor, began_with=0, now=now)
    return account_of(drawer)


def count_drawer(
    *, actor: Actor, drawer_id: UUID, pieces: Mapping[int, int], reason: str, now: datetime
) -> Drawer:
    """Count one's drawer by notes and end the shift; a second call changes nothing.

    Where the first count agrees the drawer is closed. A difference needs a reason, and a second
    person; so does a count that agrees after another one did not, whoever was told by how much.
    Raises `DrawerNotFound` for anybody else's, `NotesWrong`, `HandOverWaits`, `ReasonNeeded`,
    `CountChanged`: then the count is kept all the same.
    """
    drawer, asked = _count(actor, drawer_id, pieces, reason.strip()[:300], now)
    if asked is not None:
        raise asked
    return drawer


@transaction.atomic
def _count(
    actor: Actor, drawer_id: UUID, pieces: Mapping[int, int], reason: str, now: datetime
) -> tuple[Drawer, DomainError | None]:
    drawer = Drawer.objects.select_for_update().filter(public_id=drawer_id).first()
    if drawer is None or drawer.official_id != actor.official_id:
        raise DrawerNotFound
    if drawer.state != DrawerState.OPEN:
        return drawer, None
    if drawer.hand_overs.filter(state=HandOverState.ASKED).exists():
        raise HandOverWaits
    drawer.counted, drawer.expected = sum_of(pieces), lies_in(drawer)
    by = drawer.difference
    record("count_drawer", drawer, actor=actor, now=now, amount=drawer.counted, by=by)
    if by and drawer.first_by is None:
        drawer.first_by = by
    if drawer.first_by is not None and not reason:
        Drawer.objects.filter(pk=drawer.pk).update(first_by=drawer.first_by)
        return drawer, ReasonNeeded(by=by) if by else CountChanged(by=drawer.first_by)
    drawer.pieces, drawer.counted_at, drawer.state = written(pieces), now, DrawerState.COUNTED
    drawer.reason = reason if drawer.first_by is not None else ""
    if drawer.first_by is None:
        _close(drawer, now=now)
    drawer.save()
    return drawer, None


@transaction.atomic
def decide_count(*, actor: Actor, drawer_id: UUID, agrees: bool, now: datetime) -> Drawer:
    """Agree to a difference, which then is booked, or send the drawer back to be counted again.

    A second call changes nothing. Raises `DrawerNotFound`, `NotAllowed` for anybody but another
    accountant or head of the agency, `DrawerNotOpen` where its official has begun another drawer.
    """
    drawer = Drawer.objects.select_for_update().filter(public_id=drawer_id).first()
    if drawer is None or not actor.powers_over(drawer.agency_id):
        raise DrawerNotFound
    actor.require_role(Role.ACCOUNTANT, Role.HEAD, agency_id=drawer.agency_id)
    if drawer.state != DrawerState.COUNTED:
        return drawer
    if not is_second_person(actor.official_id, drawer.official_id):
        raise NotAllowed
    others = Drawer.objects.filter(official=drawer.official_id, state=DrawerState.OPEN)
    if not agrees and others.exists():
        raise DrawerNotOpen
    by = drawer.difference
    drawer.decided_by_id = actor.official_id
    if agrees:
        _close(drawer, now=now)
    else:
        # Somebody else knows of the first count now and wants another.
        drawer.state, drawer.counted, drawer.expected = DrawerState.OPEN, None, None
        drawer.first_by = None
    drawer.save()
    act = "agree_count" if agrees else "refuse_count"
    record(act, drawer, actor=actor, now=now, by=by)
    return drawer


def account_of(drawer: Drawer) -> LedgerAccount:
    """Give the ledger's account of a drawer."""
    return cash(AccountKind.DRAWER, drawer.agency_id, str(drawer.pk))


def _close(drawer: Drawer, *, now: datetime) -> None:
    """Empty the drawer: its change goes back, the rest into the safe, what is wrong apart."""
    drawer.state, drawer.closed_at = DrawerState.CLOSED, now
    agency, counted, expected = drawer.agency_id, drawer.counted or 0, drawer.expected or 0
    back = min(drawer.began_with, counted)
    sides = [
        (cash(AccountKind.ADVANCE, agency), back),
        (cash(AccountKind.SAFE, agency), counted - back),
        (cash(AccountKind.DIFFERENCE, agency), expected - counted),
        (account_of(drawer), -expected),
    ]
    if any(amount for _account, amount in sides):
        key = f"drawer:{drawer.public_id}:close"
        book(key, sides, order=None, description="close_drawer", now=now)
