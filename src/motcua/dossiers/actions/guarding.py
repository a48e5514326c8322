"""What several acts must refuse before they change a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.errors import BeingSigned
from motcua.dossiers.models import Result

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier


def refuse_while_signing(dossier: Dossier) -> None:
    """Refuse to take a locked dossier elsewhere while its approved result awaits the signature.

    The signature follows after commit: it must not land on a dossier that went another way
    meanwhile. Raises `BeingSigned`.
    """
    approved = Result.objects.filter(dossier=dossier, approved_at__isnull=False, signed_at=None)
    if approved.exists():
        raise BeingSigned
