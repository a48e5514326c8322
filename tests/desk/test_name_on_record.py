"""A number that is known under another name is settled by the receptionist, never silently."""

from __future__ import annotations

import pytest

from motcua.counters.models import CounterFiling
from motcua.dossiers.models import Dossier, Helping
from motcua.identity.actions import IdentifierFacts, PersonFacts, register_person
from motcua.kernel.actors import SYSTEM
from motcua.kernel.models import AuditRow
from tests.desk.test_counter import answered, begin, clerk, send, with_papers
from tests.desk.test_counter_helping import HELPER, authority

pytestmark = pytest.mark.django_db
__all__ = ["clerk"]
NUMBER = "001085009999"  # of WHO, whose name is Lê Văn Cả
SEEN = {"who-is_seen": "on"}


@pytest.fixture
def known(world):
    """A person on record with the number of the card, under another name."""
    return register_person(
        actor=SYSTEM,
        facts=PersonFacts(full_name="Lê Văn Út"),
        identifiers=(IdentifierFacts("citizen-number", NUMBER),),
        is_invented=True,
        now=world.now,
    )


@pytest.fixture
def filing(clerk, office):
    begin(clerk, office)
    found = CounterFiling.objects.get()
    answered(found)
    with_papers(clerk, found)
    return found


def asked(clerk):
    return clerk.words("//fieldset[.//input[@name='who-same_as']]")


def test_the_difference_is_said_and_nothing_is_filed_before_it_is_settled(clerk, known, filing):
    send(clerk, filing, **SEEN)
    assert clerk.status == 422
    assert "Tên trên giấy khác tên trong hồ sơ: Lê Văn Út" in asked(clerk)
    assert Dossier.objects.count() == 0
    send(clerk, filing, **SEEN, **{"who-same_as": "other"})
    assert "Sửa số giấy tờ hay họ tên cho đúng giấy." in clerk.text
    assert Dossier.objects.count() == 0


def test_who_is_the_same_is_filed_for_by_his_name_on_record(clerk, known, filing):
    send(clerk, filing, **SEEN, **{"who-same_as": NUMBER})
    dossier = Dossier.objects.get()
    assert (dossier.person_id, dossier.applicant_name) == (known.pk, "Lê Văn Út")
    row = AuditRow.objects.get(action="counters.file")
    assert row.data["name"] == "differs"
    assert "Út" not in str(row.data)


def test_the_tick_is_of_one_number_only(clerk, known, filing):
    send(clerk, filing, **SEEN, **{"who-same_as": "001085000001"})
    assert clerk.status == 422
    assert Dossier.objects.count() == 0


def test_the_same_name_asks_nothing(clerk, known, filing):
    type(known).objects.filter(pk=known.pk).update(full_name="LÊ VĂN CẢ")
    send(clerk, filing, **SEEN)
    assert Dossier.objects.get().person_id == known.pk


def test_a_document_that_nobody_saw_names_nobody_and_tells_no_name(clerk, known, filing):
    send(clerk, filing, _save="1").follow()
    assert "Lê Văn Út" not in clerk.text
    send(clerk, filing)
    assert Dossier.objects.get().person_id != known.pk


HELPERS = "001095004321"  # of HELPER, whose name is Trần Văn Con


@pytest.fixture
def known_helper(world):
    """A person on record with the helper's number, under another name."""
    return register_person(
        actor=SYSTEM,
        facts=PersonFacts(full_name="Trần Thị Lạ"),
        identifiers=(IdentifierFacts("citizen-number", HELPERS),),
        is_invented=True,
        now=world.now,
    )


def send_helped(clerk, filing, **fields):
    helped = {**HELPER, "helper-authority": authority(), "cash": "on", "_next": ""}
    return send(clerk, filing, **{**helped, **fields})


def test_who_comes_for_another_is_compared_with_the_name_known_for_his_number_too(
    clerk, known_helper, filing
):
    send_helped(clerk, filing)
    assert clerk.status == 422
    question = "Tên trên giấy khác tên trong hồ sơ: Trần Thị Lạ"
    assert question in clerk.words("//fieldset[.//input[@name='helper-same_as']]")
    summary = clerk.words("//*[@data-error-summary]")
    assert f"Chưa trả lời: {question}." in summary
    assert Dossier.objects.count() == 0
    send_helped(clerk, filing, **{"helper-same_as": "other"})
    assert "Sửa số giấy tờ hay họ tên cho đúng giấy." in clerk.text
    assert Dossier.objects.count() == 0
    send_helped(clerk, filing, **{"helper-same_as": HELPERS})
    mandate = Helping.objects.get(dossier=Dossier.objects.get()).mandate
    assert mandate.helper_id == known_helper.pk
    assert AuditRow.objects.get(action="counters.file").data["helper"] == "differs"


def test_a_helper_of_the_same_name_is_asked_nothing(clerk, known_helper, filing):
    send_helped(clerk, filing, **{"helper-full_name": "TRẦN THỊ LẠ"})
    assert Dossier.objects.count() == 1
    assert "helper" not in AuditRow.objects.get(action="counters.file").data


def test_no_name_is_told_of_a_helper_whose_document_nobody_saw(clerk, known_helper, filing):
    send_helped(clerk, filing, **{"helper-is_seen": []})
    assert clerk.status == 422
    assert "Trần Thị Lạ" not in clerk.text


def test_a_number_without_a_helper_asks_nothing(clerk, known_helper, filing):
    send_helped(clerk, filing, **{"helper-full_name": "", "helper-authority": ""})
    assert Dossier.objects.count() == 1
