"""Templates that people write: set as PDF or pictures, and never at the cost of others."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from motcua.ui import paper

AT = datetime(2026, 11, 20, tzinfo=UTC)
HEAD = b'#set document(title: "A")\n#set text(lang: "vi")\n'


def test_a_template_that_somebody_wrote_is_set_as_pdf_and_as_pictures():
    template = HEAD + b"#let d = json(bytes(sys.inputs.data))\n= A\n#d.name #pagebreak() B"
    pdf = paper.render_pdf(template, {"name": "Nguyễn Thị Ước"}, at=AT)
    assert pdf.startswith(b"%PDF-1.7")
    assert pdf == paper.render_pdf(template, {"name": "Nguyễn Thị Ước"}, at=AT)
    pages = paper.render_png(template, {"name": "Nguyễn Thị Ước"}, at=AT)
    assert [page[1:4] for page in pages] == [b"PNG", b"PNG"]


def test_what_is_set_without_the_sandbox_is_the_same_to_the_byte():
    template = HEAD + b"#let d = json(bytes(sys.inputs.data))\n= A\n#d.name"
    pdf = paper.render_pdf(template, {"name": "Trần Văn Ổn"}, at=AT)
    with paper.SANDBOX.left():
        assert paper.render_pdf(template, {"name": "Trần Văn Ổn"}, at=AT) == pdf


def test_only_the_made_up_year_is_set_without_the_sandbox():
    source = Path(paper.__file__).parents[1]
    leaving = [path for path in source.rglob("*.py") if "SANDBOX.left()" in path.read_text()]
    assert [str(path.relative_to(source)) for path in leaving] == ["demo/history/year.py"]


def test_a_mistake_is_told_with_its_line():
    with pytest.raises(paper.PaperFailed) as found:
        paper.render_pdf(b"A\n#unheard-of()", {}, at=AT)
    assert "unknown variable" in str(found.value.details["reason"])
    assert found.value.details["line"] == 2


@pytest.mark.parametrize(
    "template",
    [
        b"#let n = 0\n#for i in range(80000) { for j in range(1000) { n += 1 } }\n#n",
        b'#let s = "x" * 1000000\n#let all = range(100000).map(i => s + str(i))\n#all.len()',
    ],
)
def test_a_template_that_takes_too_much_is_ended(template):
    began = time.monotonic()
    with pytest.raises(paper.PaperFailed) as found:
        paper.render_pdf(template, {}, at=AT)
    assert found.value.details["is_endless"]
    assert time.monotonic() - began < 60


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (b"#for i in range(101) [#i #pagebreak()]", "at most 100 pages"),
        (b"#set page(width: 4000pt, height: 100pt)\nA", "as large as A0"),
    ],
)
def test_pages_have_a_number_and_a_size(template, said):
    for render in (paper.render_pdf, paper.render_png):
        with pytest.raises(paper.PaperFailed) as found:
            render(HEAD + template, {}, at=AT)
        assert said in str(found.value.details["reason"])


@pytest.mark.parametrize(
    "template",
    [
        b'#import "@preview/example:0.1.0": *\nx',
        b'#let p = "@preview/example:0.1.0"\n#import p: *\nx',
        b'#import ("@" + "preview/example:0.1.0"): *\nx',
    ],
)
def test_no_way_of_naming_a_package_brings_one(template):
    with pytest.raises(paper.PaperFailed):
        paper.render_pdf(template, {}, at=AT)


@pytest.fixture(autouse=True, scope="module")
def hosts_ended():
    """End what setting starts: it would outlive the tests here."""
    yield
    paper.SANDBOX.close()
