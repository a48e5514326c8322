"""What the pages of an order show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from motcua.dossiers.queries import visible_to
from motcua.dossiers.queries.fee_debts import kept_by_code
from motcua.dossiers.queries.todo import Todo, todo_of
from motcua.payments.base.banks import bank_name
from motcua.payments.enums import ENDED_SHORT, OrderState
from motcua.payments.errors import OrderNotFound, ProviderMissing, SignatureWrong
from motcua.payments.queries import gateway, order_by_id, transfer_code
from motcua.payments.queries.links import is_paid_by_another, open_link, token_of
from motcua.payments.queries.paid import going_back, taken_back
from motcua.payments.queries.unclear import unclear_of_debt
from motcua.payments.queries.underpayments import takes_all
from motcua.payments.queries.wallets import has_wallet
from motcua.procedures.base.fee_words import explained
from motcua.procedures.base.texts import say
from motcua.receipts.queries import receipts_of_order
from motcua.ui.paper import qr_for_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order, PayLink, Refund, Reversal
    from motcua.receipts.queries import Held

DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class Line:
    """One fee, in đồng, and how it was worked out."""

    name: str
    amount: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """How to pay by bank transfer: the VietQR, and the same in words.

    `bank` and `holder` are empty where this node does not know them.
    """

    qr: SafeString
    account: str
    bank: str
    holder: str
    amount: int
    content: str
    app_url: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """An order as its payer sees it; `transfer` is None once nothing more can be paid.

    `may_be_renewed` says that it ended short and the dossier still waits for money. `surplus` is
    what came for it in đồng and belongs to nothing: too much, or too late. `back` is what goes or
    went back, `taken` what the payer's bank took back, `receipts` what vouches for it now.
    """

    order: Order
    dossier: Dossier
    lines: tuple[Line, ...]
    state: str
    is_open: bool
    may_be_renewed: bool
    takes_cards: bool
    takes_wallets: bool
    texts_to: str
    transfer: Transfer | None
    link: str
    is_by_another: bool
    surplus: int
    back: tuple[Refund, ...]
    taken: tuple[Reversal, ...]
    receipts: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class LinkPage:
    """An order as somebody sees it who was asked to pay it: nothing of who asked."""

    order: Order
    lines: tuple[Line, ...]
    token: str
    is_open: bool
    is_called_back: bool
    takes_cards: bool
    takes_wallets: bool
    texts_to: str
    transfer: Transfer | None


def order_of(actor: Actor, order_id: UUID) -> tuple[Order, Dossier]:
    """Give an order of one's own dossier. Raises `OrderNotFound` for anybody else's."""
    order = order_by_id(order_id)
    dossier = None
    if order.subject_kind == DOSSIER:
        dossier = visible_to(actor).select_related("agency").filter(pk=order.subject_id).first()
    if dossier is None:
        raise OrderNotFound
    return order, dossier


def order_page(order: Order, dossier: Dossier, now: datetime, language: str) -> OrderPage:
    """Give the page of an order."""
    is_open = order.is_payable(now)
    has_ended = not is_open and order.state in {OrderState.OPEN, *ENDED_SHORT}
    link = open_link(order, now) if is_open else None
    back = settings.PORTAL_URL + reverse("portal:dossier", args=[dossier.public_id])
    is_late = has_ended and order.state != OrderState.REVERSED
    return OrderPage(
        order=order,
        dossier=dossier,
        lines=tuple(_lines(order, language)),
        state=str((OrderState.EXPIRED if is_late else OrderState(order.state)).label),
        is_open=is_open,
        may_be_renewed=has_ended and todo_of(dossier) is Todo.PAY,
        takes_cards=bool(settings.BANK_URL) and is_open and takes_all(order, now),
        takes_wallets=has_wallet() and is_open and takes_all(order, now),
        texts_to=settings.SMS_NUMBER,
        transfer=_transfer(order, back) if is_open and settings.BANK_ACCOUNT else None,
        link=link_address(link) if link else "",
        is_by_another=is_paid_by_another(order),
        surplus=sum(money.left for money in unclear_of_debt(order)),
        back=tuple(going_back(order)),
        taken=tuple(taken_back(order)),
        receipts=tuple(held for held in receipts_of_order(order.pk) if held.is_last),
    )


def _lines(order: Order, language: str, *, names_group: bool = True) -> Iterator[Line]:
    """Give the lines of an order; those of fees with how they were worked out."""
    kept = kept_by_code(order)
    for line in order.lines:
        known = kept.get(line["code"])
        why = explained(known, language, names_group=names_group) if known else ""
        yield Line(say(line["name"], language), line["amount"], why)


def came_back(fields: Iterable[tuple[str, str]]) -> bool:
    """Say whether a payer was sent here by the gateway: what others add to an address is nothing.

    Whoever came back may have paid, so that he is asked to wait and not to pay again.
    """
    try:
        gateway().read_return(list(fields))
    except (SignatureWrong, ProviderMissing):
        return False
    return True


def was_cancelled(order: Order, fields: Iterable[tuple[str, str]]) -> bool:
    """Say whether the gateway's signed words say that the payer stopped; they prove no payment.

    They must be about the last try to pay this order: what was said of another order, or of an
    earlier try, says nothing about where this payer is.
    """
    try:
        word = gateway().read_return(list(fields))
    except (SignatureWrong, ProviderMissing):
        return False
    last = order.attempts.order_by("-pk").values_list("reference", flat=True).first()
    return word.kind == "cancelled" and word.reference == last


def gateway_origins() -> list[str]:
    """Give the origins that paying by card leads to: the gateway's, where there is one."""
    parts = urlsplit(settings.BANK_URL)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def link_address(link: PayLink) -> str:
    """Give the address to send to whoever pays for one."""
    return settings.PORTAL_URL + reverse("portal:pay-link", args=[token_of(link)])


def link_page(link: PayLink, now: datetime, language: str) -> LinkPage:
    """Give what somebody sees who pays for another: what, how much, to whom, and no more."""
    order = link.order
    is_open = link.is_open(now) and order.is_payable(now)
    back = link_address(link)
    return LinkPage(
        order=order,
        lines=tuple(_lines(order, language, names_group=False)),
        token=token_of(link),
        is_open=is_open,
        is_called_back=link.called_back_at is not None,
        takes_cards=bool(settings.BANK_URL) and is_open and takes_all(order, now),
        takes_wallets=has_wallet() and is_open and takes_all(order, now),
        texts_to=settings.SMS_NUMBER,
        transfer=_transfer(order, back) if is_open and settings.BANK_ACCOUNT else None,
    )


def _transfer(order: Order, back: str) -> Transfer:
    text = transfer_code(order)
    bank, _, account = settings.BANK_ACCOUNT.partition(":")
    app = f"{settings.BANK_URL}/app?{urlencode({'qr': text, 'back': back})}"
    return Transfer(
        qr=mark_safe(qr_for_page(text)),  # noqa: S308 - our own drawing
        account=account,
        bank=bank_name(bank) or bank,
        holder=settings.BANK_HOLDER,
        amount=order.amount - order.received,
        content=order.reference,
        app_url=app if settings.DEMO and settings.BANK_URL else "",
    )
