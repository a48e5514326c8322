"""The end of the day: what is on the tables is named, counters close, what falls due is told."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from playwright.sync_api import expect

from motcua.counters.models import Ticket
from motcua.insight.models import Report
from tests.office_day import clock
from tests.office_day.books import BOOKS, register
from tests.office_day.doors import at_desk, fetched
from tests.office_day.screens import SCREENS
from tests.ui.reading import text_of

if TYPE_CHECKING:
    from tests.office_day.cast import Visitor
    from tests.office_day.doors import Day

EVENING = ("payments.sweep", "deliveries.watch", "dossiers.remind", "insight.fold")
NIGHT = (
    *("dossiers.sweep", "dossiers.remind_citizens", "dossiers.unpaid", "voice.escalate"),
    *("voice.release", "notifications.deliver", "notifications.forget", "insight.throw_away"),
)
"""What runs at night, but for the job that mends sums: here they must be right without it."""


def hand_over_is_printed(day: Day, clerk: str, *visitors: Visitor) -> None:
    """Print the list of what was handed over today; it names each, and nothing else."""
    page = day.desk(clerk)
    page.goto(at_desk("queue", queue="handover"))
    link = page.get_by_role("link", name="In danh sách bàn giao hôm nay")
    content = fetched(page, link.get_attribute("href") or "")
    text = text_of(content)
    assert {name for name, code in day.codes.items() if code in text} == {
        visitor.name for visitor in visitors
    }


def nobody_waits(day: Day) -> None:
    """See that whoever took a number was served."""
    assert set(Ticket.objects.values_list("state", flat=True)) == {"served"}
    assert day.journal


def register_of(day: Day, reader: str) -> list[dict[str, object]]:
    """Have the day's register (form 06) written as a workbook, and give its lines."""
    page = day.desk(reader)
    page.goto(at_desk("reports"))
    today = f"{clock.DAY:%d/%m/%Y}"
    page.locator("[name=kind][value=register]").check(force=True)
    page.locator("[name=format][value=xlsx]").check(force=True)
    page.get_by_label("Từ ngày").fill(today)
    page.get_by_label("Đến hết ngày").fill(today)
    page.locator("[name=purpose][value=reporting]").check(force=True)
    page.get_by_role("button", name="Lập", exact=True).click()
    expect(page.get_by_text("Đã xong").first).to_be_visible()
    report = Report.objects.latest("pk")
    content = fetched(page, at_desk("report-file", report.public_id))
    book = load_workbook(io.BytesIO(content), read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    head = next(number for number, row in enumerate(rows) if row[0] == "TT")
    names = [str(name) for name in rows[head]]
    return [dict(zip(names, row, strict=False)) for row in rows[head + 1 :]]


def disagreements(day: Day, lines: list[dict[str, object]]) -> dict[str, list[str]]:
    """Hold every book against the day; give each that does not agree, and where."""
    said = {book.__name__: book(day) for book in (*BOOKS, *SCREENS)}
    said["register"] = register(day, lines)
    return {name: wrong for name, wrong in said.items() if wrong}
