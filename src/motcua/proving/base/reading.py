"""The words of a paper we set ourselves, as a reader of it gets them: font codes back into text."""

from __future__ import annotations

import io
import logging
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pikepdf

_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[[^\]]*\])")
_GAPS = re.compile(r"\s+")
# It tells whoever runs a command that it was loaded.
logging.getLogger("pikepdf._core").setLevel(logging.WARNING)


def words_of(pdf: bytes) -> str:
    """Give the text of a PDF that typst made, in drawing order and without any blanks.

    Without blanks, because a line that is broken or justified has others than its text.
    """
    import pikepdf  # noqa: PLC0415 - only trials need it, and every process loads this room

    with pikepdf.open(io.BytesIO(pdf)) as paper:
        return "".join(_GAPS.sub("", text) for page in paper.pages for text in _page(page))


def bare(text: str) -> str:
    """Give a text without blanks, to be looked for in `words_of`."""
    return _GAPS.sub("", text)


def _page(page: pikepdf.Page) -> Iterator[str]:
    found: Any = page.resources.get("/Font") or {}
    fonts = {name: _table(font) for name, font in found.items()}
    codes: Mapping[int, str] = {}
    from pikepdf import String, parse_content_stream  # noqa: PLC0415 - as above

    for drawn in parse_content_stream(page, "Tf Tj TJ"):
        operands: Any = drawn.operands
        match str(drawn.operator):
            case "Tf":
                codes = fonts.get(str(operands[0]), {})
            case "Tj":
                yield _text(bytes(operands[0]), codes)
            case "TJ":
                for part in operands[0]:
                    if isinstance(part, String):
                        yield _text(bytes(part), codes)


def _text(raw: bytes, codes: Mapping[int, str]) -> str:
    """Read two bytes a glyph, as typst writes its fonts."""
    pairs = (int.from_bytes(raw[place : place + 2], "big") for place in range(0, len(raw), 2))
    return "".join(codes.get(code, "") for code in pairs)


def _table(font: Any) -> dict[int, str]:
    stream = font.get("/ToUnicode")
    if stream is None:
        return {}
    content = stream.read_bytes()
    table: dict[int, str] = {}
    for part in _CHARS.findall(content):
        ends = _HEX.findall(part)
        table |= {
            int(code, 16): _written(text) for code, text in zip(ends[::2], ends[1::2], strict=True)
        }
    for part in _RANGES.findall(content):
        for first, last, target in _RANGE.findall(part):
            table |= _spread(int(first, 16), int(last, 16), target)
    return table


def _spread(first: int, last: int, target: bytes) -> dict[int, str]:
    texts = [_written(text) for text in _HEX.findall(target)]
    if target.startswith(b"["):
        return dict(zip(range(first, last + 1), texts, strict=False))
    head, end = texts[0][:-1], ord(texts[0][-1])
    return {code: head + chr(end + code - first) for code in range(first, last + 1)}


def _written(text: bytes) -> str:
    return bytes.fromhex(text.decode("ascii")).decode("utf-16-be")
