"""Files sent ahead of the dossier that names them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from motcua.dossiers.actions import keep_upload
from motcua.kernel import clock
from motcua.kernel.files import store
from motcua.openapi.api.bearers import caller

router = Router()
MOST_BYTES = 20 * 1024 * 1024
ACCEPTED = frozenset({"application/pdf", "image/jpeg", "image/png", "image/heic"})


class KeptFile(Schema):
    """A file in the store: its id, and what was found in its content."""

    id: UUID
    sha256: str
    size: int
    media_type: str


@router.post("", response={201: KeptFile}, summary="Send a file ahead")
def send_file(request: HttpRequest, file: File[UploadedFile]) -> Status[dict[str, object]]:
    """Keep a PDF, JPEG, PNG or HEIC of at most 20 MB; its type is told by its content."""
    actor = caller(request, "dossiers:file")
    now = clock.now()
    stored = store(file, name=file.name or "", now=now, limit_bytes=MOST_BYTES, accept=ACCEPTED)
    upload = keep_upload(actor=actor, file=stored, now=now)
    return Status(
        201,
        {
            "id": upload.public_id,
            "sha256": stored.blob.sha256,
            "size": stored.size,
            "media_type": stored.media_type,
        },
    )
