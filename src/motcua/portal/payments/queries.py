"""What the pages of an order show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from motcua.dossiers.queries import visible_to
from motcua.dossiers.queries.todo import Todo, todo_of
from motcua.payments.enums import OrderState
from motcua.payments.errors import OrderNotFound, ProviderMissing, SignatureWrong
from motcua.payments.queries import gateway, order_by_id, transfer_code
from motcua.procedures.base.texts import say
from motcua.ui.paper import qr_for_page

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order

DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class Line:
    """One fee, in đồng."""

    name: str
    amount: int


@dataclass(frozen=True, slots=True)
class Transfer:
    """How to pay by bank transfer: the VietQR, and the same in words."""

    qr: SafeString
    account: str
    amount: int
    content: str
    app_url: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """An order as its payer sees it; `transfer` is None once nothing more can be paid.

    `may_be_renewed` says that its time passed and the dossier still waits for money.
    """

    order: Order
    dossier: Dossier
    lines: tuple[Line, ...]
    state: str
    is_open: bool
    may_be_renewed: bool
    takes_cards: bool
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
    has_ended = not is_open and order.state in {OrderState.OPEN, OrderState.EXPIRED}
    return OrderPage(
        order=order,
        dossier=dossier,
        lines=tuple(Line(say(line["name"], language), line["amount"]) for line in order.lines),
        state=str((OrderState.EXPIRED if has_ended else OrderState(order.state)).label),
        is_open=is_open,
        may_be_renewed=has_ended and todo_of(dossier) is Todo.PAY,
        takes_cards=bool(settings.BANK_URL) and is_open and not order.received,
        transfer=_transfer(order, dossier) if is_open and settings.BANK_ACCOUNT else None,
    )


def was_cancelled(fields: Iterable[tuple[str, str]]) -> bool:
    """Say whether the gateway's signed words say that the payer stopped; they prove no payment."""
    try:
        return gateway().read_return(list(fields)).kind == "cancelled"
    except (SignatureWrong, ProviderMissing):
        return False


def gateway_origins() -> list[str]:
    """Give the origins that paying by card leads to: the gateway's, where there is one."""
    parts = urlsplit(settings.BANK_URL)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


def _transfer(order: Order, dossier: Dossier) -> Transfer:
    text = transfer_code(order)
    back = settings.PORTAL_URL + reverse("portal:dossier", args=[dossier.public_id])
    bank, _, account = settings.BANK_ACCOUNT.partition(":")
    app = f"{settings.BANK_URL}/app?{urlencode({'qr': text, 'back': back})}"
    return Transfer(
        qr=mark_safe(qr_for_page(text)),  # noqa: S308 - our own drawing
        account=f"{account} ({bank})",
        amount=order.amount - order.received,
        content=order.reference,
        app_url=app if settings.DEMO and settings.BANK_URL else "",
    )
