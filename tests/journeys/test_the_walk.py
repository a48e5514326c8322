"""The whole walk: from two words typed on a phone to a signed result that anyone can check."""

from __future__ import annotations

import pikepdf
from playwright.sync_api import expect

from tests.journeys.people import OWN_HOUSE, RESIDENCE
from tests.watching import look

INSIDE = 40


def test_a_citizen_files_pays_is_told_downloads_and_anybody_verifies(
    citizen, office, bank, device, tmp_path
):
    page = citizen.page
    find(page)
    citizen.begin(RESIDENCE)
    citizen.answer_pages(office.answers(code=RESIDENCE, fixed=OWN_HOUSE))
    citizen.give_papers(tmp_path)
    look(page, "papers-390")
    citizen.go_on()
    look(page, "check-390")
    code = citizen.submit()
    look(page, "filed-390")
    assert code.startswith("H26.101-")
    dossier = page.url.removesuffix("/filed")
    receipt_leads_to_tracking(page, code, tmp_path)
    giving_up_says_so(page)
    paying_counts_when_the_bank_says_so(page, bank)
    office.receive(dossier=code)
    page.goto(dossier)
    expect(page.get_by_text("Hẹn trả", exact=False).first).to_be_visible()
    look(page, "dossier-390")
    office.finish(dossier=code)
    page.goto(dossier)
    look(page, "result-390")
    result = download(page, "Tải kết quả (PDF", tmp_path / "result.pdf")
    anybody_verifies(device().new_page(), result, tmp_path)
    rate(page, dossier)


def find(page):
    page.goto("/")
    look(page, "home-390")
    page.get_by_label("Tìm thủ tục").fill("thuong tru")
    page.get_by_role("button", name="Tìm").click()
    look(page, "search-390")
    page.get_by_role("link", name="thường trú").first.click()
    expect(page.get_by_text("10.000").first).to_be_visible()
    expect(page.get_by_text("7 ngày làm việc").first).to_be_visible()
    look(page, "procedure-390")


def download(page, link, path):
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link).click()
    waiting.value.save_as(path)
    return path


def links_of(path):
    """Give the addresses that a PDF links to."""
    with pikepdf.open(path) as pdf:
        return [
            str(note.A.URI)
            for sheet in pdf.pages
            for note in sheet.get("/Annots", [])
            if "/A" in note and "/URI" in note.A
        ]


def receipt_leads_to_tracking(page, code, folder):
    receipt = download(page, "Tải biên nhận", folder / "receipt.pdf")
    with pikepdf.open(receipt) as pdf:
        assert pdf.Root.Lang is not None
    (address,) = {link for link in links_of(receipt) if code in link}
    tracking = page.context.new_page()
    tracking.goto(address)
    expect(tracking.get_by_label("Mã hồ sơ")).to_have_value(code)
    tracking.close()


def giving_up_says_so(page):
    page.get_by_role("button", name="Nộp tiền").click()
    look(page, "pay-390")
    page.get_by_role("button", name="qua cổng thanh toán").click()
    page.get_by_role("button", name="Hủy").click()
    expect(page.get_by_role("heading", name="chưa trả tiền")).to_be_visible()
    words = page.locator("main").inner_text().lower()
    assert "cảm ơn" not in words
    assert "đã nộp" not in words
    page.get_by_role("link", name="Nộp lần nữa").click()


def paying_counts_when_the_bank_says_so(page, bank):
    bank.turn(drop=True)
    page.get_by_role("button", name="qua cổng thanh toán").click()
    page.get_by_role("button", name="Thanh toán").or_(
        page.get_by_role("button", name="Trả")
    ).first.click()
    expect(page.get_by_role("heading", name="Ngân hàng chưa xác nhận")).to_be_visible()
    assert "Đã nộp" not in page.locator("main").inner_text()
    bank.turn(drop=False)
    bank.send_again()
    expect(page.get_by_role("heading", name="Đã nộp tiền")).to_be_visible()
    look(page, "paid-390")


def anybody_verifies(page, result, folder):
    (address,) = {link for link in links_of(result) if "/v/" in link}
    page.goto(address)
    expect(page.get_by_role("heading", name="Văn bản này do cổng cấp")).to_be_visible()
    look(page, "verify-390")
    check_file(page, result)
    expect(page.locator(".mc-verdict__word")).to_contain_text("Hợp lệ: đúng chữ ký")
    content = bytearray(result.read_bytes())
    content[content.index(b"stream") + INSIDE] ^= 1
    flipped = folder / "flipped.pdf"
    flipped.write_bytes(content)
    check_file(page, flipped)
    expect(page.locator(".mc-verdict__word")).to_contain_text("Không hợp lệ")
    look(page, "flipped-390")


def check_file(page, file):
    page.goto("/verify")
    page.get_by_label("Tệp cần kiểm tra").set_input_files(file)
    page.get_by_role("button", name="Kiểm tra tệp").click()


def rate(page, dossier):
    page.goto(dossier)
    page.get_by_role("link", name="Đánh giá việc phục vụ").click()
    page.get_by_label("Đầy đủ, dễ tìm, dễ hiểu").check()
    page.get_by_label("Đúng mực, tận tình").check()
    page.get_by_role("button", name="Gửi đánh giá").click()
    page.goto(dossier)
    expect(page.get_by_text("Anh/chị đã đánh giá")).to_be_visible()
