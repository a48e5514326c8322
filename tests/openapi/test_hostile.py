"""Bad input at the API's door is told what is wrong with it, quickly, and changes nothing."""

from __future__ import annotations

import json
import time

import pytest

from motcua.dossiers.models import Dossier
from motcua.procedures import queries as catalogue
from tests.cast import PDF
from tests.openapi.caller import Caller, body_of

pytestmark = pytest.mark.django_db
ODD = {
    "a NUL": "a\0b",
    "an override": "\u202enahp",
    "a zero width": "\u200b\ufeff",
    "marks": "Z\u0351\u036b\u0343\u036a" * 200,
    "an emoji": "👩‍👩‍👧‍👦",
    "markup": "<script>alert(1)</script>",
    "a formula": "=cmd|' /C calc'!A0",
    "a template": "{{ settings.SECRET_KEY }}{% debug %}",
    "SQL": "'; DROP TABLE dossiers_dossier; --",
    "a number": 10**400,
    "a float": 1.5,
    "minus nothing": -0.0,
    "a truth": True,
    "nothing": None,
    "a list": [[], [None]],
    "a map": {"": {"": ""}},
    "a long text": "ộ" * 100_000,
    "a full-width formula": "＝1+1",
}
MALFORMED = [
    b"",
    b" ",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"NaN",
    b'{"offering": NaN}',
    b'{"offering": Infinity}',
    b'{"offering": 1, "answers": {"a": 1e999}}',
    b"\xff\xfe{\x00}\x00",
    b"\xef\xbb\xbf{}",
    b"\x80",
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b'{"offering": 1, "answers": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"}",
    b'{"offering": ' + b"9" * 5_000 + b', "answers": {}}',
    b"offering=1&answers=2",
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
]


def refused(answer):
    return 400 <= answer.status_code < 500 and answer["Content-Type"] == "application/problem+json"


def test_what_is_not_a_filing_is_refused_quickly(citizen):
    for raw in MALFORMED:
        began = time.monotonic()
        answer = citizen.file(raw)
        assert refused(answer), (raw[:50], answer.content)
        assert time.monotonic() - began < 20
    assert not Dossier.objects.exists()


@pytest.mark.parametrize("code", ["%00", "1.001193%00", "%F0%9F%92%A9", "..", "1" * 5_000, "%FF"])
def test_a_procedure_of_no_known_shape_is_not_there(code):
    assert Caller().get(f"/procedures/{code}").status_code == 404


@pytest.mark.parametrize("words", ["%00", "a%00b", "%ED%A0%80", "%F0%9F%92%A9"])
def test_odd_words_find_nothing_and_break_nothing(words):
    assert Caller().get(f"/procedures?q={words}").status_code == 200


@pytest.mark.parametrize("name", ["a\0b.pdf", "../../a.pdf", "\u202efdp.a", "ộ" * 5_000])
def test_a_file_of_any_name_breaks_nothing(name, world, citizen):
    assert citizen.send(name=name).status_code < 500


def test_every_answer_may_be_odd_and_nothing_breaks(world, citizen):
    body = body_of(world)
    for kind, value in ODD.items():
        for name in body["answers"]:
            odd = {**body, "answers": {**body["answers"], name: value}}
            answer = citizen.file(odd, key=f"{kind} {name}"[:64])
            assert answer.status_code < 500, (kind, name, answer.content)


def test_every_field_may_be_odd_and_nothing_breaks(world, citizen):
    body = body_of(world)
    for field in ("offering", "language", "answers", "papers", "by_data"):
        for kind, value in ODD.items():
            answer = citizen.file({**body, field: value}, key=f"{kind} {field}")
            assert answer.status_code < 500, (kind, field, answer.content)


def test_lone_surrogates_break_nothing(world, citizen):
    body = body_of(world)
    odd = {
        "language": "\ud800",
        "answers": {**body["answers"], "\udfff": "\ud800"},
        "papers": [{"code": "\ud800", "file": body["papers"][0]["file"]}],
        "by_data": ["\ud800"],
        "unknown": "\ud800",
    }
    for place, value in odd.items():
        raw = json.dumps({**body, place: value}).encode()
        assert citizen.file(raw, key=f"surrogate {place}").status_code < 500


def test_unknown_questions_are_refused_or_left_out(world, citizen):
    body = body_of(world)
    for name in ("unknown", "__class__", "", "a" * 10_000, "requester_name\0"):
        odd = {**body, "answers": {**body["answers"], name: "x"}}
        assert citizen.file(odd, key=f"unknown {name[:20]}").status_code < 500
        assert not [each for each in Dossier.objects.all() if name in each.answers]


def test_a_doubled_key_is_refused_wherever_it_is(world, citizen):
    body = body_of(world)
    body["answers"]["more"] = {"a": 1}
    whole = json.dumps(body)
    name = next(iter(body["answers"]))
    for key in ("offering", name, "file", "a"):
        raw = whole.replace(f'"{key}": ', f'"{key}": 0, "{key}": ', 1).encode()
        answer = citizen.file(raw)
        assert answer.status_code == 422, (key, answer.content)
        assert answer.json()["errors"] == [{"path": "body", "code": "repeated_key"}], key
    assert not Dossier.objects.exists()


