"""Photographed papers as one PDF, for whoever reads or prints them; the originals stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.errors import DossierNotFound
from motcua.kernel.conversion import images_to_pdf
from motcua.kernel.files import content_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from motcua.kernel.models import StoredFile


def is_picture(file: StoredFile) -> bool:
    """Say whether a file is a photograph or scan rather than a PDF."""
    return file.media_type.startswith("image/")


def pictures_as_pdf(files: Iterable[StoredFile]) -> bytes:
    """Make one A4 PDF of the pictures among some files, a page each, in the limited process.

    Raises `DossierNotFound` where none is a picture, `FileQuarantined`, `ParsingFailed`.
    """
    pictures = [content_of(file) for file in files if is_picture(file)]
    if not pictures:
        raise DossierNotFound
    return images_to_pdf(pictures)
