"""A relative files for somebody: by the owner's code, both named, ended from a page or by code."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.queries.histories import history_of
from motcua.identity.actions.mandates import (
    OwnerFacts,
    ask_mandate,
    confirm_mandate,
    end_mandate,
    end_mandate_by_code,
)
from motcua.identity.errors import MandateCodeWrong, MandateNotInForce, MandateOfOneself
from motcua.identity.models import Account, Identifier, Mandate, Person
from motcua.identity.queries.mandates import mandate_in_force
from motcua.kernel.errors import NotFound, TooManyRequests
from motcua.kernel.models import AuditRow
from motcua.notifications.models import Message
from motcua.procedures import queries as catalogue
from motcua.procedures.base.forms.samples import sample_answers
from tests.cast import BIRTH, PDF
from tests.identity.doors import signed_in
from tests.keyring import newer_index_key

pytestmark = pytest.mark.django_db(transaction=True)
MOTHER = OwnerFacts("Trần Thị Mẹ", "citizen-number", "001160000777", "0900000777", "mẹ")


@pytest.fixture(autouse=True)
def _carriers(settings):
    settings.SMS_URL = "http://127.0.0.1:9/sms"


def ask(world, owner=MOTHER, name="citizen"):
    return ask_mandate(actor=world.actor(name), owner=owner, now=world.now)


def told(template):
    """Give what the last message of a template said: to whom, and its parts."""
    message = Message.objects.filter(template=template).latest("pk")
    return str(message.address), message.context


def agreed(world, owner=MOTHER):
    mandate = ask(world, owner)
    code = told("mandate-code")[1]["code"]
    actor = world.actor("citizen")
    return confirm_mandate(actor=actor, mandate_id=mandate.public_id, code=code, now=world.now)


def test_the_owner_is_sent_a_code_and_who_asks_and_how_to_end_it(world):
    ask(world)
    phone, said = told("mandate-code")
    assert phone == "0900000777"
    assert re.fullmatch(r"\d{6}", said["code"])
    assert said["helper"] == "Nguyễn Thị An"
    assert said["link"].endswith("/helping/end")


def test_who_is_known_gets_the_code_on_his_own_phone_whatever_was_typed(world):
    relative = world.accounts["relative"].person
    Identifier.objects.filter(person=relative).update(confirmed_at=world.now)
    ask(world, OwnerFacts("x", "citizen-number", "001085000456", "0911111111", "bạn"))
    assert told("mandate-code")[0] == "0987654321"
    assert Person.objects.filter(full_name="x").count() == 0


def test_an_owner_who_reads_english_is_asked_in_english(world):
    relative = world.accounts["relative"]
    Account.objects.filter(pk=relative.pk).update(language="en")
    Identifier.objects.filter(person=relative.person).update(confirmed_at=world.now)
    ask(world, OwnerFacts("x", "citizen-number", "001085000456", "0911111111", "bạn"))
    assert Message.objects.get(template="mandate-code").language == "en"


@pytest.mark.parametrize("phone", ["0911111111", ""])
def test_a_number_is_no_way_to_the_name_of_whoever_has_it(world, phone):
    relative = world.accounts["relative"].person
    Identifier.objects.filter(person=relative).update(confirmed_at=world.now)
    browser, pages = signed_in(world.accounts["citizen"]), []
    for number in ("001085000456", "001085000999"):
        told = {"full_name": "Bà Nào Đó", "type": "citizen-number", "number": number}
        answer = browser.post("/helping", {**told, "phone": phone, "relation": "bà"})
        asked = browser.get(answer["Location"]).content.decode()
        everything = asked + browser.get("/helping").content.decode()
        assert "Bà Nào Đó" in asked
        assert relative.full_name not in everything
        assert "0987654321" not in everything
        pages.append(re.sub(r'[0-9a-f-]{36}|name="csrf\w+" value="\w+"', "", asked))
    assert pages[0] == pages[1]


def test_who_agreed_is_shown_by_his_own_name(world):
    relative = world.accounts["relative"].person
    Identifier.objects.filter(person=relative).update(confirmed_at=world.now)
    mandate = agreed(world, OwnerFacts("x", "citizen-number", "001085000456", "0911111111", "bạn"))
    page = signed_in(world.accounts["citizen"]).get(f"/helping/{mandate.public_id}")
    assert relative.full_name in page.content.decode()


def test_who_is_known_is_told_of_a_paper_of_authorisation_and_may_end_it(world):
    relative = world.accounts["relative"].person
    Identifier.objects.filter(person=relative).update(confirmed_at=world.now)
    mandate = ask(world, OwnerFacts("x", "citizen-number", "001085000456", "", "bạn"))
    phone, said = told("mandate-claimed")
    assert phone == "0987654321"
    end_mandate_by_code(
        actor=world.actor("relative"), code=said["ending"], address="1.2.3.4", now=world.now
    )
    with pytest.raises(MandateNotInForce):
        mandate_in_force(world.actor("citizen"), mandate.public_id)


def test_codes_of_the_older_key_still_agree_and_end_after_the_change(world, settings):
    mandate = ask(world)
    actor, said = world.actor("citizen"), told("mandate-code")[1]
    with newer_index_key(settings):
        confirm_mandate(actor=actor, mandate_id=mandate.public_id, code=said["code"], now=world.now)
        end_mandate_by_code(
            actor=world.actor("relative"), code=said["ending"], address="1.2.3.4", now=world.now
        )
    with pytest.raises(MandateNotInForce):
        mandate_in_force(actor, mandate.public_id)


def test_nothing_is_filed_before_the_owner_agreed(world):
    mandate = ask(world)
    with pytest.raises(MandateNotInForce):
        mandate_in_force(world.actor("citizen"), mandate.public_id)


def test_a_wrong_code_counts_and_five_wear_it_out(world):
    mandate = ask(world)
    actor, right = world.actor("citizen"), told("mandate-code")[1]["code"]
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(MandateCodeWrong):
            confirm_mandate(actor=actor, mandate_id=mandate.public_id, code=wrong, now=world.now)
    with pytest.raises(MandateCodeWrong):
        confirm_mandate(actor=actor, mandate_id=mandate.public_id, code=right, now=world.now)


def test_a_code_is_good_for_ten_minutes(world):
    mandate = ask(world)
    code = told("mandate-code")[1]["code"]
    with pytest.raises(MandateCodeWrong):
        confirm_mandate(
            actor=world.actor("citizen"),
            mandate_id=mandate.public_id,
            code=code,
            now=world.now + timedelta(minutes=11),
        )


def test_only_the_helper_may_type_the_code(world):
    mandate = ask(world)
    code = told("mandate-code")[1]["code"]
    with pytest.raises(NotFound):
        confirm_mandate(
            actor=world.actor("relative"), mandate_id=mandate.public_id, code=code, now=world.now
        )


def test_nobody_helps_himself(world):
    own = world.accounts["citizen"].person
    Identifier.objects.filter(person=own).update(confirmed_at=world.now)
    with pytest.raises(MandateOfOneself):
        ask(world, OwnerFacts("x", "citizen-number", "001190000123", "", "tôi"))


def test_asking_is_limited(world):
    owners = [
        OwnerFacts("x", "citizen-number", f"0011600007{number:02d}", "", "bạn")
        for number in range(11)
    ]
    for owner in owners[:10]:
        ask(world, owner)
    with pytest.raises(TooManyRequests):
        ask(world, owners[10])


def test_without_a_phone_a_paper_of_authorisation_counts(world):
    mandate = ask(world, OwnerFacts("Cụ Bà", "citizen-number", "001130000777", "", "bà"))
    assert mandate.is_by_paper
    with pytest.raises(MandateNotInForce):
        mandate_in_force(world.actor("citizen"), mandate.public_id)
    browser = signed_in(world.accounts["citizen"])
    address = f"/helping/{mandate.public_id}"
    assert browser.post(address, {}).status_code == 422
    broken = SimpleUploadedFile("x.exe", b"MZ nothing", "application/pdf")
    assert browser.post(address, {"authority": broken}).status_code == 422
    paper = SimpleUploadedFile("uy-quyen.pdf", PDF, "application/pdf")
    assert browser.post(address, {"authority": paper}).status_code == 302
    assert mandate_in_force(world.actor("citizen"), mandate.public_id) == mandate
    assert "Đã nhận giấy ủy quyền" in browser.get(address).content.decode()


def test_either_ends_it_and_a_stranger_does_not(world):
    mandate = agreed(world)
    with pytest.raises(NotFound):
        end_mandate(actor=world.actor("relative"), mandate_id=mandate.public_id, now=world.now)
    end_mandate(actor=world.actor("citizen"), mandate_id=mandate.public_id, now=world.now)
    with pytest.raises(MandateNotInForce):
        mandate_in_force(world.actor("citizen"), mandate.public_id)


def test_guessing_the_ending_code_is_stopped(world):
    here = {"actor": world.actor("relative"), "address": "1.2.3.4", "now": world.now}
    for number in range(10):
        with pytest.raises(MandateCodeWrong):
            end_mandate_by_code(code=f"AAAAAAAA{number:02d}", **here)
    with pytest.raises(TooManyRequests):
        end_mandate_by_code(code="AAAAAAAA99", **here)


def filed_through_pages(world):
    """Let the citizen file a birth registration for her mother, by the pages."""
    mandate = agreed(world)
    browser = signed_in(world.accounts["citizen"])
    office = world.offerings[BIRTH]
    page = browser.get(f"/procedures/{BIRTH}/start?office={office}")
    assert "Trần Thị Mẹ (mẹ)" in page.content.decode()
    browser.post(f"/procedures/{BIRTH}/start?office={office}", {"for": str(mandate.public_id)})
    draft = Draft.objects.get()
    rules = catalogue.rules(draft.version_id)
    day = world.now.date()
    draft.answers = sample_answers(rules.form, seed=3, today=day)
    draft.save(update_fields=["answers"])
    for row in rules.papers(draft.answers, "online", day):
        upload = world.upload("citizen")
        upload.draft, upload.paper_code = draft, row.code
        upload.save()
    check = browser.get(f"/drafts/{draft.public_id}/check").content.decode()
    assert "nộp hộ Trần Thị Mẹ" in check
    answer = browser.post(f"/drafts/{draft.public_id}/check", {"_next": ""})
    assert answer.status_code == 302
    return mandate, browser, Dossier.objects.get()


def test_both_names_are_in_the_trail_and_the_owner_is_told(world):
    mandate, browser, dossier = filed_through_pages(world)
    assert dossier.applicant_name == "Trần Thị Mẹ"
    assert dossier.person_id == mandate.owner_id
    assert dossier.account_id == world.accounts["citizen"].pk
    assert browser.get(f"/dossiers/{dossier.public_id}").status_code == 200
    who = {one.who for one in history_of(dossier, "vi")}
    assert "Trần Thị Mẹ, do Nguyễn Thị An nộp hộ" in who
    row = AuditRow.objects.get(action="dossiers.submit", dossier_id=dossier.pk)
    assert (row.account_id, row.person_id) == (world.accounts["citizen"].pk, mandate.owner_id)
    phone, said = told("helped-filing")
    assert (phone, said["code"]) == ("0900000777", dossier.code)


def test_what_is_known_of_the_helper_is_not_put_into_anothers_form(world):
    mandate = agreed(world)
    browser, office = signed_in(world.accounts["citizen"]), world.offerings[BIRTH]
    answer = browser.post(
        f"/procedures/{BIRTH}/start?office={office}", {"for": str(mandate.public_id)}
    )
    content = browser.get(browser.get(answer["Location"])["Location"]).content.decode()
    assert "0912345678" not in content
    assert "001190000123" not in content


def test_the_owner_ends_it_by_code_without_an_account_and_the_helper_sees_it_no_more(world):
    _mandate, browser, dossier = filed_through_pages(world)
    ending = told("mandate-code")[1]["ending"]
    answer = Client(SERVER_NAME="localhost").post("/helping/end", {"code": ending.lower()})
    assert "Đã chấm dứt" in answer.content.decode()
    assert browser.get(f"/dossiers/{dossier.public_id}").status_code == 404
    dossier.refresh_from_db()
    assert dossier.account_id is None
    assert dossier.is_open


def test_once_it_ended_the_helper_is_told_nothing_more_of_the_dossier(world, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    _mandate, _browser, dossier = filed_through_pages(world)
    world.settle()
    helpers = world.accounts["citizen"].email
    assert [one.template for one in Message.objects.all() if one.address == helpers] == [
        "submitted"
    ]
    ending = told("mandate-code")[1]["ending"]
    Client(SERVER_NAME="localhost").post("/helping/end", {"code": ending})
    world.receive(dossier)
    world.settle()
    assert told("accepted")[0] == "0900000777"
    assert "accepted" not in {
        one.template for one in Message.objects.all() if one.address == helpers
    }


def test_the_owner_with_an_account_ends_it_from_his_page_and_holds_the_dossier(world):
    relative = world.accounts["relative"]
    Identifier.objects.filter(person=relative.person).update(confirmed_at=world.now)
    facts = OwnerFacts("x", "citizen-number", "001085000456", "0911111111", "chồng")
    mandate = agreed(world, facts)
    browser = signed_in(relative)
    assert "Nguyễn Thị An" in browser.get("/helping").content.decode()
    browser.post(f"/helping/{mandate.public_id}/end")
    assert Mandate.objects.get().ended_at
    assert "Nguyễn Thị An" not in browser.get("/helping").content.decode()


def test_a_draft_begun_for_another_cannot_be_filed_once_it_ended(world):
    mandate = agreed(world)
    browser, office = signed_in(world.accounts["citizen"]), world.offerings[BIRTH]
    browser.post(f"/procedures/{BIRTH}/start?office={office}", {"for": str(mandate.public_id)})
    assert Draft.objects.count() == 1
    browser.post(f"/helping/{mandate.public_id}/end")
    assert Draft.objects.count() == 0


def test_ones_own_draft_and_that_for_another_are_two(world):
    mandate = agreed(world)
    browser, office = signed_in(world.accounts["citizen"]), world.offerings[BIRTH]
    address = f"/procedures/{BIRTH}/start?office={office}"
    for _ in range(2):
        browser.post(address, {"for": str(mandate.public_id)})
        browser.post(address, {"for": ""})
    assert Draft.objects.count() == 2


def test_strangers_find_no_mandate(world):
    mandate = ask(world)
    browser = signed_in(world.accounts["relative"])
    assert browser.get(f"/helping/{mandate.public_id}").status_code == 404
    assert browser.post(f"/helping/{mandate.public_id}/end").status_code == 404
