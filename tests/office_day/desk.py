"""What officials do at their desks: receive, ask, refuse, settle, check for another, sign, stop."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from motcua.kernel.clock import civil_date
from motcua.procedures.base.forms.drawing import Showing, page_section
from motcua.procedures.base.forms.samples import sample_answers
from tests.identity.doors import code_of
from tests.journeys.people import answer
from tests.office_day import clock
from tests.office_day.doors import at_desk
from tests.office_day.online import rules_for
from tests.procedures.test_pages import typed

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.office_day.cast import Visitor
    from tests.office_day.doors import Day

_OPINION = "Đủ điều kiện."


def is_away(day: Day, who: str, stands_in: str) -> None:
    """Note that one is away today, and who stands in."""
    page, deputy = day.desk(who), day.house.world.accounts[stands_in].official
    page.goto(at_desk("absences"))
    today = f"{clock.DAY:%d/%m/%Y}"
    page.get_by_label("Vắng từ ngày").fill(today)
    page.get_by_label("Đến hết ngày").fill(today)
    page.get_by_label("Người làm thay").select_option(str(deputy.public_id))
    page.get_by_label("Lý do").fill("Họp ở thành phố")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.get_by_text("Kết thúc hôm nay")).to_be_visible()
    day.leaves(who)


def act_on_many(day: Day, who: str, act: str, label: str, visitors: tuple[Visitor, ...]) -> Page:
    """Tick dossiers in a queue, and do one act upon all of them; each has its own outcome."""
    page = day.desk(who)
    page.goto(at_desk("queue", queue=_QUEUES[act]))
    for visitor in visitors:
        page.get_by_label(f"Chọn {day.codes[visitor.name]}").check(force=True)
    page.locator("#bulk button", has_text=label).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{label}: {len(visitors)} hồ sơ")
    page.get_by_role("button", name=f"{label}: xác nhận").click()
    expect(page.get_by_text(f"Đã làm {len(visitors)}, không làm được 0.")).to_be_visible()
    for visitor in visitors:
        day.note(visitor, act, who)
    day.house.works()
    return page


_QUEUES = {
    "accept": "receiving",
    "hand_over": "handover",
    "approve_result": "signing",
    "return_result": "returning",
}


def accepts(day: Day, who: str, *visitors: Visitor) -> None:
    """Accept several from the queue."""
    act_on_many(day, who, "accept", "Tiếp nhận", visitors)


def hands_over(day: Day, who: str, *visitors: Visitor) -> None:
    """Hand several over to the unit that settles them."""
    act_on_many(day, who, "hand_over", "Chuyển xử lý", visitors)


def returns(day: Day, who: str, *visitors: Visitor) -> None:
    """Give several results back that need no paper."""
    act_on_many(day, who, "return_result", "Trả kết quả", visitors)


def _opens(day: Day, who: str, visitor: Visitor, act: str) -> Page:
    """Go from the dossier's page to what is to be done."""
    page = day.desk(who)
    page.goto(at_desk("dossier", day.dossier(visitor).public_id))
    with page.expect_navigation():  # its scripts show questions and bring communes
        page.locator(".desk-acts").get_by_text(act, exact=True).click()
    page.locator("#act").wait_for()
    return page


def _confirms(day: Day, page: Page, visitor: Visitor, act: str, who: str) -> None:
    """Press the button of an act's own page."""
    with page.expect_navigation():
        page.locator("#act button[name=_next]").first.click()
    expect(page.locator(".desk-acts, .desk-facts").first).to_be_visible()
    assert page.url.partition("?")[0].endswith(str(day.dossier(visitor).public_id))
    day.note(visitor, act, who)
    day.house.works()


def asks_supplement(day: Day, who: str, visitor: Visitor, reason: str) -> None:
    """Ask for the child's name to be put right, with slip 02."""
    page = _opens(day, who, visitor, "Yêu cầu bổ sung")
    page.get_by_label("Lý do: Họ, chữ đệm, tên của trẻ").fill(reason)
    _confirms(day, page, visitor, "ask_supplement", who)


def refuses(day: Day, who: str, visitor: Visitor, reason: str) -> None:
    """Refuse to take a dossier, with slip 03."""
    page = _opens(day, who, visitor, "Từ chối tiếp nhận")
    page.get_by_label("Lý do").fill(reason)
    _confirms(day, page, visitor, "refuse", who)


def stops(day: Day, who: str, visitor: Visitor, reason: str) -> None:
    """Stop a dossier that is in process, with slip 03."""
    page = _opens(day, who, visitor, "Dừng xử lý")
    page.get_by_label("Lý do").fill(reason)
    _confirms(day, page, visitor, "stop", who)


def asks_payment(day: Day, who: str, visitor: Visitor, what: str, amount: int) -> None:
    """Ask for a payment while a dossier is in process."""
    page = _opens(day, who, visitor, "Yêu cầu nộp tiền")
    page.get_by_label("Khoản phải nộp").fill(what)
    page.get_by_label("Số tiền").fill(str(amount))
    _confirms(day, page, visitor, "ask_payment", who)


def settles(day: Day, who: str, *visitors: Visitor) -> None:
    """Draft each result, say what was found, and pass it on to be checked."""
    for visitor in visitors:
        page = _opens(day, who, visitor, "Soạn kết quả")
        answer(page, _result_of(day, visitor))
        _confirms(day, page, visitor, "draft_result", who)
        passes_on(day, who, visitor)


def passes_on(day: Day, who: str, *visitors: Visitor, behalf: str = "") -> None:
    """Say what one found, and pass each on to the next step."""
    for visitor in visitors:
        page = _opens(day, who, visitor, "Chuyển bước sau")
        page.locator("#act textarea").first.fill(_OPINION)
        _confirms(day, page, visitor, "complete_step", who)
        if behalf:
            day.acted_for[(visitor.name, who)] += 1


def _result_of(day: Day, visitor: Visitor) -> dict[str, list[str]]:
    form = rules_for(day, visitor.procedure).official_form
    today = civil_date(clock.now())
    given = sample_answers(form, seed=int(visitor.number[-2:]), today=today)
    typing: dict[str, list[str]] = {}
    for page in form.visible_pages(given, today=today):
        section = page_section(form, page.code, given, Showing("vi", today))
        typing |= {name: [str(one) for one in values] for name, values in typed(section).lists()}
    return typing


def signs(day: Day, who: str, *visitors: Visitor) -> None:
    """Sign many with one confirmation by a second factor, each paper shown before."""
    page, secret = day.desk_of_signer(who)
    page.goto(at_desk("queue", queue="signing"))
    for visitor in visitors:
        page.get_by_label(f"Chọn {day.codes[visitor.name]}").check(force=True)
    page.locator("#bulk button", has_text="Duyệt và ký").click()
    shown = page.locator("section.desk-preview")
    expect(shown).to_have_count(len(visitors))
    for visitor in visitors:
        section = shown.filter(has_text=day.codes[visitor.name])
        expect(section.locator("img").first).to_be_visible()
    page.get_by_role("button", name="Duyệt và ký: xác nhận").click()
    page.get_by_label("Mã xác thực").fill(code_of(secret, time.time() + 30))
    page.get_by_role("button", name="Xác nhận", exact=True).click()
    expect(page.get_by_text(f"Đã làm {len(visitors)}, không làm được 0.")).to_be_visible()
    for visitor in visitors:
        day.note(visitor, "approve_result", who)
    day.house.works()
