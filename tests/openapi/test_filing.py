"""Filing and following dossiers as another system does it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from tests.cast import PDF
from tests.openapi.caller import Caller, body_of, token_of

pytestmark = pytest.mark.django_db
STATE = {
    "id",
    "code",
    "procedure",
    "agency",
    "state",
    "national_code",
    "submitted_at",
    "accepted_at",
    "due_at",
    "finished_at",
    "fee",
    "fee_state",
    "fees",
}


def is_problem(answer, status, code=None):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert {"type", "title", "status", "detail", "code", "instance"} <= set(told)
    assert told["status"] == status
    assert told["type"] == f"urn:motcua:problem:{told['code']}"
    assert code is None or told["code"] == code
    return told


def test_a_dossier_is_filed_and_followed(world, citizen):
    answer = citizen.file(body_of(world))
    assert answer.status_code == 201, answer.content
    filed = answer.json()
    assert set(filed) == {"id", "code"}
    assert answer["Location"] == f"/api/v1/dossiers/{filed['id']}"
    state = citizen.get(f"/dossiers/{filed['id']}").json()
    assert set(state) == STATE
    assert (state["code"], state["state"], state["national_code"]) == (filed["code"], "filed", 1)
    assert state["submitted_at"].endswith("+07:00")
    assert state["accepted_at"] is None


def test_a_file_is_sent_ahead_and_named_in_the_filing(world, citizen):
    body = body_of(world)
    kept = [citizen.send(PDF + paper["code"].encode()) for paper in body["papers"]]
    assert {answer.status_code for answer in kept} == {201}
    assert set(kept[0].json()) == {"id", "sha256", "size", "media_type"}
    for paper, answer in zip(body["papers"], kept, strict=True):
        paper["file"] = answer.json()["id"]
    assert citizen.file(body).status_code == 201
    assert Dossier.objects.get().papers.count() == len(kept)


def test_the_same_key_and_body_give_the_first_answer(world, citizen):
    body = body_of(world)
    first, second = citizen.file(body), citizen.file(body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Dossier.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(world, citizen):
    body = body_of(world)
    citizen.file(body)
    for changed in ({**body, "language": "en"}, body_of(world, seed=4)):
        is_problem(citizen.file(changed), 422)
    assert Dossier.objects.count() == 1


def test_another_callers_same_key_is_another_key(world, citizen):
    citizen.file(body_of(world))
    relative = Caller(token_of(world.accounts["relative"]))
    filing = world.filing(name="relative")
    papers = [{"code": code, "file": str(file)} for code, file in filing.papers]
    assert relative.file(body_of(world, papers=papers)).status_code == 201
    assert Dossier.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_with_one_key_file_one_dossier(world, citizen):
    body = body_of(world)

    def file(_):
        try:
            return Caller(citizen.token).file(body)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(file, range(20)))
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.content for answer in answers}) == 1
    assert Dossier.objects.count() == 1


def test_a_filing_needs_a_key(world, citizen):
    body = body_of(world)
    for key in ("", "short", "x" * 65, "x" * 10_000):
        is_problem(citizen.file(body, key=key), 422)
    assert not Dossier.objects.exists()


def test_a_strangers_paper_cannot_be_filed(world):
    body = body_of(world)
    relative = Caller(token_of(world.accounts["relative"]))
    assert 400 <= relative.file(body).status_code < 500
    assert not Dossier.objects.exists()


def test_a_foreign_file_or_an_unasked_paper_is_not_told_of_a_supplement(world, citizen):
    body = body_of(world)
    relative = Caller(token_of(world.accounts["relative"]))
    told = is_problem(relative.file(body), 422, "dossiers.upload_unknown")
    assert "không nằm trong những tệp anh/chị đã gửi lên" in told["detail"]
    (first, *_rest) = body["papers"]
    papers = [*body["papers"], {"code": "nowhere-asked", "file": first["file"]}]
    told = is_problem(citizen.file({**body, "papers": papers}), 422, "dossiers.paper_not_asked")
    assert told["codes"] == ["nowhere-asked"]
    assert "thủ tục không hỏi" in told["detail"]
    assert not Dossier.objects.exists()


def test_wrong_answers_are_named_by_their_place_not_repeated(world, citizen):
    body = body_of(world)
    name = next(iter(body["answers"]))
    body["answers"][name] = {"not": "Chim-hoang-yen"}
    answer = citizen.file(body)
    told = is_problem(answer, 422)
    assert told["errors"]
    assert b"Chim-hoang-yen" not in answer.content


def test_missing_papers_are_named(world, citizen):
    body = body_of(world)
    told = is_problem(citizen.file({**body, "papers": []}), 422)
    assert set(told["papers"]) >= {paper["code"] for paper in body["papers"]}


def test_an_office_that_does_not_exist_takes_nothing(world, citizen):
    for number in (0, -1, 10**6, 2**31, 2**63 - 1, 2**63, 10**30):
        answer = citizen.file(body_of(world, offering=number))
        assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("scopes", [(), ("dossiers:read",), ("Dossiers:File",), ("dossiers",)])
def test_a_token_opens_only_what_it_names(world, scopes):
    caller = Caller(token_of(world.accounts["citizen"], scopes))
    is_problem(caller.file(body_of(world)), 401)
    assert caller.send().status_code == 401
    dossier = world.file()
    expected = 200 if "dossiers:read" in scopes else 401
    assert caller.get(f"/dossiers/{dossier.public_id}").status_code == expected


def test_what_is_no_token_opens_nothing(world):
    dossier, body = world.file(), body_of(world)
    for token in ("", "x", "mc1.a.b.c", "é", "x" * 20_000, "null"):
        caller = Caller(token)
        is_problem(caller.get(f"/dossiers/{dossier.public_id}"), 401)
        is_problem(caller.file(body), 401)
        is_problem(caller.send(), 401)


def test_an_expired_token_opens_nothing(world):
    old = clock.system_now() - timedelta(minutes=16)
    caller = Caller(token_of(world.accounts["citizen"], at=old))
    is_problem(caller.file(body_of(world)), 401)


@pytest.mark.parametrize("name", ["relative", "outsider", "specialist"])
def test_a_strangers_dossier_is_not_there(world, name):
    stranger = Caller(token_of(world.accounts[name]))
    theirs = stranger.get(f"/dossiers/{world.file().public_id}")
    nobodys = stranger.get("/dossiers/00000000-0000-4000-8000-000000000000")
    is_problem(theirs, 404)
    assert theirs.json() == nobodys.json() | {"instance": theirs.json()["instance"]}


def test_an_official_of_the_agency_sees_the_state(world):
    caller = Caller(token_of(world.accounts["receptionist"]))
    assert caller.get(f"/dossiers/{world.file().public_id}").status_code == 200


def test_a_cookie_is_no_token(world):
    client = Caller().client
    client.force_login(world.accounts["citizen"], "motcua.identity.backends.AccountBackend")
    assert client.get(f"/api/v1/dossiers/{world.file().public_id}").status_code == 401


@pytest.mark.usefixtures("world")
def test_procedures_are_found_without_a_token_and_without_diacritics():
    caller = Caller()
    found = caller.get("/procedures?q=khai%20sinh").json()
    assert "1.001193" in [row["code"] for row in found]
    one = caller.get("/procedures/1.001193").json()
    assert one["offices"][0]["agency_code"] == "H26.101"
    assert one["answers"]["type"] == "object"
    is_problem(caller.get("/procedures/9.999999"), 404)


ODD_SEARCHES = (
    *("q=%00", "q=" + "a" * 5000, "q=%F0%9F%A7%BE", "q=%27%22%3B--", "q=%ED%A0%80", "q=%25_%5C"),
    *("limit=-1", "limit=1e9", "limit=99999999999999999999"),
)


@pytest.mark.usefixtures("world")
def test_odd_searches_break_nothing():
    for query in ODD_SEARCHES:
        answer = Caller().get(f"/procedures?{query}")
        assert answer.status_code < 500, (query, answer.content)
