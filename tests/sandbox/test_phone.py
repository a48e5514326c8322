"""The phone network: messages taken once, reports, answers, and what a phone shows."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from motcua_sandbox.phone.segments import cost
from tests.sandbox.conftest import TOKEN, wait_for

AUTH = {"Authorization": f"Bearer {TOKEN}"}


def send(phone, text="Ho so da tiep nhan", to="0912345678", key="k1", **more):
    wish = {"to": to, "text": text, "reference": "N1"} | more
    return phone.web.post("/messages", json=wish, headers={**AUTH, "Idempotency-Key": key})


def listed(phone, to="0912345678"):
    return phone.web.get("/api/messages", params={"to": to}, headers=AUTH).json()["messages"]


def page_of_first_phone(phone):
    return re.search(r'href="(/phones/\d+)"', phone.web.get("/").text)[1]


def test_a_message_is_taken_shown_and_reported(phone, platform):
    answer = send(phone)
    assert answer.status_code == 202
    assert answer.json() | {"id": ""} == {
        "id": "",
        "to": "+84912345678",
        "encoding": "gsm7",
        "segments": 1,
        "state": "accepted",
    }
    (report,) = wait_for(lambda: platform.taken(event="message.delivered"))
    assert report.is_signed
    assert report.json["message"] == answer.json()["id"]
    assert (report.json["reference"], report.json["reason"]) == ("N1", None)
    assert "0912 345 678" in phone.web.get("/").text
    bubbles = phone.web.get(page_of_first_phone(phone))
    assert "Ho so da tiep nhan" in bubbles.text
    assert "1 đoạn GSM-7" in bubbles.text
    assert bubbles.headers["refresh"] == "3"


def test_a_repeated_message_is_one_message(phone, platform):
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: send(phone), range(20)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(listed(phone)) == 1
    wait_for(lambda: platform.taken(reference="N1"))
    time.sleep(0.3)
    assert len(platform.received) == 1


def test_a_key_used_for_another_message_is_refused(phone):
    send(phone)
    answer = send(phone, text="khác")
    assert (answer.status_code, answer.json()["error"]) == (422, "reused")


@pytest.mark.parametrize(
    ("more", "status", "error"),
    [
        ({"to": "113"}, 422, "bad_number"),
        ({"to": "+84 91234567"}, 422, "bad_number"),
        ({"to": "٠٩١٢٣٤٥٦٧٨"}, 422, "bad_number"),
        ({"to": 912345678}, 400, "bad_request"),
        ({"text": ""}, 400, "bad_request"),
        ({"text": "ắ" * 671}, 422, "too_long"),
        ({"reference": "x" * 65}, 400, "bad_request"),
        ({"other": 1}, 400, "bad_request"),
        ({"key": ""}, 400, "bad_request"),
        ({"key": "x" * 129}, 400, "bad_request"),
    ],
)
def test_a_message_that_is_not_right_is_refused(shared_phone, more, status, error):
    answer = send(shared_phone, **more)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_half_a_surrogate_pair_is_no_text(shared_phone):
    headers = {**AUTH, "Idempotency-Key": "k"}
    body = b'{"to": "0912345678", "text": "\\ud800"}'
    assert shared_phone.web.post("/messages", content=body, headers=headers).status_code == 400


def test_only_a_client_with_its_token_sends_and_reads(shared_phone):
    phone = shared_phone
    wish = {"to": "0912345678", "text": "x"}
    for value in ("", "Bearer x", f"Basic {TOKEN}", TOKEN):
        headers = {"Authorization": value, "Idempotency-Key": "k"}
        assert phone.web.post("/messages", json=wish, headers=headers).status_code == 401
        assert phone.web.get("/api/messages?to=0912345678", headers=headers).status_code == 401


def test_a_phone_that_is_off_gets_nothing_and_the_report_says_so(phone, platform):
    send(phone)
    page = page_of_first_phone(phone)
    assert phone.web.post(f"{page}/switch").status_code == 303
    send(phone, key="k2")
    (report,) = wait_for(lambda: platform.taken(event="message.failed"))
    assert report.json["reason"] == "absent"
    assert "không đến được" in phone.web.get(page).text


def test_someone_writes_back(phone, platform):
    send(phone)
    page = page_of_first_phone(phone)
    assert phone.web.post(f"{page}/answer", data={"text": " TC 123 "}).status_code == 303
    (event,) = wait_for(lambda: platform.taken(event="message.received"))
    assert (event.json["from"], event.json["text"]) == ("+84912345678", "TC 123")
    assert phone.web.post(f"{page}/answer", data={"text": " "}).status_code == 422


def test_texts_are_escaped_and_their_addresses_linked(phone):
    send(phone, text='<script>x</script> http://localhost:8000/t?a=1&b="2". <b>')
    page = phone.web.get(page_of_first_phone(phone)).text
    assert "<script" not in page
    assert "<b>" not in page
    assert 'href="http://localhost:8000/t?a=1&amp;b="' in page


def test_reloading_can_be_stopped(phone):
    send(phone)
    page = page_of_first_phone(phone)
    assert "refresh" not in phone.web.get(f"{page}?live=0").headers


def test_the_dial_works_here_too(phone, platform):
    phone.web.post("/faults", json={"duplicate": 1, "forged": 1})
    platform.is_strict = True
    send(phone)
    wait_for(lambda: len(platform.taken()) == 2)
    assert [one.status for one in platform.received].count(400) == 2
    phone.web.post("/faults", json={"reset": True, "down": True})
    assert send(phone, key="k2").status_code == 503
    assert phone.web.get("/").status_code == 200


def test_everything_can_be_forgotten(phone):
    send(phone)
    assert phone.web.post("/forget").status_code == 303
    assert listed(phone) == []
    assert send(phone).status_code == 202


def test_a_list_can_be_narrowed(phone):
    send(phone)
    send(phone, to="+66812345678", key="k2")
    assert "+66812345678" not in phone.web.get("/?q=0912").text
    assert "+66812345678" in phone.web.get("/?q=6681").text


@pytest.mark.parametrize(
    ("text", "encoding", "segments"),
    [
        ("a" * 160, "gsm7", 1),
        ("a" * 161, "gsm7", 2),
        ("a" * 306, "gsm7", 2),
        ("a" * 307, "gsm7", 3),
        ("€" * 80, "gsm7", 1),
        ("€" * 81, "gsm7", 2),
        ("a" * 152 + "€" + "a" * 152, "gsm7", 3),
        ("ạ" * 70, "ucs2", 1),
        ("ạ" * 71, "ucs2", 2),
        ("ạ" * 134, "ucs2", 2),
        ("ạ" * 135, "ucs2", 3),
        ("😀" * 35, "ucs2", 1),
        ("😀" * 36, "ucs2", 2),
        ("à", "gsm7", 1),
        ("đ", "ucs2", 1),
    ],
)
def test_segments_are_counted_as_on_the_air(text, encoding, segments):
    assert (cost(text).encoding, cost(text).segments) == (encoding, segments)
