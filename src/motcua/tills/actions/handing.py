"""Cash given on during the day: it is the giver's until somebody else has counted it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.agencies.queries.humans import is_second_person
from motcua.kernel.errors import NotAllowed
from motcua.payments.actions.booking import book, cash
from motcua.payments.enums import AccountKind
from motcua.tills.actions.drawers import account_of, open_drawer
from motcua.tills.actions.recording import record
from motcua.tills.base import sum_of, written
from motcua.tills.enums import DrawerState, HandOverState
from motcua.tills.errors import DrawerNotFound, DrawerNotOpen, HandOverNotFound, TooMuchCash
from motcua.tills.models import Drawer, HandOver
from motcua.tills.queries import given_on, lies_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor
    from motcua.payments.models import LedgerAccount


@transaction.atomic
def hand_over(
    *, actor: Actor, drawer_id: UUID, pieces: Mapping[int, int], key: str, now: datetime
) -> HandOver:
    """Give cash of one's open drawer on; the same key again changes nothing.

    Raises `DrawerNotFound`, `DrawerNotOpen`, `NotesWrong`, `TooMuchCash`.
    """
    drawer = Drawer.objects.select_for_update().filter(public_id=drawer_id).first()
    if drawer is None or drawer.official_id != actor.official_id:
        raise DrawerNotFound
    known = HandOver.objects.filter(key=key).select_related("drawer").first()
    if known is not None and known.drawer.official_id == drawer.official_id:
        return known
    if known is not None:
        raise DrawerNotFound
    if drawer.state != DrawerState.OPEN:
        raise DrawerNotOpen
    amount = sum_of(pieces)
    has = lies_in(drawer) - given_on(drawer)
    if not 0 < amount <= has:
        raise TooMuchCash(has=has)
    given = HandOver.objects.create(
        drawer=drawer, key=key, pieces=written(pieces), amount=amount, given_at=now
    )
    record("hand_over", drawer, actor=actor, now=now, amount=amount)
    return given


@transaction.atomic
def decide_hand_over(*, actor: Actor, hand_over_id: UUID, takes: bool, now: datetime) -> HandOver:
    """Take cash that a colleague gave on, having counted it, or say that it is not that much.

    An accountant puts it into the safe, a receptionist into his own drawer. A second call changes
    nothing. Raises `HandOverNotFound`, `NotAllowed` also for who gave it.
    """
    found = HandOver.objects.filter(public_id=hand_over_id).first()
    if found is None or not actor.powers_over(found.drawer.agency_id):
        raise HandOverNotFound
    drawer = Drawer.objects.select_for_update().get(pk=found.drawer_id)
    given = HandOver.objects.select_for_update().get(pk=found.pk)
    actor.require_role(Role.ACCOUNTANT, Role.RECEPTIONIST, agency_id=drawer.agency_id)
    if given.state != HandOverState.ASKED:
        return given
    # Whoever gave it may take it back, never receive it.
    if takes and not is_second_person(actor.official_id, drawer.official_id):
        raise NotAllowed
    given.state = HandOverState.TAKEN if takes else HandOverState.REFUSED
    given.taken_by_id, given.taken_at = actor.official_id, now
    if takes:
        _book(given, drawer, _receiving(given, drawer, actor=actor, now=now), now=now)
    given.save()
    act = "take_hand_over" if takes else "refuse_hand_over"
    record(act, drawer, actor=actor, now=now, amount=given.amount)
    return given


def _receiving(given: HandOver, drawer: Drawer, *, actor: Actor, now: datetime) -> LedgerAccount:
    if actor.has_role(Role.ACCOUNTANT, drawer.agency_id):
        return cash(AccountKind.SAFE, drawer.agency_id)
    given.to_drawer = open_drawer(actor=actor, began_with=0, now=now)
    return account_of(given.to_drawer)


def _book(given: HandOver, drawer: Drawer, into: LedgerAccount, *, now: datetime) -> None:
    key = f"handover:{given.public_id}"
    sides = [(into, given.amount), (account_of(drawer), -given.amount)]
    book(key, sides, order=None, description="hand_over", now=now)
