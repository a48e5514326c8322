"""What citizens do with a telephone: file, pay, complete, withdraw, let somebody help, follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from motcua.dossiers import actions
from motcua.dossiers.models import Draft
from motcua.kernel.clock import civil_date
from motcua.notifications.models import Message
from motcua.payments.models import Order
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.drawing import Showing, page_section
from motcua.procedures.base.forms.samples import sample_answers
from tests.cast import BIRTH, BUSINESS, PDF, RESIDENCE
from tests.journeys.people import OWN_HOUSE, Citizen, code_on
from tests.office_day import clock
from tests.procedures.test_pages import typed
from tests.sandbox.conftest import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.office_day.cast import Visitor
    from tests.office_day.doors import Day

_FILED = re.compile(r"/dossiers/[0-9a-f-]{36}/filed$")
NEWBORN = {"child_case": "ordinary", "child_birth_date": "2026-11-10", "copies": 0}
"""A birth that is registered in time, and costs nothing."""
EATERY = {
    "founder": "person",
    "lines": [{"line_name": "Dịch vụ phục vụ đồ uống", "line_code": "5630", "is_main": True}],
}
"""A business of one person in one line."""
FIXED: dict[str, dict[str, Any]] = {BIRTH: NEWBORN, RESIDENCE: OWN_HOUSE, BUSINESS: EATERY}


def answers_for(day: Day, procedure: str) -> dict[str, Any]:
    """Give right answers to a procedure's form."""
    form = rules_for(day, procedure).form
    today = civil_date(clock.now())
    return dict(sample_answers(form, seed=3, today=today, fixed=FIXED.get(procedure, {})))


def rules_for(day: Day, procedure: str) -> Any:
    """Give the rules of a procedure as the ward offers it."""
    offering = day.house.world.offerings[procedure]
    return catalogue.rules(catalogue.offering(offering).version_id)


def types_and_files(day: Day, visitor: Visitor, folder: Path) -> None:
    """File from the first page on: sign in, type every answer, give every paper."""
    page = day.anybody(viewport={"width": 390, "height": 844})
    day.house.give_password(visitor.name)
    citizen = Citizen({"email": f"{visitor.phone}@dan.example"}, page)
    citizen.begin(visitor.procedure)
    citizen.answer_pages(typing_for(day, visitor.procedure))
    citizen.give_papers(folder)
    citizen.go_on()
    day.filed(visitor, citizen.submit())
    page.context.close()
    day.house.works()


def typing_for(day: Day, procedure: str) -> dict[str, dict[str, list[str]]]:
    """Give what is typed on each page of a form, by the names of its fields."""
    form, given = rules_for(day, procedure).form, answers_for(day, procedure)
    today = civil_date(clock.now())
    pages = form.visible_pages(given, today=today)
    shown = {
        page.code: page_section(form, page.code, given, Showing("vi", today)) for page in pages
    }
    return {code: dict(typed(section).lists()) for code, section in shown.items()}


def begins(day: Day, visitor: Visitor) -> Draft:
    """Begin a form and give every answer and paper; typing them is the forms' own test."""
    world = day.house.world
    draft = actions.start_draft(
        actor=world.actor(visitor.name, clock.now()),
        offering_id=world.offerings[visitor.procedure],
        language="vi",
        answers={},
        now=clock.now(),
    )
    fill(day, draft, visitor.name)
    return draft


def fill(day: Day, draft: Draft, name: str) -> None:
    """Put right answers and papers into a draft."""
    procedure = next(
        code for code, pk in day.house.world.offerings.items() if pk == draft.offering_id
    )
    draft.answers = answers_for(day, procedure)
    draft.save(update_fields=["answers"])
    groups: set[str | None] = set()
    today = civil_date(clock.now())
    for row in rules_for(day, procedure).papers(draft.answers, draft.channel, today):
        if not row.is_required or row.paper.one_of in groups - {None}:
            continue
        groups.add(row.paper.one_of)
        upload = day.house.world.upload(name, PDF + row.code.encode(), clock.now())
        upload.draft, upload.paper_code = draft, row.code
        upload.save()


def files(day: Day, visitor: Visitor, draft: Draft | None = None) -> None:
    """Look everything over once more, and file."""
    draft = draft or begins(day, visitor)
    _submits(day, visitor, day.portal(visitor), draft)


def _submits(day: Day, visitor: Visitor, page: Page, draft: Draft) -> None:
    page.goto(f"/drafts/{draft.public_id}/check")
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.wait_for_url(_FILED)
    day.filed(visitor, code_on(page))
    day.house.works()


def is_told_to_wait(day: Day, visitor: Visitor, draft: Draft) -> None:
    """Try to file while an outage lasts: nothing is taken, and the draft stays."""
    page = day.portal(visitor)
    page.goto(f"/drafts/{draft.public_id}/check")
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.locator("main")).to_contain_text("sự cố")
    draft.refresh_from_db()
    assert draft.dossier_id is None


def pays_at_the_bank(day: Day, visitor: Visitor) -> None:
    """Pay what is due by the bank's page, and come back."""
    page = day.portal(visitor)
    page.goto(f"/dossiers/{day.dossier(visitor).public_id}")
    page.get_by_role("button", name="Nộp tiền").click()
    _through_the_bank(day, page)


