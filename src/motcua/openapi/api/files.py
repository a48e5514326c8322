"""Files sent ahead of the dossier that names them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from motcua.dossiers.actions.files import receive_ahead
from motcua.kernel import clock
from motcua.openapi.api.bearers import caller

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
    upload = receive_ahead(actor=actor, file=file, now=clock.now())
    stored = upload.file
    return Status(
        201,
        {
            "id": upload.public_id,
            "sha256": stored.blob.sha256,
            "size": stored.size,
            "media_type": stored.media_type,
        },
    )
