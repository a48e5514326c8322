"""What could not be sent: an administrator sees why, never to whom, and sends it again."""

from __future__ import annotations

import pytest
from lxml import html

from motcua.agencies.models import Agency
from motcua.kernel.models import AuditRow
from motcua.notifications.models import Message, SegmentPrice
from motcua.notifications.queries.rules import loud_kinds, text_styles
from tests.cast import NOW, SINCE
from tests.identity.doors import signed_in

pytestmark = pytest.mark.django_db
PHONE = "0912345678"


@pytest.fixture
def admin(world):
    return signed_in(world.accounts["administrator"])


def dead(key, agency, *, fault="carrier.absent", template="submitted", kind=2, state="failed"):
    return Message.objects.create(
        key=key,
        agency=agency,
        medium="sms",
        kind=kind,
        template=template,
        language="vi",
        address=PHONE,
        context={"code": "H26.101-261120-0001"},
        state=state,
        attempts=8,
        fault=fault,
        written_at=NOW,
        due_at=NOW,
        ended_at=NOW,
    )


def test_the_page_says_what_failed_and_why_and_not_to_whom(world, admin, base):
    dead("a", world.ward)
    dead("b", world.ward, fault="carrier.absent")
    page = admin.get(f"{base}gui-tin/").content.decode()
    assert "Máy tắt hoặc ngoài vùng phủ sóng" in page
    assert PHONE not in page
    assert PHONE[1:] not in page


def test_the_page_says_how_many_messages_wait_and_how_many_were_tried(world, admin, base):
    for number in range(3):
        row = dead(f"w{number}", world.ward, state="waiting", kind=1, fault="")
        Message.objects.filter(pk=row.pk).update(attempts=number // 2)
    other = Agency.objects.exclude(pk=world.ward.pk).first()
    dead("theirs", other, state="waiting")
    rows = html.fromstring(admin.get(f"{base}gui-tin/").content.decode()).xpath(
        "//table[caption[contains(., 'chờ gửi')]]//tr[td]"
    )
    (said,) = [[" ".join(cell.text_content().split()) for cell in row] for row in rows]
    assert said == ["Việc có thời hạn", "Tin nhắn", "3", "1"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [("carrier.5.1.1", "Không có hộp thư ấy"), ("carrier.unknown", "Số không có")],
)
def test_what_came_back_is_said_in_words_and_not_in_codes(world, admin, base, fault, said):
    dead("a", world.ward, fault=fault, state="bounced")
    page = html.fromstring(admin.get(f"{base}gui-tin/").content.decode()).text_content()
    assert said in page
    assert fault.removeprefix("carrier.") not in page


def test_one_message_is_sent_again_under_a_new_reference(world, admin, base):
    message = dead("a", world.ward)
    before = message.reference
    answer = admin.post(f"{base}gui-tin/gui-lai/?tin={message.public_id}")
    assert answer.status_code == 302
    message.refresh_from_db()
    assert (message.state, message.attempts, message.fault) == ("waiting", 0, "")
    assert message.reference != before, "its carrier would take the old one for done"
    acts = AuditRow.objects.filter(action="notifications.send_again")
    assert acts.get().subject_id == str(message.public_id)


def test_what_a_carrier_may_have_taken_goes_again_under_its_old_reference(world, admin, base):
    message = dead("a", world.ward, fault="notifications.try_later")
    before = message.reference
    admin.post(f"{base}gui-tin/gui-lai/?tin={message.public_id}")
    message.refresh_from_db()
    assert (message.state, message.reference) == ("waiting", before)


def test_a_group_is_sent_again_and_no_other(world, admin, base):
    for number in range(3):
        dead(f"a{number}", world.ward)
    other = dead("b", world.ward, fault="notifications.undeliverable")
    admin.post(f"{base}gui-tin/gui-lai/?qua=sms&loai=submitted&loi=carrier.absent")
    assert Message.objects.filter(state="waiting").count() == 3
    other.refresh_from_db()
    assert other.state == "failed"


def test_anothers_messages_and_codes_are_not_sent_again(world, admin, base):
    stranger = Agency.objects.create(code="H9", kind="commune", name="H9", valid_from=SINCE)
    theirs = dead("a", stranger)
    code = dead("b", world.ward, template="mandate-code", kind=0)
    for message in (theirs, code):
        answer = admin.post(f"{base}gui-tin/gui-lai/?tin={message.public_id}")
        assert answer.status_code == 404
        message.refresh_from_db()
        assert message.state == "failed"


@pytest.mark.parametrize("query", ["tin=x", "tin=", "", "qua=sms", "loi=%00"])
def test_an_odd_choice_finds_nothing(admin, base, query):
    assert admin.get(f"{base}gui-tin/gui-lai/?{query}").status_code in {400, 404}


def test_an_agency_chooses_marks_in_its_text_messages(world, admin, base):
    admin.post(f"{base}gui-tin/dau/", {"marks": "yes"})
    assert text_styles() == {(world.ward.pk, ""): True}


def test_prices_and_quiet_hours_hold_from_their_day(world, admin, base):
    Agency.objects.filter(pk=world.ward.pk).update(parent=None)
    price = {"provider": "phone", "amount": "350", "valid_from": "20/11/2026", "source": "HĐ 1"}
    assert admin.post(f"{base}gui-tin/gia/", price).status_code == 302
    assert SegmentPrice.objects.get().amount == 350
    later = price | {"amount": "400", "valid_from": "01/12/2026"}
    assert admin.post(f"{base}gui-tin/gia/", later).status_code == 302
    assert SegmentPrice.objects.get(amount=350).valid_to.isoformat() == "2026-12-01"
    past = price | {"valid_from": "01/11/2026"}
    assert admin.post(f"{base}gui-tin/gia/", past).status_code == 422
    hours = {
        "medium": "sms",
        "kind": "2",
        "starts": "08:00",
        "ends": "10:00",
        "valid_from": "20/11/2026",
        "source": "x",
    }
    assert admin.post(f"{base}gui-tin/gio/", hours).status_code == 302
    assert loud_kinds("sms", NOW) == [0, 1, 3], "it is nine in the morning"