def _through_the_bank(day: Day, page: Page) -> None:
    page.get_by_role("button", name="qua cổng thanh toán").click()
    page.get_by_role("button", name="Thanh toán").or_(
        page.get_by_role("button", name="Trả")
    ).first.click()
    page.wait_for_url("**/return**")
    order = Order.objects.latest("id")
    wait_for(lambda: Order.objects.get(pk=order.pk).state == "paid")
    day.house.works()


def transfers(day: Day, visitor: Visitor) -> None:
    """Pay from a bank's application, by the words on the page of what is due."""
    order = Order.objects.get(subject_id=day.dossier(visitor).pk)
    answer = day.house.services.bank.transfer(str(order.amount), f"nop phi {order.reference}")
    assert answer.status_code < 400, answer.text
    wait_for(lambda: Order.objects.get(pk=order.pk).state == "paid")
    day.house.works()


def completes(day: Day, visitor: Visitor, given: str) -> None:
    """Put right the one answer that was asked for, and send it."""
    page = day.portal(visitor)
    page.goto(f"/dossiers/{day.dossier(visitor).public_id}")
    page.get_by_role("link", name="Bổ sung", exact=True).click()
    page.wait_for_url("**/supplement")
    page.locator('[name="child_name.given"]').fill(given)
    page.get_by_role("button", name="Tiếp tục", exact=True).last.click()
    page.wait_for_url("**/supplement/check")
    page.get_by_role("button", name="Gửi phần bổ sung").click()
    page.wait_for_url(lambda url: "/supplement" not in url)
    day.note(visitor, "answer_supplement")
    day.house.works()


def withdraws(day: Day, visitor: Visitor) -> None:
    """Take one's dossier back."""
    page = day.portal(visitor)
    page.goto(f"/dossiers/{day.dossier(visitor).public_id}/withdraw")
    page.get_by_label("Lý do rút hồ sơ").fill("Đã đăng ký ở nơi khác.")
    page.get_by_role("button", name="Rút hồ sơ").click()
    page.wait_for_url(re.compile(r"/dossiers/[0-9a-f-]{36}$"))
    day.note(visitor, "withdraw")
    day.house.works()


def helps_his_mother(day: Day, helper: Visitor, mother: Visitor) -> None:
    """File for one's mother: she consents by a code on her own telephone."""
    page = day.portal(helper)
    page.goto("/helping")
    page.get_by_label("Họ, chữ đệm và tên của người đó").fill(mother.name)
    page.get_by_label("Loại giấy tờ tùy thân").select_option("citizen-number")
    page.get_by_label("Số giấy tờ").fill(mother.number)
    page.get_by_label("Số điện thoại của người đó").fill(mother.phone)
    page.get_by_label("Người đó là gì của anh/chị").fill("mẹ")
    page.get_by_role("button", name="Gửi mã đồng ý").click()
    day.house.works()
    told = Message.objects.filter(template="mandate-code").latest("pk")
    page.get_by_label("Mã đồng ý").fill(told.context["code"])
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.get_by_text("Đã có đồng ý")).to_be_visible()
    offering = day.house.world.offerings[mother.procedure]
    page.goto(f"/procedures/{mother.procedure}/start?office={offering}")
    page.get_by_label(f"{mother.name} (mẹ)").check(force=True)
    page.get_by_role("button", name="Bắt đầu điền").click()
    page.wait_for_url("**/drafts/**")
    draft = Draft.objects.latest("pk")
    fill(day, draft, helper.name)
    page.goto(f"/drafts/{draft.public_id}/check")
    expect(page.get_by_text(f"Anh/chị nộp hộ {mother.name}")).to_be_visible()
    _submits(day, mother, page, draft)


def ends_the_help(day: Day) -> None:
    """End it by the code of the first message, without an account."""
    told = Message.objects.filter(template="mandate-code").latest("pk")
    page = day.anybody()
    page.goto("/helping/end")
    page.get_by_label("Mã chấm dứt").fill(told.context["ending"])
    page.get_by_role("button", name="Chấm dứt").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã chấm dứt việc nộp hộ.")
    day.house.works()


def wants_it_by_post(day: Day, visitor: Visitor) -> None:
    """Ask for the result by post, and pay the postage at the bank."""
    page = day.portal(visitor)
    page.goto(f"/dossiers/{day.dossier(visitor).public_id}/buu-chinh/nhan-ket-qua")
    page.get_by_label("Bưu chính phát tới nhà").check(force=True)
    page.get_by_label("Họ tên người giao nhận").fill(visitor.name)
    page.get_by_label("Số điện thoại").fill(visitor.phone)
    page.get_by_label("Số nhà, đường, xã hoặc phường").fill("Số 1 phố Hoa Sữa")
    page.get_by_label("Tỉnh, thành phố").select_option("01")
    page.get_by_role("button", name="Lưu cách nhận").click()
    page.wait_for_url("**/pay/**")
    day.note(visitor, "return_by_post")
    _through_the_bank(day, page)
