"""What is sent arrives at a real mailbox and a real phone, once, whatever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import closing
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection

from motcua.notifications.actions import Recipient, deliver_waiting
from motcua.notifications.actions.claiming import LEASE
from motcua.notifications.base import Letter
from motcua.notifications.enums import MessageState
from motcua.notifications.models import Message
from motcua.notifications.providers.smtp import SmtpCarrier
from motcua.notifications.tasks import deliver
from tests.cast import NOW
from tests.notifications.people import EMAIL, PHONE, tell
from tests.sandbox.conftest import TOKEN, Process, listen, open_phone, wait_for

DELIVER = """
import django
django.setup()
from datetime import datetime
from motcua.notifications.actions import deliver_waiting
deliver_waiting(now=datetime.fromisoformat("{now}"), limit=10**6)
"""


@pytest.fixture(scope="module")
def phone(tmp_path_factory):
    for platform in listen():
        process = open_phone(tmp_path_factory.mktemp("phone"), platform)
        yield process
        process.kill()


@pytest.fixture(scope="module")
def mail(tmp_path_factory):
    process = Process("mail", tmp_path_factory.mktemp("mail"))
    yield process
    process.kill()


@pytest.fixture
def carriers(phone, mail, settings):
    settings.SMS_URL = f"http://127.0.0.1:{phone.ports['phone']}"
    settings.SMS_TOKEN = TOKEN
    settings.SMTP_URL = f"smtp://127.0.0.1:{mail.ports['smtp']}"
    settings.DEFAULT_FROM_EMAIL = "motcua@vidu.vn"


def texts(phone, number):
    answer = phone.web.get(
        "/api/messages", params={"to": number}, headers={"Authorization": f"Bearer {TOKEN}"}
    )
    return answer.json()["messages"]


def mails(mail, address):
    return mail.web.get("/api/messages", params={"to": address}).json()["messages"]


@pytest.mark.django_db
@pytest.mark.usefixtures("carriers")
def test_what_is_written_arrives_at_mailbox_and_phone(phone, mail):
    tell(now=NOW - timedelta(days=400))
    deliver()
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}
    (text,) = texts(phone, PHONE)
    assert text["text"].startswith("Uy ban nhan dan phuong Ba Dinh: Da nhan ho so")
    (letter,) = mails(mail, EMAIL)
    assert letter["subject"] == "Đã nhận hồ sơ H26.101-261120-0001"
    assert "Ủy ban nhân dân phường Ba Đình đã nhận hồ sơ" in letter["text"]
    reference = Message.objects.get(medium="email").public_id
    raw = mail.web.get(f"/api/messages/{letter['id']}/raw").text
    assert f"Message-ID: <{reference}@vidu.vn>" in raw
    assert "Auto-Submitted: auto-generated" in raw


@pytest.mark.django_db
@pytest.mark.usefixtures("carriers")
def test_a_wrong_number_fails_at_once_and_the_rest_goes_out(mail):
    tell(Recipient("123", "binh@vidu.vn", "vi"))
    deliver_waiting(now=NOW)
    states = dict(Message.objects.values_list("medium", "state"))
    assert states == {"sms": MessageState.FAILED, "email": MessageState.SENT}
    assert len(mails(mail, "binh@vidu.vn")) == 1


@pytest.mark.usefixtures("carriers")
@pytest.mark.parametrize(
    "injected",
    ["\nBcc: ke-gian@vidu.vn", "\r\nBcc: ke-gian@vidu.vn", "\rX: y", "\x0bX: y", "\u2028"],
)
def test_no_subject_or_name_becomes_a_header(mail, settings, injected):
    to = f"nhan-{injected.encode().hex()}@vidu.vn"
    letter = Letter("ref-1", to, f"Hồ sơ{injected}", f"Nội dung{injected}\0\n.\nhết\n")
    sender = "Cổng\tdịch vụ <x>, công"
    with closing(SmtpCarrier(settings.SMTP_URL, "motcua@vidu.vn", sender)) as carrier:
        carrier.carry(letter)
    (letter,) = mails(mail, to)
    assert letter["from"] == "motcua@vidu.vn"
    head = mail.web.get(f"/api/messages/{letter['id']}/raw").text.replace("\r", "").split("\n\n")[0]
    assert not [line for line in head.split("\n") if line.startswith(("Bcc", "X:"))]
    assert letter["text"].rstrip().endswith("hết")
    assert mails(mail, "ke-gian@vidu.vn") == []


@pytest.mark.usefixtures("carriers")
def test_an_address_with_vietnamese_letters_gets_its_mail(mail, settings):
    with closing(SmtpCarrier(settings.SMTP_URL, "motcua@vidu.vn", "motcua")) as carrier:
        assert carrier.carry(Letter("ref-2", "đinh@vidu.vn", "Chữ Việt trong địa chỉ", "x\n"))
    assert len(mails(mail, "đinh@vidu.vn")) == 1


class Killer:
    """Stands before the phone: passes a message on, then kills its sender before he hears of it."""

    def __init__(self, phone):
        self.victim, self.passed = None, 0
        killer = self

        class Between(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                names = ("Authorization", "Idempotency-Key", "Content-Type")
                headers = {name: self.headers[name] for name in names}
                answer = phone.web.post("/messages", content=body, headers=headers)
                killer.passed += answer.status_code == 202
                wait_for(lambda: killer.victim).send_signal(signal.SIGKILL)
                killer.victim.wait(60)
                self.close_connection = True

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Between)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def killer(phone):
    made = Killer(phone)
    yield made
    made.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("carriers")
def test_a_kill_between_carrying_and_committing_still_delivers_once(phone, killer):
    number = "0987000111"
    tell(Recipient(number, "", "vi"))
    kill_while_carrying(killer)
    assert killer.passed == 1
    message = Message.objects.get()
    assert (message.state, message.attempts) == (MessageState.WAITING, 0)
    assert deliver_waiting(now=NOW) == 0, "it is leased to the one that died"
    assert deliver_waiting(now=NOW + LEASE) == 1
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert len(texts(phone, number)) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("carriers")
def test_workers_killed_in_the_middle_of_many_messages_lose_and_double_none(phone):
    numbers = [f"0986{number:06d}" for number in range(200)]
    for number in numbers:
        tell(Recipient(number, "", "vi"), key=number)
    ends = [kill_amid(phone, NOW + killed * LEASE) for killed in range(5)]
    assert -signal.SIGKILL in ends, "each ended before it could be killed"
    while deliver_waiting(now=NOW + 5 * LEASE):
        pass
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}
    assert {len(texts(phone, number)) for number in numbers} == {1}


def kill_amid(phone, now):
    """Let another process deliver, kill it once the phone took something, and tell how it ended."""
    taken = calls(phone)
    worker = deliver_elsewhere(f"http://127.0.0.1:{phone.ports['phone']}", now)
    wait_for(lambda: calls(phone) > taken + 3 or worker.poll() is not None)
    worker.send_signal(signal.SIGKILL)
    return worker.wait(60)


def calls(phone):
    return sum(one.get("route") == "/messages" for one in phone.log)


def kill_while_carrying(killer):
    """Let another process deliver through the killer, and see it die."""
    killer.victim = deliver_elsewhere(f"http://127.0.0.1:{killer.server.server_address[1]}", NOW)
    assert killer.victim.wait(60) == -signal.SIGKILL


def deliver_elsewhere(phone, now):
    """Let another process deliver to a phone."""
    of = connection.settings_dict
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "motcua.config.settings",
        "DATABASE_URL": os.environ["DATABASE_URL"].replace("/motcua?", f"/{of['NAME']}?"),
        "MOTCUA_SMS_URL": phone,
        "MOTCUA_SMTP_URL": "",
        "MOTCUA_SMS_TOKEN": TOKEN,
    }
    script = DELIVER.format(now=now.isoformat())
    return subprocess.Popen([sys.executable, "-c", script], env=environment)
