"""Reading a paper's text out of its PDF, as a screen reader or a copying hand does."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf


def text_of(pdf: bytes) -> str:
    """Read the text by the fonts' ToUnicode maps, as a screen reader does."""
    shown: list[str] = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            maps = {
                name: _to_unicode(bytes(font["/ToUnicode"].read_bytes()))
                for name, font in page.Resources.Font.items()
            }
            current: dict[int, str] = {}
            said = False
            for step in pikepdf.parse_content_stream(page):
                operator = str(step.operator)
                if operator == "Tf":
                    current = maps[str(step.operands[0])]
                elif operator == "BDC" and "/ActualText" in step.operands[1]:
                    shown.append(str(step.operands[1]["/ActualText"]))
                    said = True
                elif operator == "EMC":
                    said = False
                elif operator in {"Tj", "TJ"} and not said:
                    shown.extend(_codes(step.operands[0], current))
                elif operator == "ET":
                    shown.append(" ")
    return "".join(shown)


def _codes(operand: Any, mapping: dict[int, str]) -> list[str]:
    pieces = operand if isinstance(operand, pikepdf.Array) else [operand]
    raw = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    return [mapping[int.from_bytes(raw[i : i + 2])] for i in range(0, len(raw), 2)]


def _to_unicode(cmap: bytes) -> dict[int, str]:
    mapping: dict[int, str] = {}
    for line in cmap.decode("ascii").splitlines():
        cells = line.split()
        if len(cells) == 2 and all(cell.startswith("<") for cell in cells):
            mapping[int(cells[0][1:-1], 16)] = bytes.fromhex(cells[1][1:-1]).decode("utf-16-be")
    return mapping


def khmer_of(pdf: bytes) -> str:
    """Read the text without blanks, each Khmer syllable once.

    A base letter and its vowel are two glyphs, and both stand for the whole syllable.
    """
    return re.sub(r"([\u1780-\u17dd]{2,})\1", r"\1", text_of(pdf).replace(" ", ""))
