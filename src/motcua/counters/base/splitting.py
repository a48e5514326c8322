"""Scans parted at their cover sheets, and pages put in order; for the sandbox's host only.

Nothing of a hostile file is looked at elsewhere: pages become pictures, and pictures a PDF anew.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import img2pdf
import pikepdf
import zxingcpp
from PIL import Image, ImageOps, ImageSequence

from motcua.kernel.parsing import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MOST_PAGES = 200
_A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
_QR = zxingcpp.barcode_formats_from_str("QRCode")
_FORMATS = ("JPEG", "PNG", "TIFF", "HEIF")
_LONGEST = 3508  # A4 at 300 dots an inch
_QUALITY = 85
_MARGIN = img2pdf.mm_to_pt(6)


def split(parts: Sequence[bytes], options: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Part a scan at the pages whose QR begins with `prefix`; those pages themselves are left out.

    Gives for each part the text of its cover sheet ("" before the first), how many pages it has
    and how many bytes of the output are its PDF.
    """
    found: list[tuple[str, list[bytes]]] = [("", [])]
    for picture in _pages(parts[0]):
        text = _cover(picture, options["prefix"])
        if text:
            found.append((text, []))
        else:
            found[-1][1].append(_jpeg(picture))
    made = [(text, len(pages), _pdf(pages)) for text, pages in found if pages]
    data = [{"cover": text, "pages": count, "size": len(pdf)} for text, count, pdf in made]
    return {"parts": data}, b"".join(pdf for _text, _count, pdf in made)


def arrange(parts: Sequence[bytes], options: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Put pictures and pages into one PDF in the order and turned as `pages` says.

    `pages` lists [file, page, quarter turns clockwise]; what it leaves out is left out.
    """
    files = [list(_pages(part)) for part in parts]
    try:
        chosen = [(files[file][page], turns) for file, page, turns in options["pages"]]
    except IndexError:
        raise Refused("no_such_page") from None
    pictures = [_jpeg(one.rotate(-90 * turns, expand=True)) for one, turns in chosen]
    if not pictures:
        raise Refused("no_pages")
    return {"pages": len(pictures)}, _pdf(pictures)


def join(parts: Sequence[bytes], _: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Put every page of some pictures and scans into one PDF, upright, in their order."""
    pictures = [_jpeg(page) for part in parts for page in _pages(part)]
    if not pictures:
        raise Refused("no_pages")
    if len(pictures) > MOST_PAGES:
        raise Refused("too_many_pages")
    return {"pages": len(pictures)}, _pdf(pictures)


def count(parts: Sequence[bytes], _: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Count the pages of each file."""
    return {"pages": [len(list(_pages(part))) for part in parts]}, b""


def _pages(content: bytes) -> Iterator[Image.Image]:
    """Give the pages of a scanned PDF, a TIFF of many pages, or a picture."""
    try:
        found = _of_pdf(content) if content.startswith(b"%PDF-") else _of_picture(content)
        for number, picture in enumerate(found):
            if number >= MOST_PAGES:
                raise Refused("too_many_pages")
            yield picture
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    except (pikepdf.PdfError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused("broken") from None


def _of_pdf(content: bytes) -> Iterator[Image.Image]:
    with pikepdf.open(io.BytesIO(content)) as scanned:
        for page in scanned.pages:
            images = page.get_images().values()
            pictures = [pikepdf.PdfImage(one) for one in images if isinstance(one, pikepdf.Stream)]
            if not pictures:
                raise Refused("no_picture")  # typeset, not scanned
            largest = max(pictures, key=lambda one: one.width * one.height)
            turned = int(page.get("/Rotate", 0))
            yield largest.as_pil_image().rotate(-turned, expand=True)


def _of_picture(content: bytes) -> Iterator[Image.Image]:
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        for frame in ImageSequence.Iterator(picture):
            yield ImageOps.exif_transpose(frame)


def _cover(picture: Image.Image, prefix: str) -> str:
    codes = zxingcpp.read_barcodes(picture.convert("L"), formats=_QR)
    texts = (str(code.text) for code in codes)
    return next((text for text in texts if text.startswith(prefix)), "")


def _jpeg(picture: Image.Image) -> bytes:
    flat = picture if picture.mode == "L" else picture.convert("RGB")
    flat.thumbnail((_LONGEST, _LONGEST))
    output = io.BytesIO()
    flat.save(output, "JPEG", quality=_QUALITY, optimize=True)
    return output.getvalue()


def _pdf(pictures: list[bytes]) -> bytes:
    layout = img2pdf.get_layout_fun(_A4, auto_orient=True)
    made = img2pdf.convert(pictures, layout_fun=layout, rotation=img2pdf.Rotation.ifvalid)
    assert isinstance(made, bytes)
    return made


def stamp(parts: Sequence[bytes], _: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Make a PDF of the pictures of the first part, with the page of the second top right on it.

    What the first part holds beside its pictures does not pass.
    """
    copied = _pdf([_jpeg(picture) for picture in _pages(parts[0])])
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(copied)) as paper, pikepdf.open(io.BytesIO(parts[1])) as mark:
        page = paper.pages[0]
        _left, _low, right, high = (float(side) for side in page.mediabox.as_list())
        width, height = (float(side) for side in mark.pages[0].mediabox.as_list()[2:])
        corner = pikepdf.Rectangle(
            right - width - _MARGIN, high - height - _MARGIN, right - _MARGIN, high - _MARGIN
        )
        page.add_overlay(mark.pages[0], corner)
        paper.save(output, min_version="1.4")
    return {}, output.getvalue()
