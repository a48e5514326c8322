"""How a result comes home, and papers to the office: chosen, paid, carried, arrived or lost.

What goes by post was returned when it has arrived, not when it was handed over: until then the
dossier waits to be returned, and so it does when a parcel is lost.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_noop

from motcua.agencies.enums import Role
from motcua.deliveries.actions import ParcelFacts, cancel_parcel, request_parcel
from motcua.deliveries.base import Address
from motcua.deliveries.enums import Contents, ParcelState
from motcua.dossiers.actions.authorising import require_owner, require_role
from motcua.dossiers.actions.moving import lock, record
from motcua.dossiers.actions.outcomes import return_result
from motcua.dossiers.enums import ErrandKind, FeeState, ReturnWay, State
from motcua.dossiers.errors import ErrandNotOpen, ParcelOnItsWay
from motcua.dossiers.models import Dossier, Errand
from motcua.dossiers.queries.dues import time_to_pay
from motcua.dossiers.queries.errands import (
    CONTENTS,
    DIRECTIONS,
    GRAMS,
    errand_number,
    errand_of,
    key_of,
    may_choose,
    office_province,
    parcel_of,
    rate_to,
)
from motcua.kernel.transitions import MoveRefused
from motcua.payments.actions import OrderFacts, OrderLine, ask_refund, cancel_order, open_order
from motcua.payments.enums import OrderState
from motcua.payments.queries import orders_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from motcua.deliveries.models import Parcel
    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order

SUBJECT = "dossier"
_POSTAGE = {"vi": gettext_noop("Cước bưu chính"), "en": "Postage"}
_NEVER_CARRIED = (
    ParcelState.REQUESTED,
    ParcelState.BOOKED,
    ParcelState.CANCELLED,
    ParcelState.LOST,
)
_GONE = (ParcelState.CANCELLED, ParcelState.LOST, ParcelState.BROUGHT_BACK)


@transaction.atomic
def choose_return(
    *, actor: Actor, dossier_id: int, way: ReturnWay, address: Address | None, now: datetime
) -> Errand:
    """Say how the result is to come; what was said before ends, and its parcel is called off.

    Postage is put on the bill, by the row of the tariff of the day. The same wish again changes
    nothing. Source: Decree 61/2018, Article 20 (carried into Decree 118/2025). Raises
    `DossierNotFound`, `ParcelOnItsWay`, `NoRate`, `MoveRefused` once the result was returned.
    """
    dossier = lock(dossier_id)
    require_owner(actor, dossier)
    if not may_choose(dossier):
        if dossier.state == State.RETURNED or not dossier.is_open:
            raise MoveRefused(state=dossier.state)
        raise ParcelOnItsWay
    errand = _wish(dossier, ErrandKind.RETURN, way, address, actor=actor, now=now)
    if way != ReturnWay.POST:
        refund_unsent(actor=actor, dossier_id=dossier.pk, now=now)
    return errand


@transaction.atomic
def ask_collection(*, actor: Actor, dossier_id: int, address: Address, now: datetime) -> Errand:
    """Ask the post to fetch papers at one's door; postage is put on the bill.

    Raises `DossierNotFound`, `ParcelOnItsWay`, `NoRate`, `MoveRefused` for a dossier that ended.
    """
    dossier = lock(dossier_id)
    require_owner(actor, dossier)
    if not dossier.is_open:
        raise MoveRefused(state=dossier.state)
    return _wish(dossier, ErrandKind.COLLECT, ReturnWay.POST, address, actor=actor, now=now)


@transaction.atomic
def give_up_collection(*, actor: Actor, dossier_id: int, now: datetime) -> None:
    """End the post's errand to fetch papers that are here without it; its postage goes back."""
    dossier = lock(dossier_id)
    errand = errand_of(dossier, ErrandKind.COLLECT)
    parcel = parcel_of(errand) if errand else None
    if errand is not None and (parcel is None or parcel.state == ParcelState.REQUESTED):
        _ended(errand, parcel, actor=actor, now=now)
        refund_unsent(actor=actor, dossier_id=dossier.pk, now=now)


