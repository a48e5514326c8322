"""Odd values written in the workshop: said at their field, and the draft stays what it was."""

from __future__ import annotations

from hashlib import sha256

import pytest
from lxml import html

from motcua.procedures.models import ProcedureVersion
from tests.cast import BIRTH
from tests.console.test_workshop import Draft, dog, errors, shop

__all__ = ["dog", "shop"]

pytestmark = pytest.mark.django_db

PAGE = "at=form/pages/noi-dung&to=questions"
QUESTION = {"label__vi": "Câu", "label__en": "One", "basis": "Luật", "mark": "seen"}


@pytest.mark.parametrize(
    ("kind", "name", "typed"),
    [
        ("date", "latest", "2026-02-30"),
        ("date", "latest", "today+99999y"),
        ("date", "earliest", "0000-01-01"),
        ("text", "pattern", "("),
        ("text", "pattern", "a{99999999999999}"),
        ("text", "max_length", "--5"),
        ("text", "max_length", "9" * 5000),
        ("number", "max", "9" * 30),
        ("number", "max", "9" * 16),
        ("text", "basis", "a\0b"),
        ("text", "source", "a\0b"),
        ("text", "examples", '["\\u0000"]'),
        ("text", "when.formula", "request == 'a\0b'"),
    ],
)
def test_an_odd_value_is_said_and_nothing_typed_is_lost(dog, kind, name, typed):
    before = dog.content
    answer = dog.write(f"{PAGE}&kind={kind}", "add", key="odd", **{**QUESTION, name: typed})
    assert answer.status_code == 422
    assert errors(answer)
    page = html.fromstring(answer.content.replace(b"\0", b""))
    (control,) = page.xpath(f"//*[@name='{name}']")
    assert (control.get("value") or control.text_content()).strip() == typed.replace("\0", "")
    assert dog.content == before


@pytest.mark.parametrize("example", ["[" * 100_000, "[" * 300 + "]" * 300, "[NaN]", "9" * 5000])
def test_an_odd_example_does_not_break_the_draft(dog, example):
    answer = dog.write(f"{PAGE}&kind=number", "add", key="odd", **QUESTION, examples=example)
    assert answer.status_code in {302, 422}
    for part in ("", "check/", f"edit/?{PAGE.partition('&')[0]}"):
        assert dog.client.get(dog.address + part).status_code == 200


@pytest.mark.parametrize("value", ["--5", "9" * 5000, "²"])
def test_a_condition_compares_with_numbers_only(dog, value):
    added = dog.write(f"{PAGE}&kind=number", "add", key="count_of", **QUESTION)
    assert added.status_code == 302, errors(added)
    row = {"when.count": "1", "when.0.ref": "count_of", "when.0.op": "eq", "when.0.value": value}
    answer = dog.write("at=form/pages/noi-dung/questions/request", **row)
    assert answer.status_code == 422
    assert "Giá trị so sánh phải là số." in errors(answer)


@pytest.mark.parametrize("pattern", ["{number.__class__}", "{year:>200000000}", "{x}", "{", "BS"])
def test_a_number_of_the_registry_has_a_number_and_a_year_only(admin, shop, pattern):
    draft = Draft(admin, admin.post(f"{shop}begin/", {"code": BIRTH})["Location"])
    before = draft.content["result"]
    answer = draft.write("at=result", registry__pattern=pattern)
    assert answer.status_code == 422
    assert "chỉ dùng {number} (bắt buộc) và {year} trong dấu ngoặc nhọn." in errors(answer)[0]
    assert draft.content["result"] == before
    assert draft.write("at=result", registry__pattern="{number}-HT/{year}").status_code == 302


def test_a_place_there_is_not_is_not_found(dog):
    for place in ("x", "x/y", "form/x/y", "form/pages", "form/pages/x", "form/pages/noi-dung/x/y"):
        assert dog.client.get(f"{dog.address}edit/?at={place}").status_code == 404, place
        assert dog.client.post(f"{dog.address}remove/?at={place}").status_code == 404, place


