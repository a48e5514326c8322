"""Outages of the day: declared by two, paper taken meanwhile, entered later as of its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from motcua.dossiers.models import Outage, ProvisionalBlock
from motcua.dossiers.queries.provisional import number_of
from tests.office_day import clock
from tests.office_day.doors import at_desk, fetched

if TYPE_CHECKING:
    from motcua.agencies.models import Counter
    from motcua.counters.models import CounterFiling
    from tests.office_day.doors import Day

_JOB = "dossiers.outages"


def prints_sheets(day: Day, clerk: str, counter: Counter, sheets: int) -> ProvisionalBlock:
    """Set numbered sheets aside for a counter, and print them while the system still works."""
    page = day.desk(clerk)
    page.goto(at_desk("outage-sheets"))
    page.get_by_label("Quầy").select_option(str(counter.pk))
    page.get_by_label("Số tờ").fill(str(sheets))
    page.get_by_role("button", name="Tạo tờ số tạm").click()
    page.wait_for_url(f"**{at_desk('outage-paper')}")
    block = ProvisionalBlock.objects.get()
    printed = fetched(page, at_desk("outage-sheets-pdf", block.public_id))
    assert printed.startswith(b"%PDF-")
    return block


def declared(day: Day, since: str, reason: str, unit: str = "") -> Outage:
    """Ask for an outage to be declared; another administrator agrees, and clocks stop."""
    base = f"/agency/{day.house.world.ward.code}/outages/"
    page = day.desk("administrator")
    page.goto(f"{base}ask/")
    page.get_by_label("Lý do").fill(reason)
    page.get_by_label("Căn cứ").fill("Thông báo của Ủy ban nhân dân phường")
    page.get_by_label("Bắt đầu lúc").fill(_typed(since))
    if unit:
        page.get_by_label("Phạm vi").select_option(label=unit)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/ask/" not in url)
    outage = Outage.objects.latest("pk")
    other = day.desk("administrator2")
    other.goto(f"{base}{outage.public_id}/")
    other.get_by_role("link", name="Duyệt công bố sự cố").click()
    other.locator("main form button[type=submit]").first.click()
    expect(other.get_by_text("Đang diễn ra").first).to_be_visible()
    day.house.sweeps(_JOB)
    return outage


def ended(day: Day, outage: Outage, at: str) -> None:
    """Say when an outage was over; clocks run on from then."""
    page = day.desk("administrator")
    page.goto(f"/agency/{day.house.world.ward.code}/outages/{outage.public_id}/")
    page.get_by_role("link", name="Kết thúc sự cố").click()
    page.get_by_label("Kết thúc lúc").fill(_typed(at))
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_text("Đã kết thúc").first).to_be_visible()
    day.house.sweeps(_JOB)


def _typed(hour: str) -> str:
    return f"{clock.moment(hour):%d/%m/%Y %H:%M}"


def spoils(day: Day, clerk: str, block: ProvisionalBlock, serial: int) -> None:
    """Note that a sheet was spoiled."""
    page = day.desk(clerk)
    page.goto(at_desk("outage-spoil"))
    page.get_by_label("Số tạm").fill(number_of(block, serial))
    page.get_by_label("Lý do").fill("Viết nhầm")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**{at_desk('outage-paper')}")


def enters(
    day: Day,
    clerk: str,
    filing: CounterFiling,
    sheet: tuple[ProvisionalBlock, int],
    taken: str,
) -> None:
    """Bind what is being typed to the sheet on which it was taken, with its original time."""
    page = day.desk(clerk)
    page.goto(at_desk("outage-bind"))
    page.get_by_label("Hồ sơ đang nhập ở quầy").select_option(str(filing.draft.public_id))
    page.get_by_label("Số tạm").fill(number_of(*sheet))
    page.get_by_label("Nhận lúc").fill(_typed(taken))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(f"**{at_desk('outage-paper')}")
    page.goto(at_desk("counter-filing", filing.public_id))


def nothing_is_missing(day: Day, clerk: str, block: ProvisionalBlock, last: int) -> None:
    """Say which sheet was given out last; every one up to it was entered or spoiled."""
    page = day.desk(clerk)
    page.goto(at_desk("outage-paper"))
    page.locator("input[name=used_to]").fill(str(last))
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu").click()
    expect(page.locator("tbody td").nth(4)).to_have_text("–")
    assert block.first <= last <= block.last
