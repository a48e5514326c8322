"""What the receptionist and the two accountants do in their browsers."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

NOTES = (500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200)
REMEDIES = {
    "Khác số tiền": "Ghi sổ theo sao kê, thành tiền chưa rõ",
    "Ngân hàng ghi hai lần": "Ghi chênh lệch, đòi hoặc trả ngân hàng",
    "Phí ngân hàng": "Ghi là phí ngân hàng",
}
"""What two accountants agree on for each kind of difference."""
TAKEN_IN = ("Có trong sao kê, không có trong sổ", "Hoàn hoặc bị đòi lại, sổ chưa có")
"""Kinds of differences that are taken in as the statement says."""


class Counter:
    """The receptionist and his drawer."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, change: int) -> None:
        """Begin a shift with some change."""
        self.page.goto("/ngan-tien/")
        self.page.get_by_label("Tiền lẻ có sẵn trong ngăn").fill(dong(change))
        self.page.get_by_role("button", name="Mở ngăn tiền").click()
        expect(self.page.get_by_text("Đã mở ngăn tiền.")).to_be_visible()

    def hand_over(self, amount: int) -> None:
        """Give some of what came on."""
        self.page.goto("/ngan-tien/")
        self._fill(amount)
        self.page.get_by_role("button", name="Bàn giao số tiền này").click()
        expect(self.page.get_by_text("Đã ghi bàn giao.")).to_be_visible()

    def count(self, amount: int, reason: str) -> None:
        """End the shift, having found so much."""
        self.page.goto("/ngan-tien/")
        self._fill(amount)
        self.page.get_by_label("Lý do, nếu số đếm lệch").fill(reason)
        self.page.get_by_role("button", name="Kiểm và đóng ngăn tiền").click()
        expect(self.page.get_by_text("Đếm được").first).to_be_visible()

    def charge(self, reference: str) -> None:
        """Have the counter's terminal ask for a debt, found by its code."""
        self._press(reference, "Thẻ tại quầy")
        expect(self.page.get_by_text("Đã gửi số tiền tới máy").first).to_be_visible()

    def ask(self, reference: str) -> None:
        """Ask the terminal what became of it, and read that it was paid."""
        self._press(reference, "Hỏi lại máy")
        expect(self.page.get_by_text("Khoản này đã thu đủ.").first).to_be_visible()

    def take_cash(self, reference: str) -> None:
        """Take a debt in cash, found by its code."""
        self._press(reference, "tiền mặt")
        expect(self.page.get_by_text("Đã ghi nhận tiền mặt.").first).to_be_visible()

    def give_back(self, reference: str) -> None:
        """Pay out in cash what two accountants agreed to, the voucher signed."""
        self.page.goto(f"/ngan-tien/thu?ma={reference}")
        self.page.get_by_label("Họ tên người nhận").fill("Nguyễn Thị Hoa")
        self.page.get_by_label("người nhận đã ký phiếu chi").check()
        self.page.get_by_role("button", name="Đã chi từ ngăn tiền của tôi").click()
        expect(self.page.get_by_text("đã ghi sổ.").first).to_be_visible()

    def _press(self, reference: str, button: str) -> None:
        self.page.goto(f"/ngan-tien/thu?ma={reference}")
        self.page.get_by_role("button", name=button).click()

    def _fill(self, amount: int) -> None:
        for note in NOTES:
            pieces, amount = divmod(amount, note)
            if pieces:
                self.page.get_by_label(dong(note), exact=True).fill(str(pieces))
        assert not amount


