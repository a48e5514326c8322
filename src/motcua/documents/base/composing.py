"""Shipped templates as word processor files, written from data and laid out by Decree 30/2020."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell

from motcua.documents.base.fields import read_data
from motcua.documents.base.kinds import kinds
from motcua.documents.base.styling import xml_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from docx.document import Document
    from docx.text.paragraph import Paragraph

_FONT: Final = "Times New Roman"
_BODY, _SMALL = Pt(14), Pt(12)
_LETTER: Final = "CV"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A template that every agency has: code, kind, title in both languages, since when."""

    code: str
    kind: str
    title: Mapping[str, str]
    valid_from: date
    text: Mapping[str, Any]


@cache
def shipped() -> Mapping[str, Shipped]:
    """Give the shipped templates by their codes (`data/templates.yaml`)."""
    rows = read_data("templates.yaml")["templates"]
    made = (Shipped(row["code"], row["kind"], row["title"], row["valid_from"], row) for row in rows)
    return {one.code: one for one in made}


@cache
def composed(code: str) -> bytes:
    """Give a shipped template as a word processor's file."""
    template = shipped()[code]
    document = docx.Document()
    _set_up(document)
    _head(document, template)
    _title(document, template)
    for text in template.text["body"]:
        _body(document, text)
    _foot(document, template)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _set_up(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, _BODY
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    normal.paragraph_format.space_after = Pt(0)


def _head(document: Document, template: Shipped) -> None:
    """Boxes 1 to 5b: agency and number; national title and motto, place and date."""
    left, right = _columns(document, Cm(6.8), Cm(9.7), 2)
    above = "{% if co_quan.cap_tren_hoa %}{{ co_quan.cap_tren_hoa }}{% endif %}"
    _line(left[0], above, _SMALL)
    _line(left[0], "{{ co_quan.ten_hoa }}", _SMALL, bold=True)
    _rule(left[0], Cm(2.2))
    _line(right[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", _SMALL, bold=True)
    _line(right[0], "Độc lập - Tự do - Hạnh phúc", _BODY, bold=True)
    _rule(right[0], Cm(1.4))
    _line(left[1], "Số: {{ van_ban.so }}", _SMALL)
    if template.kind == _LETTER:
        _line(left[1], template.text["about"], Pt(12))
    _line(right[1], "{{ co_quan.dia_danh }}, {{ van_ban.ngay }}", _BODY, italic=True)


def _title(document: Document, template: Shipped) -> None:
    """Box 5a, and to whom it is written."""
    if template.kind != _LETTER:
        name = kinds()[template.kind].name["vi"].upper()
        _line(document, name, _BODY, bold=True, above=Pt(12))
        _line(document, template.text["about"], _BODY, bold=True)
        _rule(document, Cm(6))
    if template.text.get("to"):
        _line(document, f"Kính gửi: {template.text['to']}", _BODY, above=Pt(12))


def _body(document: Document, text: str) -> None:
    if text.isupper():
        _line(document, text, _BODY, bold=True, above=Pt(6))
        return
    paragraph = document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1.27)
    paragraph.paragraph_format.space_before = Pt(6)


def _foot(document: Document, template: Shipped) -> None:
    """Boxes 7a to 9b: recipients; authority, room for the signature, name."""
    document.add_paragraph()
    (left,), (right,) = _columns(document, Cm(8), Cm(8.5), 1)
    _line(left, "Nơi nhận:", Pt(12), bold=True, italic=True, align=WD_ALIGN_PARAGRAPH.LEFT)
    for one in ("– Như trên;", "– Lưu: VT, hồ sơ {{ ho_so.ma }}."):
        _line(left, one, Pt(11), align=WD_ALIGN_PARAGRAPH.LEFT)
    if template.text.get("drafted_by"):
        drafted = f"– Người soạn: {template.text['drafted_by']}."
        _line(left, drafted, Pt(11), align=WD_ALIGN_PARAGRAPH.LEFT)
    _line(right, "[QUYỀN HẠN, CHỨC VỤ NGƯỜI KÝ]", _BODY, bold=True)
    for _ in range(4):
        _line(right, "", _BODY)
    _line(right, "{{ nguoi_ky.ho_ten }}", _BODY, bold=True)


def _columns(
    document: Document, first: Any, second: Any, rows: int
) -> tuple[list[_Cell], list[_Cell]]:
    table = document.add_table(rows, 2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for at, width in enumerate((first, second)):
        table.columns[at].width = width
        for cell in table.columns[at].cells:
            cell.width = width
    return list(table.columns[0].cells), list(table.columns[1].cells)


def _line(  # noqa: PLR0913 - how one line of a letterhead looks
    place: Document | _Cell,
    text: str,
    size: Any,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Any = WD_ALIGN_PARAGRAPH.CENTER,
    above: Any = None,
) -> Paragraph:
    # A cell comes with an empty paragraph of its own.
    is_first = isinstance(place, _Cell) and len(place.paragraphs) == 1 and not place.text
    paragraph = place.paragraphs[0] if is_first and text else place.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = size, bold, italic
    paragraph.alignment = align
    if above is not None:
        paragraph.paragraph_format.space_before = above
    return paragraph


def _rule(place: Document | _Cell, inset: Any) -> None:
    """Draw the short line below the head's lines, as the Decree has it."""
    paragraph = place.add_paragraph()
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = inset
    paragraph.paragraph_format.line_spacing = Pt(4)
    line, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
        bottom.set(qn(f"w:{name}"), value)
    line.append(bottom)
    xml_of(paragraph).get_or_add_pPr().insert_element_before(line, "w:spacing", "w:ind", "w:jc")
