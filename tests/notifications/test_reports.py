"""What became of a message is told by its carrier, in any order, twice, late, or by a liar."""

from __future__ import annotations

import itertools
import mailbox
import time
from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
from django.db import connection

from motcua.kernel.signed_bodies import sign
from motcua.notifications.actions import Recipient, deliver_waiting, hear, notify, read_returned
from motcua.notifications.base import Report
from motcua.notifications.base.bounces import bounce_of
from motcua.notifications.enums import Heard, Said
from motcua.notifications.models import DeliveryReport, Message, SilentAddress
from tests.cast import NOW
from tests.notifications.people import CONTEXT, EMAIL, PHONE, tell
from tests.sandbox.conftest import SECRET, TOKEN, Process, wait_for

BACK = "tra-lai@vidu.vn"
HEAD = b"Content-Type: multipart/report; boundary=x\n\n--x\n"


def text(key="one", **changes):
    return notify(
        key=key,
        recipient=Recipient(PHONE, "", "vi"),
        template="submitted",
        context=CONTEXT | changes,
        agency_id=None,
        now=NOW,
    )


@pytest.fixture
def _nobody(settings):
    settings.SMS_URL, settings.SMTP_URL = "http://127.0.0.1:1", ""


@pytest.fixture
def phone(tmp_path, live_server, settings):
    """A phone whose client is this node, listening at its real address."""
    (tmp_path / "secret").write_bytes(SECRET)
    (tmp_path / "token").write_text(TOKEN)
    process = Process(
        "phone",
        tmp_path,
        *("--client", f"motcua:token:secret:{live_server.url}/api/webhooks/sms"),
        *("--retry-base", "0.05", "--retry-cap", "0.2", "--report-delay", "0"),
    )
    settings.SMS_URL = f"http://127.0.0.1:{process.ports['phone']}"
    settings.SMS_TOKEN, settings.SMS_SECRET, settings.SMTP_URL = TOKEN, SECRET.decode(), ""
    yield process
    process.kill()
    connection.close()


def state():
    return Message.objects.values_list("state", flat=True).get()


def turn(process, **dial):
    assert process.web.post("/faults", json=dial).status_code == 200


