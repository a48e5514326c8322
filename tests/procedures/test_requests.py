"""Which procedures people ask for in words like the typed ones."""

from __future__ import annotations

import pytest

from motcua.procedures.base.finding.everyday import everyday_of
from motcua.procedures.base.finding.reading import is_code, read_query
from motcua.procedures.base.finding.requests import (
    asked_for,
    joined,
    requests_of,
    shipped_requests,
)
from motcua.procedures.base.loading import pack_folders, read_pack

TABLE = {
    "vợ mới đẻ con": ("1.1",),
    "làm giấy tờ cho em bé": ("1.1",),
    "chở heo qua tỉnh khác": ("2.2",),
    "bán thuốc tây ở quê": ("3.3", "4.4"),
    "mở tiệm thuốc": ("3.3",),
}


def first(text):
    asked = read_query(text, everyday_of({}, ()))
    return list(asked_for(requests_of(TABLE), asked))[:1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("vợ tôi mới sinh con", "1.1"),
        ("giay to cho em be", "1.1"),
        ("chở heo", "2.2"),
        ("chỡ heo", "2.2"),
        ("tinh khac", "2.2"),
        ("tiệm thuốc tây", "3.3"),
        ("tiem thuooc tay", "3.3"),
    ],
)
def test_the_procedure_that_people_ask_for_in_such_words_comes_first(text, code):
    assert first(text) == [code]


def test_marks_that_were_typed_are_meant():
    table = {"bán lá chuối": ("1.1",), "bán là ủi": ("2.2",)}
    asked = read_query("bán là", everyday_of({}, ()))
    assert next(iter(asked_for(requests_of(table), asked))) == "2.2"


@pytest.mark.parametrize("text", ["xyzzy", "", "?", "qqqqq wwwww"])
def test_words_that_nobody_uses_find_nothing(text):
    assert first(text) == []


def test_an_empty_table_finds_nothing():
    asked = read_query("chở heo", everyday_of({}, ()))
    assert asked_for(requests_of({}), asked) == {}


def test_requests_that_are_not_near_come_behind_five_that_a_name_speaks_for():
    names = {f"1.{number}": 100.0 - number for number in range(6)}
    found = list(joined(names, {"9.9": 0.4}, is_in_names=True))
    assert found[:5] == ["1.0", "1.1", "1.2", "1.3", "1.4"]
    assert found[5] == "9.9"


def test_a_near_request_comes_beside_the_first_name():
    names = {"1.1": 100.0, "2.2": 90.0}
    assert list(joined(names, {"9.9": 1.2, "2.2": 1.1}, is_in_names=True))[:2] == ["1.1", "2.2"]
    assert next(iter(joined(names, {"9.9": 3.2}, is_in_names=True))) == "9.9"  # just these words


def test_what_meets_the_words_as_well_has_the_same_place():
    found = joined({"1.1": 5.0, "2.2": 5.0, "3.3": 1.0}, {}, is_in_names=False)
    assert found == {"1.1": 1.0, "2.2": 1.0, "3.3": 1 / 3}


def test_every_shipped_request_is_of_a_code_and_says_something():
    table = shipped_requests()
    assert len(table) > 15_000
    assert all(is_code(code) for codes in table.values() for code in codes)
    assert [text for text in table if not 1 < len(text.split()) <= 12] == []


def test_people_ask_for_every_shipped_procedure_that_the_country_has():
    asked = {code for codes in shipped_requests().values() for code in codes}
    packs = [read_pack(folder).code for folder in pack_folders()]
    assert [code for code in packs if code not in asked] == []
