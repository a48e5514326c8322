"""What several acts must refuse before they change a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.enums import State
from motcua.dossiers.errors import BeingSigned
from motcua.dossiers.models import Result
from motcua.kernel.transitions import MoveRefused

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier


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
