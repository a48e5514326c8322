"""Paying from a mobile wallet: limits first, then the payer's phone is asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
from django.db import transaction

from motcua.kernel import events
from motcua.kernel.actors import SYSTEM
from motcua.kernel.sealed import blind_index, blind_indexes
from motcua.payments.actions.orders import lock_order, record
from motcua.payments.actions.receiving import hear
from motcua.payments.actions.starting import require_room
from motcua.payments.enums import EventOutcome, Provider
from motcua.payments.errors import (
    EventMalformed,
    OrderNotOpen,
    SignatureWrong,
    WalletLimitReached,
    WalletRefused,
    WalletSilent,
)
from motcua.payments.events import WalletSaidNo
from motcua.payments.models import Attempt, PayLink
from motcua.payments.queries.underpayments import takes_all
from motcua.payments.queries.wallets import KIND, may_pay, phone_of

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.payments.base import Wallet, Word

_SAME_FOR = timedelta(minutes=10)


def ask_wallet(
    *,
    actor: Actor,
    order_id: int,
    phone: str,
    wallet: Wallet,
    now: datetime,
    link: PayLink | None = None,
) -> Attempt:
    """Have a phone asked to pay an order; asked again soon, the same request goes out once more.

    The provider is asked outside any transaction. Raises `OrderNotFound`, `OrderNotOpen`,
    `PhoneWrong`, `TooManyRequests`, `WalletLimitReached` before anything moves, `WalletRefused`,
    `WalletSilent`.
    """
    number = phone_of(phone)
    attempt = _begun(order_id, number, wallet.name, actor=actor, link=link, now=now)
    order = attempt.order
    try:
        answer = wallet.ask(attempt.reference, number, order.amount, f"Ma {order.reference}")
    except (httpx.HTTPError, EventMalformed, SignatureWrong):
        raise WalletSilent from None
    if answer.state == "refused":
        note_refusal(reference=attempt.reference, reason=answer.reason, now=now)
        raise WalletRefused(reason=answer.reason)
    return attempt


def hear_wallet(
    *, provider: str, word: Word, reason: str, body: bytes, now: datetime
) -> EventOutcome:
    """Take in a verified word of a wallet's provider; a refusal is noted beside its attempt."""
    if word.kind == "cancelled":
        note_refusal(reference=word.reference, reason=reason or "refused", now=now)
    return hear(provider=provider, word=word, body=body, now=now)


@transaction.atomic
def note_refusal(*, reference: str, reason: str, now: datetime) -> None:
    """Note once why a wallet did not pay, for whoever waits for it."""
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("order")
    found = attempt.filter(reference=reference, provider=Provider.WALLET, refusal="").first()
    if found is None:
        return
    found.refusal = (reason or "refused")[:40]
    found.save(update_fields=["refusal"])
    order = found.order
    record(order, "payments.wallet_said_no", actor=SYSTEM, now=now, why=found.refusal)
    events.emit(WalletSaidNo(attempt_id=found.pk), agency_id=order.agency_id, now=now)


@transaction.atomic
def _begun(
    order_id: int,
    phone: str,
    provider: str,
    *,
    actor: Actor,
    link: PayLink | None,
    now: datetime,
) -> Attempt:
    order = lock_order(order_id)
    if not order.is_payable(now) or not takes_all(order, now):
        raise OrderNotOpen
    if order.amount > (left := may_pay(phone, now)):
        raise WalletLimitReached(left=left)
    same = order.attempts.filter(
        provider=provider,
        wallet__in=blind_indexes(KIND, phone),
        refusal="",
        started_at__gt=now - _SAME_FOR,
    )
    known = same.order_by("-pk").select_related("order").first()
    if known is not None:
        return known
    require_room(order, link, now)
    reference = f"{order.reference}-{order.attempts.count() + 1}"
    record(order, "payments.ask_wallet", actor=actor, now=now, attempt=reference)
    return Attempt.objects.create(
        order=order,
        provider=provider,
        reference=reference,
        started_at=now,
        wallet=blind_index(KIND, phone),
        link=link,
    )
