"""Papers are tagged, archival, the same every time, and never run what people wrote."""

from __future__ import annotations

import io
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader

from motcua.ui import paper
from tests.ui.reading import khmer_of, text_of

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
NAME = "Nguyễn Thị Ngữ Hoà Đặng"
KHMER = "សុខ វិបុល"
MARKUP = '#panic("x") *đậm* $x$ \\ @ref <label> // đây #sys.inputs'
URL = "http://localhost:8000/kiem-tra/3f9c2a7b1d"

COMMON: dict[str, Any] = {
    "demo": True,
    "agency": {"parent": "Ủy ban nhân dân thành phố Hà Nội", "name": "Ủy ban nhân dân phường Mẫu"},
    "number": "12/GTN",
    "place": "Phường Mẫu",
    "date": "2026-02-03",
    "code": "H26.11-260203-0012",
    "qr": {"svg": paper.qr_svg(URL), "url": URL, "caption": "Quét để kiểm tra"},
    "office": "Trung tâm Phục vụ hành chính công phường Mẫu",
    "filer": {"name": NAME, "address": "Số 1 phố Mẫu", "phone": "0900 000 123", "email": ""},
    "request": "Đăng ký khai sinh",
    "signer": {
        "authority": ["Người tiếp nhận hồ sơ"],
        "name": "Trần Văn Mẫu",
        "agency": "UBND phường Mẫu",
        "signed_at": "2026-02-03T15:35:07+07:00",
        "seal": True,
    },
}
SLIPS: dict[str, dict[str, Any]] = {
    "slips/form01.typ": {
        "title": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "papers": ["Tờ khai", MARKUP],
        "sets": 1,
        "time_allowed": "7 ngày làm việc",
        "received_at": "2026-02-03T15:30:00+07:00",
        "due_at": "2026-02-12T17:00:00+07:00",
        "deliver_to": "tại quầy",
    },
    "slips/form02.typ": {
        "title": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
        "items": [MARKUP],
        "reason": "Thiếu giấy chứng sinh",
        "contact": {"name": "Trần Văn Mẫu", "phone": "024 0000 0000"},
    },
    "slips/form03.typ": {
        "title": "Phiếu từ chối tiếp nhận, giải quyết hồ sơ",
        "reasons": [MARKUP],
    },
    "slips/form04.typ": {
        "title": "Phiếu xin lỗi và hẹn lại ngày trả kết quả",
        "received_at": "2026-02-03T15:30:00+07:00",
        "due_at": "2026-02-12T17:00:00+07:00",
        "again_at": "2026-02-16T17:00:00+07:00",
        "reasons": [MARKUP],
        "contact": {"name": "Trần Văn Mẫu", "phone": "024 0000 0000"},
    },
    "slips/form05.typ": {
        "title": "Phiếu kiểm soát quá trình giải quyết hồ sơ",
        "rows": [
            {
                "step": "Thẩm định",
                "giver": "Một cửa · Trần Văn Mẫu",
                "taker": MARKUP,
                "at": "08:00 03/02/2026",
                "due": "17:00 04/02/2026",
                "finished": "",
                "result": "Đang làm",
                "note": "",
            }
        ],
    },
    "slips/form06.typ": {
        "title": "Sổ theo dõi hồ sơ",
        "since": "2026-02-01",
        "until": "2026-02-28",
        "rows": [
            {
                "number": "1",
                "entry": "12/2026",
                "code": "H26.11-260203-0012",
                "procedure": "Đăng ký khai sinh",
                "sets": "1",
                "applicant": MARKUP,
                "contact": "0900 000 123",
                "handled_by": "UBND phường Mẫu",
                "received": "15:30 03/02/2026",
                "due": "17:00 12/02/2026",
                "returned": "",
                "channel": "Trực tuyến",
                "remark": "",
            }
        ],
    },
    "slips/receipt.typ": {
        "title": "Biên nhận nộp hồ sơ",
        "submitted_at": "2026-02-03T15:30:00+07:00",
        "papers": [MARKUP],
        "next": "Cán bộ xem hồ sơ.",
    },
    "slips/summary.typ": {
        "title": "Bản in hồ sơ",
        "procedure": "Đăng ký khai sinh",
        "sections": [
            {"title": "Người yêu cầu", "rows": [{"question": "Họ tên", "answer": MARKUP}]}
        ],
        "papers": [{"name": "Giấy chứng sinh", "files": ["a.jpg"]}],
    },
}


def rendered(template: str, **changes: Any) -> bytes:
    return paper.render_pdf(template, {**COMMON, **SLIPS[template], **changes}, at=AT)