def test_a_template_with_what_does_not_print_is_said_and_not_kept(dog):
    kept = dog.content["result"]["template"]
    typed = {"template": "a\0b", "_base": sha256(kept.encode()).hexdigest()}
    answer = dog.client.post(f"{dog.address}template/", typed)
    assert answer.status_code == 422
    assert "Có ký tự không in được." in answer.content.decode()
    assert dog.content["result"]["template"] == kept
    assert dog.client.get(f"{dog.address}template/?sample={'9' * 5000}").status_code == 200


def test_what_the_page_carries_may_be_anything(dog):
    place = f"{dog.address}edit/?at=form/pages/noi-dung/questions/request"
    deep = "[" * 100_000
    for posted in ({"_base": deep}, {"_base": "{}", "_seen": deep}):
        assert dog.client.post(place, posted).status_code in {302, 409, 422}
    for button in ("_up", "_down", "_remove"):
        answer = dog.client.post(place, {"_base": "{}", button: f"options.{'9' * 5000}"})
        assert answer.status_code == 200


def test_only_who_began_a_draft_throws_it_away(dog, another_administrator):
    refused = another_administrator.post(f"{dog.address}discard/")
    assert refused.status_code == 409
    assert "Chỉ người ấy xóa được" in refused.content.decode()
    assert dog.version.status == "draft"
    assert dog.client.post(f"{dog.address}discard/").status_code == 302
    assert not ProcedureVersion.objects.filter(procedure__code="9.900001").exists()


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("at=process/steps/ky", {"produces": ["nope<b>"]}),
        ("at=process/steps/ky", {"produces": ["signature", "nope"]}),
        ("at=process/steps/ky", {"role": "nope"}),
        ("at=form/pages/noi-dung/questions/request", {"required": "maybe"}),
        ("at=form/pages/noi-dung/questions/request", {"when.join": "nope"}),
        ("at=legal_bases/1", {"kind": "nope"}),
        ("at=", {"life_events": ["nope"]}),
        ("at=result", {"kind": "nope<b>"}),
    ],
)
def test_what_is_not_offered_is_refused_and_nothing_is_lost(dog, place, changes):
    before = dog.content
    answer = dog.write(place, **changes)
    assert answer.status_code == 422
    assert [each for each in errors(answer) if "lựa chọn" in each]
    assert dog.content == before


def test_a_kind_that_a_list_does_not_have_cannot_be_added(dog):
    for to, kind in (("at=form/pages/noi-dung&to=questions", "nope"), ("at=&to=variants", "nope")):
        address = f"{dog.address}add/?{to}&kind={kind}"
        assert dog.client.get(address).status_code == 404
        assert dog.client.post(address, {"_base": "{}"}).status_code == 404


@pytest.mark.parametrize(
    ("place", "typed"),
    [
        ("at=channels/online&to=limits", {"amount": "5", "unit": "hour", "valid_from": "01/01/2027",
         "words__vi": "5 giờ", "words__en": "5 hours", "basis": "Luật 1"}),
        ("at=&to=legal_bases", {"number": "02/2026/NĐ-CP", "title__vi": "Về chó"}),
        ("at=process/steps/ky&to=moves", {"kind": "stop"}),
        ("at=variants/chung&to=papers", {"code": "so", "name__vi": "Sổ", "basis": "Luật 1"}),
        ("at=result&to=data", {"_name": "more", "from": "dossier.code", "as": "plain"}),
    ],
)  # fmt: skip
def test_an_item_that_is_sent_twice_is_there_once(dog, place, typed):
    first = dog.write(place, "add", **typed)
    assert first.status_code == 302, errors(first)
    once = dog.content
    again = dog.write(place, "add", **typed)
    assert again.status_code == 302
    assert dog.content == once
