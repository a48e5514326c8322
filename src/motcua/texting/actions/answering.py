"""Answering a message: found once, sent under the message's own reference until it is taken."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import DomainError, TooManyRequests
from motcua.kernel.sealed import blind_index, blind_indexes
from motcua.payments.actions import ask_wallet
from motcua.payments.enums import OrderState
from motcua.payments.errors import (
    OrderNotOpen,
    PhoneWrong,
    WalletLimitReached,
    WalletRefused,
    WalletSilent,
)
from motcua.payments.queries import order_called
from motcua.payments.queries.providers import wallet
from motcua.payments.queries.underpayments import takes_all
from motcua.payments.queries.wallets import has_wallet, may_pay, phone_of
from motcua.texting.actions.sending import send
from motcua.texting.base import Command, amount, answer, read
from motcua.texting.enums import Wish
from motcua.texting.models import IncomingText, PayIntent
from motcua.texting.queries import agency_called, refused_because, tracked_answer

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.payments.models import Order

_LASTS = timedelta(minutes=10)
_MOST_TRIES = 3
_SENDERS = "texting.sender"


def answer_text(*, text_id: int, now: datetime) -> IncomingText:
    """Find what to answer a message, keep it, and send it; a second call changes nothing.

    Raises the carrier's errors where it may be tried again.
    """
    text = IncomingText.objects.get(pk=text_id)
    if text.answered_at is not None or text.wish == Wish.SILENCE:
        return text
    if not text.answer:
        text.answer = _answer(text, read(text.body), now)
        text.save(update_fields=["answer"])
    send(reference=f"tin-{text.public_id}", phone=text.sender, text=text.answer)
    text.answered_at = now
    text.save(update_fields=["answered_at"])
    return text


def _answer(text: IncomingText, said: Command, now: datetime) -> str:
    if said.wish == Wish.TRACK and said.argument:
        return tracked_answer(said, text.sender)
    if said.wish == Wish.PAY:
        return _asked_to_pay(text, said, now)
    if said.wish == Wish.CONFIRM:
        return _confirmed(text, said, now)
    return answer("help", said.language)


def _asked_to_pay(text: IncomingText, said: Command, now: datetime) -> str:
    """Say what, how much and to whom, and give the code to agree with; nothing moves yet."""
    order = order_called(said.argument) if said.argument else None
    if order is None:
        return answer("unknown_order", said.language)
    facts = {"reference": order.reference, "amount": amount(order.amount)}
    name, more = _hindrance(order, text.sender, now)
    if name:
        return answer(name, said.language, **facts, **more)
    intent, _made = PayIntent.objects.get_or_create(
        text=text,
        defaults={
            "sender": blind_index(_SENDERS, text.sender),
            "order": order,
            "code": f"{secrets.randbelow(10_000):04d}",
            "language": said.language,
            "expires_at": now + _LASTS,
        },
    )
    agency = agency_called(order.agency_id)
    return answer("ask", said.language, **facts, agency=agency, code=intent.code)


def _hindrance(order: Order, phone: str, now: datetime) -> tuple[str, dict[str, str]]:
    """Give the answer where a phone cannot pay an order, and what to put in it; else nothing."""
    if not has_wallet():
        return "no_wallet", {}
    if why := _not_payable(order, now):
        return why, {}
    try:
        left = may_pay(phone_of(phone), now)
    except PhoneWrong:
        return "foreign", {}
    return ("limit", {"left": amount(left)}) if order.amount > left else ("", {})


def _not_payable(order: Order, now: datetime) -> str:
    """Give the answer for an order that asks for nothing now; nothing where it is payable."""
    if order.is_payable(now):
        return "" if takes_all(order, now) else "partly"
    answers = {OrderState.PAID: "paid", OrderState.CANCELLED: "cancelled"}
    return answers.get(OrderState(order.state), "expired")


def _confirmed(text: IncomingText, said: Command, now: datetime) -> str:
    """Have the wallet of a phone asked, once its owner sent the code back."""
    intent = _intent(text, said.argument, now)
    if intent is None:
        return answer("wrong_code", said.language)
    order = intent.order
    name, more = "asked", dict[str, str]()
    try:
        attempt = ask_wallet(
            actor=SYSTEM, order_id=order.pk, phone=text.sender, wallet=wallet(), now=now
        )
        PayIntent.objects.filter(pk=intent.pk).update(attempt=attempt)
    except DomainError as error:
        name, more = _why_not(error, intent, now)
    facts = {"reference": order.reference, "amount": amount(order.amount)}
    return answer(name, intent.language, **facts, **more)


def _why_not(error: DomainError, intent: PayIntent, now: datetime) -> tuple[str, dict[str, str]]:
    """Give the answer for what kept a wallet from being asked, and what to put in it."""
    if isinstance(error, WalletLimitReached):
        return "limit", {"left": amount(int(str(error.details["left"])))}
    if isinstance(error, WalletRefused):
        return "refused", {"why": refused_because(str(error.details["reason"]), intent.language)}
    if isinstance(error, OrderNotOpen):
        intent.order.refresh_from_db()
        return _not_payable(intent.order, now) or "expired", {}
    if isinstance(error, WalletSilent | TooManyRequests):
        return "silent", {}
    raise error


@transaction.atomic
def _intent(text: IncomingText, code: str, now: datetime) -> PayIntent | None:
    """Give what a phone said last that it would pay, if this is its code; it serves once.

    Three wrong codes end it.
    """
    mine = PayIntent.objects.select_for_update(of=("self",)).select_related("order")
    found = mine.filter(
        sender__in=blind_indexes(_SENDERS, text.sender),
        confirmed_at=None,
        expires_at__gt=now,
        tries__lt=_MOST_TRIES,
    )
    intent = found.order_by("-pk").first()
    if intent is None:
        return None
    if not hmac.compare_digest(intent.code, code):
        PayIntent.objects.filter(pk=intent.pk).update(tries=F("tries") + 1)
        return None
    intent.confirmed_at = now
    intent.save(update_fields=["confirmed_at"])
    return intent
