"""An accountant's day without a mouse: unclear money, a statement, a difference, the day closed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from motcua.agencies.actions.officials import post_official
from motcua.kernel.actors import SYSTEM
from motcua.payments.actions import hear, read_statement
from motcua.payments.base import Word
from motcua.payments.models import DayClosing, Difference, Settlement, StatementFile
from tests.cast import NOW, SINCE
from tests.desk.test_in_a_browser import at, sit
from tests.desk.test_takings import YESTERDAY, pay
from tests.payments.statements import sheet

__all__ = ["sit"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = YESTERDAY.date()
# What somebody who tabs hears: the control's label, or its own words.
_NAME = """() => {
    const one = document.activeElement;
    const label = one.labels && one.labels.length ? one.labels[0] : one;
    return (label.textContent || one.value || "").trim().replace(/\\s+/g, " ");
}"""


def tab_to(page, name):
    """Press Tab until the focus is on something of that name, as who has no mouse does."""
    heard = []
    for _ in range(80):
        page.keyboard.press("Tab")
        heard.append(page.evaluate(_NAME))
        if name in heard[-1]:
            return
    raise AssertionError(f"no Tab leads to {name!r}: {heard}")


def choose(page, first, name):
    """Tab to the first of some choices and go down to one, as arrows do in a group."""
    tab_to(page, first)
    while name not in page.evaluate(_NAME):
        page.keyboard.press("ArrowDown")
        assert first not in page.evaluate(_NAME), f"no choice {name!r}"
    page.keyboard.press("Space")


def press(page, name):
    """Tab to a link or a button and press it; what it leads to is there then."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.fixture
def day(world, settings):
    """Yesterday's fee, 700 đồng too much for it, and two who keep the ward's books."""
    settings.BANK_ACCOUNT = "970436:1012345678"
    bill = pay(world.ward, "a", 5_000)
    word = Word("evt-9", "received", "transfer.received", bill.reference, 700, "FT9")
    hear(provider="bank", word=word, body=b"{}", now=YESTERDAY)
    head = world.accounts["head"].official
    role = {"unit": world.ward.units.get(code="MC"), "role": "accountant", "valid_from": SINCE}
    post_official(actor=SYSTEM, official=head, now=NOW, **role)


def settle_unclear(first, second):
    """One proposes what becomes of the money that nobody knows, the other agrees."""
    press(first, "Tiền chưa rõ")
    press(first, "19/11/2026")
    choose(first, "Ghi vào một khoản", "Hoàn cho người chuyển")
    tab_to(first, "Lý do")
    first.keyboard.type("Chuyển thừa.")
    press(first, "Đề nghị")
    expect(first.get_by_role("button", name="Đề nghị")).to_have_count(0)
    press(second, "Tiền chưa rõ")
    press(second, "19/11/2026")
    press(second, "Đồng ý")


def bring_statement(page, tmp_path):
    """Bring the bank's file of yesterday: with a charge of the bank that the books do not have."""
    file = tmp_path / "sao-ke.csv"
    told = (("FTa", 5_000, "x"), ("FT9", 700, "x"), ("FT7", -1_100, "phi dich vu"))
    file.write_bytes(sheet(*told, day=DAY))
    press(page, "Sao kê, đối chiếu")
    tab_to(page, "Tệp sao kê")
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Space")
    chosen.value.set_files(file)
    press(page, "Tải lên và đối chiếu")
    read_statement(file_id=StatementFile.objects.get().pk, now=NOW)


def settle_difference(first, second):
    """One proposes to book the charge, the other agrees."""
    kind = Difference.objects.get().get_kind_display()
    press(first, kind)
    tab_to(first, "Ghi là phí ngân hàng")
    first.keyboard.press("Space")
    tab_to(first, "Lý do")
    first.keyboard.type("Phí tháng.")
    press(first, "Đề nghị")
    expect(first.get_by_role("button", name="Đề nghị")).to_have_count(0)
    press(second, kind)
    press(second, "Đồng ý")


def test_an_accountants_day_is_done_without_a_mouse(sit, world, day, tmp_path):
    first, second = sit("accountant"), sit("head")
    for page in (first, second):
        page.goto(at("takings"))
    settle_unclear(first, second)
    assert Settlement.objects.get().state == "done"
    for page in (first, second):
        page.goto(at("takings"))
    bring_statement(first, tmp_path)
    for page in (first, second):
        page.goto(at("statements"))
    settle_difference(first, second)
    assert not Difference.objects.filter(state="open").exists()
    first.goto(at("takings"))
    press(first, "19/11/2026")
    press(first, "Khóa sổ ngày này")
    expect(first.get_by_text("Đã khóa sổ lúc")).to_be_visible()
    assert DayClosing.objects.get().day == DAY