@transaction.atomic
def pay_postage(*, actor: Actor, dossier_id: int, now: datetime) -> Order:
    """Give the order for postage that is due, a fresh one where the last has expired.

    Raises `DossierNotFound`, `ErrandNotOpen` where nothing is due.
    """
    dossier = lock(dossier_id)
    require_owner(actor, dossier)
    due = Errand.objects.filter(dossier=dossier, ended_at=None, paid_at=None, postage__gt=0)
    errand = due.order_by("id").first()
    if errand is None:
        raise ErrandNotOpen
    return _bill(dossier, errand, actor=actor, now=now)


@transaction.atomic
def send_again(*, actor: Actor, dossier_id: int, now: datetime) -> Errand:
    """Send a result once more after its parcel was lost or came back; postage is not due again.

    Raises `DossierNotFound`, `NotAllowed`, `ErrandNotOpen` where nothing was lost.
    """
    dossier = lock(dossier_id)
    require_role(actor, dossier, Role.RECEPTIONIST, Role.CLERK)
    errand = errand_of(dossier, ErrandKind.RETURN)
    parcel = parcel_of(errand) if errand else None
    if errand is None or parcel is None or parcel.state not in _GONE or not dossier.is_open:
        raise ErrandNotOpen
    address = Address(**errand.address)
    return _wish(dossier, ErrandKind.RETURN, ReturnWay.POST, address, actor=actor, now=now)


@transaction.atomic
def hear_postage(*, actor: Actor, dossier_id: int, order_key: str, now: datetime) -> bool:
    """Take note that an errand's postage was paid; say whether the debt was an errand's."""
    number = errand_number(order_key)
    if number is None:
        return False
    dossier = lock(dossier_id)
    errand = Errand.objects.filter(pk=number, dossier=dossier).first()
    if errand is not None and errand.paid_at is None:
        errand.paid_at = now
        errand.save(update_fields=["paid_at"])
        record(dossier, "dossiers.postage_paid", actor=actor, now=now)
        _carry(dossier, errand, actor=actor, now=now)
    return True


@transaction.atomic
def post_result(*, actor: Actor, dossier_id: int, now: datetime) -> None:
    """Have a finished result taken home where its filer wished so; a second call does nothing."""
    dossier = lock(dossier_id)
    errand = errand_of(dossier, ErrandKind.RETURN)
    if errand is not None:
        _carry(dossier, errand, actor=actor, now=now)


@transaction.atomic
def hear_parcel(*, actor: Actor, dossier_id: int, contents: str, state: str, now: datetime) -> None:
    """Take note of where a dossier's parcel is: a result that arrived was returned.

    One that is lost or came back leaves the dossier waiting to be returned.
    """
    dossier = lock(dossier_id)
    arrived = contents == Contents.RESULT and state == ParcelState.DELIVERED
    if arrived and dossier.state == State.FINISHED:
        return_result(actor=actor, dossier_id=dossier.pk, now=now)
    record(dossier, f"dossiers.parcel_{state.replace('-', '_')}", actor=actor, now=now)


@transaction.atomic
def refund_unsent(*, actor: Actor, dossier_id: int, now: datetime) -> None:
    """Have postage sent back for what the post never took, or lost for good.

    Of a dossier that ended, and of a result that is to come another way. What was handed to the
    post and arrived, or came back because nobody took it, is not. A second call changes nothing.
    """
    dossier = lock(dossier_id)
    for kind in ErrandKind:
        errands = list(Errand.objects.filter(dossier=dossier, kind=kind))
        if not _is_served(dossier, errands):
            _send_back(dossier, {key_of(row) for row in errands}, actor=actor, now=now)


def _is_served(dossier: Dossier, errands: Sequence[Errand]) -> bool:
    """Say whether the post did, does or will do what errands of a kind were paid for."""
    is_wanted = any(row.ended_at is None and row.way == ReturnWay.POST for row in errands)
    parcels = [parcel for row in errands if (parcel := parcel_of(row)) is not None]
    is_carried = any(parcel.state not in _NEVER_CARRIED for parcel in parcels)
    return is_carried or (dossier.is_open and is_wanted)


