"""Signing asks for a second factor of its own: once for many, without losing what was chosen."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest
import time_machine

from motcua.dossiers.actions import complete_step, documents as actions
from motcua.dossiers.models import Document
from motcua.identity.enums import Door
from motcua.identity.middleware.cookies import session_cookie
from motcua.kernel.models import AuditRow
from tests.desk.conftest import Desk
from tests.documents.files import completed
from tests.identity.doors import code_of, enrol, signed_in, visitor

SIGNED_IN = ("password", "mfa")


@pytest.fixture
def leader(world):
    """A leader at the desk who signed in with both factors, and the secret of his app."""
    account = world.accounts["leader"]
    secret = enrol(signed_in(account, steps=("password",)))
    account.refresh_from_db()
    desk = Desk(signed_in(account, steps=SIGNED_IN))
    desk.account, desk.secret = account, secret
    return desk


@pytest.fixture
def settled(world, filed):
    """Two documents that wait for the leader, and one more that he will not sign."""
    world.give_a_key()
    dossier = world.receive(filed)
    by = {"actor": world.actor("specialist"), "dossier_id": dossier.pk, "now": world.now}
    for _ in range(3):
        document = actions.begin_document(**by, template="giay-moi")
        file = completed(document.versions.get())
        more = {"document_id": document.public_id, "based_on": 1, "note": ""}
        version = actions.add_version(**by, **more, file=file)
        settling = actions.Settling(version.public_id, "letter")
        actions.settle_document(**by, document_id=document.public_id, settling=settling)
    return dossier


def ticked(desk):
    boxes = desk.open("documents-to-sign").page.xpath("//input[@name='d']/@value")
    return {"d": boxes[:2], "token": uuid4().hex}


def post(desk, answers, name="documents-to-sign", *args):
    desk.response = desk.client.post(desk.at(name, *args), answers)
    return desk


def held(desk):
    """Give what the page that asks would post, but for the code."""
    fields = desk.page.xpath("//main//form//input[@type='hidden' and @value]")
    rows = [(one.get("name"), one.get("value")) for one in fields]
    return {name: [v for n, v in rows if n == name] for name, _value in rows}


def signed():
    return Document.objects.filter(approved_at__isnull=False).count()


def test_a_session_that_only_signed_in_signs_nothing_and_is_asked(leader, settled):
    post(leader, ticked(leader))
    assert "Xác nhận là anh/chị" in leader.text
    assert leader.text.count(settled.code) == 2
    assert signed() == 0


def test_with_the_code_the_very_choice_is_signed_and_no_more(leader, settled):
    answers = ticked(leader)
    post(leader, answers)
    again = held(leader)
    assert again["d"] == answers["d"]
    assert again["token"] == [answers["token"]]
    post(leader, {**again, "confirm-code": code_in_a_minute(leader)})
    assert "Đã làm 2, không làm được 0." in leader.text
    assert signed() == 2
    assert AuditRow.objects.filter(action="identity.confirm_act").count() == 1


def test_a_wrong_code_is_said_and_loses_nothing(leader, settled):
    answers = ticked(leader)
    post(leader, {**answers, "confirm-code": "000000"})
    assert leader.status == 422
    assert "Mã không đúng hoặc đã dùng." in leader.text
    assert held(leader)["d"] == answers["d"]
    assert signed() == 0


def test_one_confirmation_is_good_for_a_while_and_then_is_asked_again(leader, settled, settings):
    answers = ticked(leader)
    post(leader, {**answers, "d": answers["d"][:1], "confirm-code": code_in_a_minute(leader)})
    post(leader, {**answers, "d": answers["d"][1:], "token": "another"})
    assert signed() == 2
    last = ticked(leader)
    with time_machine.travel(time.time() + settings.CONFIRMED_SECONDS + 1):
        assert "Xác nhận là anh/chị" in post(leader, last).text
    assert signed() == 2


def test_a_stolen_cookie_signs_nothing_and_dies_when_its_owner_confirms(leader, settled):
    thief = Desk(visitor(Door.DESK))
    cookie = session_cookie(Door.DESK)
    thief.client.cookies[cookie] = leader.client.cookies[cookie].value
    answers = ticked(thief)
    for code in ("", "123456", "confirmed"):
        assert post(thief, {**answers, "confirm-code": code}).status == 422
    assert signed() == 0
    post(leader, {**answers, "confirm-code": code_in_a_minute(leader)})
    assert signed() == 2
    assert "/accounts/login/" in thief.open("documents-to-sign").response["Location"]


def test_the_same_form_sent_twice_signs_once_and_shows_the_result_both_times(leader, settled):
    answers = ticked(leader)
    form = {**held(post(leader, answers)), "confirm-code": code_in_a_minute(leader)}
    cookie = session_cookie(Door.DESK)
    before = leader.client.cookies[cookie].value
    for _click in range(2):  # the browser drops the first answer, and with it the new key
        leader.client.cookies[cookie] = before
        post(leader, form)
        assert leader.status == 200
        assert "Đã làm 2, không làm được 0." in leader.text
    assert signed() == 2
    assert AuditRow.objects.filter(action="identity.confirm_act").count() == 1
    assert leader.open("documents-to-sign").status == 200


def test_a_stolen_cookie_with_another_form_is_not_let_in_after_the_owner_s_proof(leader, settled):
    thief = Desk(visitor(Door.DESK))
    cookie = session_cookie(Door.DESK)
    thief.client.cookies[cookie] = leader.client.cookies[cookie].value
    answers = ticked(leader)
    code = code_in_a_minute(leader)
    post(leader, {**answers, "d": answers["d"][:1], "confirm-code": code})
    post(thief, {**answers, "d": answers["d"][1:], "confirm-code": code})
    assert "/accounts/login/" in thief.response["Location"]
    assert signed() == 1


def test_a_wrong_code_sent_twice_is_said_both_times(leader, settled):
    answers = {**ticked(leader), "confirm-code": "000000"}
    for _click in range(2):
        assert "Mã không đúng hoặc đã dùng." in post(leader, answers).text
    assert signed() == 0


def test_guessing_the_code_is_locked_and_says_when_to_come_back(leader, settled):
    answers = ticked(leader)
    tries = [post(leader, {**answers, "confirm-code": "000000"}).response for _ in range(7)]
    assert tries[-1].status_code == 429
    assert 0 < int(tries[-1]["Retry-After"]) <= 15 * 60
    locked = post(leader, {**answers, "confirm-code": code_in_a_minute(leader)})
    assert locked.status == 429
    assert signed() == 0


def test_a_key_that_proves_nothing_signs_nothing(leader, settled):
    answers = ticked(leader)
    for junk in ("{}", '{"id": "x"}', "[]", "no json"):
        assert post(leader, {**answers, "confirm-credential": junk}).status == 422
    assert signed() == 0


def test_a_result_is_signed_only_after_the_code_on_its_page_and_among_many(leader, world, filed):
    world.give_a_key()
    dossier = world.receive(filed)
    world.draft(dossier)
    for name in ("specialist", "head"):
        actor = world.actor(name)
        complete_step(actor=actor, dossier_id=dossier.pk, now=world.now, note="Đủ điều kiện.")
    page = leader.open("approve", dossier.public_id).page
    form = {
        one.get("name"): one.get("value") for one in page.xpath("//main//input[@type='hidden']")
    }
    post(leader, form, "approve", dossier.public_id)
    assert "Xác nhận là anh/chị" in leader.text
    assert dossier.code in leader.text
    many = {"act": "approve", "_confirm": "1", "d": str(dossier.public_id), "token": "t"}
    assert "Xác nhận là anh/chị" in post(leader, many, "bulk").text
    dossier.refresh_from_db()
    assert dossier.result.approved_at is None
    post(leader, {**held(leader), "confirm-code": code_in_a_minute(leader)}, "bulk")
    dossier.result.refresh_from_db()
    assert dossier.result.approved_at is not None


def test_other_acts_ask_nothing(world, filed, leader):
    receptionist = Desk(signed_in(world.accounts["receptionist"], steps=SIGNED_IN))
    assert receptionist.post("accept", filed).status == 302


def code_in_a_minute(desk):
    """Give a code that was not used yet: the app's next one, which is taken too."""
    return code_of(desk.secret, at=time.time() + 30)