def test_a_number_that_no_machine_holds_is_refused_where_nothing_is_asked_too(world, citizen):
    body = body_of(world)
    form = catalogue.rules(catalogue.offering(body["offering"]).version_id).form
    hidden = next(key for key in form.questions if key not in body["answers"])
    for digits in (str(2**63), str(-(2**63) - 1), "1" + "0" * 30, "1" + "0" * 5000):
        raw = json.dumps(body | {"answers": {**body["answers"], hidden: 777_777}})
        answer = citizen.file(raw.replace("777777", digits).encode())
        assert answer.status_code == 422, (digits[:40], answer.content)
    assert not Dossier.objects.exists()


def test_a_key_doubled_in_another_spelling_is_refused(world, citizen):
    raw = json.dumps(body_of(world)).replace('"offering"', '"off\\u0065ring": 0, "offering"', 1)
    assert citizen.file(raw.encode()).json()["errors"] == [{"path": "body", "code": "repeated_key"}]


@pytest.mark.parametrize("language", ["zz", "VI", "vi ", "", "english", "vi\n"])
def test_a_language_that_nobody_wrote_texts_in_is_refused(world, citizen, language):
    answer = citizen.file(body_of(world, language=language))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["path"] == "body.language"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_languages_of_the_pages_are_taken(world, citizen, language):
    assert citizen.file(body_of(world, language=language)).status_code == 201


def test_a_body_of_many_megabytes_is_refused(citizen):
    answer = citizen.file(b'{"offering": 1, "answers": {"a": "' + b"x" * 3_000_000 + b'"}}')
    assert refused(answer), answer.content


@pytest.mark.parametrize(
    "content_type", ["text/plain", "multipart/form-data; boundary=x", "", "application/json; x=\0"]
)
def test_other_media_types_break_nothing(world, citizen, content_type):
    answer = citizen.post("/dossiers", body_of(world), key="key-00001", content_type=content_type)
    assert answer.status_code < 500


def test_what_is_no_dossiers_number_is_not_there(citizen):
    for odd in ("x", "0", "-", "%00", "..%2f..", "0" * 36, "' OR 1=1", "é" * 100):
        assert citizen.get(f"/dossiers/{odd}").status_code in {404, 422}


def test_only_documented_methods_are_answered(citizen):
    for method in ("get", "put", "patch", "delete"):
        assert getattr(citizen.client, method)("/api/v1/files").status_code == 405


KINDS = {"application/pdf", "image/jpeg", "image/png", "image/heic"}
HOSTILE = {
    "nothing": (b"", "a.pdf"),
    "text": (b"hello", "a.pdf"),
    "a picture that is markup": (b"<svg onload='alert(1)'/>", "a.svg"),
    "a page": (b"<html><script>alert(1)</script>", "a.html"),
    "a program": (b"MZ" + b"\0" * 100, "a.exe"),
    "a zip": (b"PK\x03\x04" + b"\0" * 30, "a.docx"),
    "half a picture": (b"\x89PNG\r\n\x1a\n", "a.png"),
    "half a photograph": (b"\xff\xd8\xff\xe0", "a.jpg"),
    "a phone's picture, half": (b"\0\0\0\x18ftypheic", "a.heic"),
}


def test_uploads_are_judged_by_their_content(citizen):
    for kind, (content, name) in HOSTILE.items():
        answer = citizen.send(content, name)
        assert answer.status_code < 500, (kind, answer.content)
        if answer.status_code == 201:
            assert answer.json()["media_type"] in KINDS


def test_a_files_name_may_be_anything(citizen):
    odd = ("../../etc/passwd", "a\0.pdf", "a\r\nX: y.pdf", "con.pdf", "x" * 3000, "\u202efdp", "=c")
    for name in odd:
        assert citizen.send(PDF, name).status_code < 500, name


def test_an_upload_without_a_file_is_refused(citizen):
    assert refused(citizen.post("/files", {}))
    assert refused(citizen.post("/files", b"--x\r\n", content_type="multipart/form-data"))
    odd = "multipart/form-data; boundary=" + "x" * 500
    assert refused(citizen.post("/files", b"--x\r\n", content_type=odd))


@pytest.mark.parametrize("field", ["client_id", "client_secret", "scope"])
@pytest.mark.parametrize("value", ["\0", "é", "x" * 5000, "' OR 1=1 --"])
def test_the_token_desk_takes_odd_words_calmly(field, value):
    answer = Caller().client.post("/api/v1/token", {"client_id": "a", field: value})
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("header", ["Basic", "Basic é", "Basic AA==", "Basic \x00", "Bearer"])
def test_the_token_desk_takes_odd_headers_calmly(header):
    answer = Caller().client.post("/api/v1/token", headers={"Authorization": header})
    assert 400 <= answer.status_code < 500
