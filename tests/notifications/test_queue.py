"""The queue is fair: nobody's flood, and no carrier that is down, holds up another's message."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction

from motcua.agencies.models import Agency
from motcua.notifications.actions import Recipient, deliver_waiting, notify
from motcua.notifications.actions.claiming import LEASE, Outcome, claim, settle
from motcua.notifications.actions.delivering import Sender
from motcua.notifications.enums import Kind, Medium, MessageState
from motcua.notifications.models import CarrierHealth, Message, QuietHours
from motcua.notifications.tasks import run_forever
from tests.cast import NOW, SINCE
from tests.notifications.people import CONTEXT, PHONE
from tests.sandbox.conftest import TOKEN, listen, open_phone, wait_for

KINDS = list(Kind.values)
NOBODY = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def phone(tmp_path_factory):
    for platform in listen():
        process = open_phone(tmp_path_factory.mktemp("phone"), platform)
        yield process
        process.kill()


@pytest.fixture
def at_phone(phone, settings):
    settings.SMS_URL = f"http://127.0.0.1:{phone.ports['phone']}"
    settings.SMS_TOKEN, settings.SMTP_URL = TOKEN, ""
    yield phone
    phone.web.post("/faults", json={"reset": True})


@pytest.fixture
def at_nobody(settings):
    settings.SMS_URL, settings.SMS_TOKEN, settings.SMTP_URL = NOBODY, "t", ""


def agency(code):
    return Agency.objects.create(code=code, kind="commune", name=code, valid_from=SINCE).pk


def tell(key, agency_id, *, template="submitted", now=NOW, phone=PHONE):
    notify(
        key=key,
        recipient=Recipient(phone, "", "vi"),
        template=template,
        context=CONTEXT,
        agency_id=agency_id,
        now=now,
    )


def flood(agency_id, many, *, template="submitted"):
    tell(f"flood:{agency_id}:0", agency_id, template=template)
    first = Message.objects.get(key=f"flood:{agency_id}:0:sms")
    Message.objects.bulk_create(
        Message(
            key=f"flood:{agency_id}:{number}",
            agency_id=agency_id,
            medium=first.medium,
            kind=first.kind,
            template=first.template,
            language="vi",
            address=first.address,
            context=first.context,
            written_at=NOW,
            due_at=NOW,
        )
        for number in range(1, many)
    )


def claimed(limit, now=NOW, kinds=KINDS):
    return [one.key for one in claim(medium=Medium.SMS, kinds=kinds, limit=limit, now=now)]


@pytest.mark.django_db
def test_a_notice_written_after_anothers_flood_goes_with_the_next_batch(at_nobody):
    mine, other = agency("H1"), agency("H2")
    flood(other, 1000)
    tell("mine", mine, template="supplement", now=NOW)
    assert claimed(16)[0] == "mine:sms"


@pytest.mark.django_db
def test_agencies_take_turns_and_each_sends_its_most_pressing_first(at_nobody):
    a, b = agency("H1"), agency("H2")
    for number, template in enumerate(("rating", "submitted", "supplement", "mandate-code")):
        tell(f"a{number}", a, template=template, now=NOW - timedelta(minutes=number))
        tell(f"b{number}", b, template=template, now=NOW - timedelta(minutes=number))
    order = [key[:2] for key in claimed(8)]
    assert [key[1] for key in order] == ["3", "3", "2", "2", "1", "1", "0", "0"]
    assert {key[0] for key in order[:2]} == {"a", "b"}


@pytest.mark.django_db
def test_what_is_claimed_is_nobody_elses_until_its_lease_is_over(at_nobody):
    tell("one", None)
    assert claimed(10) == ["one:sms"]
    assert claimed(10) == []
    assert claimed(10, now=NOW + LEASE) == ["one:sms"]


@pytest.mark.django_db
def test_who_lost_his_lease_writes_no_failure_over_anothers_claim(at_nobody):
    tell("one", None)
    (late,) = claim(medium=Medium.SMS, kinds=KINDS, limit=1, now=NOW)
    claimed(1, now=NOW + LEASE)
    gone = Outcome(late.pk, MessageState.FAILED, NOW, "notifications.undeliverable")
    settle([gone], provider="phone", until=NOW + LEASE, now=NOW)
    late.refresh_from_db()
    assert late.state == MessageState.WAITING


@pytest.mark.django_db(transaction=True)
def test_workers_share_a_queue_without_claiming_anything_twice(at_nobody):
    flood(agency("H1"), 150)
    flood(agency("H2"), 150)
    found: list[str] = []

    def work():
        while keys := claimed(7):
            found.extend(keys)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == len(set(found)) == 300


@contextmanager
def sending():
    """Run the worker's loop beside."""
    stop = threading.Event()
    loop = threading.Thread(target=run_forever, args=(stop,))
    loop.start()
    try:
        yield
    finally:
        stop.set()
        loop.join(60)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("at_phone")
