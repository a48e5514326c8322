"""What is inside a file, and images made into PDFs; the work is done in the sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.kernel.sandbox import run_limited

if TYPE_CHECKING:
    from collections.abc import Sequence

_PARSERS = "motcua.kernel.parsing"
_MEGABYTES = 700


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """An image that decodes to its end: format, width and height in pixels."""

    format: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """A PDF that can be read: pages, whether a password is needed, and what acts by itself.

    `active` holds codes: javascript, launch, submit, import, other_file, media, open_action (more
    than showing a place in itself), xfa, embedded_file, program (an embedded one).
    """

    pages: int
    is_encrypted: bool
    active: tuple[str, ...]


def inspect_image(content: bytes) -> ImageFacts:
    """Decode an image within 5 seconds. Raises `ParsingFailed` (broken, too_many_pixels, limit)."""
    data = run_limited(f"{_PARSERS}.inspect_image", [content], seconds=5, megabytes=_MEGABYTES).data
    return ImageFacts(str(data["format"]), int(data["width"]), int(data["height"]))


def inspect_pdf(content: bytes) -> PdfFacts:
    """Read a PDF through within 5 seconds. Raises `ParsingFailed` (broken, no_pages, limit)."""
    data = run_limited(f"{_PARSERS}.inspect_pdf", [content], seconds=5, megabytes=_MEGABYTES).data
    active = tuple(str(item) for item in data["active"])
    return PdfFacts(int(data["pages"]), bool(data["is_encrypted"]), active)


def images_to_pdf(images: Sequence[bytes]) -> bytes:
    """Make one A4 PDF of JPEG, PNG and HEIC images, a page each, within 20 seconds.

    The images are re-coded: place and maker of a photo are not passed on. Raises `ParsingFailed`.
    """
    return run_limited(f"{_PARSERS}.images_to_pdf", images, seconds=20, megabytes=_MEGABYTES).output
