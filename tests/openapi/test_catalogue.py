"""The catalogue as an outside developer reads it."""

from __future__ import annotations

import pytest

from motcua.kernel.actors import SYSTEM
from motcua.kernel.caching import forget_all
from motcua.procedures.actions import Received, import_records
from motcua.procedures.base.national.records import read_record
from tests.cast import BIRTH, BUSINESS, NOW
from tests.openapi.caller import Caller
from tests.procedures.national import line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture(autouse=True)
def _fresh():
    forget_all()
    yield
    forget_all()


def bring(count):
    lines = (line(MATTHC=f"1.9000{number:02}") for number in range(count))
    *_, _told = import_records(
        actor=SYSTEM, records=[Received(*read_record(each)) for each in lines], now=NOW
    )
    forget_all()


def test_a_list_says_how_many_fit_and_leads_through_all_of_them():
    bring(25)
    path, seen = "/procedures?field=chan-nuoi&limit=10", []
    while path:
        answer = Caller().get(path)
        assert answer.headers["X-Total-Count"] == "25"
        seen += [row["code"] for row in answer.json()]
        following = answer.headers.get("Link", "")
        path = following.partition("/api/v1")[2].partition(">")[0]
    assert seen == [f"1.9000{number:02}" for number in range(25)]


def test_a_list_is_narrowed_by_an_agency_that_takes_the_procedure():
    bring(1)
    codes = {row["code"] for row in Caller().get("/procedures?agency=H26.101").json()}
    assert {BIRTH, BUSINESS} <= codes
    assert "1.900000" not in codes
    assert Caller().get("/procedures?agency=nowhere").json() == []


def test_words_and_filters_go_together():
    bring(1)
    (row,) = Caller().get("/procedures?q=nuoi cho&field=chan-nuoi").json()
    assert (row["code"], row["tier"], row["subjects"]) == (
        "1.900000",
        "commune",
        ["citizen", "organisation"],
    )
    assert Caller().get("/procedures?q=nuoi cho&field=khong-co").json() == []


def test_a_list_is_narrowed_by_who_may_ask_and_which_tier_settles_it():
    bring(1)
    own = {"citizen", "organisation"}
    for subject in ("citizen", "foreigner"):
        rows = Caller().get(f"/procedures?field=chan-nuoi&subject={subject}&tier=commune").json()
        assert bool(rows) == (subject in own)
    assert Caller().get("/procedures?field=chan-nuoi&tier=ministry").json() == []
    assert Caller().get("/procedures?subject=nobody").status_code == 422


def test_the_fields_that_a_list_takes_are_told_with_how_many_they_leave():
    bring(2)
    told = {row["code"]: row for row in Caller().get("/fields").json()}
    assert told["chan-nuoi"] == {
        "code": "chan-nuoi",
        "name": {"vi": "Chăn nuôi"},
        "procedures": 2,
    }


def test_one_procedure_tells_papers_fees_limits_and_laws():
    told = Caller().get(f"/procedures/{BIRTH}").json()
    facts = told["facts"]
    papers = [paper["code"] for case in facts["variants"] for paper in case["papers"]]
    assert papers
    assert {way["channel"] for way in facts["channels"]} >= {"online", "counter"}
    assert "60/2014/QH13" in {law["number"] for law in facts["legal_bases"]}
    assert told["linked_data"].endswith(f"/catalogue/{BIRTH}.jsonld")


def test_a_record_with_an_unusual_code_is_seen_too():
    *_, _told = import_records(
        actor=SYSTEM,
        records=[Received(*read_record(line(MATTHC="1.014955-Xoa")))],
        now=NOW,
    )
    forget_all()
    assert Caller().get("/procedures/1.014955-Xoa").json()["code"] == "1.014955-Xoa"
