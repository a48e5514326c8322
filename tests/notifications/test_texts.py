"""Text messages: their length on the air, what they cost, and whose gateway they go through."""

from __future__ import annotations

import json
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, strategies as st

from motcua.kernel.actors import SYSTEM, Actor, Power
from motcua.kernel.sealed import blind_index, normal_form
from motcua.notifications.actions import (
    PriceFacts,
    Recipient,
    deliver_waiting,
    notify,
    set_price,
    set_text_style,
)
from motcua.notifications.actions.letters import letter_of
from motcua.notifications.base import Letter
from motcua.notifications.base.filling import example_of, fill
from motcua.notifications.base.gateways import GatewayError, described, sandbox
from motcua.notifications.base.occasions import occasions
from motcua.notifications.base.segments import length, plain, refuse_if_long
from motcua.notifications.enums import Medium
from motcua.notifications.errors import CarrierDown, TextTooLong, TryLater, Undeliverable
from motcua.notifications.models import Message, TextStyle
from motcua.notifications.providers.gateway import GatewayCarrier
from motcua.notifications.queries.wordings import text_for
from motcua_sandbox.phone.segments import cost
from tests.cast import NOW, SINCE
from tests.notifications.people import CONTEXT, PHONE


@pytest.mark.parametrize(
    ("text", "alphabet", "segments"),
    [
        ("", "gsm7", 1),
        ("a" * 160, "gsm7", 1),
        ("a" * 161, "gsm7", 2),
        ("a" * 306, "gsm7", 2),
        ("a" * 307, "gsm7", 3),
        ("€" * 80, "gsm7", 1),
        ("€" * 81, "gsm7", 2),
        ("a" * 152 + "€" + "a" * 152, "gsm7", 3),
        ("ấ" * 70, "ucs2", 1),
        ("ấ" * 71, "ucs2", 2),
        ("ấ" * 134, "ucs2", 2),
        ("ấ" * 135, "ucs2", 3),
        ("😀" * 35, "ucs2", 1),
        ("😀" * 36, "ucs2", 2),
        ("é", "gsm7", 1),
        ("ê", "ucs2", 1),
        ("`", "ucs2", 1),
    ],
)
def test_a_text_takes_so_many_segments(text, alphabet, segments):
    found = length(text)
    assert (found.alphabet, found.segments) == (alphabet, segments)


# The default alphabet in columns of 16, and what an escape adds (3GPP TS 23.038, 6.2.1), by hand.
ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅå",
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ",
    " !\"#¤%&'()*+,-./",
    "0123456789:;<=>?",
    "¡ABCDEFGHIJKLMNO",
    "PQRSTUVWXYZÄÖÑÜ§",
    "¿abcdefghijklmno",
    "pqrstuvwxyzäöñüà",
)
SEPTETS = {sign: 1 for column in ALPHABET for sign in column if sign != "\x1b"} | dict.fromkeys(
    "\f^{}\\[~]|€", 2
)


def by_hand(text):
    """Lay signs one after the other into segments, as the table says how much each takes."""
    is_plain = set(text) <= set(SEPTETS)
    sizes = [SEPTETS[sign] if is_plain else len(sign.encode("utf-16-be")) // 2 for sign in text]
    alone, part = (160, 153) if is_plain else (70, 67)
    if sum(sizes) <= alone:
        return ("gsm7" if is_plain else "ucs2", 1)
    rows = [0]
    for size in sizes:
        if rows[-1] + size > part:
            rows.append(0)
        rows[-1] += size
    return ("gsm7" if is_plain else "ucs2", len(rows))


@given(
    st.one_of(
        st.text(st.sampled_from(sorted(SEPTETS)), max_size=700),
        st.text(st.sampled_from("^{}€[aàạđ😀 "), max_size=400),
        st.text(max_size=400),
    )
)
def test_a_text_is_measured_as_the_table_of_the_standard_says(text):
    found = length(text)
    assert (found.alphabet, found.segments) == by_hand(text)


def test_the_seven_bit_alphabet_has_the_signs_of_the_standard_and_no_other():
    assert all(len(column) == 16 for column in ALPHABET)
    everything = (chr(number) for number in range(0x3000))
    assert {sign for sign in everything if length(sign).alphabet == "gsm7"} == set(SEPTETS)


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "(091) 234-5678",
        "+84912345678",
        "+84 912 345 678",
        "+84 (0)912 345 678",
        "0084912345678",
        "84912345678",
        "840912345678",
        "０９１２３４５６７８",
    ],
)
def test_a_telephone_is_the_same_however_it_is_written(typed):
    assert normal_form("phone", typed) == PHONE
    assert blind_index("phone", typed) == blind_index("phone", PHONE)


def test_a_land_line_and_a_number_that_begins_with_the_country_s_are_left_whole():
    assert normal_form("phone", "842438253456") == "02438253456"
    assert normal_form("phone", "0845123456") == "0845123456"


@given(st.text(max_size=700))
def test_we_count_as_the_network_does(text):
    ours, theirs = length(text), cost(text)
    assert (ours.alphabet, ours.units, ours.segments) == (
        theirs.encoding,
        theirs.units,
        theirs.segments,
    )


@given(st.text(max_size=300))
def test_whatever_is_written_plainly_goes_in_seven_bits(text):
    assert length(plain(text)).alphabet == "gsm7"


def test_vietnamese_loses_its_marks_and_nothing_else():
    said = "Ủy ban nhân dân phường Đống Đa: đã nhận hồ sơ, xin chờ – “24 giờ”… 20.000₫"
    assert plain(said) == (
        'Uy ban nhan dan phuong Dong Da: da nhan ho so, xin cho - "24 gio"... 20.000d'
    )