def shown(process):
    headers = {"Authorization": f"Bearer {TOKEN}"}
    answer = process.web.get("/api/messages", params={"to": PHONE}, headers=headers)
    return answer.json()["messages"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dial", [{}, {"duplicate": 3}, {"forged": True}, {"stale": 4000}])
def test_what_arrived_is_said_to_have_arrived_whatever_happens_to_the_report(phone, dial):
    turn(phone, **dial)
    text()
    deliver_waiting(now=NOW)
    wait_for(lambda: state() == "delivered")
    wait_for(lambda: _all_taken(phone))
    assert DeliveryReport.objects.count() == 1


def _all_taken(phone):
    events = phone.web.get("/api/events").json()["events"]
    return all(one["state"] == "taken" for event in events for one in event["deliveries"])


@pytest.mark.django_db(transaction=True)
def test_a_phone_that_is_off_makes_a_failure_with_its_reason(phone):
    text("first")
    deliver_waiting(now=NOW)
    wait_for(lambda: state() == "delivered")
    assert phone.web.post("/phones/1/switch").status_code == 303
    text("second")
    deliver_waiting(now=NOW)
    second = Message.objects.filter(key="second:sms")
    wait_for(second.filter(state="failed").exists)
    assert second.get().fault == "carrier.absent"


@pytest.mark.django_db(transaction=True)
def test_a_lost_answer_is_made_good_by_the_report_and_nothing_is_sent_twice(phone):
    turn(phone, mute=True)
    text()
    deliver_waiting(now=NOW)
    assert len(shown(phone)) == 1, "it was taken, and nothing was answered"
    wait_for(lambda: state() == "delivered")
    turn(phone, mute=False)
    assert deliver_waiting(now=NOW + timedelta(hours=1)) == 0
    assert len(shown(phone)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_lost_answer_and_a_lost_report_still_make_one_message(phone):
    turn(phone, mute=True, drop=True)
    text()
    now = NOW
    for _ in range(4):
        deliver_waiting(now=now)
        now += timedelta(minutes=10)
    turn(phone, mute=False)
    deliver_waiting(now=now)
    assert state() == "sent"
    assert len(shown(phone)) == 1


@pytest.mark.django_db(transaction=True)
def test_contradicting_reports_end_with_what_arrived(phone):
    turn(phone, contradict=True)
    text()
    deliver_waiting(now=NOW)
    wait_for(lambda: DeliveryReport.objects.count() == 2)
    assert state() == "delivered"


def words(reference):
    return [
        Report("e1", reference, Said.DELIVERED, "", NOW),
        Report("e2", reference, Said.FAILED, "absent", NOW + timedelta(seconds=1)),
        Report("e3", reference, Said.BOUNCED, "unknown", NOW + timedelta(seconds=2)),
        Report("e4", reference, Said.OTHER, "", NOW + timedelta(seconds=3)),
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("_nobody")
@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_all_orders_of_four_reports_end_in_the_same_state(order):
    text()
    message = Message.objects.get()
    told = words(message.reference)
    for number in (*order, *order):
        hear(provider="phone", report=told[number], now=NOW)
    assert (state(), DeliveryReport.objects.count()) == ("delivered", 4)
    assert not SilentAddress.objects.exists(), "something arrived there"


@pytest.mark.django_db
@pytest.mark.usefixtures("_nobody")
def test_a_report_of_an_earlier_round_does_not_end_a_later_one():
    text()
    message = Message.objects.get()
    old = Report("e1", message.reference, Said.FAILED, "absent", NOW)
    Message.objects.update(round=1, state="sent")
    assert hear(provider="phone", report=old, now=NOW) == Heard.NOTED
    assert state() == "sent"
    again = replace(old, event_id="e2", reference=Message.objects.get().reference)
    assert hear(provider="phone", report=again, now=NOW) == Heard.APPLIED
    assert state() == "failed"


@pytest.mark.django_db
@pytest.mark.usefixtures("_nobody")
@pytest.mark.parametrize("reference", ["", "x", "00000000-0000-0000-0000-000000000000", "1-2"])
def test_a_report_of_what_we_never_sent_is_stored_and_matches_nothing(reference):
    report = Report("e1", reference, Said.FAILED, "", NOW)
    assert hear(provider="phone", report=report, now=NOW) == Heard.UNMATCHED


@pytest.mark.django_db
@pytest.mark.usefixtures("_nobody")
def test_a_letter_that_came_back_says_nothing_of_a_text_message():
    text()
    message = Message.objects.get()
    forged = Report("dsn:1", message.reference, Said.BOUNCED, "5.1.1", NOW)
    assert hear(provider="smtp", report=forged, now=NOW) == Heard.UNMATCHED
    assert state() == "waiting"
    assert not SilentAddress.objects.exists()


@pytest.mark.django_db
def test_a_forged_or_stale_report_changes_nothing(client, settings):
    settings.SMS_URL, settings.SMS_SECRET, settings.SMTP_URL = "http://127.0.0.1:1", "s" * 40, ""
    text()
    body = orjson.dumps(
        {
            "id": "evt_1",
            "event": "message.failed",
            "at": NOW.isoformat(),
            "reference": Message.objects.get().reference,
            "reason": "absent",
        }
    )
    moment = NOW.fromtimestamp(time.time(), NOW.tzinfo)

    def post(signature):
        told = {"X-Signature": signature} if signature else {}
        return client.post(
            "/api/webhooks/sms",
            body,
            content_type="application/json",
            headers=told,
            SERVER_NAME="localhost",
        ).status_code

    assert post("") == 401
    assert post(sign(body, b"x" * 40, now=moment)) == 401
    assert post(sign(body, b"s" * 40, now=moment - timedelta(seconds=400))) == 401
    assert state() == "waiting"
    assert post(sign(body, b"s" * 40, now=moment)) == 200
    assert state() == "failed"


@pytest.fixture
def mail(tmp_path, settings):
    process = Process("mail", tmp_path / "mail", f"--lay={BACK}={tmp_path / 'back'}")
    settings.SMTP_URL = f"smtp://127.0.0.1:{process.ports['smtp']}"
    settings.SMS_URL, settings.DEFAULT_FROM_EMAIL = "", "motcua@vidu.vn"
    settings.MAIL_BOUNCES, settings.BOUNCE_MAIL = BACK, str(tmp_path / "back")
    yield process
    process.kill()


def refuses(mail, status, *, at_door=False):
    wish = {"address": EMAIL, "status": status, "at_door": at_door}
    assert mail.web.post("/api/returns", json=wish).status_code == 200


def write(key):
    tell(Recipient("", EMAIL, "vi"), key=key)
    deliver_waiting(now=NOW)
    return Message.objects.get(key=f"{key}:email")


@pytest.mark.django_db
@pytest.mark.parametrize("at_door", [True, False])
def test_mail_to_a_mailbox_that_is_gone_comes_back_once_and_no_more_is_sent(
    mail, settings, at_door
):
    refuses(mail, "5.1.1", at_door=at_door)
    first = write("first")
    read_returned(place=settings.BOUNCE_MAIL, now=NOW)
    first.refresh_from_db()
    assert first.state == "bounced"
    second = write("second")
    assert (second.state, second.fault) == ("failed", "notifications.address_dead")
    sent = mail.web.get("/api/messages", params={"to": EMAIL}).json()["messages"]
    assert len(sent) == (0 if at_door else 1)


@pytest.mark.django_db
def test_a_full_mailbox_fails_and_is_tried_again_with_the_next_letter(mail, settings):
    refuses(mail, "5.2.2")
    first = write("first")
    read_returned(place=settings.BOUNCE_MAIL, now=NOW)
    first.refresh_from_db()
    assert (first.state, first.fault) == ("failed", "carrier.5.2.2")
    refuses(mail, "")
    assert write("second").state == "sent"


@pytest.mark.django_db
def test_a_letter_that_is_only_delayed_is_still_under_way(mail, settings):
    refuses(mail, "4.2.2")
    first = write("first")
    assert read_returned(place=settings.BOUNCE_MAIL, now=NOW) == 1
    first.refresh_from_db()
    assert first.state == "sent"


@pytest.mark.django_db
def test_a_code_is_tried_at_a_marked_address_and_frees_it_when_it_arrives(mail, settings):
    refuses(mail, "5.1.1", at_door=True)
    write("first")
    refuses(mail, "")
    tell(Recipient("", EMAIL, "vi"), key="code", template="mandate-code")
    deliver_waiting(now=NOW)
    code = Message.objects.get(key="code:email")
    assert code.state == "sent"
    assert write("after").state == "sent"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Subject: vang mat\n\nToi dang nghi phep.\n",
        b"Content-Type: multipart/report; boundary=x\n\n--x\n\n--x--\n",
        b"Content-Type: multipart/report\n\n\xff\xfe",
        HEAD + b"Content-Type: message/rfc822\n\n" * 3000,
        HEAD
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(3000)
        ),
    ],
)
def test_a_letter_that_tells_of_no_delivery_is_no_report(raw):
    assert bounce_of(raw, NOW) is None


@pytest.mark.django_db
def test_what_people_answer_is_laid_aside_and_read_once(mail, settings):
    del mail
    box = mailbox.Maildir(settings.BOUNCE_MAIL, create=True)
    box.add(b"Subject: Re: ho so\n\nCam on.\n")
    assert read_returned(place=settings.BOUNCE_MAIL, now=NOW) == 1
    assert read_returned(place=settings.BOUNCE_MAIL, now=NOW) == 0
    assert len(box.get_folder("Khac")) == 1
