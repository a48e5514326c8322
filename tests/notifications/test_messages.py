"""Messages are written once, sealed, and tried again until they arrive or never will."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection

from motcua.notifications.actions import Recipient, deliver_waiting
from motcua.notifications.actions.letters import letter_of
from motcua.notifications.base import Letter
from motcua.notifications.base.gateways import sandbox
from motcua.notifications.enums import Medium, MessageState
from motcua.notifications.errors import CarrierDown, Undeliverable
from motcua.notifications.models import Message
from motcua.notifications.providers.gateway import GatewayCarrier
from motcua.notifications.providers.smtp import SmtpCarrier
from motcua.notifications.queries import waiting_messages
from tests.cast import NOW
from tests.notifications.people import AN, EMAIL, PHONE, tell

pytestmark = pytest.mark.django_db
NOWHERE = "http://127.0.0.1:1"
TEMPLATES = ("submitted", "accepted", "supplement", "payment", "refused", "stopped", "finished")


@pytest.fixture(autouse=True)
def _carriers(settings):
    settings.SMS_URL, settings.SMS_TOKEN = NOWHERE, "t"
    settings.SMTP_URL = "smtp://127.0.0.1:1"


def of(medium):
    return Message.objects.get(medium=medium)


def test_a_person_is_told_once_by_each_medium():
    assert tell() == 2
    tell()
    assert Message.objects.count() == waiting_messages() == 2


def test_another_event_is_another_message():
    tell()
    tell(key="submitted:2")
    assert Message.objects.count() == 4


@pytest.mark.parametrize(
    ("recipient", "media"),
    [
        (Recipient("", EMAIL, "vi"), {"email"}),
        (Recipient(PHONE, "", "vi"), {"sms"}),
        (Recipient("", "", "vi"), set()),
    ],
)
def test_who_has_no_address_is_not_told_that_way(recipient, media):
    tell(recipient)
    assert set(Message.objects.values_list("medium", flat=True)) == media


def test_a_node_without_a_carrier_writes_nothing_for_it(settings):
    settings.SMS_URL = ""
    assert tell() == 1
    settings.SMTP_URL = ""
    assert tell(key="submitted:2") == 0


@pytest.mark.parametrize("template", [*TEMPLATES, "returned"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_text_messages_have_no_diacritics_and_fit_into_the_cheap_alphabet(template, language):
    tell(replace(AN, language=language), template=template)
    text = letter_of(of(Medium.SMS)).text
    assert text.isascii()
    assert "\n" not in text
    assert "Uy ban nhan dan phuong Ba Dinh" in text


def test_an_e_mail_speaks_the_dossiers_language_with_every_mark():
    tell()
    assert letter_of(of(Medium.EMAIL)).subject == "Đã nhận hồ sơ H26.101-261120-0001"
    Message.objects.all().delete()
    tell(replace(AN, language="en"))
    assert letter_of(of(Medium.EMAIL)).subject == "Dossier H26.101-261120-0001 received"


@pytest.mark.parametrize("language", ["km", "xx", "../en", ""])
def test_a_language_without_words_of_its_own_is_told_in_vietnamese(language):
    tell(replace(AN, language=language))
    assert letter_of(of(Medium.EMAIL)).subject.startswith("Đã nhận hồ sơ")


def test_names_are_not_written_as_markup():
    tell(agency="Hợp tác xã O'Hara & <Con>")
    assert "O'Hara & <Con>" in letter_of(of(Medium.EMAIL)).text


def test_address_and_text_are_sealed_in_the_database():
    tell(procedure="Chim-hoang-yen")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text FROM notifications_message m")
        rows = " ".join(row for (row,) in cursor.fetchall())
    for secret in (PHONE, PHONE[1:], EMAIL, "vidu", "Chim-hoang-yen", "H26.101-261120-0001"):
        assert secret not in rows
        assert secret.encode().hex() not in rows
    assert of(Medium.SMS).address == PHONE


def test_a_message_is_not_tried_before_its_time():
    tell(now=NOW + timedelta(hours=1))
    assert deliver_waiting(now=NOW) == 0


def test_a_message_that_cannot_be_written_does_not_hold_up_the_others():
    tell(Recipient("", EMAIL, "vi"), key="a", template="no-such-words")
    tell(Recipient("", EMAIL, "vi"), key="b")
    assert deliver_waiting(now=NOW) == 2
    broken = Message.objects.get(key="a:email")
    assert (broken.state, broken.fault) == (MessageState.WAITING, "notifications.broken")
    assert broken.due_at > NOW


def letter(**changes):
    return replace(Letter("ref-1", EMAIL, "Chủ đề", "Nội dung\n"), **changes)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "an",
        "an@",
        "@vidu.vn",
        "an@vidu.vn\nBcc: tat-ca@vidu.vn",
        "an@vidu.vn\r\nBcc: tat-ca@vidu.vn",
        "an@vidu.vn, binh@vidu.vn",
        "An <an@vidu.vn>",
        "an@vidu.vn\0",
        "an @vidu.vn",
        "x" * 70 + "\u2028@vidu.vn",
    ],
)
def test_what_is_not_one_plain_address_gets_no_mail(address):
    with pytest.raises(Undeliverable):
        SmtpCarrier("smtp://127.0.0.1:1", "motcua@vidu.vn", "motcua").carry(letter(address=address))


@pytest.fixture
def gateway():
    """A text message gateway that answers as told."""
    answers = []

    class Gateway(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            status, body = answers.pop(0)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    server.answers = answers
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((422, b"{}"), Undeliverable),
        ((400, b"{}"), Undeliverable),
        ((413, b"{}"), Undeliverable),
        ((401, b"{}"), CarrierDown),
        ((429, b"{}"), CarrierDown),
        ((503, b""), CarrierDown),
        ((302, b""), CarrierDown),
        ((202, b"not json"), CarrierDown),
        ((202, b"{}"), CarrierDown),
        ((202, b"[]"), CarrierDown),
    ],
)
def test_a_gateways_answer_says_never_or_later(gateway, answer, error):
    gateway.answers.append(answer)
    with pytest.raises(error):
        carry(f"http://127.0.0.1:{gateway.server_address[1]}")


def carry(url):
    with closing(GatewayCarrier(sandbox(url, "t", "t"))) as carrier:
        return carrier.carry(letter(address=PHONE))


def test_what_is_undeliverable_fails_at_once(gateway, settings):
    settings.SMS_URL = f"http://127.0.0.1:{gateway.server_address[1]}"
    gateway.answers.append((422, b"{}"))
    tell(Recipient("0999", "", "vi"))
    deliver_waiting(now=NOW)
    message = of(Medium.SMS)
    assert (message.state, message.attempts) == (MessageState.FAILED, 1)
    assert message.fault == "notifications.undeliverable"
