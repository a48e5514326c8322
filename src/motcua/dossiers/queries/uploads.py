"""Files that belong to a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.errors import DossierNotFound
from motcua.dossiers.models import Upload

if TYPE_CHECKING:
    from uuid import UUID

    from motcua.dossiers.models import Draft


def uploads_of(draft: Draft) -> list[Upload]:
    """Give the files of a draft with their contents' facts, in the order they came."""
    return list(Upload.objects.filter(draft=draft).select_related("file__blob"))


def upload_of(draft: Draft, public_id: UUID) -> Upload:
    """Give one file of a draft. Raises `DossierNotFound`."""
    rows = Upload.objects.filter(draft=draft, public_id=public_id)
    upload = rows.select_related("file__blob").first()
    if upload is None:
        raise DossierNotFound
    return upload
