"""The accountant's month: paid in every way, sent back, settled, closed; it agrees to the đồng."""

from __future__ import annotations

from itertools import count

import pytest
from playwright.sync_api import expect

WARD = "H26.101"


@pytest.mark.parametrize(
    "days", [8, pytest.param(31, marks=pytest.mark.drill)], ids=["a-week", "a-month"]
)
def test_takings_agree_to_the_dong(ward, bank, books, tmp_path, days):
    month = Month(ward, bank, *books, tmp_path)
    for number in range(days):
        month.play(number)
    sums = ward.sums()
    assert sums["all"] == 0
    assert sums["suspense"] == 0
    assert sums["received"] == -sums["income"]
    assert sums["closed"] == -sums["income"]


class Month:
    """What payers, the bank and two accountants do, a day at a time."""

    def __init__(self, ward, bank, keeper, second, folder):
        self.ward, self.bank, self.folder = ward, bank, folder
        self.keeper, self.second = keeper, second
        self.keys = count(1)
        self.yesterday = ""
        self.last = None

    def play(self, number):
        """Let people pay, something happen, and the day go by; then its books are kept."""
        self.last = self.by_gateway()
        self.by_transfer()
        self.in_cash()
        EVENTS[number % len(EVENTS)](self)
        self.yesterday = self.ward.today()
        self.ward.skip_a_day()
        self.keep_books("camt.053" if number % 2 else "csv")

    def owe(self):
        return self.ward.owe(key=f"{self.yesterday}-{next(self.keys)}")

    def by_gateway(self):
        owed = self.owe()
        self.bank.pay(self.ward.gateway(reference=owed["reference"]))
        self.ward.wait_until(reference=owed["reference"], state="paid")
        return owed

    def by_transfer(self):
        owed = self.owe()
        self.bank.transfer(f"NOP PHI {owed['reference']}", owed["amount"])
        self.ward.wait_until(reference=owed["reference"], state="paid")

    def in_cash(self):
        self.ward.collect(dossier=self.owe()["dossier"])

    def keep_books(self, form):
        """Bring the statement of yesterday, clear what differs, and close the day."""
        page, day = self.keeper, self.yesterday
        page.goto("/thu-phi/sao-ke")
        page.get_by_label("Tệp sao kê").set_input_files(self.bank.statement(day, form, self.folder))
        page.get_by_label("Từ ngày").fill(shown(day))
        page.get_by_label("Đến hết ngày").fill(shown(day))
        page.get_by_role("button", name="Tải lên và đối chiếu").click()
        self.ward.wait_until_read()
        self.take_in_what_only_the_bank_knows(day)
        self.clear_what_belongs_to_nothing()
        page.goto(f"/thu-phi/{WARD}/{day}")
        page.get_by_role("button", name="Khóa sổ ngày này").click()
        expect(page.get_by_text("Đã khóa sổ lúc")).to_be_visible()

    def take_in_what_only_the_bank_knows(self, day):
        """Take in each line that the ledger lacks."""
        page = self.keeper
        page.goto("/thu-phi/sao-ke")
        page.get_by_role("link", name=shown(day), exact=True).click()
        page.wait_for_load_state()
        address = page.url
        while (lacks := open_ones(page, "Có trong sao kê, không có")).count():
            lacks.first.click()
            page.get_by_role("button", name="Ghi nhận", exact=True).click()
            expect(page.get_by_text("Đã ghi nhận như khi ngân hàng báo.")).to_be_visible()
            page.goto(address)
        while (wrong := open_ones(page, "Khác số tiền")).count():
            wrong.first.click()
            self.agree_on("Ghi chênh lệch, đòi hoặc trả ngân hàng", "Ngân hàng báo sai số tiền.")
            page.goto(address)
        expect(page.get_by_text("Không còn khoản lệch nào của ngày này.")).to_be_visible()

    def clear_what_belongs_to_nothing(self):
        """Send what nobody owed back to who paid it, two accountants agreeing."""
        page = self.keeper
        page.goto("/thu-phi/chua-ro")
        while (rows := page.locator("main tbody a")).count():
            rows.first.click()
            self.agree_on("Hoàn cho người chuyển", "Không thuộc khoản nào.")
            self.ward.wait_until_refunded()
            page.goto("/thu-phi/chua-ro")

    def agree_on(self, remedy, reason):
        """Propose on the page that stands open, and have the second accountant agree."""
        self.keeper.get_by_label(remedy).check()
        self.propose(reason)

    def propose(self, reason):
        address = self.keeper.url
        self.keeper.get_by_role("textbox", name="Lý do").fill(reason)
        self.keeper.get_by_role("button", name="Đề nghị", exact=True).click()
        expect(self.keeper.get_by_text("khác phải đồng ý").first).to_be_visible()
        self.second.goto(address)
        self.second.get_by_role("button", name="Đồng ý", exact=True).click()
        self.second.wait_for_load_state()

    def refund(self, owed, amount):
        """Send part of what was paid back."""
        page = self.keeper
        page.goto(f"/thu-phi/tien-tra/{owed['reference']}")
        page.get_by_label("Số tiền hoàn").fill(str(amount))
        self.propose("Nộp thừa so với mức được giảm.")
        self.ward.wait_until_refunded()


def in_two_parts(month):
    owed = month.owe()
    for amount in (3_000, owed["amount"] - 3_000):
        month.bank.transfer(owed["reference"].lower(), amount)
    month.ward.wait_until(reference=owed["reference"], state="paid")


def too_much(month):
    owed = month.owe()
    month.bank.transfer(owed["reference"], owed["amount"] + 7_000)
    month.ward.wait_until(reference=owed["reference"], state="paid")


def without_a_reference(month):
    month.bank.transfer("le phi ho tich", 12_000)


def unheard(month):
    owed = month.owe()
    month.bank.turn(drop=True)
    month.bank.transfer(owed["reference"], owed["amount"])
    month.bank.turn(drop=False)


def twice_and_backwards(month):
    month.bank.turn(duplicate=2, reorder=2)
    owed = [month.owe(), month.owe()]
    for one in owed:
        month.bank.transfer(one["reference"], one["amount"])
    for one in owed:
        month.ward.wait_until(reference=one["reference"], state="paid")
    month.bank.turn(reset=True)


def sent_back(month):
    month.refund(month.by_gateway(), 4_000)
    month.refund(month.last, month.last["amount"])


def given_up(month):
    owed = month.owe()
    month.bank.cancel(month.ward.gateway(reference=owed["reference"]))


EVENTS = (
    in_two_parts,
    too_much,
    without_a_reference,
    unheard,
    twice_and_backwards,
    sent_back,
    given_up,
)


def open_ones(page, kind):
    """Give the links to the differences of a kind that nobody has cleared."""
    return page.locator("tr", has_text="Chưa xử lý").get_by_role("link", name=kind)


def shown(day):
    """Write a day as people do here."""
    return "/".join(reversed(day.split("-")))
