"""What the pages of money that goes back show."""

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
from motcua.payments.queries import order_by_reference
from motcua.payments.queries.paid import PaidWith, going_back, paid_with, taken_back
from motcua.payments.queries.returns import Returns, returns_of

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor
    from motcua.payments.models import Order, Refund, RefundProposal, Reversal

_PLACES = dict(Provider.choices)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the transactions that paid an order, and where."""

    paid: PaidWith
    place: str

    @property
    def key(self) -> str:
        """Name it in a form."""
        return f"{self.paid.provider}:{self.paid.transaction}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A refund that was proposed, by whom, and whether this official may agree to it."""

    proposal: RefundProposal
    proposer: str
    may_agree: bool


@dataclass(frozen=True, slots=True)
class BackPage:
    """What waits for an accountant; of an order also its parts and all that went back."""

    returns: Returns
    asked: tuple[Asked, ...]
    order: Order | None = None
    parts: tuple[Part, ...] = ()
    back: tuple[Refund, ...] = ()
    taken: tuple[Reversal, ...] = ()

    @property
    def refundable(self) -> tuple[Part, ...]:
        """Give the parts of which something may still go back."""
        return tuple(part for part in self.parts if part.paid.left > 0)


def list_page(actor: Actor, now: datetime) -> BackPage:
    """Give what waits of an accountant's agencies; where his runs the node, also of no order.

    Raises `NotAllowed`.
    """
    ids = _kept(actor)
    returns = returns_of(ids, of_nobody=is_top(ids, civil_date(now)))
    return BackPage(returns, _asked(actor, returns))


def order_page(actor: Actor, reference: str) -> BackPage:
    """Give what may go back or went back of an order. Raises `NotAllowed`, `NotFound`."""
    order = order_kept(actor, reference)
    returns = returns_of([order.agency_id], of_nobody=False, reference=order.reference)
    parts = (
        Part(part, str(_PLACES.get(part.provider, part.provider))) for part in paid_with(order)
    )
    return BackPage(
        returns,
        _asked(actor, returns),
        order,
        tuple(parts),
        tuple(going_back(order)),
        tuple(taken_back(order)),
    )


def order_kept(actor: Actor, reference: str) -> Order:
    """Give an order of one's agencies by its reference. Raises `NotAllowed`, `NotFound`."""
    ids = _kept(actor)
    return order_by_reference(reference, ids)


def proposal_of(order: Order, number: UUID) -> RefundProposal:
    """Give what was proposed for an order. Raises `NotFound`."""
    found = order.refund_proposals.filter(public_id=number).first()
    if found is None:
        raise NotFound
    return found


def _kept(actor: Actor) -> frozenset[int]:
    ids = actor.agencies(Role.ACCOUNTANT)
    if not ids:
        raise NotAllowed
    return ids


def _asked(actor: Actor, returns: Returns) -> tuple[Asked, ...]:
    return tuple(
        Asked(one, official_name(one.asked_by), is_second_person(actor.official_id, one.asked_by))
        for one in returns.proposals
    )
