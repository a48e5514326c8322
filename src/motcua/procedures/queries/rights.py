"""Who may do what in the catalogue: the one place that says so, for actions and pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from motcua.agencies.enums import Role
from motcua.agencies.queries.standing import (
    administers,
    administers_the_node,
    administrators_among,
    agency_of_official,
    is_top,
    one_hand,
)
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from motcua.kernel.actors import Actor

ABANDONED = timedelta(days=30)
"""How long nobody saves in a draft before others than who began it may throw it away."""


class Written(Protocol):
    """How a draft was written; people are numbers of officials."""

    @property
    def begun_by(self) -> int | None:
        """Who began it by hand."""
        ...

    @property
    def writers(self) -> Sequence[int]:
        """Whoever saved in it."""
        ...

    @property
    def saved_at(self) -> datetime | None:
        """When somebody saved in it last."""
        ...


def keeps_catalogue(actor: Actor, on: date) -> bool:
    """Say whether an actor may do what holds for every agency of the node.

    The node itself may, and administrators of an agency that stands below no other.
    """
    return actor.kind == "system" or administers_the_node(actor, on)


def offers_at(actor: Actor, agency_id: int) -> bool:
    """Say whether an actor may say what an agency takes: its administrators and those above."""
    return actor.kind == "system" or administers(actor, agency_id)


def writes_drafts(actor: Actor) -> bool:
    """Say whether an actor may begin drafts: every administrator."""
    return actor.has_role(Role.ADMINISTRATOR)


def writes_in(actor: Actor, begun_by: int | None, on: date) -> bool:
    """Say whether an actor may write in a draft: keepers, and those of the agency that began it."""
    if not writes_drafts(actor):
        return False
    if keeps_catalogue(actor, on):
        return True
    began = agency_of_official(begun_by) if begun_by is not None else None
    return began in actor.agencies(Role.ADMINISTRATOR) or _is(actor, begun_by)


def discards(actor: Actor, writing: Written, now: datetime) -> bool:
    """Say whether an actor may throw a draft away; whoever merely saved in it may not.

    Who began it may. Keepers may throw away what nobody wrote, what an administrator of a lower
    agency began, and what nobody saved in for `ABANDONED`.
    """
    day, begun_by = civil_date(now), writing.begun_by
    if begun_by is not None and _is(actor, begun_by):
        return writes_drafts(actor)
    if not keeps_catalogue(actor, day):
        return False
    is_left = begun_by is None and not writing.writers
    is_old = writing.saved_at is None or writing.saved_at <= now - ABANDONED
    return is_left or is_old or _is_from_below(begun_by, day)


def no_longer_there(officials: Iterable[int], now: datetime) -> frozenset[int]:
    """Give those of some officials who administer nothing any more.

    What made one of them an administrator may be gone with the posting, so that nothing tells
    whether he was a person of his own.
    """
    asked = frozenset(officials)
    return asked - administrators_among(asked, civil_date(now))


def same_hand(actor: Actor, others: Iterable[int], now: datetime) -> frozenset[int]:
    """Give those of some officials beside whom an actor is no second person.

    An administrator whom another one posted lately counts as that one, see `one_hand`.
    """
    if actor.official_id is None:
        return frozenset()
    return one_hand(actor.official_id, others, now)


def _is_from_below(begun_by: int | None, on: date) -> bool:
    agency = agency_of_official(begun_by) if begun_by is not None else None
    return agency is not None and not is_top([agency], on)


def _is(actor: Actor, official_id: int | None) -> bool:
    return actor.official_id is not None and actor.official_id == official_id