class Keepers:
    """Two accountants: the first proposes, the second agrees."""

    def __init__(self, page: Page, second: Page) -> None:
        self.page, self.second = page, second

    def bring(self, file: Path, day: str, account: str) -> None:
        """Bring the statement of a day of an account, by its number.

        The node fetches every ten minutes what its provider gives: that may have come first.
        """
        self.page.goto("/thu-phi/sao-ke")
        self.page.get_by_label("Tài khoản", exact=True).select_option(label=account)
        self.page.get_by_label("Tệp sao kê").set_input_files(file)
        self.page.get_by_label("Từ ngày").fill(shown(day))
        self.page.get_by_label("Đến hết ngày").fill(shown(day))
        self.page.get_by_role("button", name="Tải lên và đối chiếu").click()
        taken = self.page.get_by_text("Đã nhận tệp.")
        known = self.page.get_by_text("Tệp này đã được nhận trước đây.")
        expect(taken.or_(known).first).to_be_visible()

    def fetch(self) -> None:
        """Have the bank's statements fetched."""
        self.page.goto("/thu-phi/sao-ke")
        self.page.get_by_role("button", name="Lấy sao kê từ ngân hàng").click()
        expect(self.page.get_by_text("Đang lấy sao kê")).to_be_visible()

    def clear_differences(self) -> list[str]:
        """Take in what only the statement has, agree on the rest; give the kinds there were."""
        met = []
        while found := self._next_difference():
            met.append(found.inner_text())
            found.click()
            self.page.wait_for_url("**/lech/**")
            if met[-1] in TAKEN_IN:
                # Who brought a statement does not take in by himself what only that tells of.
                self.second.goto(self.page.url)
                self.second.get_by_role("button", name="Ghi nhận", exact=True).click()
                said = self.second.get_by_text("Đã ghi nhận như khi ngân hàng báo.")
                expect(said).to_be_visible()
            else:
                self.agree_on(REMEDIES[met[-1]], "Đã hỏi ngân hàng.")
        return met

    def _next_difference(self) -> Locator | None:
        self.page.goto("/thu-phi/sao-ke")
        rows = self.page.locator("tr", has_text="Chưa xử lý")
        for kind in (*TAKEN_IN, *REMEDIES):
            link = rows.get_by_role("link", name=kind).first
            if link.count():
                return link
        return None

    def next_unclear(self) -> int:
        """Open the first money that belongs to nothing; give its amount, 0 where there is none."""
        self.page.goto("/thu-phi/chua-ro")
        rows = self.page.locator("main tbody a")
        if not rows.count():
            return 0
        rows.first.click()
        self.page.wait_for_url("**/chua-ro/**")
        return number(self.page.locator("h1").inner_text())

    def send_back_unclear(self) -> None:
        """Have the unclear money that stands open sent back."""
        self.agree_on("Hoàn cho người chuyển", "Không thuộc khoản nào.")

    def give_unclear_to(self, reference: str) -> None:
        """Have the unclear money that stands open booked to a debt."""
        self.page.get_by_label("Mã khoản đang chờ thanh toán").fill(reference)
        self.agree_on("Ghi vào một khoản đang chờ thanh toán", "Ngân hàng báo thiếu.")

    def agree_on(self, remedy: str, reason: str) -> None:
        """Propose on the page that stands open, and have the second accountant agree."""
        self.page.get_by_label(remedy).check()
        self.propose(reason)

    def propose(self, reason: str) -> None:
        """Propose what is typed on the page that stands open; the second accountant agrees."""
        address = self.page.url
        self.page.get_by_role("textbox", name="Lý do").fill(reason)
        self.page.get_by_role("button", name="Đề nghị", exact=True).click()
        expect(self.page.get_by_text("khác phải đồng ý").first).to_be_visible()
        self.second.goto(address)
        self.second.get_by_role("button", name="Đồng ý", exact=True).click()
        expect(self.second.get_by_text("Đã đồng ý").first).to_be_visible()

    def refund(self, reference: str, amount: int) -> None:
        """Have a part of what paid a debt sent back."""
        self.page.goto(f"/thu-phi/tien-tra/{reference}")
        self.page.get_by_label("Số tiền hoàn").fill(str(amount))
        self.propose("Nộp thừa so với mức được giảm.")

    def end_what_came_back(self, document: str) -> None:
        """Pay by hand what nobody could be asked for; note what was done about chargebacks."""
        for label, text, button in (
            ("Số chứng từ chi", document, "Ghi là đã chi theo chứng từ"),
            ("Đã xử lý thế nào", "Người nộp đã nộp lại tại quầy.", "Ghi lại"),
        ):
            self.page.goto("/thu-phi/tien-tra")
            while (boxes := self.page.get_by_label(label)).count():
                boxes.first.fill(text)
                self.page.get_by_role("button", name=button, exact=True).first.click()
                expect(self.page.get_by_text("Đã ghi").first).to_be_visible()

    def take_hand_over(self) -> None:
        """Count what a receptionist gave on, and put it into the safe."""
        self.page.goto("/ngan-tien/quy")
        self.page.get_by_role("button", name="Đã đếm, cất vào két").click()
        expect(self.page.get_by_text("Đã nhận tiền bàn giao.")).to_be_visible()

    def agree_to_count(self) -> None:
        """Agree to the difference of a drawer."""
        self.page.goto("/ngan-tien/quy")
        self.page.get_by_role("button", name="Đồng ý chênh lệch").click()
        expect(self.page.get_by_text("Đã đồng ý, chênh lệch được ghi sổ.")).to_be_visible()

    def bring_to_the_bank(self) -> tuple[str, int]:
        """Take all out of the safe; give what to write on the bank's form, and the amount."""
        self.page.goto("/ngan-tien/quy")
        held = self.page.locator(".desk-figures li", has_text="Trong két").locator("strong")
        amount = number(held.first.inner_text())
        self.page.get_by_label("Số tiền lấy khỏi két").fill(dong(amount))
        self.page.get_by_role("button", name="Ghi và lấy mã nộp tiền").click()
        said = self.page.get_by_text("vào nội dung nộp tiền ở ngân hàng").first
        found = re.search(r"NQ\w{10}", said.inner_text())
        assert found
        return found[0], amount

    def replace_receipt(self, receipt: str, name: str) -> None:
        """Have a receipt replaced by one that is made out to somebody else."""
        self.page.goto(f"/bien-lai/{receipt}")
        self.page.get_by_label("Tên người nộp trên biên lai thay thế").fill(name)
        self.agree_on("Cấp biên lai thay thế", "Ghi sai tên người nộp.")

    def cancel_receipt(self, receipt: str) -> None:
        """Have a receipt cancelled."""
        self.page.goto(f"/bien-lai/{receipt}")
        self.agree_on("Hủy biên lai", "Cấp nhầm.")

    def close(self, ward: str, day: str) -> dict[str, int]:
        """Close a day; give what its page says."""
        self.page.goto(f"/thu-phi/{ward}/{day}")
        if (button := self.page.get_by_role("button", name="Khóa sổ ngày này")).count():
            button.click()
        expect(self.page.get_by_text("Đã khóa sổ lúc")).to_be_visible()
        return self._figures()

    def month(self, ward: str, month: str) -> dict[str, int]:
        """Give what the page of a month says."""
        self.page.goto(f"/thu-phi/thang/{ward}/{month}")
        return self._figures()

    def _figures(self) -> dict[str, int]:
        rows = self.page.locator(".desk-figures li").all()
        return {
            row.inner_text().split("\n")[-1].strip(): number(row.locator("strong").inner_text())
            for row in rows
        }

    def register(self, since: str, until: str) -> dict[str, list[dict[str, str]]]:
        """Give the receipts of some days as they are written out for the tax authority."""
        address = f"/bien-lai/?since={shown(since)}&until={shown(until)}"
        written: dict[str, bytes] = {}
        for form in ("CSV", "XML"):
            self.page.goto(address)
            with self.page.expect_download() as download:
                self.page.get_by_role("button", name=f"Tải bảng kê {form}").click()
            written[form] = download.value.path().read_bytes()
        root = ET.fromstring(written["XML"])  # noqa: S314 - written by the node
        return {
            "csv": list(csv.DictReader(io.StringIO(written["CSV"].decode("utf-8-sig")))),
            "xml": [dict(one.attrib) for one in root if one.tag.endswith("}BienLai")],
            "series": [dict(one.attrib) for one in root if one.tag.endswith("DayBienLai")],
        }

    def used(self, since: str, until: str) -> int:
        """Give what the page of the receipts' use comes to."""
        self.page.goto(f"/bien-lai/su-dung?since={shown(since)}&until={shown(until)}")
        return number(self.page.get_by_text("Cộng:").inner_text())


def dong(amount: int) -> str:
    """Write an amount as people do here."""
    return f"{amount:,}".replace(",", ".") + " đ"


def number(text: str) -> int:
    """Read the amount that stands last in a text, in đồng."""
    found = re.findall(r"(-?[0-9][0-9.]*)\s*đ", text.replace("\N{MINUS SIGN}", "-"))
    return int(found[-1].replace(".", ""))


def shown(day: str) -> str:
    """Write a day as people do here."""
    return "/".join(reversed(day.split("-")))
