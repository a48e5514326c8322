"""What the pages of receipts show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.agencies.queries import official_name
from motcua.agencies.queries.humans import is_second_person
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.payments.enums import Provider
from motcua.receipts.queries import coming, number_of, receipts_of_order, series_on
from motcua.receipts.queries.register import (
    Page,
    Usage,
    Wanted,
    correction_of,
    corrections_asked,
    usage,
    waiting_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.receipts.models import Correction, Receipt
    from motcua.receipts.queries import Coming, Held

_PLACES = dict(Provider.choices)


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of the register, and what needs somebody.

    `asked` are the wishes to decide, each with the number of its receipt; `waiting` payments
    that will get a receipt, `before` those made before the agency had a series.
    """

    page: Page
    asked: Sequence[tuple[Correction, str]]
    waiting: int
    before: int
    has_series: bool
    coming: Coming | None


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """A receipt with those of the same payment, and what is asked for it."""

    held: Held
    chain: tuple[Held, ...]
    place: str
    asked: Correction | None
    asker: str
    may_agree: bool
    may_ask: bool
    by_whom: tuple[str, ...]


def require_accountant(actor: Actor) -> frozenset[int]:
    """Give the agencies whose receipts somebody keeps. Raises `NotAllowed`."""
    ids = actor.agencies(Role.ACCOUNTANT)
    if not ids:
        raise NotAllowed
    return ids


def register_of(actor: Actor, wanted: Wanted, page: Page, now: datetime) -> RegisterPage:
    """Give what is shown with a page of the register."""
    waiting, before = waiting_of(wanted.agency_id)
    return RegisterPage(
        page=page,
        asked=[(one, number_of(one.of)) for one in corrections_asked(require_accountant(actor))],
        waiting=waiting,
        before=before,
        has_series=series_on(wanted.agency_id, civil_date(now)) is not None,
        coming=coming(wanted.agency_id, civil_date(now)),
    )


def usage_of(wanted: Wanted) -> tuple[tuple[Usage, ...], int]:
    """Give how the numbers of a period were used, and what they came to in đồng."""
    rows = usage(wanted)
    return rows, sum(row.total for row in rows)


def receipt_page(actor: Actor, receipt: Receipt) -> ReceiptPage:
    """Give the page of a receipt that was opened."""
    chain = tuple(receipts_of_order(receipt.order_id))
    one = next(held for held in chain if held.receipt.pk == receipt.pk)
    asked = correction_of(receipt)
    both = (receipt.asked_by, receipt.decided_by)
    return ReceiptPage(
        held=one,
        chain=chain,
        place=", ".join(str(_PLACES.get(one, one)) for one in receipt.paid_by.split("+")),
        asked=asked,
        asker=official_name(asked.asked_by) if asked else "",
        may_agree=asked is not None and is_second_person(actor.official_id, asked.asked_by),
        may_ask=asked is None and one.is_last,
        by_whom=tuple(official_name(number) for number in both if number),
    )
