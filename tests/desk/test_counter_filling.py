"""What is said of the applicant once fills every question of his form that asks for it."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html

from motcua.counters.models import CounterFiling
from motcua.dossiers.models import Dossier
from motcua.identity.actions import IdentifierFacts, PersonFacts, register_person
from motcua.identity.enums import IdentifierType
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.samples import sample_answers
from motcua.procedures.base.loading import pack_folders, read_pack
from tests.cast import BUSINESS, RESIDENCE
from tests.desk.test_counter import act, begin, boxes, send, with_papers
from tests.portal.offered import let_in

pytestmark = pytest.mark.django_db
HOME = "Số 5 phố Huế, Hoàn Kiếm, Hà Nội"
CARD = f"001085009999|012345678|Lê Văn Cả|05031985|Nam|{HOME}|10052021"
COPIES, PASSPORT = "2.000635", "1.001456"
# Of each form: the questions that ask for the applicant, and what a card and his phone say there.
NAME, BORN, SEX, PHONE = "Lê Văn Cả", "1985-03-05", "male", "0911222333"
ADDRESS = {"line": "Số 5 phố Huế", "province": "01", "commune": "00070"}


@pytest.fixture
def clerk(office, desk_of):
    """The receptionist, sitting at counter 1."""
    browser = desk_of("receptionist")
    act(browser, office.one, act="open")
    return browser


def offer(world, *codes):
    """Let the ward take further procedures of those that are shipped."""
    folders = {folder.name: folder for folder in pack_folders()}
    for code in codes:
        let_in(world, read_pack(folders[code]))


def begun(clerk, office, code=BUSINESS, card=CARD):
    begin(clerk, office, code, card)
    return CounterFiling.objects.latest("pk")


def answers(filing):
    filing.draft.refresh_from_db()
    return filing.draft.answers


def post(clerk, filing, **fields):
    """Post what stands on the page, and these fields instead of what stands there."""
    clerk.open("counter-filing", filing.public_id)
    posted = boxes(clerk) | fields
    clerk.response = clerk.client.post(clerk.at("counter-filing", filing.public_id), posted)
    return clerk


@pytest.mark.parametrize(
    ("code", "choices", "filled"),
    [
        (
            BUSINESS,
            {},
            {
                "owner_name": NAME,
                "owner_birth_date": BORN,
                "owner_sex": SEX,
                "owner_number": "001085009999",
                "owner_address": ADDRESS,
                "owner_phone": PHONE,
            },
        ),
        (RESIDENCE, {}, {"full_name": NAME, "birth_date": BORN, "phone": PHONE}),
        (
            COPIES,
            {"requester_kind": "person", "relation": "self"},
            {"requester_name": NAME, "subject_name": NAME, "subject_sex": SEX},
        ),
        (
            PASSPORT,
            {"passport_for": "adult", "is_self": "yes"},
            {"holder_name": NAME, "holder_birth_date": BORN, "holder_number": "001085009999"},
        ),
    ],
    ids=["business", "residence", "copies", "passport"],
)
def test_a_card_and_one_press_fill_the_forms_of_many_procedures(
    clerk, office, code, choices, filled
):
    if code not in office.world.offerings:
        offer(office.world, code)
    filing = begun(clerk, office, code)
    post(clerk, filing, **{"who-phone": PHONE}, **choices, _fill="1")
    post(clerk, filing, _fill="1")
    found = answers(filing)
    assert {key: found.get(key) for key in filled} == filled


def test_a_card_read_before_fills_the_form_before_any_press(clerk, office):
    found = answers(begun(clerk, office))
    owner = {key: value for key, value in found.items() if key.startswith("owner_")}
    assert owner == {
        "owner_name": NAME,
        "owner_birth_date": BORN,
        "owner_sex": SEX,
        "owner_number": "001085009999",
        "owner_address": ADDRESS,
    }


def test_what_is_typed_under_the_applicant_without_a_card_fills_the_form_on_the_next_press(
    clerk, office
):
    filing = begun(clerk, office, card="")
    assert "owner_name" not in answers(filing)
    send(clerk, filing, **{"who-address": HOME}, _save="1")
    found = answers(filing)
    assert found["owner_name"] == NAME
    assert found["owner_birth_date"] == BORN
    assert found["owner_address"] == ADDRESS


def test_half_a_name_that_is_saved_while_it_is_typed_goes_nowhere(clerk, office):
    filing = begun(clerk, office, card="")
    post(clerk, filing, **{"who-full_name": "Lê V"}, _autosave="1")
    assert "owner_name" not in answers(filing)
    assert "filled" not in clerk.response.json()
    post(clerk, filing, **{"who-full_name": NAME}, _fill="1")
    assert answers(filing)["owner_name"] == NAME


def test_a_script_is_told_what_to_fill_in_as_soon_as_a_field_is_left(clerk, office):
    filing = begun(clerk, office, card="")
    told = {"who-full_name": NAME, "who-birth_date": "05/03/1985", "_autosave": "1", "_left": "1"}
    post(clerk, filing, **told)
    filled = clerk.response.json()["filled"]
    assert filled["owner_name"] == NAME
    assert filled["owner_birth_date.month"].lstrip("0") == "3"
    assert "owner_name" not in answers(filing), "the page itself posts it"


def test_an_answer_that_somebody_typed_differently_stands(clerk, office):
    filing = begun(clerk, office)
    post(clerk, filing, owner_name="Lê Văn Cả Anh", _save="1")
    post(clerk, filing, **{"who-full_name": "Lê Văn Cải"}, _fill="1")
    assert answers(filing)["owner_name"] == "Lê Văn Cả Anh"


def test_an_answer_that_was_emptied_stays_empty(clerk, office):
    filing = begun(clerk, office, card="")
    send(clerk, filing, **{"who-email": "ca@example.vn"}, _fill="1")
    assert answers(filing)["owner_email"] == "ca@example.vn"
    post(clerk, filing, owner_email="", _autosave="1")
    post(clerk, filing, _save="1")
    post(clerk, filing, _fill="1")
    assert "owner_email" not in answers(filing)


def test_what_is_put_right_under_the_applicant_is_put_right_in_the_form(clerk, office):
    filing = begun(clerk, office)
    assert answers(filing)["owner_name"] == NAME
    post(clerk, filing, **{"who-full_name": "Lê Văn Cải"}, _autosave="1")
    assert answers(filing)["owner_name"] == NAME
    post(clerk, filing, _fill="1")
    assert answers(filing)["owner_name"] == "Lê Văn Cải"


def test_a_save_that_comes_after_the_page_that_was_sent_empties_nothing(clerk, office):
    filing = begun(clerk, office, card="")
    send(clerk, filing, _fill="1", _sending="page.2")
    late = {"who-full_name": "Lê V", "owner_name": "", "_autosave": "1", "_sending": "page.1"}
    post(clerk, filing, **late)
    assert answers(filing)["owner_name"] == NAME
    filing.refresh_from_db()
    assert filing.who["full_name"] == NAME


def test_a_card_read_on_the_page_rules_over_what_was_typed_and_nobody_has_seen_it(clerk, office):
    filing = begun(clerk, office, card="")
    typed = {"who-full_name": "Le Van Ca", "who-phone": PHONE, "who-is_seen": "on"}
    post(clerk, filing, **typed, **{"who-card": CARD}, _next="")
    assert Dossier.objects.count() == 0, "a reader's Enter files nothing"
    filing.refresh_from_db()
    assert (filing.who["full_name"], filing.who["phone"]) == (NAME, PHONE)
    assert not filing.who["is_seen"]
    assert answers(filing)["owner_name"] == NAME


def test_a_code_that_is_no_card_is_said_on_the_page_and_nothing_typed_is_lost(clerk, office):
    filing = begun(clerk, office, card="")
    send(clerk, filing, **{"who-card": "https://example.vn/"}, _fill="1")
    assert clerk.status == 422
    assert "Nội dung mã QR" in clerk.words("//*[@data-error-summary]")
    assert boxes(clerk)["who-full_name"] == [NAME]


def test_the_card_of_who_files_for_another_goes_to_the_helper_and_not_into_the_form(clerk, office):
    fields = {
        "card": CARD,
        "offering": office.world.offerings[BUSINESS],
        "for_another": "on",
    }
    clerk.response = clerk.client.post(clerk.at("counter-receive", office.one.pk), fields)
    filing = CounterFiling.objects.get()
    assert filing.helper["who"]["full_name"] == NAME
    assert filing.who["full_name"] == ""
    assert answers(filing) == {}
    clerk.follow()
    assert boxes(clerk)["helper-full_name"] == [NAME]
    post(clerk, filing, **{"who-full_name": "Lê Thị Mẹ", "who-birth_date": "01/02/1955"}, _fill="1")
    assert answers(filing)["owner_name"] == "Lê Thị Mẹ"
    assert answers(filing)["owner_birth_date"] == "1955-02-01"


def test_whoever_turns_out_to_file_for_another_is_moved_down_and_out_of_the_form(clerk, office):
    filing = begun(clerk, office)
    kept = {"owner_name": "Tên gõ riêng", "who-phone": PHONE}
    post(clerk, filing, **kept, _swap="1")
    filing.refresh_from_db()
    assert filing.helper["who"]["full_name"] == NAME
    assert filing.helper["who"]["phone"] == PHONE
    assert filing.who["full_name"] == ""
    left = {key: value for key, value in answers(filing).items() if key.startswith("owner_")}
    assert left == {"owner_name": "Tên gõ riêng"}


def test_the_official_reads_where_such_answers_come_from(clerk, office):
    filing = begun(clerk, office)
    found = filing.draft.origins
    assert found["owner_name"]["path"] == "counter.person.full_name"
    draft = filing.draft
    form = catalogue.rules(draft.version_id).form
    rest = sample_answers(form, seed=3, today=draft.started_at.date())
    draft.answers = {**rest, **answers(filing)}
    draft.save(update_fields=["answers"])
    with_papers(clerk, filing)
    send(clerk, filing, cash="on", _next="")
    clerk.open("dossier", Dossier.objects.get().public_id)
    assert "Lấy từ giấy tờ và lời khai tại quầy." in clerk.text


def test_the_browser_of_a_counter_offers_nothing_of_the_last_visitor(clerk, office):
    filing = begun(clerk, office)
    clerk.open("counter-filing", filing.public_id)
    (form,) = clerk.page.xpath("//form[@id='questions']")
    assert form.get("autocomplete") == "off"
    assert set(form.xpath(".//@autocomplete")) <= {"off"}


def test_what_a_helper_says_of_himself_fills_nothing(clerk, office):
    filing = begun(clerk, office, card="")
    helper = {"helper-full_name": "Trần Văn Con", "helper-phone": "0900000001"}
    send(clerk, filing, **helper, _fill="1")
    assert answers(filing)["owner_name"] == NAME
    assert "Trần Văn Con" not in str(answers(filing))


def test_the_papers_and_the_fee_come_with_what_the_script_keeps_once_a_field_is_left(clerk, office):
    offer(office.world, COPIES)
    filing = begun(clerk, office, COPIES)
    said = {"requester_kind": "person", "relation": "self", "_autosave": "1"}
    assert "live" not in post(clerk, filing, **said).response.json()
    live = post(clerk, filing, **said, copies="3", _left="1").response.json()["live"]
    clerk.open("counter-filing", filing.public_id)
    names = clerk.page.xpath("//*[@data-live='papers']//input[@type='file']/@name")
    assert names
    assert all(f'name="{name}"' in live["papers"] for name in names)
    (shown,) = clerk.page.xpath("//*[@data-live='fee']/dl")
    assert shown.text_content() in html.fromstring(live["fee"]).text_content()


def test_enter_presses_save_on_every_page_of_the_counter_that_takes_papers_in(clerk, office):
    filing = begun(clerk, office)
    clerk.open("counter-filing", filing.public_id)
    # Wherever it stands: the button of the language switch belongs to the form too.
    first = clerk.page.xpath(
        "//*[@form='questions' or ancestor::form/@id='questions'][self::button]"
    )[0]
    assert first.get("name") == "_save"
    post(clerk, filing, _save="")
    assert Dossier.objects.count() == 0


@pytest.mark.parametrize(
    ("is_seen", "born", "filled"),
    [("on", BORN, "02"), ("", BORN, None), ("on", "1985-03-06", None)],
    ids=["seen", "not-seen", "born-another-day"],
)
def test_the_ethnic_group_on_record_stands_in_the_form_of_whoever_was_seen(
    clerk, office, is_seen, born, filled
):
    register_person(
        actor=SYSTEM,
        facts=PersonFacts(full_name=NAME, birth_date=date.fromisoformat(born), ethnicity="02"),
        identifiers=(IdentifierFacts(IdentifierType.CITIZEN_NUMBER, "001085009999"),),
        now=clock.now(),
    )
    offer(office.world, PASSPORT)
    filing = begun(clerk, office, PASSPORT)
    said = {"passport_for": "adult", "is_self": "yes"}
    post(clerk, filing, **said, **({"who-is_seen": "on"} if is_seen else {}), _fill="1")
    post(clerk, filing, _fill="1")
    assert answers(filing).get("holder_ethnicity") == filled
