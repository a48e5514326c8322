"""Which order a bank transfer is for, by what is left of the content that its payer's app wrote.

Banks put words before and after the content, lower its letters, part it with spaces and dots, and
cut it where their own form ends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import connection

from motcua.payments.enums import OrderState
from motcua.payments.models import Order
from motcua.payments.queries.orders import LENGTH, REFERENCE, parts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_PLAIN = re.compile(r"(?:MC|RF)[2-9A-HJ-NP-Z]{10}")
# So many signs of a reference that was cut at the content's end still name one order alone; the
# amount must fit as well.
_LEAST = 8
_CUT = """SELECT tail, min(one.reference), min(one.amount - one.received)
  FROM unnest(%s::text[]) AS tail
  JOIN payments_order AS one ON one.reference ~>=~ tail AND one.reference ~<~ (tail || 'a')
  WHERE one.state = %s GROUP BY tail HAVING count(*) = 1"""


def order_named(content: str, amount: int) -> Order | None:
    """Give the order that a transfer of some đồng names; None where it names none, or two debts.

    Of one debt's orders it is the latest. A reference cut at the end counts where exactly one open
    order begins so and asks for exactly this amount.
    """
    [reference] = _found([_Words(content, amount)])
    return Order.objects.get(reference=reference) if reference else None


def orders_named(said: Sequence[tuple[str, int]]) -> list[frozenset[str]]:
    """Give for each of some contents with their đồng the orders and refunds that it names.

    All that are written plainly; else the one order that is left of what a bank made of them.
    """
    plain = [frozenset(_PLAIN.findall(content.upper())) for content, _ in said]
    bare = [place for place, names in enumerate(plain) if not names]
    found = _found([_Words(*said[place]) for place in bare])
    for place, reference in zip(bare, found, strict=True):
        plain[place] = frozenset([reference] if reference else [])
    return plain


class _Words:
    """What a content may name: whole references, and what may be the beginnings of cut ones."""

    def __init__(self, content: str, amount: int) -> None:
        parts = parts_of(content)
        self.amount = amount
        self.whole = set(filter(REFERENCE.fullmatch, parts))
        self.tails = [part for part in parts if _LEAST <= len(part) < LENGTH]


def _found(said: Sequence[_Words]) -> list[str]:
    """Give for each the order it names, or nothing: two questions for all of them."""
    orders = _known({one for words in said for one in words.whole})
    cut = _begun({one for words in said for one in words.tails})
    return [_of(words, orders, cut) for words in said]


def _of(words: _Words, orders: dict[str, tuple[int, str]], cut: dict[str, tuple[str, int]]) -> str:
    named = sorted((orders[one], one) for one in words.whole if one in orders)
    if named:
        return named[-1][1] if len({key for (_, key), _ in named}) == 1 else ""
    begun = (cut[tail] for tail in words.tails if tail in cut)
    return next((reference for reference, owed in begun if owed == words.amount), "")


def _known(references: Collection[str]) -> dict[str, tuple[int, str]]:
    """Give number and debt of those orders that there are."""
    if not references:
        return {}
    rows = Order.objects.filter(reference__in=references).values_list("reference", "pk", "key")
    return {reference: (number, key) for reference, number, key in rows}


def _begun(tails: Collection[str]) -> dict[str, tuple[str, int]]:
    """Give by tail the only open order that begins so, and what it asks for."""
    if not tails:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_CUT, (sorted(tails), str(OrderState.OPEN)))
        return {tail: (reference, owed) for tail, reference, owed in cursor.fetchall()}
