"""Read a checked document as blocks to set on paper: paragraphs, lists and tables; sandbox only.

What the setting does not know is named, so that nothing silently vanishes from what is signed.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from motcua.documents.base.numbering import Counting
from motcua.documents.base.styling import Styling, points, xml_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document
    from docx.table import Table

_LACKING: Final = {
    "w:drawing": "picture",
    "w:pict": "picture",
    "w:object": "object",
    "w:txbxContent": "text_box",
    "w:footnoteReference": "footnote",
    "w:endnoteReference": "footnote",
    "w:ins": "tracked_change",
    "w:del": "tracked_change",
    "w:moveFrom": "tracked_change",
    "w:moveTo": "tracked_change",
    "w:commentReference": "comment",
    "w:sym": "symbol",
    "m:oMath": "formula",
}
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_ALIGNED: Final = {0: "left", 1: "center", 2: "right", 3: "justify", 4: "justify"}


def laid(content: bytes) -> dict[str, Any]:
    """Give `{page, blocks, lacks}` of a document; lengths are in points.

    `lacks` holds codes: picture, object, text_box, footnote, tracked_change, comment, symbol,
    formula, columns, sections, page_head, nested_table, numbering.
    """
    document = docx.Document(io.BytesIO(content))
    counting = Counting(document)
    reader = _Reader(Styling(document), counting)
    lacks = _lacks(document)
    blocks = [reader.block(item) for item in document.iter_inner_content()]
    lacks |= reader.lacks | counting.lacks
    return {"page": _page(document), "blocks": blocks, "lacks": sorted(lacks)}


def _page(document: Document) -> dict[str, float]:
    section = document.sections[0]
    return {
        "width": points(section.page_width) or 595.3,
        "height": points(section.page_height) or 841.9,
        "top": points(section.top_margin) or 56.7,
        "bottom": points(section.bottom_margin) or 56.7,
        "left": points(section.left_margin) or 85.0,
        "right": points(section.right_margin) or 42.5,
    }


def _lacks(document: Document) -> set[str]:
    body = document.element.body
    found = {
        code
        for name, code in _LACKING.items()
        if next(body.iter(_MATH if name == "m:oMath" else qn(name)), None) is not None
    }
    if any(int(one.get(qn("w:num"), "1")) > 1 for one in body.iter(qn("w:cols"))):
        found.add("columns")
    if len({(one.page_width, one.page_height) for one in document.sections}) > 1:
        found.add("sections")
    if any(_has_words(one) for one in document.sections):
        found.add("page_head")
    return found


def _has_words(section: Any) -> bool:
    """Say whether a page's head or foot holds more than the page's number."""
    held = (section.header, section.footer, section.first_page_header, section.first_page_footer)
    parts = [part for part in held if not part.is_linked_to_previous]
    words = "".join(one.text for part in parts for one in part.paragraphs)
    return any(part.tables for part in parts) or any(letter.isalpha() for letter in words)


class _Reader:
    """Reads blocks in order; lists count on."""

    def __init__(self, styling: Styling, counting: Counting) -> None:
        self._styling, self._counting = styling, counting
        self.lacks: set[str] = set()

    def block(self, item: Paragraph | Table) -> dict[str, Any]:
        return self._paragraph(item) if isinstance(item, Paragraph) else self._table(item)

    def _paragraph(self, paragraph: Paragraph) -> dict[str, Any]:
        style = self._styling
        label = self._counting.label(paragraph)
        return {
            "kind": "paragraph",
            "align": _ALIGNED.get(style.of(paragraph, "alignment") or 0, "left"),
            "left": points(style.of(paragraph, "left_indent")) or label.indent,
            "right": points(style.of(paragraph, "right_indent")),
            "first": points(style.of(paragraph, "first_line_indent")) if not label.text else 0.0,
            "above": points(style.of(paragraph, "space_before")) or style.above,
            "below": style.below_of(paragraph),
            "line": style.line_of(paragraph),
            "label": label.text,
            "rule": style.is_ruled(paragraph),
            "break": bool(style.of(paragraph, "page_break_before")),
            "runs": list(self._runs(paragraph)),
        }

    def _runs(self, paragraph: Paragraph) -> Iterator[dict[str, Any]]:
        for run in paragraph.iter_inner_content():
            for one in getattr(run, "runs", [run]):
                text = self._text(one)
                if text:
                    yield {"text": text, **self._styling.looks(paragraph, one)}

    def _text(self, run: Any) -> str:
        pieces = []
        for node in xml_of(run):
            if node.tag == qn("w:t"):
                pieces.append(node.text or "")
            elif node.tag == qn("w:tab"):
                pieces.append("\t")
            elif node.tag in {qn("w:br"), qn("w:cr")}:
                pieces.append("\f" if node.get(qn("w:type")) == "page" else "\n")
            elif node.tag == qn("w:noBreakHyphen"):
                pieces.append("-")
        return "".join(pieces)

    def _table(self, table: Table) -> dict[str, Any]:
        grid = xml_of(table).tblGrid
        widths = [int(one.get(qn("w:w"), "0")) / 20 for one in grid.findall(qn("w:gridCol"))]
        above: dict[int, dict[str, Any]] = {}
        rows = [self._cells(table, tr, above) for tr in xml_of(table).tr_lst]
        return {
            "kind": "table",
            "widths": [width or 72.0 for width in widths],
            "is_ruled": self._styling.is_table_ruled(table),
            "rows": rows,
        }

    def _cells(self, table: Table, tr: Any, above: dict[int, dict[str, Any]]) -> list[Any]:
        cells, at = [], 0
        for tc in tr.tc_lst:
            span = tc.grid_span
            if tc.vMerge == "continue" and at in above:
                above[at]["rows"] += 1
            else:
                if tc.findall(qn("w:tbl")):
                    self.lacks.add("nested_table")
                inner = [self._paragraph(Paragraph(p, table)) for p in tc.p_lst]
                above[at] = {"columns": span, "rows": 1, "blocks": inner}
                cells.append(above[at])
            at += span
        return cells
