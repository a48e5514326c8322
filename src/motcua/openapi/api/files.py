"""Files sent ahead of the dossier that names them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from motcua.dossiers.actions.files import receive_ahead
from motcua.kernel import clock
from motcua.openapi.api.bearers import caller

if TYPE_CHECKING:
    from motcua.dossiers.models import Upload

router = Router()


class KeptFile(Schema):
    """A file in the store: its id, and what was found in its content."""

    id: UUID
    sha256: str
    size: int
    media_type: str


@router.post("", response={201: KeptFile}, summary="Send a file ahead")
def send_file(request: HttpRequest, file: File[UploadedFile]) -> Status[dict[str, object]]:
    """Keep a PDF, JPEG, PNG or HEIC of at most 20 MB; its type is told by its content.

    What nobody could open is refused: broken files, PDFs with a password, immense images; so are
    PDFs that run scripts or carry programs. A file is kept for 30 days, to be named in a filing.
    """
    actor = caller(request, "dossiers:file")
    return Status(201, as_kept(receive_ahead(actor=actor, file=file, now=clock.now())))


def as_kept(upload: Upload) -> dict[str, object]:
    """Give what is told of a file that was kept."""
    stored = upload.file
    return {
        "id": upload.public_id,
        "sha256": stored.blob.sha256,
        "size": stored.size,
        "media_type": stored.media_type,
    }
