"""Which order a bank transfer is for, by what is left of the content that its payer's app wrote.

Banks put words before and after the content, lower its letters, part it with spaces and dots, and
cut it where their own form ends.
"""

from __future__ import annotations

import re
import unicodedata

from motcua.payments.enums import OrderState
from motcua.payments.models import Order

_PREFIX, _LENGTH = "MC", 12
_REFERENCE = re.compile(r"MC[2-9A-HJ-NP-Z]{10}")
_LOST = re.compile(r"[^0-9A-Z]")
# So many signs of a reference that was cut at the content's end still name one order alone; the
# amount must fit as well.
_LEAST = 8


def order_named(content: str, amount: int) -> Order | None:
    """Give the order that a transfer of some đồng names; None where it names none, or two debts.

    Of one debt's orders it is the latest. A reference cut at the end counts where exactly one open
    order begins so and asks for exactly this amount.
    """
    plain = _LOST.sub("", unicodedata.normalize("NFKC", content).upper())
    starts = [found.start() for found in re.finditer(f"(?={_PREFIX})", plain)]
    whole = {plain[start : start + _LENGTH] for start in starts}
    named = Order.objects.filter(reference__in=filter(_REFERENCE.fullmatch, whole))
    found = list(named.order_by("pk"))
    if found:
        return found[-1] if len({order.key for order in found}) == 1 else None
    return next((cut for start in starts if (cut := _cut(plain[start:], amount))), None)


def _cut(tail: str, amount: int) -> Order | None:
    if not _LEAST <= len(tail) < _LENGTH:
        return None
    begun = Order.objects.filter(reference__startswith=tail, state=OrderState.OPEN)
    orders = list(begun[:2])
    fits = len(orders) == 1 and orders[0].amount - orders[0].received == amount
    return orders[0] if fits else None
