"""Odd and hostile input on every page of citizens is answered, quickly, and shown as text."""

from __future__ import annotations

import re
import time

import pytest
from django.conf import settings
from django.test import override_settings
from django.urls import get_resolver

from motcua.dossiers.models import Draft
from motcua.procedures import queries as catalogue
from tests.cast import BIRTH, BUSINESS, RESIDENCE
from tests.identity.doors import visitor
from tests.portal.typing import typed_pages

ODD = (
    "a\0b",
    "\u202enahp \u200b\ufeff",
    "Z\u0351\u036b\u0343\u036a" * 50,
    "👩‍👩‍👧‍👦 ភាសាខ្មែរ",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "'; DROP TABLE dossiers_dossier; --",
    "9" * 400,
    "-0",
    "1e309",
    "ộ" * 20_000,
    "＝1+1",
    "../../etc/passwd",
    "\r\nSet-Cookie: x=1",
    "٣٤٥",
    "none",
    "[]",
    " ",
)
SLOW = 5.0
# Each question meets so many of them in turn, and all questions together meet them all.
ROUNDS = 4


def answered(browser):
    """Say that the answer is no fault, holds no markup of ours-to-be, and came in time."""
    assert browser.status < 500
    if browser.response.get("Content-Type", "").startswith("text/html"):
        assert b"<script>alert" not in browser.response.content
        assert settings.SECRET_KEY.encode() not in browser.response.content


@pytest.mark.parametrize("code", [BIRTH, RESIDENCE, BUSINESS])
def test_odd_words_in_every_field_of_every_page_are_kept_and_shown_as_text(
    citizen, world, filled, code
):
    draft = filled(code)
    form = catalogue.rules(catalogue.offering(world.offerings[code]).version_id).form
    slowest = 0.0
    for page, data in typed_pages(form).items():
        for turn in range(ROUNDS):
            odd = {name: ODD[(place * ROUNDS + turn) % len(ODD)] for place, name in enumerate(data)}
            began = time.monotonic()
            answered(citizen.post(f"{draft}/{page}", odd))
            slowest = max(slowest, time.monotonic() - began)
        answered(citizen.go(f"{draft}/{page}?from=check"))
    for place in ("", "/check", "/papers"):
        answered(citizen.go(draft + place))
    answered(citizen.post(f"{draft}/check"))
    assert slowest < SLOW


def test_odd_shapes_of_a_page_are_answered(citizen, begin):
    page = f"{begin(RESIDENCE)}/nguoi-dang-ky"
    shapes = [
        {"members.count": "999999"},
        {"members.count": "-1", "members.0": "x"},
        {"_add": "members.0.full_name"},
        {"_add": "__class__"},
        {"_remove": "members"},
        {"_remove": "members.x"},
        {"_lookup": "\0<script>"},
        {"_language": "../../x"},
        {"_drop": "x"},
        {"": "x", ".": "y", "a.b.c.d": "z"},
        {f"k{number}": "v" for number in range(1500)},
    ]
    for shape in shapes:
        answered(citizen.post(page, shape))
    answered(citizen.post(page, {f"k{number}": "v" for number in range(2500)}))
    assert citizen.status == 400


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"", "application/json"),
        (b'{"a":1}', "application/json"),
        (b"<x/>", "application/xml"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"junk", "multipart/form-data"),
        (b"\xff\xfe" * 100, "application/x-www-form-urlencoded; charset=utf-16"),
        (b"a=%zz&b=%00&%ff=1", "application/x-www-form-urlencoded"),
        (b"x" * (3 * 1024**2), "application/x-www-form-urlencoded"),
        (b"a=1", "text/plain; charset=nonsense"),
    ],
)
def test_bodies_of_the_wrong_kind_are_answered_and_change_nothing(citizen, begin, body, media_type):
    draft = begin()
    for place in (
        f"{draft}/nguoi-yeu-cau",
        f"{draft}/papers",
        f"{draft}/files",
        "/track",
        "/verify",
    ):
        citizen.response = citizen.client.generic("POST", place, body, content_type=media_type)
        answered(citizen)
    assert Draft.objects.get().answers == {}


def test_odd_words_in_every_address_are_answered(stranger, world):
    places = [("/procedures", "q"), ("/procedures", "event"), (f"/procedures/{BIRTH}", "province")]
    places += [(f"/procedures/{BIRTH}", "office"), ("/places", "province")]
    places += [("/track", "code"), ("/verify", "code")]
    for place, name in places:
        for odd in ODD:
            stranger.response = stranger.client.get(place, {name: odd})
            answered(stranger)


def test_odd_addresses_are_answered(stranger, world):
    for place in (
        "/t/%00",
        "/t/" + "x" * 500,
        "/t/<script>alert(1)</script>",
        "/v/%00",
        "/v/..%2f..%2f",
        "/procedures/%00",
        "/dossiers/x",
        "/drafts/00000000-0000-0000-0000-000000000000",
        "/pay/00000000-0000-0000-0000-000000000000",
        "/my?before=%00",
        "//evil.example/%2f..",
        "/procedures/1.001193/start?office=%00",
    ):
        answered(stranger.go(place))


def test_a_body_too_large_is_refused_before_it_is_read(citizen, begin):
    draft = begin()
    for length in (str(101 * 1024**2), "9" * 30, "-1", "x"):
        for place in (f"{draft}/papers", "/verify"):
            citizen.response = citizen.client.generic(
                "POST", place, b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=length
            )
            assert citizen.status == 413
            assert "gửi ít tệp hơn" in citizen.text


