"""An address that takes nothing: its owner is told elsewhere, once, and nothing is just dropped."""

from __future__ import annotations

import mailbox

import pytest

from motcua.kernel.actors import Actor
from motcua.notifications.actions import Recipient, deliver_waiting, hear, read_returned
from motcua.notifications.actions.wishing import choose_ways
from motcua.notifications.base import Report
from motcua.notifications.base.hints import hint
from motcua.notifications.enums import Medium, Said, Topic
from motcua.notifications.models import (
    CitizenNotice,
    Message,
    Preference,
    ProvenPhone,
    SilentAddress,
)
from motcua.notifications.queries.inboxes import read_in
from tests.cast import NOW
from tests.counters.test_imap import certificate, server
from tests.notifications.people import EMAIL, PHONE, tell
from tests.notifications.test_webpush import apps, by_app, node, tell as tell_by_app

__all__ = ["apps", "by_app", "certificate", "node", "server"]
pytestmark = pytest.mark.django_db
AN = Actor("citizen", account_id=41, person_id=7)
FOLLOWED = Recipient("", EMAIL, "vi", AN.account_id, AN.person_id)
DSN = """From: MAILER-DAEMON@vidu.vn
To: tra-lai+{reference}@vidu.vn
Message-ID: <{number}@vidu.vn>
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: message/delivery-status

Reporting-MTA: dns; vidu.vn

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1

--x--
"""


@pytest.fixture
def _nobody(settings):
    settings.SMTP_URL, settings.SMS_URL = "smtp://127.0.0.1:1", "http://127.0.0.1:1"


def bounce(key, number="1"):
    message = Message.objects.get(key=key)
    hear(
        provider="smtp",
        report=Report(number, message.reference, Said.BOUNCED, "5.1.1", NOW),
        now=NOW,
    )


def told():
    return CitizenNotice.objects.filter(occasion="unreachable")


def prove_phone():
    ProvenPhone.objects.create(
        account_id=AN.account_id, phone=PHONE, digest=b"", expires_at=NOW, proved_at=NOW
    )


@pytest.mark.usefixtures("_nobody")
def test_whose_mail_came_back_reads_it_in_the_inbox_and_is_asked_for_another_address():
    tell(FOLLOWED, key="one")
    bounce("one:email")
    news = read_in(told().get(), "vi")
    assert "Thư điện tử a•••@vidu.vn" in news.text
    assert "địa chỉ khác" in news.text
    assert EMAIL not in news.text
    assert "takes no messages" in read_in(told().get(), "en").text


@pytest.mark.usefixtures("_nobody")
def test_he_is_told_once_however_many_letters_come_back_and_again_after_it_took_mail():
    for number in ("one", "two"):
        tell(FOLLOWED, key=number)
        bounce(f"{number}:email", number)
    tell(FOLLOWED, key="three")
    deliver_waiting(now=NOW)
    assert Message.objects.get(key="three:email").fault == "notifications.address_dead"
    assert told().count() == 1
    SilentAddress.objects.all().delete()
    tell(FOLLOWED, key="four")
    bounce("four:email", "four")
    assert told().count() == 2


@pytest.mark.usefixtures("_nobody")
def test_another_account_with_the_same_address_is_told_when_its_message_is_left():
    tell(FOLLOWED, key="one")
    bounce("one:email")
    tell(Recipient("", EMAIL, "vi", 99, 9), key="theirs")
    deliver_waiting(now=NOW)
    assert set(told().values_list("account_id", flat=True)) == {AN.account_id, 99}


@pytest.mark.usefixtures("_nobody")
def test_where_mail_comes_back_the_telephone_that_was_proved_says_so():
    prove_phone()
    tell(FOLLOWED, key="one")
    bounce("one:email")
    (message,) = Message.objects.filter(template="unreachable")
    assert (message.medium, message.address) == (Medium.SMS, PHONE)
    assert EMAIL not in str(message.context)


@pytest.mark.usefixtures("_nobody")
def test_who_wants_mail_only_gets_a_text_message_of_what_must_reach_him_once_mail_is_dead():
    Preference.objects.create(
        account_id=AN.account_id,
        person_id=AN.person_id,
        topic=Topic.DOSSIER,
        media=["email"],
        changed_at=NOW,
    )
    both = Recipient(PHONE, EMAIL, "vi", AN.account_id, AN.person_id)
    tell(both, key="before")
    assert not Message.objects.filter(key="before:sms").exists()
    bounce("before:email")
    tell(both, key="after")
    assert Message.objects.filter(key="after:sms").exists()


def test_who_is_not_on_zalo_is_tried_there_again_once_he_chooses_it_again(by_app):
    del by_app
    ProvenPhone.objects.update(phone="12345")
    tell_by_app("nobody")
    deliver_waiting(now=NOW)
    assert Message.objects.get(key="nobody:vneid").state == "bounced"
    assert told().count() == 2, "of each way"
    assert not Message.objects.filter(template="unreachable").exists()
    tell_by_app("again")
    deliver_waiting(now=NOW)
    assert Message.objects.get(key="again:vneid").fault == "notifications.address_dead"
    choose_ways(
        actor=AN, topic=Topic.DOSSIER, media=[Medium.VNEID], language="", has_email=True, now=NOW
    )
    assert not SilentAddress.objects.filter(medium=Medium.VNEID).exists()


@pytest.mark.usefixtures("_nobody")
def test_mail_that_came_back_is_read_on_a_mail_server_too(server, settings):
    letters, place = server
    settings.SMTP_CA, settings.SCAN_MAIL_CA = settings.SCAN_MAIL_CA, ""
    tell(FOLLOWED, key="one")
    reference = Message.objects.get(key="one:email").reference
    box = mailbox.Maildir(letters)
    box.add(DSN.format(reference=reference, number=1, address=EMAIL).encode())
    box.add(b"Subject: Re: ho so\n\nCam on.\n")
    assert read_returned(place=place, now=NOW) == 2
    assert read_returned(place=place, now=NOW) == 0
    assert Message.objects.get(key="one:email").state == "bounced"
    assert told().count() == 1
    assert len(mailbox.Maildir(letters).get_folder("Khac")) == 1


@pytest.mark.parametrize(
    ("address", "shown"), [("an@vidu.vn", "a•••@vidu.vn"), ("0912345678", "••• 678")]
)
def test_an_address_is_shown_as_its_owner_knows_it(address, shown):
    assert hint(address) == shown