def test_a_flood_to_a_real_phone_delays_another_agencys_notice_by_less_than_two_seconds():
    flood(agency("H1"), 3000)
    mine = agency("H2")
    with sending():
        wait_for(lambda: Message.objects.filter(state=MessageState.SENT).count() > 50)
        began = time.monotonic()
        tell("mine", mine, template="supplement")
        sent = Message.objects.filter(key="mine:sms", state=MessageState.SENT)
        wait_for(sent.exists)
        took = time.monotonic() - began
        left = Message.objects.filter(state=MessageState.WAITING).count()
    assert took < 2
    assert left > 500, "the flood was over before anything could be measured"


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_the_carrier_is_waited_for(at_nobody):
    """Whoever writes a report meanwhile does not wait for the network."""
    tell("one", None)
    seen = []

    def look():
        with transaction.atomic():
            seen.append(Message.objects.select_for_update(nowait=True).get().state)
        connection.close()

    class Looks:
        name, at_once = "looks", 1

        def carry(self, letter):
            del letter
            other = threading.Thread(target=look)
            other.start()
            other.join()
            return "n-1"

        def close(self):
            pass

    sender = Sender(Medium.SMS, Looks())
    sender.round(now=NOW)
    sender.close()
    assert seen == [MessageState.WAITING]
    assert Message.objects.get().carrier_id == "n-1"


@pytest.mark.django_db
def test_a_carrier_that_is_down_costs_no_message_a_try_and_is_left_alone(at_nobody):
    flood(None, 40)
    now = NOW
    for _ in range(30):
        deliver_waiting(now=now)
        now += timedelta(minutes=1)
    assert set(Message.objects.values_list("state", "attempts")) == {("waiting", 0)}
    health = CarrierHealth.objects.get()
    assert health.rests_until > now - timedelta(minutes=5)
    # Once it rests, one message tries the way each time, not all of them.
    assert health.downs < 30


@pytest.mark.django_db
def test_a_carrier_that_comes_back_gets_everything_that_waited(at_phone):
    at_phone.web.post("/faults", json={"down": True})
    for number in range(20):
        tell(f"n{number}", None)
    deliver_waiting(now=NOW)
    assert not Message.objects.exclude(state="waiting").exists()
    at_phone.web.post("/faults", json={"down": False})
    now = NOW + timedelta(minutes=10)
    while deliver_waiting(now=now):
        now += timedelta(seconds=1)
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert CarrierHealth.objects.get().rests_until is None


@pytest.mark.django_db
def test_at_night_only_what_cannot_wait_goes_out(at_phone):
    night = NOW.replace(hour=16)  # eleven in the evening here
    for kind in (Kind.DEADLINE, Kind.NOTICE, Kind.NEWS):
        QuietHours.objects.create(
            medium="sms",
            kind=kind,
            starts="22:00",
            ends="06:00",
            valid_from=SINCE,
            source="x",
        )
    for template in ("mandate-code", "supplement", "submitted", "rating"):
        tell(template, None, template=template, now=night)
    deliver_waiting(now=night)
    assert set(Message.objects.filter(state="sent").values_list("template", flat=True)) == {
        "mandate-code"
    }
    deliver_waiting(now=night + timedelta(hours=6, minutes=59))
    assert Message.objects.filter(state="waiting").count() == 3
    deliver_waiting(now=night + timedelta(hours=7))
    assert not Message.objects.filter(state="waiting").exists()


@pytest.mark.django_db
def test_a_code_that_nobody_waits_for_any_more_is_not_sent(at_phone):
    tell("old", None, template="mandate-code", now=NOW - timedelta(hours=1))
    deliver_waiting(now=NOW)
    message = Message.objects.get()
    assert (message.state, message.fault) == ("failed", "notifications.expired")
