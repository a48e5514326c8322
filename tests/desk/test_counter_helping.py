"""Somebody comes to the counter for his mother: her dossier, his name beside it, both are told."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.counters.models import CounterFiling
from motcua.dossiers.models import Dossier, Helping, Slip
from motcua.identity.models import Identifier, Mandate
from motcua.kernel.actors import Actor
from motcua.kernel.models import AuditRow
from motcua.notifications.models import Message
from motcua.portal.helping.actions import end_helping, end_helping_by_code
from tests.cast import PDF
from tests.counters.conftest import Office
from tests.desk.test_counter import act, answered, begin, send, with_papers

pytestmark = pytest.mark.django_db
HELPER = {
    "helper-full_name": "Trần Văn Con",
    "helper-relation": "con",
    "helper-type": "citizen-number",
    "helper-number": "001095004321",
    "helper-phone": "0933444555",
    "helper-is_seen": "on",
}


@pytest.fixture(autouse=True)
def _by_text_message(settings):
    """Let texts be written; none is sent."""
    settings.SMS_URL = "http://127.0.0.1:1"


@pytest.fixture
def clerk(world, desk_of):
    office = Office(world)
    browser = desk_of("receptionist")
    act(browser, office.one, act="open")
    begin(browser, office)
    browser.filing = CounterFiling.objects.get()
    answered(browser.filing)
    with_papers(browser, browser.filing)
    return browser


def authority():
    return SimpleUploadedFile("uy-quyen.pdf", PDF + b"authority", "application/pdf")


def file_for(clerk, **fields):
    return send(clerk, clerk.filing, cash="on", _next="", **{**HELPER, **fields})


def told(template):
    return Message.objects.filter(template=template).get()


def test_the_dossier_is_the_mothers_and_the_son_stands_beside_it(clerk):
    file_for(clerk, **{"helper-authority": authority()})
    dossier = Dossier.objects.get()
    assert (dossier.applicant_name, dossier.state) == ("Lê Văn Cả", "accepted")
    mandate = Helping.objects.get(dossier=dossier).mandate
    assert (mandate.helper.full_name, mandate.owner.full_name) == ("Trần Văn Con", "Lê Văn Cả")
    assert (mandate.relation, mandate.is_by_paper) == ("con", True)
    assert AuditRow.objects.filter(action="dossiers.file_for_another").count() == 1
    clerk.open("dossier", dossier.public_id)
    assert "Lê Văn Cả, do Trần Văn Con nộp hộ" in clerk.text
    assert "Giấy tờ thể hiện quyền nộp thay" in clerk.text
    assert "Giấy tờ thể hiện quyền nộp thay" in Slip.objects.get(form="01").data["papers"]


def test_both_are_told(clerk):
    file_for(clerk, **{"helper-authority": authority()})
    code = Dossier.objects.get().code
    assert told("mandate-paper").context["helper"] == "Trần Văn Con"
    assert told("helped-filing").context["code"] == code
    assert told("helper-filed").context == {"owner": "Lê Văn Cả", "code": code}


def test_the_owner_ends_it_by_the_code_she_was_sent(clerk, world):
    file_for(clerk, **{"helper-authority": authority()})
    end_helping_by_code(
        actor=Actor("citizen"),
        code=told("mandate-paper").context["ending"],
        address="127.0.0.1",
        now=world.now,
    )
    assert Mandate.objects.get().ended_at
    assert Dossier.objects.get().account_id is None


def test_an_owner_with_an_account_finds_the_dossier_there_and_ends_it(clerk, world):
    owner = world.accounts["citizen"]
    known = Identifier.objects.filter(person=owner.person)
    known.update(confirmed_at=world.now)
    number = str(known.get().number)
    who = {"who-number": number, "who-full_name": owner.person.full_name}
    file_for(clerk, **who, **{"helper-authority": authority()})
    dossier = Dossier.objects.get()
    assert dossier.account_id == owner.pk
    mandate = Mandate.objects.get()
    end_helping(actor=world.actor("citizen"), mandate_id=mandate.public_id, now=world.now)
    mandate.refresh_from_db()
    assert mandate.ended_at
    dossier.refresh_from_db()
    assert dossier.account_id == owner.pk


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("helper-relation", "Chưa trả lời: Là gì của người đó"),
        ("helper-number", "Chưa trả lời: Số giấy tờ"),
        ("helper-phone", "Chưa trả lời: Điện thoại người nộp thay"),
        ("helper-is_seen", "Chưa trả lời: Tôi đã xem giấy tờ tùy thân"),
    ],
)
def test_what_is_not_known_of_the_helper_is_asked_and_nothing_is_filed(clerk, missing, words):
    file_for(
        clerk,
        **{"helper-authority": authority(), missing: ""}
        if missing != "helper-is_seen"
        else {"helper-authority": authority(), missing: []},
    )
    assert clerk.status == 422
    assert words in clerk.text
    assert Dossier.objects.count() == 0


def test_without_a_paper_of_authority_nothing_is_filed(clerk):
    file_for(clerk)
    assert clerk.status == 422
    assert "Chưa có giấy tờ thể hiện quyền nộp thay" in clerk.text
    assert Dossier.objects.count() == 0
    file_for(clerk, **{"helper-authority": authority()})
    assert Dossier.objects.count() == 1


def test_the_paper_is_kept_while_the_rest_is_put_right(clerk):
    file_for(clerk, **{"helper-authority": authority(), "helper-phone": ""})
    assert clerk.status == 422
    file_for(clerk)
    assert Dossier.objects.get().state == "accepted"


def test_nobody_files_for_himself_in_anothers_name(clerk):
    file_for(
        clerk,
        **{"helper-authority": authority(), "helper-number": "001085009999", "who-is_seen": "on"},
    )
    assert clerk.status == 422
    assert Dossier.objects.count() == 0


def test_a_paper_that_no_one_can_open_is_refused(clerk):
    bad = SimpleUploadedFile("x.exe", b"MZ nothing", "application/pdf")
    file_for(clerk, **{"helper-authority": bad})
    assert clerk.status == 422
    assert Dossier.objects.count() == 0