@pytest.mark.parametrize("template", SLIPS)
def test_every_slip_is_tagged_archival_and_in_vietnamese(template: str) -> None:
    reader = PdfFileReader(io.BytesIO(rendered(template)))
    root = reader.root
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("vi")
    assert root["/StructTreeRoot"]["/K"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.trailer["/Info"]["/Title"] == SLIPS[template]["title"]
    metadata = root["/Metadata"].data
    assert b"<pdfaid:part>2</pdfaid:part>" in metadata
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata


@pytest.mark.parametrize("template", SLIPS)
def test_every_font_is_embedded_and_ours(template: str) -> None:
    with pikepdf.open(io.BytesIO(rendered(template))) as document:
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "LiberationSerif" in str(descriptor.FontName)
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


@pytest.mark.parametrize("template", SLIPS)
def test_what_people_wrote_is_shown_and_never_run(template: str) -> None:
    assert MARKUP in " ".join(text_of(rendered(template)).split())


def test_vietnamese_text_can_be_copied_out_in_nfc() -> None:
    text = text_of(rendered("slips/form01.typ"))
    assert NAME in text
    assert unicodedata.is_normalized("NFC", text)


def test_a_paper_is_the_same_bytes_every_time() -> None:
    assert rendered("slips/form02.typ") == rendered("slips/form02.typ")


def test_a_paper_of_the_demo_says_so_and_a_real_one_has_no_demo_seal() -> None:
    assert "DẤU" in text_of(rendered("slips/form01.typ"))
    real = text_of(rendered("slips/form01.typ", demo=False))
    assert "DẤU" not in real
    assert "MINH" not in real


def test_a_date_keeps_its_zero_only_where_the_decree_says() -> None:
    assert "ngày 03 tháng 02 năm 2026" in text_of(rendered("slips/form01.typ"))
    later = text_of(rendered("slips/form01.typ", date="2026-10-09"))
    assert "ngày 09 tháng 10 năm 2026" in later


def test_a_preview_is_a_picture_of_each_page() -> None:
    pages = paper.render_png(
        "slips/form01.typ", {**COMMON, **SLIPS["slips/form01.typ"]}, at=AT, ppi=72
    )
    picture = Image.open(io.BytesIO(pages[0]))
    assert picture.format == "PNG"
    assert picture.width == pytest.approx(420, abs=1)


def test_a_template_elsewhere_may_use_the_shared_pieces(tmp_path: Path) -> None:
    own = tmp_path / "result.typ"
    own.write_text('#import "/paper.typ": *\n#show: paper.with(data)\n#title(data.title)\n')
    pdf = paper.render_pdf(own, {**COMMON, "title": "Trích lục"}, at=AT)
    assert "TRÍCH LỤC" in text_of(pdf)


@pytest.mark.parametrize(
    "source",
    ['#import "@preview/cetz:0.3.0"', '#read("/../paper.py")', "#let", "#data.nothing"],
)
def test_a_wrong_template_is_refused_with_a_reason(tmp_path: Path, source: str) -> None:
    wrong = tmp_path / "wrong.typ"
    wrong.write_text(source)
    with pytest.raises(paper.PaperFailed) as refused:
        paper.render_pdf(wrong, COMMON, at=AT)
    assert refused.value.details["reason"]


def test_a_khmer_name_is_printed_and_can_be_copied_out() -> None:
    pdf = rendered("slips/form01.typ", filer={**COMMON["filer"], "name": KHMER})
    assert KHMER.replace(" ", "") in khmer_of(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = {
            str(font.DescendantFonts[0].FontDescriptor.FontName)
            for page in document.pages
            for font in page.Resources.Font.values()
        }
    assert {name.rpartition("+")[2].partition("-")[0] for name in fonts} == {
        "LiberationSerif",
        "NotoSansKhmer",
    }


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Lò Văn 😀 Páo", "Lò Văn □ Páo"),
        ("\uaa80\uaa81 Thái", "□□ Thái"),
        ("Sa\u200bPa \u2764\ufe0f", "SaPa □"),
        ("thẻ\tbài", "thẻ bài"),
    ],
)
def test_what_no_font_has_is_a_square_and_the_paper_is_made(written: str, printed: str) -> None:
    pdf = rendered("slips/form01.typ", filer={**COMMON["filer"], "name": written})
    assert printed in text_of(pdf)


def test_a_draft_says_so_on_every_page_and_what_is_issued_does_not() -> None:
    assert "BẢN NHÁP DRAFT" in " ".join(text_of(rendered("slips/form01.typ", draft=True)).split())
    assert "NHÁP" not in text_of(rendered("slips/form01.typ"))
