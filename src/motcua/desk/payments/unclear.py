"""What the pages of unclear money show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.agencies.queries import official_name
from motcua.agencies.queries.humans import is_second_person
from motcua.agencies.queries.standing import is_top
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed, NotFound
from motcua.payments.enums import Provider
from motcua.payments.queries.unclear import Unclear, unclear_money, words_with_money

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor

_PLACES = dict(Provider.choices)


@dataclass(frozen=True, slots=True)
class Row:
    """Money that belongs to nothing, as an accountant sees it."""

    money: Unclear
    place: str
    key: str


@dataclass(frozen=True, slots=True)
class UnclearPage:
    """One of them: what the payer wrote, who proposed what, and whether this official may agree."""

    row: Row
    words: str
    proposer: str
    may_agree: bool


def unclear_rows(actor: Actor, now: datetime) -> list[Row]:
    """Give the unclear money that an accountant sees to. Raises `NotAllowed`.

    It is that of his agencies' orders; where his agency runs the node, also that of no order.
    """
    ids = actor.agencies(Role.ACCOUNTANT)
    if not ids:
        raise NotAllowed
    found = unclear_money(ids, of_nobody=is_top(ids, civil_date(now)))
    return [Row(one, str(_PLACES.get(one.provider, one.provider)), one.key) for one in found]


def unclear_page(actor: Actor, key: str, now: datetime) -> UnclearPage:
    """Give one of them by the key of its booking. Raises `NotFound`."""
    row = next((row for row in unclear_rows(actor, now) if row.key == key), None)
    if row is None:
        raise NotFound
    proposal = row.money.proposal
    return UnclearPage(
        row=row,
        words=words_with_money(row.money),
        proposer=official_name(proposal.asked_by) if proposal else "",
        may_agree=proposal is not None and is_second_person(actor.official_id, proposal.asked_by),
    )
