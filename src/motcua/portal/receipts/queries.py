"""Whose receipt it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.queries.scopes import visible_to
from motcua.receipts.errors import ReceiptNotFound
from motcua.receipts.queries import file_of, receipt_by_id, subject_of

if TYPE_CHECKING:
    from uuid import UUID

    from motcua.kernel.actors import Actor
    from motcua.kernel.models import StoredFile

_DOSSIER = "dossier"


def own_file(actor: Actor, receipt_id: UUID, kind: str) -> StoredFile:
    """Give the signed `pdf` or `xml` of a receipt for one's own dossier.

    Raises `ReceiptNotFound` for anybody else's, `ReceiptNotReady`.
    """
    receipt = receipt_by_id(receipt_id)
    subject_kind, number = subject_of(receipt)
    is_own = subject_kind == _DOSSIER and visible_to(actor).filter(pk=number).exists()
    if actor.kind != "citizen" or not is_own:
        raise ReceiptNotFound
    return file_of(receipt, kind)
