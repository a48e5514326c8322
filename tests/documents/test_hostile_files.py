"""A file is looked into apart before it is kept: nothing in it runs, reaches out or swells."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pikepdf
import pytest

from motcua.documents.base.files import compare, compare_paper, fill, lay, look, measure
from motcua.documents.errors import DocumentRefused
from motcua.kernel.kinds import DOCX, recognise
from tests.documents.files import changed, document, repacked, with_part, with_picture
from tests.portal.typing import pdf

RELS = "word/_rels/document.xml.rels"
OUTSIDE = (
    b'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/%s" Target="%s" TargetMode="External"/></Relationships>'
)


def refused(content):
    with pytest.raises(DocumentRefused) as told:
        look(content)
    return told.value.details["reason"]


def outside(kind, target):
    return changed(document("Chữ"), RELS, b"</Relationships>", OUTSIDE % (kind, target))


def test_a_plain_document_is_read_line_by_line():
    assert look(document("Dòng một", "Dòng hai", rows=[("a", "b")])).lines == (
        "Dòng một",
        "Dòng hai",
        "a",
        "b",
    )


def test_macros_are_refused_however_they_are_named():
    assert refused(with_part(document("x"), "word/vbaProject.bin", b"x")) == "macros"
    kind = b"wordprocessingml.document.main+xml"
    types = changed(document("x"), "[Content_Types].xml", kind, b"x.macroEnabled.main+xml")
    assert refused(types) == "macros"


def test_what_lies_inside_or_outside_is_refused():
    assert refused(with_part(document("x"), "word/embeddings/a.xlsx", b"x")) == "embedded"
    assert refused(outside(b"image", b"http://example.org/x.png")) == "external"
    assert refused(outside(b"attachedTemplate", b"file:///t.dotm")) == "external"
    assert refused(outside(b"hyperlink", b"file:///etc/passwd")) == "external"


def test_a_link_to_a_page_is_no_way_in():
    assert look(outside(b"hyperlink", b"https://example.org")).lines == ("Chữ",)


def test_fields_that_fetch_something_are_refused():
    field = b"<w:r><w:instrText>DDEAUTO c:\\x</w:instrText></w:r></w:p>"
    assert refused(changed(document("x"), "word/document.xml", b"</w:p>", field)) == "fields"


def test_entities_are_refused_in_every_part():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert refused(with_part(document("x"), "docProps/app.xml", bomb)) == "entities"


CONTENT = b"<Relationship Id='rX' Type='http://x/%s' Target='%s'/></Relationships>"
FIELD = (
    b"<w:ftr xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:p>"
    b"<w:fldSimple w:instr='DDEAUTO c:&#92;x'/></w:p></w:ftr>"
)
ENDING = b"</Types>"


def test_the_text_that_is_looked_at_is_the_one_that_a_word_processor_shows():
    """Word takes the main part from the relations; another one there would be signed unseen."""
    shown = document("Từ chối")
    pointing = changed(shown, "_rels/.rels", b"word/document.xml", b"word/other.xml")
    with zipfile.ZipFile(io.BytesIO(document("Đồng ý"))) as archive:
        other = archive.read("word/document.xml")
    assert refused(with_part(pointing, "word/other.xml", other)) == "not_word"
    two = CONTENT % (b"officeDocument", b"word/other.xml")
    both = changed(shown, "_rels/.rels", b"</Relationships>", two)
    assert refused(with_part(both, "word/other.xml", other)) == "not_word"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    plain = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    assert refused(changed(shown, "word/document.xml", plain, strict)) == "not_word"


@pytest.mark.parametrize("name", ["word/Document.xml", "word\\document.xml", "/word/document.xml"])
def test_two_parts_that_a_word_processor_takes_for_one_are_refused(name):
    assert refused(with_part(document("x"), name, b"<a/>")) == "broken"


def test_macros_are_told_by_every_line_of_the_list_of_kinds():
    hidden = (
        b"<Default Extension='dat' ContentType='application/vnd.ms-office.vbaProject'/>"
        b"<Default Extension='x' ContentType='text/plain'/></Types>"
    )
    assert refused(changed(document("x"), "[Content_Types].xml", ENDING, hidden)) == "macros"


@pytest.mark.parametrize("name", ["custom/footer.xml", "word/footer.dat"])
def test_fields_are_found_in_parts_of_any_name(name):
    footer = changed(document("x"), RELS, b"</Relationships>", CONTENT % (b"footer", name.encode()))
    assert refused(with_part(footer, name, FIELD)) == "fields"


def test_entities_are_refused_in_letters_that_hide_them():
    bomb = '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4APA-a/+AD4-'
    assert refused(with_part(document("x"), "docProps/app.xml", bomb.encode())) in {
        "broken",
        "entities",
    }


def test_a_bomb_is_refused_by_what_comes_out_of_it():
    swollen = with_part(document("x"), "word/media.xml", b" " * (60 * 1024 * 1024))
    assert len(swollen) < 1024 * 1024
    assert refused(swollen) == "too_large"
    many = {f"word/x{number}.xml": b"<a/>" for number in range(500)}
    assert refused(repacked(document("x"), many)) == "too_large"


def test_other_files_are_refused():
    assert refused(b"") == "broken"
    assert refused(pdf().read()) == "broken"
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("a.txt", "x")
    assert refused(plain.getvalue()) == "not_word"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{{ ho_so.ma", "syntax"),
        ("{{ ho_so.__class__.mro() }}", "forbidden"),
        ("{% for x in range(9) %}{% endfor %}", "forbidden"),
        ("{% include 'x' %}", "forbidden"),
        ("{{ 'a' * 999999999 }}", "forbidden"),
    ],
)
def test_a_template_says_fields_and_nothing_else(text, reason):
    assert refused(document(text)) == reason


def test_nothing_private_is_reached_through_a_field():
    with pytest.raises(DocumentRefused):
        fill(document("{{ ho_so.__class__ }}"), {"ho_so": {"ma": "x"}})


def test_what_an_applicant_wrote_is_text_and_never_a_field():
    values = {"ho_so": {"ma": "{{ van_ban.so }} {_{ <b> & {% if"}}
    filled = fill(document("Mã: {{ ho_so.ma }}"), values)
    (line,) = look(filled).lines
    assert look(filled).fields == ()
    assert "<b> &" in line


def test_what_cannot_be_set_on_paper_is_named():
    assert lay(with_picture()).lacks == ("picture",)
    kept = b"<w:ins w:id='1' w:author='x'><w:r><w:t>moi</w:t></w:r></w:ins></w:p>"
    tracked = changed(document("x"), "word/document.xml", b"</w:p>", kept)
    assert lay(tracked).lacks == ("tracked_change",)


def test_two_versions_are_told_apart_line_by_line():
    rows = compare(document("Một", "Hai", "Ba"), document("Một", "Hai!", "Ba", "Bốn"))
    assert [(row.kind, row.left, row.right) for row in rows] == [
        ("equal", "Một", "Một"),
        ("replace", "Hai", "Hai!"),
        ("equal", "Ba", "Ba"),
        ("insert", "", "Bốn"),
    ]


WIDE = (
    b"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr><w:p/></w:tc></w:tr>"
    b"</w:tbl>"
)


@pytest.mark.parametrize("side", [14_000_000, 5_000, 20])
def test_a_page_that_no_printer_has_is_refused(side):
    made = io.BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page(page_size=(595, 842))
        paper.pages[0].MediaBox = [0, 0, 595, side]
        paper.save(made)
    for do in (measure, lambda content: compare_paper(document("Một"), content)):
        with pytest.raises(DocumentRefused) as told:
            do(made.getvalue())
        assert told.value.details["reason"] == "too_large"


@pytest.mark.parametrize(
    "body",
    [
        b"<w:p>" * 20_000 + b"</w:p>" * 20_000,
        WIDE,
        b"<w:p><w:pPr><w:ind w:left='99999999999999999999'/></w:pPr></w:p>",
        b"<w:p><w:pPr><w:jc w:val='\xff'/></w:pPr></w:p>",
        b"<w:p><w:r><w:t>" + b"a" * 30_000_000 + b"</w:t></w:r></w:p>",
    ],
    ids=["deep", "wide", "far in", "no letter", "long"],
)
def test_odd_markup_is_read_or_refused_and_the_next_file_is_taken(body):
    odd = changed(document("x"), "word/document.xml", b"<w:sectPr", body + b"<w:sectPr")
    for do in (look, lay, lambda content: fill(content, {})):
        with contextlib.suppress(DocumentRefused):
            do(odd)
    assert look(document("Sau đó")).lines == ("Sau đó",)


def test_rows_within_rows_end_in_time():
    loops = "{% for a in x %}" * 12 + "{{ a }}" + "{% endfor %}" * 12
    with pytest.raises(DocumentRefused):
        fill(document(loops), {"x": ["a" * 100] * 12})


def test_a_pdf_without_words_does_not_say_what_the_document_says():
    assert compare_paper(document("Một"), pdf().read())


def test_a_document_is_told_by_its_content_and_no_citizen_may_send_one():
    kind = recognise(io.BytesIO(document("x")))
    assert kind is DOCX
    hidden = io.BytesIO(pdf().read() + document("x"))
    assert recognise(hidden) is None
