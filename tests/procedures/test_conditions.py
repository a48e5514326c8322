"""The language of conditions: reads words and data, checks types, judges answers."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given, strategies as st

from motcua.procedures.base.conditions.compiling import (
    Scope,
    Type,
    compile_condition,
    compile_quantity,
)
from motcua.procedures.base.conditions.expressions import from_data, read, to_data
from motcua.procedures.errors import ConditionInvalid

TODAY = date(2026, 11, 20)
SCOPE = Scope(
    paths={
        "relation": Type.TEXT,
        "birth_date": Type.DATE,
        "mother_birth": Type.DATE,
        "copies": Type.NUMBER,
        "married": Type.FLAG,
        "reasons": Type.SET,
        "shop_name": Type.TEXT,
        "paper": Type.PARTS,
        "paper.type": Type.TEXT,
        "lines": Type.ROWS,
    },
    rows={"lines": {"is_main": Type.FLAG, "capital": Type.NUMBER}},
)


def holds(condition, **answers):
    return compile_condition(condition, SCOPE).holds(answers, TODAY)


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        ("relation == 'mother'", {"relation": "mother"}, True),
        ("relation != 'mother'", {"relation": "father"}, True),
        ("relation in ['father', 'mother']", {"relation": "father"}, True),
        ("relation not in ['father', 'mother']", {"relation": "aunt"}, True),
        ("'lost' in reasons", {"reasons": ["lost", "torn"]}, True),
        ("married and copies > 0", {"married": True, "copies": 1}, True),
        ("married and copies > 0", {"married": True, "copies": 0}, False),
        ("not married or copies >= 2", {"married": True, "copies": 2}, True),
        ("not (married or copies >= 2)", {"married": False, "copies": 1}, True),
        ("birth_date <= today", {"birth_date": "2026-11-20"}, True),
        ("birth_date < date('2026-01-01')", {"birth_date": "2025-12-31"}, True),
        ("days_since(birth_date) > 60", {"birth_date": "2026-09-20"}, True),
        ("days_since(birth_date) > 60", {"birth_date": "2026-09-21"}, False),
        (
            "days_between(mother_birth, birth_date) > 0",
            {"mother_birth": "1990", "birth_date": "2026-09-21"},
            True,
        ),
        (
            "age_at(mother_birth, birth_date) >= 16",
            {"mother_birth": "2010-09-22", "birth_date": "2026-09-21"},
            False,
        ),
        (
            "age_at(mother_birth, birth_date) >= 16",
            {"mother_birth": "2010-09-21", "birth_date": "2026-09-21"},
            True,
        ),
        ("paper.type == 'passport'", {"paper": {"type": "passport"}}, True),
        ("filled(relation)", {"relation": "x"}, True),
        ("filled(relation)", {}, False),
        ("count(lines) == 2", {"lines": [{}, {}]}, True),
        ("count(lines, is_main) == 1", {"lines": [{"is_main": True}, {"is_main": False}]}, True),
        ("sum(lines.capital) >= 30", {"lines": [{"capital": 10}, {"capital": 20}, {}]}, True),
        ("has_words(shop_name, 'công ty', 'doanh nghiệp')", {"shop_name": "Cong ty Hoa Sen"}, True),
        ("has_words(shop_name, 'công ty')", {"shop_name": "Cổng Tý Mầu"}, False),
        ("has_words(shop_name, 'công ty')", {"shop_name": "Quán CÔNG TY-hon"}, True),
        ("has_words(shop_name, 'công ty')", {"shop_name": "Tạp hoá Tám Mập"}, False),
    ],
)
def test_a_condition_judges_answers(condition, answers, expected):
    assert holds(condition, **answers) is expected


@pytest.mark.parametrize(
    "condition",
    [
        "relation == 'a'",
        "relation != 'a'",
        "copies < 5",
        "birth_date <= today",
        "relation in ['a']",
        "days_since(birth_date) >= 0",
        "has_words(shop_name, 'a')",
        "married",
    ],
)
def test_what_was_not_answered_compares_as_false(condition):
    assert holds(condition) is False
    assert holds(f"not ({condition})") is True


def test_a_draft_with_half_typed_answers_does_not_break_a_condition():
    assert holds("copies > 1", copies="abc") is False
    assert holds("birth_date <= today", birth_date={"day": "31", "month": "2"}) is False
    assert holds("paper.type == 'x'", paper="x") is False
    assert holds("count(lines) > 0", lines="x") is False


@pytest.mark.parametrize(
    "condition",
    [
        "",
        "relation",
        "relation = 'a'",
        "relation == 5",
        "copies == 'a'",
        "relation < 'b'",
        "unknown == 'a'",
        "relation.first == 'a'",
        "__import__('os')",
        "exec('1')",
        "lambda: 1",
        "relation == 'a' and",
        "(relation == 'a'",
        "relation in 'abc'",
        "today()",
        "age_at(birth_date)",
        "copies + 1 == 2",
        "is_main",
        "count(relation) == 1",
        "sum(lines.is_main) == 1",
        "date('2026-02-30') < today",
        "relation == 'a" + "a" * 600 + "'",
        "(" * 40 + "married" + ")" * 40,
        "relation in ['a' 'b']",
        "has_words(shop_name, relation)",
    ],
)
def test_a_wrong_condition_is_refused_when_compiled(condition):
    with pytest.raises(ConditionInvalid):
        compile_condition(condition, SCOPE)


def test_words_and_data_are_two_ways_to_write_the_same_condition():
    words = "relation in ['a', 'b'] and not (copies >= 2 or birth_date < date('2026-01-01'))"
    data = {
        "all": [
            {"in": [{"ref": "relation"}, ["a", "b"]]},
            {
                "not": [
                    {
                        "any": [
                            {"ge": [{"ref": "copies"}, 2]},
                            {"lt": [{"ref": "birth_date"}, {"date": ["2026-01-01"]}]},
                        ]
                    }
                ]
            },
        ]
    }
    assert to_data(read(words)) == data
    assert read(data) == read(words)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"eq": 1},
        {"nope": [1]},
        {"eq": [1]},
        {"all": [{}]},
        {"eq": [{"ref": 5}, 1]},
        None,
        1.5,
        {"all": [None]},
        {"a": [], "b": []},
    ],
)
def test_wrong_data_is_refused(data):
    with pytest.raises(ConditionInvalid):
        from_data(data)


def test_a_quantity_is_a_number():
    assert compile_quantity("copies", SCOPE).run({"copies": 3}, {}, TODAY) == 3
    with pytest.raises(ConditionInvalid):
        compile_quantity("married", SCOPE)


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fail_in_another_way(text):
    with contextlib.suppress(ConditionInvalid):
        compile_condition(text, SCOPE)