def addresses():
    """Give one address for every pattern of the citizens' pages."""
    known = {
        "code": BIRTH,
        "draft_id": "00000000-0000-0000-0000-000000000000",
        "dossier_id": "00000000-0000-0000-0000-000000000000",
        "old_id": "00000000-0000-0000-0000-000000000000",
        "order_id": "00000000-0000-0000-0000-000000000000",
        "upload_id": "00000000-0000-0000-0000-000000000000",
        "paper_id": "00000000-0000-0000-0000-000000000000",
        "slip_id": "00000000-0000-0000-0000-000000000000",
        "verification_id": "abc",
        "document_id": "00000000-0000-0000-0000-000000000000",
        "part_id": "00000000-0000-0000-0000-000000000000",
        "publication_id": "00000000-0000-0000-0000-000000000000",
        "receipt_id": "00000000-0000-0000-0000-000000000000",
        "mandate_id": "00000000-0000-0000-0000-000000000000",
        "ticket_id": "00000000-0000-0000-0000-000000000000",
        "unit": "00000000-0000-0000-0000-000000000000",
        "kind_id": "00000000-0000-0000-0000-000000000000",
        "booking_id": "00000000-0000-0000-0000-000000000000",
        "token": "nobody-has-this-token",
        "kind": "pdf",
        "event": "having-a-child",
        "schema": "form",
        "topic": "dossier",
        "browser_id": "00000000-0000-0000-0000-000000000000",
        "news_id": "00000000-0000-0000-0000-000000000000",
    }
    resolver = dict(get_resolver("motcua.config.urls_portal").namespace_dict)["portal"][1]
    for name in {key for key in resolver.reverse_dict if isinstance(key, str)}:
        _matches, pattern, _defaults, converters = resolver.reverse_dict.getlist(name)[0]
        wanted = {key: known[key] for key in _names(pattern, converters)}
        if "code" in wanted and name not in {"procedure", "process", "blank-form", "start"}:
            wanted["code"] = "tre"
        yield name, f"/{resolver.reverse(name, **wanted)}".replace("//", "/")


def _names(pattern, converters):
    return set(converters) | set(re.findall(r"\(\?P<(\w+)>", pattern))


PUBLIC = {
    "unsubscribe",
    "worker",
    "home",
    "help",
    "privacy",
    "procedures",
    "suggestions",
    "life-events",
    "life-event",
    "procedure",
    "process",
    "schema",
    "blank-form",
    "places",
    "track",
    "track-code",
    "verify",
    "issued",
    "issued-file",
    "feedback",
    "feedback-give",
    "feedback-complaint",
    "feedback-answers",
    "feedback-answer",
    "feedback-follow",
    "feedback-received",
    "feedback-reopen",
    "feedback-withdraw",
    "guidance",
    "help-ask",
    "help-asked",
    "helping-end-code",
    "rating",
    "pay-link",
    "pay-link-card",
    "pay-link-wallet",
    "rating-link",
    "rating-sent",
    "rating-sheet",
    "rating-thanks",
    "board",
    "kiosk",
    "kiosk-come",
    "kiosk-end",
    "kiosk-take",
    "kiosk-ticket",
    "kiosk-ticket-print",
    "kiosk-warning",
}
CACHED = {"blank-form", "places", "process", "schema", "suggestions", "worker"}


def test_every_page_has_its_headers_and_only_public_ones_open_without_signing_in(
    stranger, relative, world
):
    seen = set()
    for name, address in addresses():
        seen.add(name)
        stranger.go(address)
        expected = {200, 302, 404} if name in PUBLIC else {302, 401, 405}
        assert stranger.status in expected, name
        if name not in PUBLIC and stranger.status == 302:
            assert stranger.response["Location"].startswith("/accounts/login/"), name
        for browser in (stranger, relative):
            headers = browser.go(address).response
            assert "default-src 'none'" in headers["Content-Security-Policy"], name
            assert "unsafe" not in headers["Content-Security-Policy"], name
            assert headers["X-Content-Type-Options"] == "nosniff", name
            assert headers["Referrer-Policy"] == "same-origin", name
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin", name
            if name not in CACHED and headers.status_code not in {401, 405}:
                assert "no-store" in headers.headers.get("Cache-Control", ""), name
    assert len(seen) > 30


def test_no_page_has_styles_scripts_or_handlers_inside(stranger, citizen, world, filled):
    draft = filled()
    world.file(key="another")
    places = ["/", "/procedures", f"/procedures/{BIRTH}", "/track", "/verify", "/help", "/privacy"]
    own = ["/my", f"{draft}/tre", f"{draft}/papers", f"{draft}/check"]
    for browser, listed in ((stranger, places), (citizen, own)):
        for place in listed:
            page = browser.go(place).page
            assert page.xpath("//@style | //style") == [], place
            assert page.xpath("//script[not(@src)]") == [], place
            assert [a for a in page.xpath("//@*") if a.attrname.startswith("on")] == [], place


def test_a_form_without_its_token_is_refused(world):
    client = visitor(enforce_csrf_checks=True)
    for place in ("/track", "/verify"):
        assert client.post(place, {"code": "x", "digits": "0000"}).status_code == 403


def test_pages_ask_the_database_a_steady_number_of_times(
    citizen, world, filled, django_assert_max_num_queries
):
    draft = filled()
    for number in range(5):
        world.file(key=f"key-{number:04}")
    citizen.go("/my")
    for place, most in (("/my", 9), (f"{draft}/tre", 12), (f"{draft}/papers", 16)):
        with django_assert_max_num_queries(most):
            citizen.go(place)


def test_errors_name_nobody(citizen, world, caplog):
    dossier = world.file()
    with override_settings(DEBUG=False):
        citizen.go(f"/dossiers/{dossier.public_id}/result.pdf")
    assert citizen.status == 404
    for secret in ("Nguyễn Thị An", "001190000123", "0912345678"):
        assert secret not in citizen.response.content.decode()
        assert secret not in caplog.text
