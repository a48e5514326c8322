"""The wire to a gateway, and the transfer code, by their documents' own vectors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine

from motcua.kernel.clock import system_now
from motcua.payments import queries
from motcua.payments.base import Payable
from motcua.payments.errors import EventMalformed, ProviderMissing, SignatureWrong
from motcua.payments.providers.gateway import HmacGateway, canonical
from motcua.payments.providers.vietqr import crc16, payload
from motcua_sandbox import vietqr
from tests.payments.bank import AMOUNT, GATEWAY, signature, told

VECTORS = HmacGateway("http://127.0.0.1:1", "H26", b"vector-secret-0123456789abcdef0123")
ASKED = [
    ("command", "pay"),
    ("merchant", "H26"),
    ("order", "P-000001"),
    ("amount", "20000"),
    ("currency", "VND"),
    ("description", "Lệ phí đăng ký thường trú"),
    ("return_url", "http://localhost:8000/thanh-toan/ve"),
    ("locale", "vi"),
    ("expires_at", "1795163400"),
]
CAME_BACK = [
    ("command", "return"),
    ("merchant", "H26"),
    ("order", "P-000001"),
    ("amount", "20000"),
    ("currency", "VND"),
    ("status", "paid"),
    ("transaction", "FT26112000000001"),
    ("at", "1795161605"),
]
CAME_BACK_SIGNED = (
    "6d0c95ca8f43436dcfcfacdb4612c1045a0c0277570a0030d06b1f0b8f6a20e8"
    "cf3dbce626be2abae20d3264fb18a490fb62dbb132e1160d437dee1227c2b1a1"
)
ASKED_SIGNED = (
    "2d2860b6a7a73c0dafb08c3f010c697ccef261eff314ce27890aefb02eba3bc7"
    "be7896bf0740ff69c112546d5d4a0fdfc914c9fcbd7253dd4de3c9aa2cec831f"
)
WEBHOOK = (
    '{"id":"evt_0123456789abcdef0123456789abcdef","event":"payment.paid",'
    '"at":"2026-11-20T15:00:05+07:00","merchant":"H26","order":"P-000001","amount":20000,'
    '"currency":"VND","transaction":"FT26112000000001","description":"Lệ phí đăng ký thường trú"}'
).encode()
WEBHOOK_SIGNED = "t=1795161605,v1=28eea4ab393eb6accf52dbf2576ddad472fc9667161320635f78d1b16b34c0f4"
WEBHOOK_AT = datetime.fromtimestamp(1795161605, UTC)


def test_fields_are_written_as_the_document_writes_them():
    assert canonical(ASKED).startswith(
        "amount=20000&command=pay&currency=VND&description=L%E1%BB%87+ph%C3%AD+%C4%91"
    )


@time_machine.travel(datetime.fromtimestamp(1795161605, UTC), tick=False)
def test_the_redirect_is_signed_like_the_documents_vector():
    payable = Payable(
        reference="P-000001",
        amount=20_000,
        description="Lệ phí đăng ký thường trú",
        expires_at=datetime.fromtimestamp(1795163400, UTC),
        return_url="http://localhost:8000/thanh-toan/ve",
        language="vi",
    )
    address = VECTORS.address(payable, now=system_now())
    assert parse_qsl(urlsplit(address).query) == [*sorted(ASKED), ("signature", ASKED_SIGNED)]


@time_machine.travel(datetime.fromtimestamp(1795161605, UTC), tick=False)
def test_time_on_the_wire_is_real_whatever_day_the_demo_plays():
    now = datetime(2031, 1, 1, tzinfo=UTC)
    payable = Payable("P-1", 1, "Lệ phí", now + timedelta(minutes=10), "http://localhost/", "km")
    fields = dict(parse_qsl(urlsplit(VECTORS.address(payable, now=now)).query))
    assert fields["expires_at"] == str(1795161605 + 600)
    assert fields["locale"] == "vi"


def test_the_documents_return_is_read():
    word = VECTORS.read_return([*CAME_BACK, ("signature", CAME_BACK_SIGNED)])
    assert (word.kind, word.reference, word.amount) == ("paid", "P-000001", 20_000)
    assert word.transaction == "FT26112000000001"


@pytest.mark.parametrize(
    "fields",
    [
        CAME_BACK,
        [*CAME_BACK, ("signature", "0" * 128)],
        [*CAME_BACK, ("signature", "ộ")],
        [*CAME_BACK, ("signature", CAME_BACK_SIGNED), ("signature", CAME_BACK_SIGNED)],
        [*CAME_BACK, ("status", "paid"), ("signature", CAME_BACK_SIGNED)],
        [(k, "1" if k == "amount" else v) for k, v in CAME_BACK]
        + [("signature", CAME_BACK_SIGNED)],
        [],
    ],
)
def test_a_changed_return_is_refused(fields):
    with pytest.raises(SignatureWrong):
        VECTORS.read_return(fields)


def test_our_own_request_to_pay_is_nobodys_return():
    with pytest.raises(SignatureWrong):
        VECTORS.read_return([*ASKED, ("signature", ASKED_SIGNED)])


def test_the_documents_webhook_is_read():
    assert len(WEBHOOK) == 254
    word = VECTORS.read_event(WEBHOOK, WEBHOOK_SIGNED, now=WEBHOOK_AT)
    assert (word.kind, word.reference, word.amount) == ("paid", "P-000001", 20_000)


@pytest.mark.parametrize("late", [-301, 301, 10**6])
def test_a_webhook_out_of_its_time_is_refused(late):
    with pytest.raises(SignatureWrong):
        VECTORS.read_event(WEBHOOK, WEBHOOK_SIGNED, now=WEBHOOK_AT + timedelta(seconds=late))


@pytest.mark.parametrize("late", [-300, 300])
def test_a_webhook_within_five_minutes_is_taken(late):
    now = WEBHOOK_AT + timedelta(seconds=late)
    assert VECTORS.read_event(WEBHOOK, WEBHOOK_SIGNED, now=now).amount == 20_000


@pytest.mark.parametrize("place", range(0, len(WEBHOOK), 7))
def test_any_changed_byte_of_a_webhook_is_refused(place):
    changed = bytearray(WEBHOOK)
    changed[place] ^= 1
    with pytest.raises(SignatureWrong):
        VECTORS.read_event(bytes(changed), WEBHOOK_SIGNED, now=WEBHOOK_AT)


@pytest.mark.parametrize(
    "changes",
    [
        {"merchant": "H27"},
        {"merchant": None},
        {"currency": "USD"},
        {"amount": -1},
        {"amount": 10**12},
        {"amount": 20000.0},
        {"amount": True},
        {"amount": "20000"},
        {"id": "\ud800"},
        {"id": "a\0b"},
        {"id": "x" * 81},
        {"id": 7},
        {"event": None},
        {"event": ["payment.paid"]},
        {"order": {"a": 1}},
        {"order": None},
        {"transaction": None},
        {"transaction": ""},
        {"transaction": "\n"},
    ],
)
def test_a_signed_message_of_another_shape_is_malformed(changes):
    # Python writes lone surrogates as escapes only.
    body = (
        told(**changes)
        if "\ud800" not in changes.values()
        else told(id="S").replace(b'"S"', b'"\\ud800"')
    )
    with pytest.raises(EventMalformed):
        GATEWAY.read_event(body, signature(body), now=system_now())


def test_the_checksum_is_that_of_the_standard():
    assert crc16(b"123456789") == 0x29B1


STATIC = (
    "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN6304"
)
DYNAMIC = (
    "00020101021238540010A00000072701240006970436011098895593570208QRIBFTTA"
    "53037045405100005802VN62320828day la noi dung chuyen khoan6304"
)


@pytest.mark.parametrize(("text", "checksum"), [(STATIC, 0x9E6F), (DYNAMIC, 0xEEF5)])
def test_the_checksum_is_that_of_the_published_codes(text, checksum):
    assert crc16(text.encode()) == checksum


def test_a_transfer_code_is_the_published_one_byte_for_byte():
    made = payload(
        bank="970436",
        account="9889559357",
        amount=10_000,
        purpose="day la noi dung chuyen khoan",
    )
    assert made == f"{DYNAMIC}EEF5"


def test_a_banks_app_reads_what_we_ask_for():
    text = payload(bank="970436", account="1012345678", amount=AMOUNT, purpose="MC23456789AB")
    read = vietqr.parse(text)
    assert (read.bank, read.account, read.amount, read.content) == (
        "970436",
        "1012345678",
        AMOUNT,
        "MC23456789AB",
    )


def test_a_node_without_a_bank_says_so(settings):
    settings.BANK_URL = ""
    with pytest.raises(ProviderMissing):
        queries.gateway()
    settings.BANK_URL, settings.BANK_SECRET = "http://127.0.0.1:1", ""
    with pytest.raises(ProviderMissing):
        queries.gateway()
