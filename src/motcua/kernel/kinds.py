"""Kinds of files, told by their content alone: a name and a declared type prove nothing."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import puremagic

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import BinaryIO

_HEAD = 64
_TAIL = 2048
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Signs that no text has; tabs and ends of lines are the ones it does.
_NO_TEXT = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a"))
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file we know: media type, extension, and how beginning and end tell it."""

    media_type: str
    extension: str
    fits: Callable[[bytes, bytes], bool]


def _is_pdf(head: bytes, tail: bytes) -> bool:
    # Viewers also accept the mark further in; such a file is something else in front.
    return head.startswith(b"%PDF-") and b"%%EOF" in tail


def _is_jpeg(head: bytes, tail: bytes) -> bool:
    # Phones append maker's data after the end mark, so the end is not asked for.
    return head.startswith(b"\xff\xd8\xff") and bool(tail)


def _is_png(head: bytes, tail: bytes) -> bool:
    return head.startswith(b"\x89PNG\r\n\x1a\n") and tail.endswith(b"IEND\xaeB`\x82")


def _is_heic(head: bytes, tail: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS and bool(tail)


def _is_archive(head: bytes, tail: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and bool(tail)


def _is_xml(head: bytes, tail: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    wide = (b"\xff\xfe<\0", b"\xfe\xff\0<")
    return (start[:1] == b"<" and _is_text(head, tail)) or head.startswith(wide)


def _is_text(head: bytes, tail: bytes) -> bool:
    is_plain = not any(part.translate(None, _NO_TEXT) != part for part in (head, tail))
    return is_plain or head.startswith(_UTF16)


PDF = Kind("application/pdf", "pdf", _is_pdf)
JPEG = Kind("image/jpeg", "jpg", _is_jpeg)
PNG = Kind("image/png", "png", _is_png)
HEIC = Kind("image/heic", "heic", _is_heic)
DOCX = Kind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", _is_archive
)
"""A word processor's document: taken from officials only, and looked into before it is kept."""
KINDS = (PDF, JPEG, PNG, HEIC)
XML = Kind("application/xml", "xml", _is_xml)
CSV = Kind("text/csv", "csv", _is_text)
"""Whatever text is no XML; like that, only where somebody asks for it."""
TEXTS = (XML, CSV)
DOCUMENTS = frozenset(kind.media_type for kind in KINDS)
"""What citizens may send: PDF, JPEG, PNG and HEIC."""


def recognise(content: BinaryIO, accept: Collection[str] = ()) -> Kind | None:
    """Tell the kind of some content; None when it is none we know, or hides an archive as well.

    Texts are told apart only where `accept` has their media types: nothing marks them. Reads the
    beginning and the end, and leaves the position at the start.
    """
    head, tail = _ends(content)
    known = (*KINDS, *(kind for kind in TEXTS if kind.media_type in accept))
    kind = next((kind for kind in known if kind.fits(head, tail)), None)
    if zipfile.is_zipfile(content):
        kind = DOCX if DOCX.fits(head, tail) and _holds(content, "word/document.xml") else None
    content.seek(0)
    return kind


def _holds(content: BinaryIO, name: str) -> bool:
    try:
        with zipfile.ZipFile(content) as archive:
            return name in archive.NameToInfo
    except (zipfile.BadZipFile, NotImplementedError, OSError):
        return False


def guess(content: BinaryIO) -> str:
    """Guess the media type of content we do not accept, for the message about it."""
    head, _ = _ends(content)
    content.seek(0)
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return "application/octet-stream"
    return found[0].mime_type or "application/octet-stream"


def _ends(content: BinaryIO) -> tuple[bytes, bytes]:
    size = content.seek(0, 2)
    content.seek(0)
    head = content.read(_HEAD)
    content.seek(max(0, size - _TAIL))
    return head, content.read(_TAIL)
