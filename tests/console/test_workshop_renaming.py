"""A question gets another key: what names it follows, and nothing that only looks like it."""

from __future__ import annotations

from motcua.console.workshop.base.renaming import with_key, with_step


def content(asked, **more):
    return {
        "form": {"pages": [{"code": "p", "questions": asked, **more}]},
        "process": {"steps": []},
        "result": {"data": {}, "signed": {}},
    }


def question(key, kind="text", **more):
    return {"key": key, "kind": kind, **more}


def test_a_row_of_the_result_follows_the_question_of_its_group():
    rows = question("goods", "table", questions=[question("named")])
    made = content([rows, question("total", when="count(goods, filled(name)) > 0")])
    made["result"]["data"]["goods"] = {
        "from": "answers.goods",
        "as": "rows",
        "fields": {"name": {"from": "row.name"}},
    }
    found = with_key(made, "name", "named")
    assert found["result"]["data"]["goods"]["fields"]["name"]["from"] == "row.named"
    asked = found["form"]["pages"][0]["questions"][1]
    assert asked["when"] == "count(goods, filled(named)) > 0"


def test_the_part_of_a_person_that_is_called_like_the_question_stays():
    owner = question("owner", "person")
    other = question("told", when="filled(owner.full_name) and filled(full_name)")
    found = with_key(content([owner, question("applicant"), other]), "full_name", "applicant")
    assert found["form"]["pages"][0]["questions"][2]["when"] == (
        "filled(owner.full_name) and filled(applicant)"
    )


def test_what_an_official_fills_in_is_followed_in_the_result():
    made = content([question("wish")])
    made["result"] |= {"questions": [question("until", "date")]}
    made["result"]["data"] = {"until": {"from": "official.day"}, "day": {"from": "answers.days"}}
    found = with_key(made, "day", "until")["result"]["data"]
    assert (found["until"]["from"], found["day"]["from"]) == ("official.until", "answers.days")


def test_moves_and_units_follow_a_step_to_its_new_code():
    made = content([])
    made["process"]["steps"] = [
        {"code": "a", "moves": [{"kind": "forward", "to": ["b", "c"]}, {"kind": "stop"}]},
        {"code": "visit"},
        {"code": "c", "unit": {"same_as": "b"}},
    ]
    first, _visit, last = with_step(made, "b", "visit")["process"]["steps"]
    assert first["moves"][0]["to"] == ["visit", "c"]
    assert last["unit"] == {"same_as": "visit"}
