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
    "/XFA": "xfa",
    "/EmbeddedFiles": "embedded_file",
    "/EF": "embedded_file",
    "/RichMediaContent": "media",
}
_EVENTS = frozenset({"/OpenAction", "/AA"})
# What opening a document may do without reaching for anything outside it.
_SHOWING = frozenset(
    {"/GoTo", "/GoTo3DView", "/Hide", "/Named", "/SetOCGState", "/Thread", "/Trans"}
)
_MOST_IN_A_ROW = 20
_PROGRAMS = (
    *("apk", "app", "bat", "cmd", "com", "cpl", "dll", "exe", "hta", "jar", "js", "jse", "lnk"),
    *("msi", "pif", "ps1", "reg", "scr", "sh", "vbe", "vbs", "wsf", "wsh"),
)
# Windows, Linux, macOS (four ways), scripts.
_PROGRAM_HEADS = (
    *(b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa"),
    *(b"\xca\xfe\xba\xbe", b"#!"),
)

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
        if keys & _EVENTS and _acts_when_opened(thing):
            yield "open_action"
        if "/EF" in keys and _is_program(thing):
            yield "program"
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


def _acts_when_opened(thing: pikepdf.Object) -> bool:
    """Say whether a document, page or field does by itself more than showing a place in itself."""
    events = thing.get("/AA")
    by_event = events.values() if isinstance(events, pikepdf.Dictionary) else ()
    return any(_acts(action, _MOST_IN_A_ROW) for action in (thing.get("/OpenAction"), *by_event))


def _acts(action: Any, left: int) -> bool:
    """Follow a row of actions to the first that does more than showing; endless rows do."""
    if isinstance(action, pikepdf.Array):  # a place to show, or several actions
        return any(_acts(item, left - 1) for item in action if isinstance(item, pikepdf.Dictionary))
    if not isinstance(action, pikepdf.Dictionary):
        return False
    kind = action.get("/S")
    is_more = isinstance(kind, pikepdf.Name) and str(kind) not in _SHOWING
    return left <= 0 or is_more or _acts(action.get("/Next"), left - 1)


def _is_program(attached: pikepdf.Object) -> bool:
    """Tell by name and by content whether a file inside a PDF is made to be run."""
    names = [attached.get(key) for key in ("/UF", "/F")]
    endings = {
        str(name).rstrip(". ").rpartition(".")[2].lower() for name in names if _is_text(name)
    }
    inside = attached["/EF"]
    streams = inside.values() if isinstance(inside, pikepdf.Dictionary) else ()
    return bool(endings & set(_PROGRAMS)) or any(
        _content(stream).startswith(_PROGRAM_HEADS) for stream in streams
    )


def _is_text(thing: Any) -> bool:
    return isinstance(thing, pikepdf.String)


def _content(stream: Any) -> bytes:
    if not isinstance(stream, pikepdf.Stream):
        return b""
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return b""  # what cannot be unpacked cannot be run either
