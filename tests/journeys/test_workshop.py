"""A procedure made from nothing in a browser, published by two people, filed, and given back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.officials import enter
from tests.watching import barriers, look

CODE = "9.900017"
NEW = {
    "Mã thủ tục": CODE,
    "Tên thủ tục (tiếng Việt)": "Đăng ký nuôi chó",
    "Tên thủ tục (tiếng Anh)": "Register a dog",
    "Cơ quan giải quyết (tiếng Việt)": "Ủy ban nhân dân cấp xã",
    "Cơ quan giải quyết (tiếng Anh)": "Commune People's Committee",
    "Số quyết định công bố": "01/QĐ-UBND",
    "Thời hạn giải quyết": "3",
    "Căn cứ của thời hạn": "Quyết định 01/QĐ-UBND, Điều 2",
}
FIELD = {
    "field_code": "thu-y",
    "field_name": "Thú y",
    "field_name_en": "Veterinary affairs",
}
BASIS = "Quyết định 01/QĐ-UBND, Điều 3"


@pytest.fixture
def writer(desk, watch):
    """The administrator who writes."""
    watch.expect("status of 422")  # a page that says what is still missing
    return desk("administrator")


@pytest.fixture
def second(device, node, office):
    """The administrator who looks at it too, on a phone."""
    page = device(base_url=f"http://desk.localhost:{node.port}").new_page()
    enter(page, office.another_administrator())
    return page


@pytest.mark.timeout(1200)
def test_a_new_procedure_is_made_published_filed_and_answered_without_code(
    writer, second, office, citizen, tmp_path
):
    begin(writer)
    write_the_law(writer)
    write_the_statute(writer)
    write_the_questions(writer)
    write_the_papers(writer)
    write_the_fee(writer)
    write_the_process(writer)
    write_the_result(writer)
    fill_it_in_on_trial(writer)
    ask(writer)
    agree(second)
    open_at_the_agency(writer)
    assert office.learn(code=CODE) == 4
    file_and_be_answered(citizen, office, tmp_path)


def begin(page):
    page.goto("/agency/")
    page.get_by_role("link", name="Xưởng thủ tục").click()
    page.get_by_role("link", name="Thủ tục mới").click()
    page.get_by_label("Lĩnh vực", exact=True).select_option("-")
    for name, text in FIELD.items():
        page.locator(f"[name={name}]").fill(text)
    for label, text in NEW.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Tạo bản nháp").click()
    expect(page.get_by_role("heading", name="Đăng ký nuôi chó")).to_be_visible()
    look(page, "workshop-version-1280")


def overview(page):
    page.get_by_role("navigation", name="Đang ở").get_by_role("link", name=CODE).click()


def part(page, name):
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def save(page):
    page.get_by_role("main").get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("Đã lưu.").wait_for()


def write_the_law(page):
    part(page, "Căn cứ pháp lý")
    page.get_by_role("button", name="Thêm căn cứ pháp lý").click()
    page.get_by_label("Số, ký hiệu").fill("01/QĐ-UBND")
    page.get_by_label("Trích yếu (tiếng Việt)").fill("Quyết định về quản lý chó nuôi")
    page.get_by_label("Trích yếu (tiếng Anh)").fill("Decision on dogs kept at home")
    save(page)
    overview(page)


def write_the_statute(page):
    part(page, "Biểu mẫu")
    page.get_by_role("button", name="Thêm mẫu do văn bản quy định").click()
    page.get_by_label("Mã", exact=True).first.fill("don-01")
    page.get_by_label("Tên (tiếng Việt)").first.fill("Đơn đăng ký nuôi chó")
    page.get_by_label("Tên (tiếng Anh)").first.fill("Request to register a dog")
    page.get_by_label("Ban hành kèm theo").fill("Quyết định 01/QĐ-UBND, mẫu số 01")
    page.get_by_label("Đã xem trong văn bản").check()
    page.locator("[name='items.0.no']").fill("1")
    page.locator("[name='items.0.name.vi']").fill("Họ và tên")
    page.locator("[name='items.0.name.en']").fill("Full name")
    save(page)
    part(page, "Họ và tên")
    page.locator("[name=items]").check()
    save(page)
    page.get_by_role("navigation", name="Đang ở").get_by_role("link", name="Biểu mẫu").click()


def write_the_questions(page):
    part(page, "Nội dung đề nghị")
    page.get_by_label("Loại", exact=True).select_option("choice")
    page.get_by_role("button", name="Thêm câu hỏi").click()
    page.get_by_label("Mã câu hỏi", exact=True).fill("vaccinated")
    page.get_by_label("Câu hỏi (tiếng Việt)").fill("Chó đã tiêm phòng dại chưa?")
    page.get_by_label("Câu hỏi (tiếng Anh)").fill("Is the dog vaccinated?")
    for index, row in enumerate((("da-tiem", "Đã tiêm", "Yes"), ("chua", "Chưa tiêm", "No"))):
        page.get_by_role("button", name="Thêm dòng Các lựa chọn").click()
        value, vietnamese, english = row
        page.locator(f"[name='options.{index}.value']").fill(value)
        page.locator(f"[name='options.{index}.label.vi']").fill(vietnamese)
        page.locator(f"[name='options.{index}.label.en']").fill(english)
    page.locator("[name=basis]").fill(BASIS)
    page.get_by_label("Đã xem trong văn bản").check()
    save(page)
    page.get_by_label("Loại", exact=True).select_option("date")
    page.get_by_role("button", name="Thêm câu hỏi").click()
    page.get_by_label("Mã câu hỏi", exact=True).fill("vaccinated_on")
    page.get_by_label("Câu hỏi (tiếng Việt)").fill("Ngày tiêm")
    page.get_by_label("Câu hỏi (tiếng Anh)").fill("Day of vaccination")
    page.get_by_label("Muộn nhất").fill("today")
    condition(page, "vaccinated", "da-tiem")
    page.locator("[name=basis]").fill(BASIS)
    page.get_by_label("Đã xem trong văn bản").check()
    save(page)
    expect(page.get_by_role("main")).to_contain_text(
        "khi “Chó đã tiêm phòng dại chưa?” là “Đã tiêm”"
    )
    look(page, "workshop-form-part-1280")
    assert barriers(page) == []


def condition(page, question, answer):
    page.get_by_text("Sửa điều kiện").first.click()
    page.locator("[name='when.0.ref']").select_option(question)
    page.get_by_role("button", name="Hiện cách so sánh").first.click()
    page.locator("[name='when.0.op']").select_option("eq")
    page.locator("[name='when.0.value']").select_option(answer)


def write_the_papers(page):
    overview(page)
    part(page, "Trường hợp và giấy tờ")
    part(page, "Trường hợp chung")
    page.get_by_role("button", name="Thêm giấy tờ").click()
    page.get_by_label("Mã", exact=True).fill("so-tiem")
    page.get_by_label("Tên giấy tờ (tiếng Việt)").fill("Sổ tiêm phòng của chó")
    page.get_by_label("Tên giấy tờ (tiếng Anh)").fill("Vaccination record")
    page.get_by_label("Số bản sao").fill("1")
    condition(page, "vaccinated", "da-tiem")
    page.locator("[name=basis]").fill(BASIS)
    save(page)


def write_the_fee(page):
    overview(page)
    part(page, "Cách nộp, thời hạn, phí")
    part(page, "Trực tuyến")
    page.get_by_role("button", name="Thêm khoản phí").click()
    page.get_by_label("Mã", exact=True).fill("le-phi")
    page.get_by_label("Tên khoản thu (tiếng Việt)").fill("Lệ phí đăng ký nuôi chó")
    page.get_by_label("Tên khoản thu (tiếng Anh)").fill("Dog registration fee")
    page.get_by_label("Mức thu (đồng)").fill("20.000")
    page.get_by_label("Khi nộp hồ sơ").check()
    page.get_by_label("Có hiệu lực từ ngày").fill("01/01/2025")
    page.locator("[name=basis]").fill("Nghị quyết 05/2025/NQ-HĐND")
    save(page)
    overview(page)
    part(page, "Tính phí")
    page.get_by_role("button", name="Tính", exact=True).click()
    expect(page.get_by_role("heading", name="Phải nộp: 20.000")).to_be_visible()


def write_the_process(page):
    overview(page)
    part(page, "Quy trình")
    part(page, "Thẩm định, dự thảo kết quả")
    page.get_by_label("Phần thời hạn").fill("0,45")
    save(page)
    page.get_by_role("button", name="Thêm bước xử lý").click()
    page.get_by_label("Mã", exact=True).fill("kiem-tra")
    page.get_by_label("Tên bước (tiếng Việt)").fill("Kiểm tra đề xuất")
    page.get_by_label("Tên bước (tiếng Anh)").fill("Review")
    page.get_by_label("Ai làm").select_option("head")
    page.get_by_label("Phần thời hạn").fill("0,15")
    page.get_by_label("Ý kiến của trưởng phòng").check()
    save(page)
    page.get_by_role("navigation", name="Đang ở").get_by_role("link", name="Quy trình").click()
    for _step in range(2):
        with page.expect_navigation():
            page.get_by_role("button", name="Lên Kiểm tra đề xuất").click()
    steps = page.locator(".mc-list__item > p:first-child > a").all_inner_texts()
    assert steps.index("Kiểm tra đề xuất") == 2
    look(page, "workshop-process-1280")


def write_the_result(page):
    overview(page)
    part(page, "Kết quả")
    page.get_by_label("Tên kết quả (tiếng Việt)").fill("Giấy xác nhận đăng ký nuôi chó")
    page.get_by_label("Tên kết quả (tiếng Anh)").fill("Dog registration")
    save(page)
    part(page, "Mẫu in kết quả")
    expect(page.get_by_role("img", name="Trang 1")).to_be_visible()
    template = page.get_by_label("Mẫu (typst)")
    template.fill(template.input_value().replace("Nội dung đề nghị", "Con chó được đăng ký"))
    save(page)
    look(page, "workshop-template-1280")


def fill_it_in_on_trial(page):
    overview(page)
    part(page, "Xem và điền thử như người dân")
    inside = page.frame_locator("iframe")
    expect(inside.get_by_role("heading", name="Người đề nghị")).to_be_visible()
    look(page, "workshop-preview-1280")
    inside.get_by_role("button", name="Tiếp tục").last.click()
    expect(inside.get_by_role("alert")).to_be_visible()


def ask(page):
    overview(page)
    part(page, "Kiểm tra")
    expect(page.get_by_role("heading", name="Lỗi, phải sửa trước khi công bố (0)")).to_be_visible()
    look(page, "workshop-check-1280")
    overview(page)
    page.get_by_role("link", name="Trình công bố").click()
    page.get_by_role("button", name="Trình công bố").click()
    expect(page.get_by_text("cần một quản trị viên khác duyệt")).to_be_visible()


def agree(page):
    page.goto("/agency/")
    page.get_by_text("Các trang quản trị").click()  # folded on a phone
    page.get_by_role("link", name="Xưởng thủ tục").click()
    page.get_by_role("link", name="Đăng ký nuôi chó").click()
    look(page, "workshop-agree-390")
    page.get_by_role("button", name="Duyệt và công bố").click()
    expect(page.get_by_text("Đã công bố.")).to_be_visible()


def open_at_the_agency(page):
    page.get_by_role("link", name="Mở thêm thủ tục").click()
    page.get_by_label("Tên hoặc mã thủ tục").fill(CODE)
    page.get_by_role("button", name="Lọc").click()
    page.get_by_role("button", name=f"Mở {CODE}").click()
    page.get_by_text("Đã mở.").wait_for()


def file_and_be_answered(citizen, office, folder):
    page = citizen.page
    citizen.begin(CODE)
    fixed = {"applicant_kind": "self", "vaccinated": "da-tiem"}
    citizen.answer_pages(office.answers(code=CODE, fixed=fixed))
    assert citizen.papers() == ["so-tiem"]
    citizen.give_papers(folder)
    citizen.go_on()
    expect(page.get_by_text("20.000").first).to_be_visible()
    code = citizen.submit()
    dossier = page.url.removesuffix("/filed")
    page.get_by_role("button", name="Nộp tiền").click()
    page.get_by_role("button", name="qua cổng thanh toán").click()
    page.get_by_role("button", name=re.compile("Thanh toán|Trả")).first.click()
    expect(page.get_by_role("heading", name="Đã nộp tiền")).to_be_visible()
    office.receive(dossier=code)
    office.finish(dossier=code)
    page.goto(dossier)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Tải kết quả (PDF").click()
    assert waiting.value.suggested_filename.endswith(".pdf")
