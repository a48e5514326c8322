"""The pages of rating, feedback and help in a real browser: no barrier, on a phone and a desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from motcua.counters.actions import kiosks
from motcua.dossiers import actions as dossiers
from motcua.dossiers.queries.called import draft_number
from motcua.identity.middleware.cookies import session_cookie
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.samples import sample_answers
from motcua.voice import actions
from motcua.voice.actions import handling, publishing
from motcua.voice.actions.helping import (
    HelpFacts,
    ask_for_help,
    point_to_question,
    send_help_code,
)
from motcua.voice.enums import HelpChannel
from tests.cast import BIRTH
from tests.counters.conftest import Office
from tests.identity.doors import Door, signed_in
from tests.watching import barriers, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


@pytest.fixture
def visit(chromium, port, world):
    """Let somebody of the cast, or nobody, open a browser at a door."""
    contexts, complaints = [], []

    def come(role="", size=PHONE, **options):
        side = world.accounts[role].side if role else "citizen"
        door = Door.DESK if side == "official" else Door.PORTAL
        host = "desk.localhost" if door == Door.DESK else "localhost"
        address = f"http://{host}:{port}"
        context = chromium.new_context(base_url=address, viewport=size, **options)
        if role:
            key = signed_in(world.accounts[role]).cookies[session_cookie(door)].value
            context.add_cookies([{"name": session_cookie(door), "value": key, "url": address}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if _is_complaint(m) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield come
    for context in contexts:
        context.close()
    assert complaints == []


def _is_complaint(message):
    return message.type == "error" and "status of 422" not in message.text


def at(name, *args):
    return reverse(name, args=args, urlconf="motcua.config.urls_desk")


@pytest.fixture
def heard(world, say, units, withdrawn, rate, settings):
    """Give feedback in several states, five ratings, and a call with an opened draft."""
    settings.SMTP_URL = ""
    now = world.now
    rows = [say() for _ in range(3)]
    for row in rows[1:]:
        by = {"public_id": row.public_id, "now": now}
        handling.route(actor=world.actor("receptionist"), unit_id=units["CM"].pk, **by)
        handling.draft_answer(actor=world.actor("specialist"), text="Đã thêm một quầy.", **by)
    by = {"public_id": rows[2].public_id, "now": now}
    handling.approve(actor=world.actor("head"), **by)
    words = {"question": "Vì sao chờ lâu ở quầy?", "answer": "Đã thêm một quầy."}
    publishing.propose_publication(actor=world.actor("specialist"), **words, **by)
    shown = publishing.publish(actor=world.actor("head"), **by)
    dossiers_ended = [withdrawn(number) for number in range(6)]
    for dossier in dossiers_ended[:5]:
        rate(dossier, comment="Nhanh")
    actions.release_ratings(actor=SYSTEM, now=now + timedelta(days=1))
    call, key, draft = _called(world)
    return rows, shown, dossiers_ended, call, key, draft


def _called(world):
    rules = catalogue.rules(catalogue.offering(world.offerings[BIRTH]).version_id)
    answers = sample_answers(rules.form, seed=3, today=world.now.date())
    now = clock.now()
    draft = dossiers.start_draft(
        actor=world.actor("citizen"),
        offering_id=world.offerings[BIRTH],
        language="vi",
        answers=answers,
        now=now,
    )
    helper = world.actor("receptionist")
    facts = HelpFacts(world.ward.pk, HelpChannel.CALL, "Không sang được trang sau.")
    call = ask_for_help(actor=helper, facts=facts, now=now)
    by = {"actor": helper, "public_id": call.public_id, "now": now}
    send_help_code(number=draft_number(draft.public_id), **by)
    key = call.keys.get()
    key.opened_by_id, key.opened_until = helper.official_id, now + timedelta(minutes=30)
    key.save()
    question = next(iter(rules.form.pages[rules.form.spec.pages[0].code].questions)).key
    point_to_question(key_id=key.pk, question=question, note="Viết đủ họ tên, có dấu", **by)
    return call, key, draft


SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@SIZES
def test_no_page_of_the_portal_has_a_barrier(visit, heard, size):
    rows, shown, ended, _call, _key, draft = heard
    places = {
        "": [
            *(
                "/danh-gia",
                "/danh-gia/da-gui",
                "/danh-gia/cam-on",
                "/gop-y",
                "/gop-y/gui",
                "/gop-y/khieu-nai",
            ),
            *("/gop-y/tra-cuu", "/gop-y/hoi-dap", f"/gop-y/hoi-dap/{shown.public_id}"),
            f"/gop-y/da-nhan/{rows[0].receipt_id}",
            *("/tro-giup/huong-dan", "/tro-giup/hoi", "/tro-giup/da-nhan"),
        ],
        "citizen": [
            f"/dossiers/{ended[5].public_id}/danh-gia",
            *("/gop-y/cua-toi", "/tro-giup/ai-da-xem"),
            f"/drafts/{draft.public_id}/{_first_page(draft)}",
        ],
    }
    assert found(visit, size, places) == []


@SIZES
@pytest.mark.parametrize("scripts", [True, False])
def test_feedback_is_taken_back_once_that_was_said_twice(visit, say, size, scripts):
    row = say()
    page = visit(size=size, java_script_enabled=scripts)
    page.goto(f"/gop-y/tra-cuu?code={row.code}")
    page.get_by_label("4 số cuối").fill("0321")
    page.locator("main form button").first.click()
    page.get_by_role("button", name="Rút lại").click()
    expect(page.get_by_role("heading", name="Rút lại phản ánh, kiến nghị này?")).to_be_visible()
    look(page, f"feedback-withdraw-{size['width']}")
    if scripts:
        assert barriers(page) == []
    page.get_by_role("button", name="Không rút").click()
    expect(page.get_by_role("heading", name=row.subject)).to_be_visible()
    page.get_by_role("button", name="Rút lại").click()
    page.get_by_role("button", name="Rút lại").click()
    expect(page.get_by_text("Người gửi đã rút")).to_be_visible()


@SIZES
def test_no_list_of_the_desk_has_a_barrier(visit, world, heard, size):
    _rows, _shown, _ended, call, key, _draft = heard
    places = {
        "receptionist": [
            at("desk:feedback"),
            at("desk:help"),
            at("desk:help-new"),
            at("desk:help-one", call.public_id),
            at("desk:help-draft", call.public_id, key.pk),
        ],
        "auditor": [at("desk:satisfaction"), at("desk:satisfaction-mark")],
        "administrator": [
            at("console:guidance", world.ward.code),
            at("console:guidance-add", world.ward.code),
        ],
    }
    assert found(visit, size, places) == []


@SIZES
def test_no_act_of_the_desk_has_a_barrier(visit, heard, size):
    rows, _shown, ended, _call, _key, _draft = heard
    first, drafted, answered = (row.public_id for row in rows)
    places = {
        "receptionist": [
            at("desk:feedback-one", first),
            at("desk:feedback-act", first, "chuyen-don-vi"),
            at("desk:feedback-act", first, "nguoi-bi-phan-anh"),
            at("desk:rating-code", ended[5].public_id),
        ],
        "head": [
            at("desk:feedback-one", drafted),
            at("desk:feedback-act", drafted, "duyet"),
            at("desk:feedback-one", answered),
        ],
    }
    assert found(visit, size, places) == []


def found(visit, size, places):
    """Open pages as their readers, and give the barriers on them."""
    wrong = []
    for role, addresses in places.items():
        page = visit(role, size)
        for address in addresses:
            answer = page.goto(address)
            assert answer.status == 200, (address, answer.status)
            wrong += [(address, barrier) for barrier in barriers(page)]
    return wrong


def _first_page(draft):
    return catalogue.rules(draft.version_id).form.spec.pages[0].code


def test_a_device_of_the_counter_rates_by_keyboard_without_scripts(visit, world, withdrawn):
    dossier = withdrawn()
    code = actions.give_counter_code(
        actor=world.actor("receptionist"), dossier_id=dossier.public_id, now=clock.now()
    )
    office = Office(world)
    _kiosk, switch = kiosks.make_kiosk(
        actor=office.actor("administrator"), unit=office.unit, name="Máy ở quầy", now=clock.now()
    )
    page = visit(java_script_enabled=False)
    page.goto("/kiosk")
    page.get_by_label("Mã bật máy").fill(switch)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Đánh giá phục vụ").click()
    page.get_by_label("Mã đánh giá").press_sequentially(code)
    page.keyboard.press("Enter")
    for words in ("Đầy đủ, dễ tìm, dễ hiểu", "Đúng mực, tận tình"):
        page.get_by_label(words).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Gửi đánh giá").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Cảm ơn anh/chị đã đánh giá").wait_for()
