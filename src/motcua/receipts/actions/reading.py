"""Reading receipts names who paid, so it is written down: who read what, once an hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.enums import Role
from motcua.kernel import audit
from motcua.kernel.readings import is_first_this_hour
from motcua.receipts.errors import ReceiptNotFound
from motcua.receipts.queries import receipt_by_id, subject_of
from motcua.receipts.queries.register import register_page

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor
    from motcua.receipts.models import Receipt
    from motcua.receipts.queries.register import Page, Wanted

_PURPOSE = "handling"


@transaction.atomic
def read_register(*, actor: Actor, wanted: Wanted, after: int, now: datetime) -> Page:
    """Give a page of the register, from the receipt `after` on, and write down who read which days.

    Raises `NotAllowed` for all but accountants of the agency.
    """
    actor.require_role(Role.ACCOUNTANT, agency_id=wanted.agency_id)
    page = register_page(wanted, after)
    days = f"{wanted.since}:{wanted.until}"
    if page.rows and is_first_this_hour(
        actor, room="receipts", what=f"register:{wanted.agency_id}:{days}", now=now
    ):
        audit.record(
            actor=actor,
            action="receipts.read_register",
            subject=("agency", str(wanted.agency_id)),
            agency_id=wanted.agency_id,
            now=now,
            purpose=_PURPOSE,
            data={"since": wanted.since, "until": wanted.until},
        )
    return page


@transaction.atomic
def open_receipt(*, actor: Actor, public_id: UUID, now: datetime) -> Receipt:
    """Open a receipt or its files for an accountant of its agency, and write down that he did.

    Raises `ReceiptNotFound` also for another agency's.
    """
    receipt = receipt_by_id(public_id)
    if receipt.agency_id not in actor.agencies(Role.ACCOUNTANT):
        raise ReceiptNotFound
    if is_first_this_hour(actor, room="receipts", what=str(public_id), now=now):
        kind, number = subject_of(receipt)
        audit.record(
            actor=actor,
            action="receipts.read",
            subject=("receipt", str(public_id)),
            agency_id=receipt.agency_id,
            now=now,
            dossier_id=number if kind == "dossier" else None,
            purpose=_PURPOSE,
        )
    return receipt
