"""The page before a form begins: where it goes, in whose name, and what was begun before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.dossiers.queries.mine import drafts_of
from motcua.identity.queries import filer
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed, NotFound
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Channel
from motcua.procedures.errors import OfferingClosed
from motcua.procedures.queries import offering, rules

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.queries.mine import DraftCard
    from motcua.kernel.actors import Actor
    from motcua.procedures.queries import OfferingCard


@dataclass(frozen=True, slots=True)
class Start:
    """What somebody is about to begin; `begun` is his open draft at the same agency."""

    code: str
    name: str
    office: OfferingCard
    filer: str
    pages: tuple[str, ...]
    begun: DraftCard | None


def start_of(actor: Actor, code: str, office: str, now: datetime, language: str) -> Start:
    """Give the page before a form begins. Raises `NotFound`, `NotAllowed` for nobody's account."""
    card = _office(code, office, now)
    if actor.account_id is None:
        raise NotAllowed
    pack = rules(card.version_id).pack
    return Start(
        code=code,
        name=say(pack.name, language),
        office=card,
        filer=filer(actor.account_id).name,
        pages=tuple(say(page.title, language) for page in pack.form.pages),
        begun=next((row for row in drafts_of(actor, language) if row.offering_id == card.id), None),
    )


def _office(code: str, office: str, now: datetime) -> OfferingCard:
    try:
        card = offering(int(office or 0))
    except OfferingClosed:
        raise NotFound from None
    is_taken = card.is_open(civil_date(now)) and Channel.ONLINE in card.channels
    if card.procedure_code != code or not is_taken:
        raise NotFound
    return card
