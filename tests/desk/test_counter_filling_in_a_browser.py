"""Filing from a card by keyboard in a real browser: what the card says is typed nowhere."""

from __future__ import annotations

import sys

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from motcua.counters.models import CounterFiling
from motcua.dossiers.models import AnswerOrigin, Dossier
from motcua.identity.middleware.cookies import session_cookie
from tests.cast import BUSINESS, PDF
from tests.desk.test_counter_filling import ADDRESS, BORN, CARD, COPIES, HOME, NAME, PHONE, offer
from tests.identity.doors import Door, signed_in
from tests.watching import Watch, barriers, look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


FILE = {"name": "giay-to.pdf", "mimeType": "application/pdf", "buffer": PDF}


class Hands:
    """Two hands on a keyboard, each stroke counted; a reader of cards beside them."""

    def __init__(self, page):
        self.page, self.strokes = page, 0

    def key(self, name, times=1):
        for _ in range(times):
            self.page.keyboard.press(name)
        self.strokes += times

    def type(self, text):
        self.page.keyboard.type(text)
        self.strokes += len(text)

    def go(self, name):
        """Press Tab until the control of this name has the focus."""
        for _ in range(120):
            if self.page.evaluate("() => document.activeElement.name ?? ''") == name:
                return
            self.key("Tab")
        raise AssertionError(f"{name} is not reached by Tab")

    def scan(self, text):
        """Let the reader type a card: no stroke of a hand."""
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")


@pytest.fixture
def page(chromium, port, office, world):
    """The receptionist's browser at counter 1, open."""
    key = signed_in(world.accounts["receptionist"]).cookies[session_cookie(Door.DESK)].value
    address = f"http://desk.localhost:{port}"
    context = chromium.new_context(base_url=address)
    context.add_cookies([{"name": session_cookie(Door.DESK), "value": key, "url": address}])
    watch = Watch(expected=["status of 422"])
    watch.over(context)
    page = context.new_page()
    page.goto(reverse("desk:counter", args=[office.one.pk], urlconf="tests.desk.addresses"))
    page.get_by_role("button", name="Mở quầy", exact=True).click()
    expect(page.locator("#f-offering")).to_be_visible()  # open: only then is it loaded anew
    yield page
    context.close()
    assert watch.unexpected == []


def begin(page, office, code, card=CARD):
    """Scan a card with no field chosen, take the procedure, and begin; give the strokes."""
    hands = Hands(page)
    page.reload()
    if card:
        hands.scan(card)
        expect(page.locator("#f-offering")).to_be_focused()
    page.locator("#f-offering").select_option(str(office.world.offerings[code]))
    hands.strokes += 3  # two letters of its name and one to be sure
    hands.go("offering")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Bắt đầu nhập hồ sơ").press("Enter")
    hands.strokes += 4  # past the two ticks and the camera, then Enter
    page.wait_for_url("**/filings/**")
    return hands


def paid_and_filed(page, hands):
    """Answer what no card says, hand two papers in, take the fee, file and hand over."""
    hands.go("entry_kind")
    hands.key("ArrowDown")
    hands.go("registered_agency")
    hands.type("UBND phường Ba Đình")
    for part, text in (("day", "5"), ("month", "6"), ("year", "1990")):
        hands.go(f"registered_date.{part}")
        hands.type(text)
    hands.go("copies")
    hands.type("2")
    hands.go("declaration")
    hands.key("Space")
    # Which papers are asked, and what it costs, follows from the answers, with no save pressed.
    chooser = page.locator(".desk-place input[type=file]")
    expect(chooser).to_have_count(3)
    for number in (0, 1):
        chooser.nth(number).set_input_files(FILE)
    chooser.nth(1).focus()  # where a hand that chose a file is; the page was not loaded anew
    expect(page.locator("[name='cash']").first).to_be_attached()
    hands.go("cash")
    hands.key("Space")
    hands.key("Escape")
    hands.key("f")
    expect(page.get_by_role("link", name="Người tiếp theo")).to_be_visible()


