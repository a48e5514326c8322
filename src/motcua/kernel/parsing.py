"""Parsers of hostile files; imported by the sandbox's host only, never by a page or a job.

Each function takes a list of bytes and a dict of options, and gives plain data and bytes. What it
refuses it names by raising `Refused`.
"""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import img2pdf
import pi_heif
import pikepdf
from PIL import Image, ImageOps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_PIXELS = 60_000_000
_FORMATS = ("JPEG", "PNG", "HEIF")
# A4 at 300 dots an inch: a photographed paper stays readable, a 50-megapixel photo becomes small.
_PAGE_PIXELS = (2480, 3508)
_QUALITY = 85
_A4_POINTS = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
_ACTIONS = {
    "/JavaScript": "javascript",
    "/Launch": "launch",
    "/SubmitForm": "submit",
    "/ImportData": "import",
    "/GoToR": "other_file",
    "/GoToE": "other_file",
    "/RichMediaExecute": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/Rendition": "media",
}
_KEYS = {
    "/JS": "javascript",
    "/OpenAction": "open_action",
    "/AA": "open_action",
    "/XFA": "xfa",
    "/EmbeddedFiles": "embedded_file",
    "/EF": "embedded_file",
    "/RichMediaContent": "media",
}

pi_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
Image.init()


class Refused(Exception):
    """The file is not worked on; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def inspect_image(parts: Sequence[bytes], _: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Decode an image to the end; give its format, width and height in pixels."""
    with _decoding(), _opened(parts[0]) as image:
        image.load()
        return {"format": image.format, "width": image.width, "height": image.height}, b""


def images_to_pdf(parts: Sequence[bytes], _: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Make one A4 PDF of some images, a page each, upright, without their metadata."""
    layout = img2pdf.get_layout_fun(pagesize=_A4_POINTS, auto_orient=True, fit=img2pdf.FitMode.into)
    pages = [_page(part) for part in parts]
    content = img2pdf.convert(pages, layout_fun=layout, nodate=True)
    return {"pages": len(pages)}, content


def inspect_pdf(parts: Sequence[bytes], _: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Read a PDF through; give its pages, whether it is encrypted, what in it acts by itself."""
    try:
        document = pikepdf.open(io.BytesIO(parts[0]))
    except pikepdf.PasswordError:
        return {"pages": 0, "is_encrypted": True, "active": []}, b""
    except pikepdf.PdfError as error:
        raise Refused("broken") from error
    with document:
        pages = len(document.pages)
        if pages == 0:
            raise Refused("no_pages")
        active = sorted({finding for thing in document.objects for finding in _findings(thing)})
        data = {"pages": pages, "is_encrypted": document.is_encrypted, "active": active}
    return data, b""


@contextmanager
def _decoding() -> Iterator[None]:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too_many_pixels") from error
    except (OSError, ValueError, SyntaxError, RuntimeError) as error:
        raise Refused("broken") from error


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content), formats=_FORMATS)


def _page(content: bytes) -> bytes:
    """Re-code an image as JPEG: upright, on white, no larger than a page needs."""
    with _decoding(), _opened(content) as image:
        image.draft("RGB", _PAGE_PIXELS)
        flat = _on_white(ImageOps.exif_transpose(image))
    is_wide = flat.width > flat.height
    flat.thumbnail(_PAGE_PIXELS[::-1] if is_wide else _PAGE_PIXELS)
    output = io.BytesIO()
    flat.save(output, "JPEG", quality=_QUALITY, optimize=True)
    return output.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "L":
        return image
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    page = Image.new("RGB", layer.size, "white")
    page.paste(layer, mask=layer.getchannel("A"))
    return page


def _findings(thing: pikepdf.Object) -> Iterator[str]:
    """Name what a PDF object does by itself; looks at this object, not into those it refers to."""
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        keys = set(thing.keys())
        yield from (_KEYS[key] for key in keys & _KEYS.keys())
        if "/S" in keys and isinstance(action := thing["/S"], pikepdf.Name):
            yield from (name for key, name in _ACTIONS.items() if key == str(action))
        for key in keys:
            yield from _inside(thing, key)
    elif isinstance(thing, pikepdf.Array):
        for item in thing:
            yield from _direct(item)


def _inside(thing: pikepdf.Object, key: str) -> Iterator[str]:
    yield from _direct(thing[key])


def _direct(item: Any) -> Iterator[str]:
    # Indirect objects come by themselves; following them here would run in circles.
    if isinstance(item, pikepdf.Object) and not item.is_indirect:
        yield from _findings(item)
