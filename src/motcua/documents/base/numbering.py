"""Lists of a document: what stands before each of their lines; sandbox only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from docx.oxml.ns import qn

from motcua.documents.base.styling import xml_of

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_NUMBERING: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
_MOST_LEVELS: Final = 9


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a line, and how far the line is moved in (points)."""

    text: str = ""
    indent: float = 0.0


class Counting:
    """Counts the lists of a document as its lines are read in order."""

    def __init__(self, document: Document) -> None:
        self.lacks: set[str] = set()
        self._counts: dict[str, list[int]] = {}
        self._levels: dict[str, dict[int, Any]] = {}
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype == _NUMBERING),
            None,
        )
        if part is not None:
            self._read(part.element)

    def label(self, paragraph: Paragraph) -> Label:
        """Give what stands before a paragraph, counting it."""
        found = _of_list(paragraph)
        if found is None:
            return Label()
        number, depth = found
        level = self._levels.get(number, {}).get(depth)
        if level is None:
            return Label()
        counts = self._counted(number, depth)
        return Label(self._written(number, depth, counts), _indent(level))

    def _counted(self, number: str, depth: int) -> list[int]:
        counts = self._counts.setdefault(number, [0] * _MOST_LEVELS)
        start = _value(self._levels[number][depth], "w:start") or "1"
        counts[depth] = counts[depth] + 1 if counts[depth] else int(start)
        counts[depth + 1 :] = [0] * (_MOST_LEVELS - depth - 1)
        return counts

    def _written(self, number: str, depth: int, counts: list[int]) -> str:
        level = self._levels[number][depth]
        kind = _value(level, "w:numFmt")
        if kind == "bullet":
            return "–"
        text = _value(level, "w:lvlText")
        for at in range(depth + 1):
            if f"%{at + 1}" in text:
                below = self._levels[number].get(at, level)
                told = self._figure(_value(below, "w:numFmt"), counts[at] or 1)
                text = text.replace(f"%{at + 1}", told)
        return text

    def _figure(self, kind: str, count: int) -> str:
        if kind == "decimal":
            return str(count)
        if kind in {"lowerLetter", "upperLetter"}:
            letter = chr(ord("a") + (count - 1) % 26)
            return letter if kind == "lowerLetter" else letter.upper()
        if kind in {"lowerRoman", "upperRoman"}:
            roman = _roman(count)
            return roman.lower() if kind == "lowerRoman" else roman
        if kind != "none":
            self.lacks.add("numbering")
        return ""

    def _read(self, element: Any) -> None:
        abstract = {
            one.get(qn("w:abstractNumId")): {
                int(level.get(qn("w:ilvl"))): level for level in one.findall(qn("w:lvl"))
            }
            for one in element.findall(qn("w:abstractNum"))
        }
        for one in element.findall(qn("w:num")):
            named = one.find(qn("w:abstractNumId")).get(qn("w:val"))
            self._levels[one.get(qn("w:numId"))] = abstract.get(named, {})


def _of_list(paragraph: Paragraph) -> tuple[str, int] | None:
    """Give the list and the depth of a paragraph, its own or its style's; None outside lists."""
    places = [xml_of(paragraph).pPr]
    style = paragraph.style
    while style is not None:
        places.append(style.element.find(qn("w:pPr")))
        style = style.base_style
    for place in places:
        found = place.find(qn("w:numPr")) if place is not None else None
        number = _value(found, "w:numId") if found is not None else ""
        if number:
            depth = _value(found, "w:ilvl") or "0"
            known = number != "0" and depth.isdigit() and int(depth) < _MOST_LEVELS
            return (number, int(depth)) if known else None
    return None


def _value(element: Any, name: str) -> str:
    found = element.find(qn(name)) if element is not None else None
    return str(found.get(qn("w:val"), "")) if found is not None else ""


def _indent(level: Any) -> float:
    found = next(level.iter(qn("w:ind")), None)
    value = found.get(qn("w:left"), "0") if found is not None else "0"
    return int(value) / 20 if value.isdigit() else 0.0


def _roman(count: int) -> str:
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    told = "L" if count >= 50 else ""
    count = min(count, 399) % 50
    for worth, sign in signs:
        while count >= worth:
            told, count = told + sign, count - worth
    return told
