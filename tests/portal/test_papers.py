"""Papers of a draft: kept at once, given back byte for byte, refused with a reason."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Encryption

from motcua.dossiers.models import Upload
from tests.cast import BUSINESS
from tests.portal.typing import pdf, photo, upload

PAPER = "giay-chung-sinh"


@pytest.fixture
def place(filled):
    """Stand before the papers of a birth registration; give the address."""
    return f"{filled(child_case='ordinary', parents='married', relation='mother')}/papers"


def listed(browser):
    return browser.page.xpath("//*[@class='mc-files']//a")


def test_limits_are_stated_before_anything_is_chosen(citizen, place):
    citizen.go(place)
    assert "mỗi tệp không quá 20 MB" in citizen.text
    assert "PDF, JPEG, PNG, HEIC" in citizen.text


@pytest.mark.parametrize(
    ("file", "media_type"),
    [
        (lambda: pdf("giấy chứng sinh.pdf"), "application/pdf"),
        (lambda: photo("ảnh.jpg"), "image/jpeg"),
        (lambda: photo("ảnh.png", "PNG"), "image/png"),
    ],
)
def test_a_file_sent_with_the_form_is_the_draft_s_and_comes_back_byte_for_byte(
    citizen, place, file, media_type
):
    sent = file()
    content = sent.getvalue()
    citizen.post(place, {PAPER: sent, "_upload": "1"}).follow()
    (link,) = listed(citizen)
    answer = citizen.client.get(link.get("href"))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_a_file_sent_by_script_gives_the_question_drawn_anew(citizen, place):
    address = place.replace("/papers", "/files")
    citizen.post(address, {"field": PAPER, "file": photo("mặt trước.jpg")})
    assert citizen.status == 200
    assert [one.text_content() for one in listed(citizen)] == ["mặt trước.jpg"]


def test_photographs_are_one_pdf_for_whoever_reads_them(citizen, relative, place):
    citizen.post(place, {PAPER: [photo("1.jpg"), photo("2.png", "PNG")], "_upload": "1"}).follow()
    (link,) = citizen.page.xpath("//a[contains(., 'dưới dạng PDF')]/@href")
    with pikepdf.open(io.BytesIO(citizen.client.get(link).content)) as made:
        assert len(made.pages) == 2
    assert relative.go(link).status == 404
    assert citizen.go(link.replace(PAPER, "bien-ban")).status == 404
    citizen.post(f"{place.removesuffix('/papers')}/check").follow()
    (link,) = citizen.go(citizen.response.request["PATH_INFO"].removesuffix("/filed")).page.xpath(
        "//a[contains(., 'một tệp PDF')]/@href"
    )
    with pikepdf.open(io.BytesIO(citizen.client.get(link).content)) as made:
        assert len(made.pages) == 2
    assert relative.go(link).status == 404


def test_a_phone_s_heic_photograph_is_taken_and_can_be_read_by_everybody(citizen, place):
    content = (Path(__file__).parent / "files" / "phone.heic").read_bytes()
    assert b"Invented phone" in content
    citizen.post(place, {PAPER: upload(content, "IMG_0001.HEIC"), "_upload": "1"}).follow()
    (link,) = listed(citizen)
    kept = citizen.client.get(link.get("href"))
    assert kept["Content-Type"] == "image/heic"
    assert b"".join(kept.streaming_content) == content
    (link,) = citizen.page.xpath("//a[contains(., 'dưới dạng PDF')]/@href")
    readable = citizen.client.get(link).content
    with pikepdf.open(io.BytesIO(readable)) as made:
        (page,) = made.pages
        (picture,) = page.get_images().values()
        drawn = pikepdf.PdfImage(picture).as_pil_image().convert("RGB")
    # Turned upright as the phone says, in its colours, and without the maker's name.
    assert drawn.height > drawn.width
    colours = [colour for _count, colour in sorted(drawn.getcolors(2**24), reverse=True)]
    assert all(abs(a - b) < 12 for a, b in zip(colours[0], (244, 245, 247), strict=True))
    assert b"Invented phone" not in readable


def test_the_same_file_twice_is_kept_once(citizen, place):
    address = place.replace("/papers", "/files")
    for _ in range(2):
        citizen.post(address, {"field": PAPER, "file": pdf()})
    assert len(listed(citizen)) == 1


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (lambda: upload(b"", "rong.pdf"), "không có nội dung"),
        (lambda: upload(b"MZ\x90\0" * 100, "virus.pdf"), "không thuộc loại được nhận"),
        (lambda: upload(b"<svg onload=alert(1)>", "anh.svg"), "không thuộc loại được nhận"),
        (lambda: upload(b"\xff\xd8\xff" + b"\0" * 500, "hong.jpg"), "Không đọc được"),
        (lambda: upload(b"%PDF-1.7\n" + b"\0" * 500 + b"\n%%EOF", "hong.pdf"), "Không đọc được"),
        (lambda: pdf("khoa.pdf", encryption=Encryption(owner="a", user="b")), "mật khẩu"),
        (lambda: upload(b"%PDF-1.4\n" + bytes(21 * 1024**2), "lon.pdf"), "lớn hơn 20 MB"),
    ],
)
def test_what_nobody_could_open_is_refused_with_the_reason_and_nothing_else_is_lost(
    citizen, place, file, said
):
    citizen.post(place, {PAPER: pdf("tot.pdf"), "_upload": "1"})
    refused = file()
    citizen.post(place, {PAPER: refused})
    assert [text for text in citizen.problems if said in text], citizen.problems
    assert refused.name in "".join(citizen.problems)
    assert [one.text_content() for one in listed(citizen)] == ["tot.pdf"]
    refused.seek(0)
    citizen.post(place.replace("/papers", "/files"), {"field": PAPER, "file": refused})
    assert 400 <= citizen.status < 500
    assert said in citizen.response.json()["detail"]
    assert Upload.objects.count() == 1


def scripted(name):
    """Give a PDF that runs a script when it is opened."""
    out = io.BytesIO()
    with pikepdf.open(pdf(name)) as document:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.save(out)
    return upload(out.getvalue(), name)


def test_a_pdf_with_a_script_is_refused_with_how_to_make_one_without(citizen, place):
    citizen.post(place, {PAPER: scripted("to-khai.pdf")})
    (said,) = [text for text in citizen.problems if "mã lệnh" in text]
    assert "to-khai.pdf" in said
    assert "Lưu thành PDF" in said
    citizen.post(place.replace("/papers", "/files"), {"field": PAPER, "file": scripted("a.pdf")})
    assert citizen.status == 422
    assert "Lưu thành PDF" in citizen.response.json()["detail"]
    assert not Upload.objects.exists()


def test_a_file_is_taken_out_again(citizen, place):
    citizen.post(place, {PAPER: pdf(), "_upload": "1"})
    key = str(Upload.objects.get().public_id)
    citizen.post(place, {"_drop": key}).follow()
    assert listed(citizen) == []
    for nonsense in ("x", "", key, "0" * 36):
        assert citizen.post(place, {"_drop": nonsense}).status == 302


def test_going_on_without_a_required_paper_says_which(citizen, place):
    citizen.post(place, {})
    assert citizen.status == 200
    (said,) = citizen.problems
    assert "Giấy chứng sinh" in said
    assert citizen.problems[said] == f"#f-{PAPER}"


def test_a_paper_may_be_left_to_the_registries(citizen, place):
    citizen.post(place, {f"by_data.{PAPER}": PAPER})
    assert citizen.response["Location"].endswith("/check")
    citizen.follow()
    assert "Để cơ quan tự tra cứu" in citizen.text
    citizen.go(place)
    assert citizen.value(f"by_data.{PAPER}") == PAPER


def test_a_paper_that_no_registry_has_cannot_be_left_to_one(citizen, place):
    citizen.post(place, {"by_data.van-ban-nguoi-lam-chung": "van-ban-nguoi-lam-chung"})
    assert citizen.problems


def test_a_paper_that_is_not_asked_is_refused(citizen, place):
    citizen.post(place.replace("/papers", "/files"), {"field": "bien-ban", "file": pdf()})
    assert citizen.status == 404
    citizen.post(place, {"bien-ban": pdf(), f"by_data.{PAPER}": PAPER})
    assert Upload.objects.count() == 0


def test_no_more_files_than_the_paper_takes(citizen, place):
    address = place.replace("/papers", "/files")
    for number in range(5):
        citizen.post(address, {"field": PAPER, "file": pdf(f"{number}.pdf")})
        assert citizen.status == 200
    citizen.post(address, {"field": PAPER, "file": pdf("6.pdf")})
    assert citizen.status == 422
    assert "Đã đủ số tệp" in citizen.response.json()["detail"]


def test_a_stranger_s_file_is_not_there(citizen, relative, place):
    citizen.post(place, {PAPER: pdf(), "_upload": "1"})
    address = place.replace("/papers", f"/files/{Upload.objects.get().public_id}")
    assert citizen.go(address).status == 200
    assert relative.go(address).status == 404


def test_a_name_with_markup_is_shown_as_text(citizen, place):
    citizen.post(place, {PAPER: pdf("<img src=x onerror=alert(1)>.pdf"), "_upload": "1"}).follow()
    assert not citizen.page.xpath("//main//img")


def test_a_form_that_asks_no_papers_goes_straight_to_the_last_look(citizen, filled):
    draft = filled(BUSINESS, founder="person", filed_by="owner")
    assert citizen.go(f"{draft}/papers").status == 404
    assert citizen.go(f"{draft}/check").status == 200


def test_papers_of_which_one_is_enough_are_not_called_optional(citizen, place):
    citizen.go(place)
    labels = {
        code: citizen.words(f"//label[@for='f-{code}']")
        for code in (PAPER, "van-ban-nguoi-lam-chung", "giay-cam-doan", "giay-to-cu-tru")
    }
    assert "(không bắt buộc)" in labels.pop("giay-to-cu-tru")
    assert all("(một trong các giấy tờ này)" in label for label in labels.values()), labels


def test_a_complaint_about_a_missing_paper_is_gone_once_another_of_its_kind_is_there(
    citizen, place
):
    citizen.post(place)
    assert citizen.problems
    citizen.post(place, {"van-ban-nguoi-lam-chung": pdf("chứng.pdf")})
    assert citizen.status == 302
    assert not citizen.go(place).problems
