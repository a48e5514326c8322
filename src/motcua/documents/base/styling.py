"""How a paragraph and its words look, through the styles a document inherits; sandbox only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from docx.oxml.ns import qn
from docx.shared import Length

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_SIZE: Final = 13.0
_NOTHING: Final = frozenset({"none", "nil"})


def points(length: Any) -> float:
    """Give a length in points; 0 where none is set."""
    return round(float(length.pt), 2) if isinstance(length, Length) else 0.0


def xml_of(thing: Any) -> Any:
    """Give the XML of a paragraph, a run or a table; the library has no public name for it."""
    return thing._element  # noqa: SLF001 - see above


class Styling:
    """The styles of one document, and what it says where they are silent."""

    def __init__(self, document: Document) -> None:
        defaults = document.styles.element.find(qn("w:docDefaults"))
        spacing = _first(defaults, "w:spacing")
        self.above = _twips(spacing, "w:before")
        self._below = _twips(spacing, "w:after")
        self._line = _multiple(spacing)
        size = _first(defaults, "w:sz")
        self._size = int(size.get(qn("w:val"))) / 2 if size is not None else 10.0

    def of(self, paragraph: Paragraph, name: str) -> Any:
        """Give a property of a paragraph: its own, or that of the nearest style that sets it."""
        own = getattr(paragraph.paragraph_format, name)
        style = paragraph.style
        while own is None and style is not None:
            own = getattr(style.paragraph_format, name)
            style = style.base_style
        return own

    def below_of(self, paragraph: Paragraph) -> float:
        """Give the room below a paragraph, in points."""
        own = self.of(paragraph, "space_after")
        return self._below if own is None else points(own)

    def line_of(self, paragraph: Paragraph) -> float:
        """Give the distance of lines as a multiple of the letters' size."""
        own = self.of(paragraph, "line_spacing")
        if own is None:
            return self._line
        if isinstance(own, Length):
            return max(0.8, float(own.pt) / _SIZE)
        return float(own)

    def is_ruled(self, paragraph: Paragraph) -> bool:
        """Say whether a line is drawn below a paragraph."""
        line = _first(xml_of(paragraph).pPr, "w:pBdr")
        bottom = line.find(qn("w:bottom")) if line is not None else None
        return bottom is not None and bottom.get(qn("w:val")) not in _NOTHING

    def looks(self, paragraph: Paragraph, run: Any) -> dict[str, Any]:
        """Give how words look: size in points, bold, italic, underlined, capitals, raised."""
        size = self._font(paragraph, run, "size")
        return {
            "size": points(size) or self._size,
            "bold": bool(self._font(paragraph, run, "bold")),
            "italic": bool(self._font(paragraph, run, "italic")),
            "underline": bool(self._font(paragraph, run, "underline")),
            "upper": bool(self._font(paragraph, run, "all_caps")),
            "raised": bool(run.font.superscript),
            "lowered": bool(run.font.subscript),
        }

    def is_table_ruled(self, table: Table) -> bool:
        """Say whether a table is drawn with lines."""
        borders = _first(xml_of(table).tblPr, "w:tblBorders")
        if borders is None and table.style is not None:
            borders = _first(table.style.element, "w:tblBorders")
        return borders is not None and any(one.get(qn("w:val")) not in _NOTHING for one in borders)

    def _font(self, paragraph: Paragraph, run: Any, name: str) -> Any:
        own = getattr(run.font, name)
        for first in (run.style, paragraph.style):
            style = first
            while own is None and style is not None:
                own = getattr(style.font, name)
                style = style.base_style
        return own


def _first(element: Any, name: str) -> Any:
    return next(element.iter(qn(name)), None) if element is not None else None


def _twips(spacing: Any, name: str) -> float:
    value = spacing.get(qn(name), "0") if spacing is not None else "0"
    return int(value) / 20 if value.isdigit() else 0.0


def _multiple(spacing: Any) -> float:
    value = spacing.get(qn("w:line"), "240") if spacing is not None else "240"
    return int(value) / 240 if value.isdigit() else 1.0
