"""How actions of the catalogue begin: whoever may not is refused, and told why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.procedures.errors import NotTheKeeper
from motcua.procedures.queries import rights

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.procedures.models import Writing


def require_administrator(actor: Actor) -> None:
    """Let pass who may begin drafts, and ask for their publication. Raises `NotAllowed`."""
    if not rights.writes_drafts(actor):
        raise NotAllowed


def require_keeper(actor: Actor, now: datetime) -> None:
    """Let pass who may change what holds for every agency.

    Raises `NotTheKeeper` for administrators of lower agencies, `NotAllowed` for all others.
    """
    if rights.keeps_catalogue(actor, civil_date(now)):
        return
    raise NotTheKeeper if rights.writes_drafts(actor) else NotAllowed


def require_offerer(actor: Actor, agency_id: int) -> None:
    """Let pass who may say what an agency takes. Raises `NotAllowed`."""
    if not rights.offers_at(actor, agency_id):
        raise NotAllowed


def require_writer(actor: Actor, writing: Writing, now: datetime) -> None:
    """Let pass who may write in a draft. Raises `NotAllowed`, `NotTheKeeper`."""
    require_administrator(actor)
    if not rights.writes_in(actor, writing.begun_by, civil_date(now)):
        raise NotTheKeeper
