"""The sandbox carrier: signed calls, each parcel once, moves that follow, pages that fit."""

from __future__ import annotations

import time

import pytest

from motcua_sandbox import wire
from tests.sandbox.conftest import SECRET, Process, wait_for

PARTY = {"name": "Nguyễn Thị An", "phone": "0912345678", "address": "Số 1", "place": "01"}


@pytest.fixture
def carrier(tmp_path, platform):
    (tmp_path / "secret").write_bytes(SECRET)
    process = Process(
        "carrier",
        tmp_path,
        *("--sender", f"H26:secret:{platform.url}"),
        *("--retry-base", "0.05", "--retry-cap", "0.2"),
    )
    yield process
    process.kill()


def call(carrier, path, secret=SECRET, sender="H26", **wish):
    body = wire.dump_json(wish)
    signed = wire.sign_body(body, secret, int(time.time()))
    headers = {"X-Sender": sender, "X-Signature": signed}
    answer = carrier.web.post(f"/api/{path}", content=body, headers=headers)
    if answer.is_success:
        wire.check_body(answer.headers["x-signature"], answer.content, SECRET, time.time())
    return answer


def wish(reference="BP1", **changes):
    plain = {"reference": reference, "direction": "deliver", "from": "01", "to": "48"}
    return plain | {"grams": 250, "party": PARTY} | changes


def hand_over(carrier, reference="BP1"):
    return call(carrier, "parcels", **wish(reference)).json()


def move(carrier, parcel, kind):
    return carrier.web.post(f"/parcels/{parcel}/move", data={"move": kind})


def test_a_parcel_is_taken_once_for_a_reference(carrier):
    first = hand_over(carrier)
    assert first == hand_over(carrier)
    assert first["amount"] == 30_000
    other = call(carrier, "parcels", **wish(grams=300))
    assert (other.status_code, other.json()["error"]) == (422, "reused")


@pytest.mark.parametrize(
    "changes",
    [
        {"grams": 0},
        {"grams": True},
        {"to": "x"},
        {"direction": "up"},
        {"party": {}},
        {"party": PARTY | {"name": " "}},
        {"reference": "a b"},
        {"more": 1},
    ],
)
def test_a_malformed_wish_is_refused_and_nothing_is_taken(carrier, changes):
    assert call(carrier, "parcels", **wish(**changes)).status_code == 400
    assert call(carrier, "track", reference="BP1").status_code == 404


def test_who_does_not_sign_rightly_gets_nothing(carrier):
    wrong = b"another-secret-that-nobody-was-ever-told"
    for path in ("quote", "parcels", "cancel", "track"):
        assert call(carrier, path, secret=wrong, **wish()).status_code == 401
        assert call(carrier, path, sender="H27", **wish()).status_code == 401


def test_every_move_is_told_and_found_by_asking(carrier, platform):
    parcel = hand_over(carrier)["parcel"]
    for kind in ("picked_up", "in_transit", "delayed", "delivered"):
        assert move(carrier, parcel, kind).status_code == 303
    wait_for(lambda: len(platform.taken(reference="BP1")) == 4)
    story = call(carrier, "track", reference="BP1").json()
    assert story["state"] == "delivered"
    told = {one.json["id"] for one in platform.taken(reference="BP1")}
    assert {one["id"] for one in story["events"]} == told


def test_a_move_that_does_not_follow_is_refused(carrier):
    parcel = hand_over(carrier)["parcel"]
    for kind in ("delivered", "lost", "brought_back", "flown"):
        assert move(carrier, parcel, kind).status_code == 409
    assert move(carrier, "TN0", "picked_up").status_code == 404


def test_a_parcel_can_be_called_off_until_it_is_picked_up(carrier):
    hand_over(carrier)
    for _ in range(2):
        assert call(carrier, "cancel", reference="BP1").json()["state"] == "cancelled"
    parcel = hand_over(carrier, "BP2")["parcel"]
    move(carrier, parcel, "picked_up")
    refused = call(carrier, "cancel", reference="BP2")
    assert (refused.status_code, refused.json()["error"]) == (409, "too_late")


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_the_carriers_pages_fit_and_break_no_policy(chromium, carrier, width):
    parcel = hand_over(carrier)["parcel"]
    context = chromium.new_context(viewport={"width": width, "height": 844})
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(said.text))
    for path in ("/", f"/parcels/{parcel}", "/operator", "/events", "/faults"):
        page.goto(f"http://127.0.0.1:{carrier.ports['carrier']}{path}")
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
        assert page.locator("h1").count() == 1, path
    context.close()
    assert complaints == []