def _send_back(dossier: Dossier, keys: set[str], *, actor: Actor, now: datetime) -> None:
    for order in orders_of(SUBJECT, dossier.pk):
        if order.key in keys and order.state == OrderState.PAID:
            ask_refund(actor=actor, order_id=order.pk, reason="postage-not-sent", now=now)


def _wish(
    dossier: Dossier,
    kind: ErrandKind,
    way: ReturnWay,
    address: Address | None,
    *,
    actor: Actor,
    now: datetime,
) -> Errand:
    told = asdict(address) if address and way == ReturnWay.POST else None
    before = errand_of(dossier, kind)
    parcel = parcel_of(before) if before else None
    is_gone = parcel is not None and parcel.state in _GONE
    if before and (before.way, before.address) == (way, told) and not is_gone:
        return before
    postage = rate_to(dossier, kind, address.place, now).amount if told and address else 0
    paid_at = _ended(before, parcel, actor=actor, now=now) if before else None
    errand = Errand.objects.create(
        dossier=dossier,
        kind=kind,
        way=way,
        address=told,
        postage=postage,
        asked_at=now,
        paid_at=now if not postage else paid_at,
    )
    record(dossier, f"dossiers.{kind}_by_{way}", actor=actor, now=now, postage=postage)
    if errand.paid_at is None:
        _bill(dossier, errand, actor=actor, now=now)
    _carry(dossier, errand, actor=actor, now=now)
    return errand


def _ended(
    before: Errand, parcel: Parcel | None, *, actor: Actor, now: datetime
) -> datetime | None:
    """End an errand; give when its postage was paid, which serves for the next of its kind."""
    if parcel is not None and parcel.state not in _GONE:
        if parcel.state not in {ParcelState.REQUESTED, ParcelState.BOOKED}:
            raise ParcelOnItsWay
        cancel_parcel(actor=actor, parcel_id=parcel.pk, now=now)
    paid_at = before.paid_at if before.postage else None
    orders = [one for one in orders_of(SUBJECT, before.dossier_id) if one.key == key_of(before)]
    for order in orders[-1:]:
        is_reversed = order.state == OrderState.REVERSED
        paid_at = None if is_reversed else paid_at
        if is_reversed or order.is_payable(now):
            cancel_order(actor=actor, order_id=order.pk, now=now)
    before.ended_at = now
    before.save(update_fields=["ended_at"])
    return paid_at


def _bill(dossier: Dossier, errand: Errand, *, actor: Actor, now: datetime) -> Order:
    return open_order(
        actor=actor,
        facts=OrderFacts(
            key=key_of(errand),
            agency_id=dossier.agency_id,
            subject_kind=SUBJECT,
            subject_id=dossier.pk,
            procedure=dossier.procedure_code,
            channel=dossier.channel,
            description=f"{dossier.code} {_POSTAGE['vi']}",
            lines=[OrderLine("postage", dict(_POSTAGE), errand.postage)],
            expires_at=now + time_to_pay(now),
        ),
        now=now,
    )


def _carry(dossier: Dossier, errand: Errand, *, actor: Actor, now: datetime) -> None:
    """Ask for the parcel of an errand once it is paid and there is something to carry."""
    is_there = dossier.state == State.FINISHED and dossier.fee_state != FeeState.DUE
    is_ready = errand.kind == ErrandKind.COLLECT or is_there
    if errand.way != ReturnWay.POST or errand.paid_at is None or not is_ready:
        return
    kind = ErrandKind(errand.kind)
    facts = ParcelFacts(
        key=key_of(errand),
        agency_id=dossier.agency_id,
        subject_kind=SUBJECT,
        subject_id=dossier.pk,
        direction=DIRECTIONS[kind],
        contents=CONTENTS[kind],
        office=office_province(dossier),
        address=Address(**errand.address),
        grams=GRAMS,
    )
    request_parcel(actor=actor, facts=facts, now=now)
