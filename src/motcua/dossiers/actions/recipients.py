"""Who is told of a dossier: the addresses it was filed with, and the account that follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.notifications.actions import Recipient

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier


def recipient_of(dossier: Dossier) -> Recipient:
    """Give whom to tell of a dossier."""
    contact = dossier.contact
    return Recipient(
        phone=contact.get("phone", ""),
        email=contact.get("email", ""),
        language=dossier.language,
        account_id=dossier.account_id,
        person_id=dossier.person_id,
    )


def about(dossier: Dossier) -> tuple[str, str]:
    """Name a dossier as the subject of a notice."""
    return "dossier", str(dossier.public_id)