def test_a_dossier_is_filed_from_a_card_by_keyboard_and_the_card_is_typed_nowhere(page, office):
    offer(office.world, COPIES)
    hands = begin(page, office, COPIES)
    expect(page.locator("[name='who-phone']")).to_be_focused()
    hands.type(PHONE)
    for name in ("who-is_seen", "requester_kind", "relation"):
        hands.go(name)
        hands.key("Space")
    expect(page.locator("[name='requester_name']")).to_have_value(NAME)
    expect(page.locator("[name='subject_name']")).to_have_value(NAME)
    expect(page.locator("[name='requester_document.number']")).to_have_value("001085009999")
    for whose in ("requester", "subject"):
        chosen = page.locator(f"[name='{whose}_address.commune']")
        expect(chosen).to_have_value(ADDRESS["commune"])
    look(page, "counter-filled")
    assert barriers(page) == []
    of_himself = hands.strokes
    paid_and_filed(page, hands)
    dossier = Dossier.objects.get()
    sys.stderr.write(
        f"\nMEASURED from a card to the slip: {hands.strokes} strokes of hands, "
        f"{of_himself} of them till the applicant stands in the form\n"
    )
    taken = dict(AnswerOrigin.objects.filter(dossier=dossier).values_list("key", "is_changed"))
    assert {"requester_name", "requester_document", "subject_name", "subject_address"} <= set(taken)
    assert not any(taken.values())
    assert of_himself < 50
    assert hands.strokes < 200


def test_hands_quicker_than_the_network_leave_nothing_unfilled(page, office):
    offer(office.world, COPIES)
    hands = begin(page, office, COPIES)
    page.context.new_cdp_session(page).send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 700, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    hands.type(PHONE)
    hands.go("requester_kind")
    with page.expect_request(lambda one: "requester_kind=person" in (one.post_data or "")):
        hands.key("Space")
    hands.go("relation")
    hands.key("Space")  # while the save before it is on its way, whose answer brings papers
    expect(page.locator("[name='requester_name']")).to_have_value(NAME)
    expect(page.locator("[name='subject_name']")).to_have_value(NAME)
    expect(page.locator("[name='subject_address.commune']")).to_have_value(ADDRESS["commune"])


def test_a_name_that_is_typed_goes_into_the_form_when_its_field_is_left_and_not_before(
    page, office
):
    hands = begin(page, office, BUSINESS, card="")
    expect(page.locator("[name='who-full_name']")).to_be_focused()
    hands.type("Lê Văn")
    expect(page.locator("#saved")).to_contain_text("Đã lưu")
    page.wait_for_function("() => document.getElementById('saved').textContent.includes(':')")
    assert page.locator("[name='owner_name']").input_value() == ""
    hands.type(" Cả")
    hands.key("Tab")
    expect(page.locator("[name='owner_name']")).to_have_value(NAME)
    page.locator("[name='owner_name']").fill("Lê Văn Cả Anh")
    page.locator("[name='who-full_name']").fill("Lê Văn Cải")
    page.locator("[name='who-birth_date']").fill("05/03/1985")
    page.locator("[name='who-address']").fill(HOME)
    page.locator("[name='who-phone']").focus()
    expect(page.locator("[name='owner_birth_date.year']")).to_have_value(BORN[:4])
    expect(page.locator("[name='owner_address.commune']")).to_have_value(ADDRESS["commune"])
    assert page.locator("[name='owner_name']").input_value() == "Lê Văn Cả Anh"


def test_a_card_read_on_the_page_itself_fills_it_at_once(page, office):
    begin(page, office, BUSINESS, card="")
    page.locator("[name='who-card']").focus()
    Hands(page).scan(CARD)
    expect(page.locator("[name='who-phone']")).to_be_focused()
    expect(page.locator("[name='who-full_name']")).to_have_value(NAME)
    expect(page.locator("[name='owner_name']")).to_have_value(NAME)
    expect(page.locator("[name='owner_address.commune']")).to_have_value(ADDRESS["commune"])
    expect(page.locator("[name='who-card']")).to_have_value("")
    assert CounterFiling.objects.get().dossier is None


def test_enter_in_an_answer_keeps_it_files_nothing_and_leaves_the_page_as_it_is(page, office):
    begin(page, office, BUSINESS)
    page.evaluate("window.isSamePage = true")
    page.locator("[name='who-phone']").fill(PHONE)
    with page.expect_response("**/filings/**") as kept:
        page.locator("[name='who-phone']").press("Enter")
    assert kept.value.request.method == "POST"
    kept.value.finished()
    assert page.evaluate("window.isSamePage")
    assert CounterFiling.objects.get().who["phone"] == PHONE
    assert Dossier.objects.count() == 0


def test_a_file_chosen_and_a_mark_stand_while_papers_come_and_go_around_them(page, office):
    offer(office.world, COPIES)
    begin(page, office, COPIES)
    papers = page.locator("[data-live='papers'] .desk-place")
    before = papers.count()
    page.locator("[name='requester_kind']").first.check()
    page.locator("[name='relation'][value='self']").check()
    expect(papers).not_to_have_count(before)
    chooser = papers.locator("input[type=file]").first
    chooser.set_input_files(FILE)
    page.locator("[name='relation']").nth(1).check()
    page.wait_for_timeout(1500)
    assert chooser.evaluate("one => one.files.length") == 1
    assert barriers(page) == []
