"""The words of a PDF that a word processor made, to be compared with its document; sandbox only.

Reads what fonts say of their letters (`ToUnicode`); a PDF of pictures has no words.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

import pikepdf

from motcua.documents.base.packaging import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOST_PAGES: Final = 100
_SIDES: Final = (72.0, 3400.0)
"""The shortest and the longest side of a page, in points: an inch, and a little more than A0."""
_BLOCKS: Final = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_TOKENS: Final = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_MOST_IN_RANGE: Final = 65536


def words_of(content: bytes) -> list[str]:
    """Give the words of a PDF in the order they are drawn. Raises `Refused`: broken."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            _measured(document)
            return " ".join(piece for page in document.pages for piece in _of_page(page)).split()
    except (pikepdf.PdfError, ValueError, KeyError) as error:
        raise Refused("broken") from error


def sizes_of(content: bytes) -> list[dict[str, float]]:
    """Give width and height of each page, in points. Raises `Refused`: broken, too_large."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            return _measured(document)
    except (pikepdf.PdfError, ValueError) as error:
        raise Refused("broken") from error


def _measured(document: pikepdf.Pdf) -> list[dict[str, float]]:
    if len(document.pages) > _MOST_PAGES:
        raise Refused("too_large")
    boxes = [[float(side) for side in page.mediabox.as_list()] for page in document.pages]
    sizes = [(abs(right - left), abs(top - bottom)) for left, bottom, right, top in boxes]
    shortest, longest = _SIDES
    if not all(shortest <= side <= longest for size in sizes for side in size):
        raise Refused("too_large")
    return [{"width": width, "height": height} for width, height in sizes]


def _of_page(page: pikepdf.Page) -> Iterator[str]:
    fonts = _fonts(page)
    letters: Mapping[bytes, str] = {}
    for step in pikepdf.parse_content_stream(page):
        operands, name = list(step.operands), str(step.operator)
        if name == "Tf":
            letters = fonts.get(str(operands[0]), {})
        elif name in {"Tj", "'", '"'}:
            yield _read(bytes(operands[-1]), letters)
        elif name == "TJ":
            yield "".join(_pieces(operands[0], letters))
        elif name in {"Td", "TD", "T*", "Tm", "ET"}:
            yield " "


def _pieces(row: Any, letters: Mapping[bytes, str]) -> Iterator[str]:
    """Read a row of letters and gaps; a wide gap parts words."""
    for one in row:
        if isinstance(one, pikepdf.String):
            yield _read(bytes(one), letters)
        elif float(one) < -150:
            yield " "


def _read(codes: bytes, letters: Mapping[bytes, str]) -> str:
    width = len(next(iter(letters), b"\0"))
    pieces = (codes[at : at + width] for at in range(0, len(codes), width))
    return "".join(letters.get(piece, "") for piece in pieces)


def _fonts(page: pikepdf.Page) -> dict[str, dict[bytes, str]]:
    resources = page.obj.get("/Resources", pikepdf.Dictionary())
    fonts = resources.get("/Font", pikepdf.Dictionary())
    return {name: _letters(font) for name, font in fonts.items()}


def _letters(font: Any) -> dict[bytes, str]:
    told = font.get("/ToUnicode")
    if not isinstance(told, pikepdf.Stream):
        return {bytes([code]): chr(code) for code in range(32, 127)}
    found: dict[bytes, str] = {}
    for kind, body in _BLOCKS.findall(told.read_bytes()):
        rows = _rows(body)
        found.update(_chars(rows) if kind == b"bfchar" else _ranges(rows))
    return found


def _rows(body: bytes) -> list[Any]:
    """Read a block as a flat list of byte strings, with lists where brackets stand."""
    rows: list[Any] = []
    inner: list[bytes] | None = None
    for figures, opens, closes in _TOKENS.findall(body):
        if opens:
            inner = []
        elif closes:
            rows.append(inner or [])
            inner = None
        else:
            value = bytes.fromhex(b"".join(figures.split()).decode())
            (rows if inner is None else inner).append(value)
    return rows


def _chars(rows: list[Any]) -> dict[bytes, str]:
    pairs = zip(rows[::2], rows[1::2], strict=False)
    return {code: text.decode("utf-16-be") for code, text in pairs}


def _ranges(rows: list[Any]) -> Iterator[tuple[bytes, str]]:
    for first, last, text in zip(rows[::3], rows[1::3], rows[2::3], strict=False):
        start, end = int.from_bytes(first, "big"), int.from_bytes(last, "big")
        for step, code in enumerate(range(start, min(end, start + _MOST_IN_RANGE) + 1)):
            at = code.to_bytes(len(first), "big")
            if isinstance(text, list):
                yield at, text[step].decode("utf-16-be") if step < len(text) else ""
            else:
                yield at, _shifted(text, step)


def _shifted(text: bytes, step: int) -> str:
    """Give the letter that lies some steps after the first of a range."""
    whole = int.from_bytes(text, "big") + step
    return whole.to_bytes(len(text), "big").decode("utf-16-be")