def test_a_text_that_is_too_long_is_refused_whole():
    with pytest.raises(TextTooLong):
        refuse_if_long("a" * 1531, 10)
    assert refuse_if_long("a" * 1530, 10).segments == 10


@pytest.mark.django_db
def test_every_text_that_comes_with_motcua_is_short_and_plain_in_its_example():
    for occasion in occasions().values():
        for language in ("vi", "en"):
            if not (occasion.folder / f"{occasion.name}.{language}.sms.txt").exists():
                continue
            text = text_for(occasion, language, Medium.SMS, NOW)
            said = plain(fill(text, occasion, example_of(occasion, language))[1])
            assert length(said).segments <= 4, (occasion.name, language)


@pytest.fixture
def gateway():
    """A gateway of somebody else's making, which keeps what it was asked."""
    asked, answers = [], []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            asked.append((self.path, dict(self.headers), body))
            status, answer = answers.pop(0) if answers else (200, {"code": 100, "id": "x-1"})
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self):
            self.do_POST()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    server.asked, server.answers = asked, answers
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def description(base, **changes):
    told = {
        "name": "nha-mang",
        "url": f"{base}/rest/send",
        "body": "form",
        "number": "international",
        "headers": {"X-Api-Key": "{secret}"},
        "fields": {
            "Phone": "{phone}",
            "Content": "{text}",
            "IsUnicode": "{is_unicode}",
            "RequestId": "{reference}",
        },
        "answers": {
            "id": "id",
            "field": "code",
            "taken": ["100"],
            "refused": ["99", "104"],
        },
        "secret_file": "secret",
    } | changes
    return described(json.dumps(told), lambda name: f"content of {name}")


def carry(gateway, text="Xin chao", **changes):
    with closing(GatewayCarrier(description(gateway.url, **changes))) as carrier:
        return carrier.carry(Letter("ref-1", PHONE, "", text))


def test_a_gateway_is_asked_in_its_own_words(gateway):
    assert carry(gateway, "Đã nhận & {phone}") == "x-1"
    path, headers, body = gateway.asked[0]
    assert path == "/rest/send"
    assert headers["X-Api-Key"] == "content of secret"
    assert dict(parse_qsl(body.decode())) == {
        "Phone": "84912345678",
        "Content": "Đã nhận & {phone}",
        "IsUnicode": "1",
        "RequestId": "ref-1",
    }


def test_a_gateway_may_want_a_query_or_json_within_json(gateway):
    carry(gateway, body="query", method="GET")
    asked = dict(parse_qsl(urlsplit(gateway.asked[0][0]).query))
    assert asked["Content"] == "Xin chao"
    carry(gateway, body="json", number="plus", fields={"to": [{"n": "{phone}"}], "m": "{text}"})
    assert json.loads(gateway.asked[1][2]) == {"to": [{"n": "+84912345678"}], "m": "Xin chao"}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((200, {"code": 104}), Undeliverable),
        ((200, {"code": 118, "id": "x"}), TryLater),
        ((200, {}), CarrierDown),
        ((200, []), CarrierDown),
        ((409, {}), TryLater),
        ((401, {}), CarrierDown),
        ((402, {}), CarrierDown),
        ((500, {}), CarrierDown),
    ],
)
def test_its_answer_is_read_as_described(gateway, answer, error):
    gateway.answers.append(answer)
    with pytest.raises(error):
        carry(gateway)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Tên có dấu"},
        {"url": "http://vidu.vn/"},
        {"fields": {"to": "{phone}"}},
        {"fields": {"to": "{phone}", "m": "{text}", "x": "{password}"}},
        {"body": "xml"},
        {"at_once": 100},
        {"unknown": 1},
        {"answers": {}},
    ],
)
def test_a_description_that_cannot_be_right_is_refused(changes):
    with pytest.raises(GatewayError):
        description("http://127.0.0.1:1", **changes)


def test_secrets_are_not_shown():
    assert "geheim" not in repr(sandbox("http://x", "geheim", "geheim"))


@pytest.fixture
def one(settings, gateway):
    settings.SMS_URL, settings.SMTP_URL, settings.SMS_TOKEN = gateway.url, "", "t"
    gateway.answers.append((202, {"id": "n"}))
    notify(
        key="one",
        recipient=Recipient(PHONE, "", "vi"),
        template="submitted",
        context=CONTEXT,
        agency_id=None,
        now=NOW,
    )
    return Message.objects.get()


@pytest.mark.django_db
def test_what_was_sent_is_kept_with_its_segments_and_their_price(one):
    for amount, day in ((300, SINCE), (350, NOW.date())):
        facts = PriceFacts("phone", amount, "HĐ")
        set_price(actor=SYSTEM, facts=facts, valid_from=day, now=NOW)
    deliver_waiting(now=NOW)
    one.refresh_from_db()
    segments = length(letter_of(one).text).segments
    assert (one.state, one.segments, one.cost) == ("sent", segments, 350 * segments)


@pytest.mark.django_db
def test_marks_are_kept_where_the_agency_or_its_template_says_so(one, gateway, world):
    TextStyle.objects.create(agency=None, template="submitted", has_diacritics=True)
    deliver_waiting(now=NOW)
    sent = json.loads(gateway.asked[0][2])["text"]
    assert "Ủy ban nhân dân phường Ba Đình" in sent
    power = Power("administrator", world.ward.pk)
    by = Actor(kind="official", official_id=1, powers=(power,))
    set_text_style(actor=by, agency_id=world.ward.pk, has_diacritics=False, now=NOW)
    Message.objects.update(agency=world.ward, state="waiting")
    gateway.answers.append((202, {"id": "n"}))
    deliver_waiting(now=NOW)
    assert json.loads(gateway.asked[1][2])["text"].isascii()
