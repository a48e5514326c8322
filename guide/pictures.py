"""What is photographed: one function for each picture of the guide, in the order of the day."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from PIL import Image

from guide.studio import PHONE, photograph

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import FilePayload, Page

    from guide.studio import Studio

    Take = Callable[[Studio], bytes]

PICTURES: dict[str, Take] = {}
# An identity card that nobody holds, as its QR code says it.
CARD = "001190000123||Nguyễn Thị An|02011990|Nữ|Số 1 phố Hoa Sữa, Ba Đình, Hà Nội|01072021"
PROCEDURE = "Đăng ký khai sinh"


def picture(name: str) -> Callable[[Take], Take]:
    """Name the picture that a function takes."""

    def keep(take: Take) -> Take:
        PICTURES[name] = take
        return take

    return keep


def open_first(page: Page, studio: Studio, queue: str) -> None:
    """Open the dossier at the top of a queue."""
    page.goto(f"{studio.desk}/?queue={queue}")
    page.locator("tr[data-row] a.desk-code").first.click()
    page.wait_for_url("**/dossiers/**")


def open_that_offers(page: Page, studio: Studio, queue: str, link: str) -> None:
    """Open the first dossier of a queue whose page has a link."""
    page.goto(f"{studio.desk}/?queue={queue}")
    rows = page.locator("tr[data-row] a.desk-code")
    for address in [row.get_attribute("href") for row in rows.all()]:
        page.goto(f"{studio.desk}{address}")
        if page.get_by_role("link", name=link).count():
            return
    sys.exit(f"No dossier in {queue} offers: {link}")


def press(page: Page, name: str) -> None:
    """Press a button or follow a link by its words, and wait for the page it leads to."""
    act = page.locator("main").get_by_role("button", name=name, exact=True)
    act = act.or_(page.locator("main").get_by_role("link", name=name, exact=True))
    with page.expect_navigation():
        act.first.click()


@picture("dang-nhap")
def sign_in(studio: Studio) -> bytes:
    page = studio.stranger()
    page.goto(f"{studio.desk}/accounts/login/")
    return photograph(page, height=620)


@picture("ngay-dau")
def first_day(studio: Studio) -> bytes:
    page = studio.sit("receptionist")
    page.goto(f"{studio.desk}/ngay-dau/")
    return photograph(page, height=560)


@picture("hang-doi")
def queue(studio: Studio) -> bytes:
    page = studio.sit("receptionist")
    page.goto(f"{studio.desk}/?queue=receiving")
    return photograph(page, height=620)


@picture("hang-doi-dien-thoai")
def queue_on_a_phone(studio: Studio) -> bytes:
    page = studio.sit("receptionist", PHONE)
    page.goto(f"{studio.desk}/?queue=receiving")
    return photograph(page)


@picture("ho-so-moi")
def fresh(studio: Studio) -> bytes:
    page = studio.sit("receptionist")
    open_first(page, studio, "receiving")
    return photograph(page)


@picture("bo-sung")
def supplement(studio: Studio) -> bytes:
    page = studio.sit("receptionist")
    open_first(page, studio, "receiving")
    press(page, "Yêu cầu bổ sung")
    rows = page.locator(".desk-listing tbody tr")
    for row, reason in (
        (rows.nth(1), "Ghi thiếu chữ đệm."),
        (rows.nth(3), "Không khớp với giấy tờ đã nộp."),
    ):
        row.locator("input[type=checkbox]").check()
        row.locator("input[type=text]").fill(reason)
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    return photograph(page, height=620)


@picture("nop-tien")
def obligation(studio: Studio) -> bytes:
    page = studio.sit("receptionist")
    open_first(page, studio, "receiving")
    press(page, "Yêu cầu nộp tiền")
    return photograph(page, height=620)


@picture("ho-so")
def dossier(studio: Studio) -> bytes:
    page = studio.sit("specialist")
    open_first(page, studio, "mine")
    page.locator("#pane-papers ~ ul a").first.click()
    page.wait_for_url("**/papers/**")
    page.locator("[data-pdf] canvas").first.wait_for()
    page.evaluate("scrollTo(0, 0)")
    return photograph(page)


@picture("dong-ho")
def clock(studio: Studio) -> bytes:
    page = studio.sit("specialist")
    open_first(page, studio, "mine")
    folded = page.locator("details", has=page.locator("#clock-lines"))
    folded.locator("summary").click()
    return photograph(page, folded, 480)


@picture("ghi-chu")
def note(studio: Studio) -> bytes:
    page = studio.sit("specialist")
    open_first(page, studio, "mine")
    page.get_by_text("Thêm ghi chú nội bộ").click()
    page.locator("#note-text").fill("Đã gọi người nộp, hẹn sáng thứ Hai xem bản chính.")
    return photograph(page, page.locator("[aria-labelledby=pane-history]"), 520)


@picture("nhieu-ho-so")
def many(studio: Studio) -> bytes:
    page = studio.sit("receptionist")
    page.goto(f"{studio.desk}/?queue=receiving")
    for box in page.locator(".desk-mark input").all()[:4]:
        box.check()
    press(page, "Tiếp nhận")
    return photograph(page, height=560)


@picture("xin-loi")
def apology(studio: Studio) -> bytes:
    page = studio.sit("head")
    open_that_offers(page, studio, "unit", "Xin lỗi và hẹn lại")
    press(page, "Xin lỗi và hẹn lại")
    return photograph(page, height=620)


@picture("vang-mat")
def absence(studio: Studio) -> bytes:
    page = studio.sit("head")
    page.goto(f"{studio.desk}/vang-mat/")
    return photograph(page)


@picture("ky-mot")
def sign_one(studio: Studio) -> bytes:
    page = studio.sit("leader")
    open_first(page, studio, "signing")
    press(page, "Duyệt và ký")
    return photograph(page)


@picture("ky-nhieu")
def sign_many(studio: Studio) -> bytes:
    page = studio.sit("leader")
    page.goto(f"{studio.desk}/?queue=signing")
    for box in page.locator(".desk-mark input").all()[:3]:
        box.check()
    press(page, "Duyệt và ký")
    return photograph(page)


@picture("trao-ket-qua")
def hand_out(studio: Studio) -> bytes:
    page = studio.sit("receptionist")
    open_first(page, studio, "returning")
    press(page, "Trao tại quầy, có ký nhận")
    page.get_by_label("Ký trên màn hình").check()
    return photograph(page, height=900)


def at_counter(studio: Studio) -> Page:
    """Sit down at the first counter, with people waiting and one called."""
    page = studio.sit("receptionist")
    page.goto(f"{studio.desk}/counter/")
    if not page.locator(".desk-ticket").count():
        for number in (0, 0, 1):
            with page.expect_navigation():
                page.locator("button[name=kind]").nth(number).click()
        press(page, "Gọi người tiếp theo")
    return page


def begun_filing(studio: Studio) -> Page:
    """Open what was begun at the counter and only waits to be filed."""
    page = at_counter(studio)
    page.locator("a[href*='/counter/filings/']").first.click()
    page.wait_for_url("**/filings/**")
    return page


@picture("quay")
def counter(studio: Studio) -> bytes:
    page = at_counter(studio)
    return photograph(page)


def scan(number: int) -> FilePayload:
    """Give an empty page as a scanner would send it."""
    kept = io.BytesIO()
    Image.new("L", (620 + number, 877), 250).save(kept, "PDF")
    return {
        "name": f"ban-quet-{number}.pdf",
        "mimeType": "application/pdf",
        "buffer": kept.getvalue(),
    }


@picture("nhap-ho-so")
def filing(studio: Studio) -> bytes:
    page = begun_filing(studio)
    return photograph(page, height=900)


@picture("nhap-sau-su-co")
def late_entry(studio: Studio) -> bytes:
    # Before what stands at the counter is filed.
    page = studio.sit("receptionist")
    page.goto(f"{studio.desk}/outages/bind")
    return photograph(page, height=560)


@picture("da-nhan")
def filed(studio: Studio) -> bytes:
    page = begun_filing(studio)
    for number, paper in enumerate(page.locator("input[type=file]").all()):
        if paper.is_visible():
            paper.set_input_files(scan(number))
    if page.locator("input[name=cash]").count():
        page.locator("input[name=cash]").check()
    press(page, "Nộp, tiếp nhận, chuyển xử lý")
    return photograph(page, height=420)


@picture("may-tu-phuc-vu")
def kiosk(studio: Studio) -> bytes:
    setup = studio.sit("administrator")
    setup.goto(f"{studio.desk}/counter/setup")
    form = setup.locator("form", has=setup.locator("input[name=act][value=kiosk]"))
    form.locator("select").select_option(index=1)
    form.get_by_label("Tên máy").fill("Máy ở sảnh")
    with setup.expect_navigation():
        form.get_by_role("button").click()
    code = setup.locator(".govuk-panel__title").inner_text()
    page = studio.stranger()
    page.goto(f"{studio.portal}/kiosk")
    page.locator("main input[type=text]").fill(code)
    with page.expect_navigation():
        page.get_by_role("button", name="Bật máy").click()
    return photograph(page, height=640)


@picture("bang-goi")
def board(studio: Studio) -> bytes:
    setup = studio.sit("administrator")
    setup.goto(f"{studio.desk}/counter/setup")
    page = studio.stranger()
    page.goto(str(setup.locator("a[href*='/queue/']").first.get_attribute("href")))
    return photograph(page, height=520)


@picture("khay")
def tray(studio: Studio) -> bytes:
    page = studio.sit("receptionist")
    page.goto(f"{studio.desk}/counter/tray")
    return photograph(page, height=420)


@picture("buu-chinh")
def parcels(studio: Studio) -> bytes:
    page = studio.sit("receptionist")
    page.goto(f"{studio.desk}/buu-chinh/")
    return photograph(page, height=560)


@picture("su-co")
def sheets(studio: Studio) -> bytes:
    page = studio.sit("receptionist")
    page.goto(f"{studio.desk}/outages/sheets")
    page.locator("form select").select_option(index=1)
    press(page, "Tạo tờ số tạm")
    page.goto(f"{studio.desk}/outages/")
    return photograph(page, height=480)


@picture("ma-danh-gia")
def rating_code(studio: Studio) -> bytes:
    page = studio.sit("receptionist")
    open_first(page, studio, "recent")
    press(page, "Mã đánh giá tại quầy")
    press(page, "Cấp mã")
    return photograph(page, height=620)


@picture("phan-anh")
def feedback(studio: Studio) -> bytes:
    page = studio.sit("receptionist")
    page.goto(f"{studio.desk}/gop-y")
    page.locator("tr[data-row] a.desk-code").first.click()
    page.wait_for_url("**/gop-y/**")
    return photograph(page, height=640)


@picture("tong-dai")
def help_desk(studio: Studio) -> bytes:
    page = studio.sit("receptionist")
    page.goto(f"{studio.desk}/ho-tro")
    page.locator("tr[data-row] a.desk-code").first.click()
    page.wait_for_url("**/ho-tro/**")
    return photograph(page, height=760)


@picture("ban-giao")
def closing(studio: Studio) -> bytes:
    page = studio.sit("receptionist")
    page.goto(f"{studio.desk}/?queue=handover")
    return photograph(page, height=520)


@picture("tinh-hinh")
def figures(studio: Studio) -> bytes:
    page = studio.sit("leader")
    page.goto(f"{studio.desk}/leading/")
    return photograph(page)


@picture("bao-cao")
def reports(studio: Studio) -> bytes:
    page = studio.sit("leader")
    page.goto(f"{studio.desk}/leading/bao-cao")
    return photograph(page, height=640)


@picture("he-thong-ngoai")
def copy_sheet(studio: Studio) -> bytes:
    page = studio.sit("specialist")
    open_that_offers(page, studio, "mine", "Chép sang hệ thống chưa kết nối")
    press(page, "Chép sang hệ thống chưa kết nối")
    if page.locator("#number").count() == 0:  # several systems: take the first
        page.locator("main li a[href*='/he-thong-ngoai/']").first.click()
        page.wait_for_url("**/he-thong-ngoai/*")
    return photograph(page)
