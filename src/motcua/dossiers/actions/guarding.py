"""What several acts must refuse before they change a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.enums import Sensitive, State
from motcua.dossiers.errors import BeingSigned, CheckedYourself, SecondPersonNeeded
from motcua.dossiers.models import Proposal, Result
from motcua.dossiers.queries.agreeing import needs_two
from motcua.kernel.clock import civil_date
from motcua.kernel.transitions import MoveRefused

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor


def require_in_process(dossier: Dossier) -> None:
    """Demand that a locked dossier is being handled: not paused, settled or taken back meanwhile.

    Steps keep their owner when a dossier leaves the process, so the step alone does not tell.
    Raises `MoveRefused`.
    """
    if dossier.state != State.IN_PROCESS:
        raise MoveRefused(state=dossier.state)


def refuse_while_signing(dossier: Dossier) -> None:
    """Refuse to take a locked dossier elsewhere while its approved result awaits the signature.

    The signature follows after commit: it must not land on a dossier that went another way
    meanwhile. Raises `BeingSigned`.
    """
    approved = Result.objects.filter(dossier=dossier, approved_at__isnull=False, signed_at=None)
    if approved.exists():
        raise BeingSigned


def require_other_hand(said: str) -> None:
    """Refuse an approval by who checked, saying who does; where nothing is said, refuse nothing.

    Raises `CheckedYourself`.
    """
    if said:
        raise CheckedYourself(said)


def require_second(
    dossier: Dossier, act: Sensitive, *, actor: Actor, now: datetime
) -> Proposal | None:
    """Demand that a second person agreed to an act that two people do; give what he agreed to.

    What was agreed serves once, and only who proposed it. None where one person is enough. Raises
    `SecondPersonNeeded`.
    """
    if actor.kind == "system" or not needs_two(dossier, act, civil_date(now)):
        return None
    agreed = Proposal.objects.select_for_update().filter(
        dossier=dossier, act=act, asked_by_id=actor.official_id, is_agreed=True, done_at=None
    )
    proposal = agreed.first()
    if proposal is None:
        raise SecondPersonNeeded
    proposal.done_at = now
    proposal.save(update_fields=["done_at"])
    return proposal
