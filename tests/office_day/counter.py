"""What happens at the counters: calling, filing for somebody, change of clerk, handing out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from motcua.counters.models import CounterFiling, Ticket
from tests.cast import PASSWORD
from tests.identity.doors import code_of, enrol, signed_in
from tests.journeys.people import answer, paper
from tests.office_day.cast import BORN
from tests.office_day.doors import at_desk
from tests.office_day.online import answers_for, typing_for

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from motcua.agencies.models import Counter
    from motcua.dossiers.models import Dossier
    from tests.office_day.cast import Visitor
    from tests.office_day.doors import Day


def opens(day: Day, clerk: str, counter: Counter) -> None:
    """Sit down at a counter."""
    page = day.desk(clerk)
    page.goto(at_desk("counter", counter.pk))
    page.get_by_role("button", name="Mở quầy", exact=True).click()
    expect(page.get_by_role("heading", name="Đang phục vụ")).to_be_visible()


def gives_number(day: Day, clerk: str, counter: Counter, priority: str = "") -> str:
    """Give the next visitor a number."""
    page = day.desk(clerk)
    page.goto(at_desk("counter", counter.pk))
    page.get_by_label("Ưu tiên").select_option(priority)
    before = Ticket.objects.count()
    with page.expect_navigation():
        page.get_by_role("button", name="A · Hộ tịch").click()
    assert Ticket.objects.count() == before + 1
    return str(Ticket.objects.latest("pk"))


def calls(day: Day, clerk: str, counter: Counter, number: str) -> None:
    """Call the next one; it must be the one whose turn it is."""
    page = day.desk(clerk)
    page.goto(at_desk("counter", counter.pk))
    page.get_by_role("button", name="Gọi người tiếp theo").click()
    expect(page.locator(".desk-ticket")).to_have_text(number)


def _presses(day: Day, clerk: str, counter: Counter, name: str) -> Page:
    page = day.desk(clerk)
    page.goto(at_desk("counter", counter.pk))
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
    return page


def is_not_there(day: Day, clerk: str, counter: Counter) -> None:
    """Note that whoever was called did not come."""
    _presses(day, clerk, counter, "Vắng mặt")


def calls_back(day: Day, clerk: str, counter: Counter, number: str) -> None:
    """Call somebody again who was not there before."""
    page = _presses(day, clerk, counter, f"gọi lại {number}")
    expect(page.locator(".desk-ticket")).to_have_text(number)


def is_done_with(day: Day, clerk: str, counter: Counter) -> None:
    """Let the one before the counter go."""
    _presses(day, clerk, counter, "Xong")


def begins(
    day: Day, clerk: str, counter: Counter, visitor: Visitor, *, by_post: bool = False
) -> CounterFiling:
    """Read the card, or begin with an empty page for papers that came by post."""
    page = day.desk(clerk)
    page.goto(at_desk("counter", counter.pk))
    if by_post:
        page.get_by_label("Giấy tờ đến qua bưu chính").check(force=True)
    else:
        page.get_by_label("Mã QR trên thẻ căn cước").fill(visitor.card)
    page.locator("#f-offering").select_option(str(day.house.world.offerings[visitor.procedure]))
    page.get_by_role("button", name="Bắt đầu nhập hồ sơ").click()
    page.wait_for_url("**/counter/filings/**")
    name = page.get_by_label("Họ, chữ đệm và tên").first
    if by_post:
        name.fill(visitor.name)
        page.get_by_label("Số giấy tờ", exact=True).first.fill(visitor.number)
        page.locator("[name=who-birth_date]").fill(f"{BORN:%d/%m/%Y}")
        page.locator("[name=who-sex]").select_option("male")
    expect(name).to_have_value(visitor.name)
    page.get_by_label("Điện thoại để báo tin").fill(visitor.phone)
    if not by_post:
        page.get_by_label("Tôi đã xem bản chính giấy tờ tùy thân").check(force=True)
    _saves(page)
    return CounterFiling.objects.latest("pk")


def _saves(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu và tải tệp lên").click()


def knows_the_answers(day: Day, clerk: str, filing: CounterFiling, visitor: Visitor) -> None:
    """Put right answers into the form; typing them is tried once, by `types_answers`."""
    draft = filing.draft
    draft.answers = answers_for(day, visitor.procedure)
    draft.save(update_fields=["answers"])
    day.desk(clerk).goto(at_desk("counter-filing", filing.public_id))


def types_answers(day: Day, clerk: str, visitor: Visitor) -> None:
    """Type the whole form on the one page."""
    for typed in typing_for(day, visitor.procedure).values():
        answer(day.desk(clerk), typed)
    _saves(day.desk(clerk))


def scans_papers(
    day: Day, clerk: str, filing: CounterFiling, folder: Path, *, leaving_out: int = 0
) -> None:
    """Hand in a file for each paper, and hold each against its original."""
    page = day.desk(clerk)
    page.goto(at_desk("counter-filing", filing.public_id))
    boxes = page.locator("#questions input[type=file]").all()
    names = [box.get_attribute("name") or "" for box in boxes]
    for name in names[leaving_out:]:
        page.locator(f"#questions input[type=file][name='{name}']").set_input_files(
            paper(folder, f"{name}.pdf")
        )
    _saves(page)
    for choice in page.locator("#questions select[name^='mark.']").all():
        choice.select_option("compared")


def files(
    day: Day, clerk: str, filing: CounterFiling, visitor: Visitor, *, cash: bool = False
) -> None:
    """File and accept with one press, slip 01 ready to print."""
    page = day.desk(clerk)
    if cash:
        page.locator("input[name=cash]").check(force=True)
        day.note(visitor, "collect_cash", clerk)
    page.get_by_role("button", name="Nộp và tiếp nhận").click()
    page.get_by_role("heading", level=1, name="Đã nộp").wait_for()
    _remember(day, filing, visitor, clerk)
    day.house.works()


def _remember(day: Day, filing: CounterFiling, visitor: Visitor, clerk: str) -> Dossier:
    filing.refresh_from_db()
    assert filing.dossier is not None
    day.filed(visitor, filing.dossier.code)
    day.note(visitor, "file_at_counter", clerk)
    if filing.dossier.accepted_at:
        day.note(visitor, "accept", clerk)
    return filing.dossier


def files_what_lacks(
    day: Day, clerk: str, filing: CounterFiling, visitor: Visitor, reason: str
) -> None:
    """Take an incomplete dossier, with slip 02 at once."""
    page = _is_told_what_lacks(day, clerk)
    page.get_by_role("button", name="Nhận thiếu, lập phiếu yêu cầu bổ sung").click()
    page.wait_for_url("**/supplement")
    _remember(day, filing, visitor, clerk)
    assert page.locator("input[name=item]:checked").count(), "what lacks is ticked beforehand"
    page.locator("[name=message]").fill(reason)
    page.get_by_role("button", name="Gửi yêu cầu bổ sung").first.click()
    expect(page.get_by_text("Đã gửi yêu cầu bổ sung (mẫu 02)")).to_be_visible()
    day.note(visitor, "ask_supplement", clerk)
    day.house.works()


def refuses_what_lacks(
    day: Day, clerk: str, filing: CounterFiling, visitor: Visitor, reason: str
) -> None:
    """Refuse an incomplete dossier, with slip 03 at once."""
    page = _is_told_what_lacks(day, clerk)
    page.get_by_role("button", name="Lập phiếu từ chối").click()
    page.wait_for_url("**/refuse")
    _remember(day, filing, visitor, clerk)
    page.get_by_label("Lý do").fill(reason)
    with page.expect_navigation():
        page.locator("#act button[name=_next]").click()
    day.note(visitor, "refuse", clerk)
    day.house.works()


def _is_told_what_lacks(day: Day, clerk: str) -> Page:
    page = day.desk(clerk)
    page.get_by_role("button", name="Nộp và tiếp nhận").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    return page


def changes_clerk(
    day: Day, clerk: str, after: str, counter: Counter, filing: CounterFiling, visitor: Visitor
) -> None:
    """Lock the counter; the next signs in on the same machine, and nothing of the last is left."""
    page = day.desk(clerk)
    account = day.house.world.accounts[after]
    day.house.give_password(after)
    secret = enrol(signed_in(account, steps=("password",)))
    page.goto(at_desk("counter", counter.pk))
    page.get_by_role("button", name="Khóa, đổi người").click()
    page.wait_for_url("**/accounts/login/**")
    nothing_is_left(page, visitor)
    page.goto(f"/accounts/login/?next={at_desk('counter', counter.pk)}")
    page.locator("input[name='login']").fill(account.email)
    page.locator("input[name='password']").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.locator("input[name='code']").fill(code_of(secret, time.time() + 30))
    page.locator("main form button.govuk-button").first.click()
    page.wait_for_url(f"**{at_desk('counter', counter.pk)}")
    day.moves_to(clerk, after)
    page.get_by_role("button", name="Mở quầy", exact=True).click()
    expect(page.get_by_text("Đang làm dở ở quầy này")).to_be_visible()
    page.goto(at_desk("counter-filing", filing.public_id))


_KEPT = """async () => JSON.stringify([
  Object.entries(localStorage), Object.entries(sessionStorage),
  await caches.keys(), await indexedDB.databases(), document.documentElement.outerHTML,
])"""


def nothing_is_left(page: Page, visitor: Visitor) -> None:
    """See that neither page nor Back nor anything the browser keeps tells of a visitor."""
    for _ in range(2):
        kept = page.evaluate(_KEPT)
        assert not [told for told in visitor.secrets if told in kept]
        page.go_back()
        assert "login" in page.url
    assert {one["name"].rpartition("_")[2] for one in page.context.cookies()} <= {"csrf"}


def hands_out(day: Day, clerk: str, visitor: Visitor) -> None:
    """Hand the result over to its owner, who signs on the screen."""
    page = day.desk(clerk)
    page.goto(at_desk("dossier", day.dossier(visitor).public_id))
    with page.expect_navigation():  # its script takes the signature
        page.get_by_role("link", name="Trao tại quầy, có ký nhận").click()
    page.get_by_label("Họ tên người nhận").fill(visitor.name)
    page.get_by_label("Ký trên màn hình").check(force=True)
    page.get_by_label("Giấy tờ tùy thân đã xem").fill(f"CCCD …{visitor.number[-4:]}")
    _draws(page)
    page.get_by_role("button", name="Trao kết quả").click()
    page.wait_for_url("**/dossiers/**")
    expect(page.locator("main")).to_contain_text(f"Giao kết quả cho {visitor.name}")
    day.note(visitor, "hand_out", clerk)
    day.note(visitor, "return_result", clerk)
    day.house.works()


def _draws(page: Page) -> None:
    canvas = page.locator("[data-sign] canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 60)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(box["x"] + 20 + 10 * step, box["y"] + 60 + 20 * (step % 3))
    page.mouse.up()


def closes(day: Day, clerk: str, counter: Counter) -> None:
    """Close a counter for the day."""
    page = _presses(day, clerk, counter, "Đóng quầy")
    expect(page.get_by_text("Đã đóng quầy.")).to_be_visible()
