"""Double entry: every booking sums to zero, and the database refuses one that does not."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from django.db import connection

from motcua.payments.enums import AccountKind, Provider
from motcua.payments.models import LedgerAccount, LedgerEntry, LedgerTransaction, Order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

DEPOSIT = re.compile(r"NQ[2-9A-HJ-NP-Z]{10}")
"""What the content of a transfer has that is cash brought to the bank."""
Side = tuple[LedgerAccount, int]


def book(
    key: str, sides: Sequence[Side], *, order: Order | None, description: str, now: datetime
) -> bool:
    """Write a booking under a key, once; say whether it was new. Amounts are whole đồng."""
    booking, made = LedgerTransaction.objects.get_or_create(
        key=key, defaults={"booked_at": now, "description": description, "order": order}
    )
    if made:
        LedgerEntry.objects.bulk_create(
            LedgerEntry(transaction=booking, account=account, amount=amount)
            for account, amount in sides
            if amount
        )
    return made


def hold(key: str) -> None:
    """Let nobody else act upon a provider's transaction until this database transaction ends.

    Its booking cannot be locked, being only added, and may not be there yet.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_number(key),))


def is_free(key: str) -> bool:
    """Hold a provider's transaction where nobody else does; say whether.

    For who holds another one already: two that waited for each other's would wait for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (_number(key),))
        return bool(cursor.fetchone()[0])


def _number(key: str) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:7])


def amount_without_order(key: str) -> int | None:
    """Give the đồng that a booking took in without an order; None for any other booking."""
    entries = LedgerEntry.objects.filter(
        transaction__key=key, transaction__order=None, account__kind=AccountKind.CLEARING
    )
    return entries.values_list("amount", flat=True).first()


def clearing(provider: str) -> LedgerAccount:
    """Give the account of money that lies at a provider."""
    return _account(AccountKind.CLEARING, provider=provider)


def income(order: Order, provider: str) -> LedgerAccount:
    """Give the account of what an order's agency earns so, through a provider."""
    return _account(
        AccountKind.INCOME,
        provider=provider,
        agency_id=order.agency_id,
        procedure=order.procedure,
        channel=order.channel,
    )


def suspense(provider: str) -> LedgerAccount:
    """Give the account of a provider's money that belongs to nothing yet."""
    return _account(AccountKind.SUSPENSE, provider=provider)


def cash(kind: AccountKind, agency_id: int, place: str = "") -> LedgerAccount:
    """Give an agency's account of cash: in its safe, on its way to the bank, in a drawer."""
    return _account(kind, provider=Provider.CASH, agency_id=agency_id, place=place)


def lock_account(account: LedgerAccount) -> LedgerAccount:
    """Lock an account for the rest of the transaction, so that what lies there stays."""
    return LedgerAccount.objects.select_for_update().get(pk=account.pk)


def on_its_way(reference: str) -> tuple[LedgerAccount | None, int]:
    """Give the account of cash that was brought to the bank under a reference, and what is left.

    What arrived already was booked under the same reference.
    """
    rows = LedgerEntry.objects.filter(
        transaction__description=reference, account__kind=AccountKind.TRANSIT
    ).select_related("account")
    found = list(rows)
    return (found[0].account if found else None), sum(row.amount for row in found)


def other(kind: AccountKind, provider: str) -> LedgerAccount:
    """Give the account of a provider's fees, or of what it and the ledger do not say alike."""
    return _account(kind, provider=provider)


def _account(kind: AccountKind, **key: Any) -> LedgerAccount:
    own = {"kind": kind, "agency_id": None, "procedure": "", "channel": "", "place": "", **key}
    found = LedgerAccount.objects.filter(**own).first()
    if found is not None:
        return found
    # Two may open it at once; who comes second waits and takes the other's, without a savepoint.
    LedgerAccount.objects.bulk_create([LedgerAccount(**own)], ignore_conflicts=True)
    return LedgerAccount.objects.get(**own)
