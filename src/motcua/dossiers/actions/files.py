"""Taking in a file for a paper: looked into before it is kept, so that an official can open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.dossiers.errors import FileLocked
from motcua.kernel.conversion import inspect_image, inspect_pdf
from motcua.kernel.files import FileTooLarge, store

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from motcua.kernel.models import StoredFile
    from motcua.procedures.base.packs import Paper

MEGABYTE = 1024 * 1024
_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
}


def take_in_file(*, file: UploadedFile[bytes], paper: Paper, now: datetime) -> StoredFile:
    """Keep a file sent for a paper, of the kinds and the size (MB) that the paper allows.

    Raises `FileTooLarge`, `FileEmpty`, `FileKindRefused`, `FileLocked`, `ParsingFailed`,
    `Unavailable`; nothing is kept then.
    """
    limit = paper.max_mb * MEGABYTE
    if (file.size or 0) > limit:
        raise FileTooLarge(
            _("Tệp lớn hơn %(size)d MB nên chưa nhận được.") % {"size": paper.max_mb},
            limit_bytes=limit,
        )
    _look_into(file.read())
    file.seek(0)
    accepted = frozenset(_MEDIA_TYPES[kind] for kind in paper.types)
    return store(file, name=file.name or "", now=now, limit_bytes=limit, accept=accepted)


def _look_into(content: bytes) -> None:
    """Refuse what nobody could open; content of a kind that is not accepted is refused later."""
    if content.startswith(b"%PDF-"):
        if inspect_pdf(content).is_encrypted:
            raise FileLocked
    elif content.startswith((b"\xff\xd8\xff", b"\x89PNG")) or content[4:8] == b"ftyp":
        inspect_image(content)
