"""A result that is being handed out: what is known of who takes it, while a code is waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.dossiers.enums import ReceivedBy
from motcua.dossiers.models import HandOut

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier


def receiver_begun(dossier: Dossier) -> dict[str, Any]:
    """Give the way and the receiver that were said when a code was sent; empty before that.

    The receiver is `name`, `relation`, `paper` and the `strokes` of a drawn signature.
    """
    row = HandOut.objects.filter(dossier=dossier, handed_at=None).first()
    return {"way": str(ReceivedBy.CODE), **row.receiver} if row is not None else {}
