"""The words of messages: proposed by one, published by another, and no word that may not be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from lxml import html

from motcua.kernel.append_only import AppendOnlyViolated
from motcua.kernel.models import AuditRow
from motcua.notifications.actions import Recipient, notify
from motcua.notifications.actions.letters import letter_of
from motcua.notifications.models import Message, Publication, Withdrawal, Wording
from tests.cast import NOW

pytestmark = pytest.mark.django_db
SMS = "{{ agency }}: Hồ sơ {{ code }} đã nhận. Xem {{ link }}"
CONTEXT = {"agency": "UBND phường", "code": "H26.1", "due": "mai", "link": "https://x.example/t/1"}


@pytest.fixture(autouse=True)
def _carriers(settings):
    settings.SMS_URL = settings.SMTP_URL = "smtp://127.0.0.1:1"


@pytest.fixture
def page(base):
    return f"{base}tin/accepted/vi/sms/"


def text(answer):
    return html.fromstring(answer.content.decode()).text_content()


def propose(client, page, words=SMS, **more):
    return client.post(f"{page}soan/", {"text": words, "reason": "cho dễ đọc", **more})


def publish(client, page, **more):
    number = Wording.objects.latest("number").pk
    return client.post(f"{page}cong-bo/?ban={number}", more)


def told(now=NOW, language="vi", key="1"):
    """Tell somebody that a dossier was accepted; give the text message."""
    notify(
        key=f"dossier:{key}",
        recipient=Recipient("0912345678", "", language),
        template="accepted",
        context=CONTEXT,
        agency_id=None,
        now=now,
    )
    return letter_of(Message.objects.get(key=f"dossier:{key}:sms")).text


def test_a_text_holds_once_a_second_administrator_published_it(admin, another_administrator, page):
    assert propose(admin, page).status_code == 302
    assert "da nhan" not in told(key="before")
    assert publish(admin, page).status_code == 409, "who wrote it does not publish it"
    assert "công bố" in text(admin.get(page))
    assert publish(another_administrator, page).status_code == 302
    assert "da nhan. Xem https://x.example/t/1" in told(NOW + timedelta(hours=1), key="after")
    acts = set(AuditRow.objects.values_list("action", flat=True))
    assert {"notifications.write_wording", "notifications.publish_wording"} <= acts


def test_a_message_keeps_the_words_it_was_written_with(admin, another_administrator, page):
    told(key="early")
    propose(admin, page)
    publish(another_administrator, page)
    assert "da nhan" not in letter_of(Message.objects.get(key="dossier:early:sms")).text


def test_a_text_holds_from_the_moment_that_was_said(admin, another_administrator, page):
    propose(admin, page)
    answer = publish(another_administrator, page, day="01/12/2026", hour="07:30")
    assert answer.status_code == 302
    assert "01/12/2026" in text(admin.get(page))
    assert "da nhan" not in told(NOW + timedelta(days=10), key="a")
    assert "da nhan" in told(NOW + timedelta(days=11), key="b")


def test_one_administrator_returns_to_an_earlier_text_at_once(admin, another_administrator, page):
    propose(admin, page)
    publish(another_administrator, page)
    first = Wording.objects.get()
    propose(admin, page, SMS.replace("đã nhận", "ở cơ quan"))
    publish(another_administrator, page)
    soon = NOW + timedelta(hours=1)
    assert "o co quan" in told(soon, key="a")
    assert admin.post(f"{page}tro-lai/?ban={first.pk}", {"reason": "sai"}).status_code == 302
    assert "da nhan" in told(soon, key="b")
    assert admin.post(f"{page}tro-lai/?ban=0", {"reason": "sai"}).status_code == 302
    assert "da duoc tiep nhan" in told(soon, key="c")
    page_now = text(admin.get(page))
    assert "Bản có sẵn" in page_now
    assert "cho dễ đọc" in page_now


def test_a_text_nobody_published_is_not_returned_to(admin, page):
    propose(admin, page)
    number = Wording.objects.get().pk
    assert admin.post(f"{page}tro-lai/?ban={number}", {"reason": "x"}).status_code == 404
    assert Publication.objects.count() == 0


def test_of_two_proposals_the_newer_is_published(admin, another_administrator, page):
    propose(admin, page)
    old = Wording.objects.get().pk
    propose(admin, page, f"{SMS}!")
    answer = another_administrator.post(f"{page}cong-bo/?ban={old}", {})
    assert (answer.status_code, "mới hơn" in text(answer)) == (409, True)


def withdraw(client, page, why="viết nhầm"):
    number = Wording.objects.latest("number").pk
    return client.post(f"{page}rut/?ban={number}", {"reason": why})


@pytest.mark.parametrize("who", ["admin", "another_administrator"])
def test_who_wrote_a_proposal_or_was_to_publish_it_takes_it_back(
    who, request, admin, another_administrator, page
):
    propose(admin, page)
    clerk = request.getfixturevalue(who)
    assert "Rút bản đề nghị" in text(clerk.get(page))
    assert withdraw(clerk, page).status_code == 302
    assert withdraw(clerk, page).status_code == 302, "once more changes nothing"
    shown = text(another_administrator.get(page))
    assert "Bản 1 chờ công bố" not in shown
    assert "viết nhầm" in shown
    assert publish(another_administrator, page).status_code == 409
    assert (Withdrawal.objects.count(), Publication.objects.count()) == (1, 0)
    acts = AuditRow.objects.filter(action="notifications.withdraw_wording")
    assert acts.count() == 1


def test_what_was_withdrawn_may_be_proposed_again_and_what_was_published_not_withdrawn(
    admin, another_administrator, page
):
    propose(admin, page)
    withdraw(another_administrator, page)
    assert propose(admin, page).status_code == 302
    assert Wording.objects.count() == 2
    assert publish(another_administrator, page).status_code == 302
    assert withdraw(admin, page).status_code == 409


def test_a_second_person_sees_what_a_proposal_changes_before_deciding(
    admin, another_administrator, page
):
    propose(admin, page)
    publish(another_administrator, page)
    propose(admin, page, SMS.replace("đã nhận", "đang ở cơ quan"))
    number = Wording.objects.latest("number").pk
    for place in (page, f"{page}cong-bo/?ban={number}", f"{page}rut/?ban={number}"):
        rows = html.fromstring(another_administrator.get(place).content.decode()).xpath(
            "//table[caption[contains(., 'Khác gì')]]//tr[td]"
        )
        signs = {row.xpath("string(td[1])").strip(): row.xpath("string(td[2])") for row in rows}
        assert "đã nhận" in signs["bỏ"]
        assert "đang ở cơ quan" in signs["thêm"]


def test_the_same_text_again_is_one_proposal(admin, page):
    propose(admin, page)
    propose(admin, page)
    assert Wording.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (SMS + " {{ phone_of_owner }}", "Không có chỗ điền"),
        ("{{ agency }}: {{ link }}", "Thiếu chỗ điền bắt buộc “code”"),
        ("{{ agency }}: {{ code }}", "Thiếu chỗ điền bắt buộc “link”"),
        (SMS + " {% if code %}", "ngoặc nhọn"),
        (SMS + " {{ code.secret }}", "ngoặc nhọn"),
        (SMS + " {{ code|safe }}", "ngoặc nhọn"),
        (SMS + " https://la.example", "địa chỉ trang"),
        (SMS + " hoặc dichvucong.vn", "địa chỉ trang"),
        (SMS + ". Trả lời kèm mật khẩu.", "mật khẩu"),
        (SMS + ". Nhập mã OTP.", "mật khẩu"),
        (SMS + ". Gửi số CCCD.", "số giấy tờ"),
        (SMS + " 001099012345", "số giấy tờ"),
        ("{{ code }}. Đăng nhập tại {{ link }}", "đăng nhập"),
        (f"{SMS} {'dài ' * 150}", "nhiều nhất 4"),
        # What somebody writes who means to get round this.
        (SMS + ". Nhập mật\nkhẩu.", "mật khẩu"),
        (SMS + ". Nhập mật-khẩu hay MẬTKHẨU.", "mật khẩu"),
        (SMS + ". Nhập m\u200bật kh\u200bẩu.", "mật khẩu"),
        (SMS + ". Nhập \uff50\uff41\uff53\uff53word.", "mật khẩu"),
        (SMS + ". Nhập p\u0430ssw\u043erd.", "bảng chữ khác"),  # two Cyrillic letters
        (SMS + ". Không bao giờ chậm: nhập mật khẩu tại {{ link }}", "mật khẩu"),
        (SMS + ". Không hỏi mật khẩu nhưng nhập mật khẩu tại {{ link }}", "mật khẩu"),
        (SMS + ". 请输入密码", "mật khẩu"),
        (SMS + ". Xem nop-phi.xyz", "địa chỉ trang"),
        (SMS + ". Xem nop-phi。com", "địa chỉ trang"),
        (SMS + ". Xem //nop-phi/a", "địa chỉ trang"),
        (SMS + ". \u202eoàn tiền", "ký tự ẩn"),
        (SMS + ". \x07", "ký tự ẩn"),
    ],
)
def test_a_text_that_no_message_may_have_is_not_proposed(admin, page, words, said):
    answer = propose(admin, page, words)
    assert answer.status_code == 422
    assert said in text(answer)
    assert Wording.objects.count() == 0


def test_a_look_shows_the_text_filled_and_keeps_what_was_typed(admin, page):
    answer = propose(admin, page, _look="1")
    shown = text(answer)
    assert answer.status_code == 200
    assert "Ủy ban nhân dân phường Ba Đình: Hồ sơ H26.101-261120-0001 đã nhận." in shown
    assert SMS in shown
    assert "Bỏ dấu: " in shown
    assert "GSM 7-bit, 1 phần" in shown
    assert "UCS-2, 2 phần" in shown
    assert Wording.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", "Cơ quan không bao giờ hỏi mật khẩu."),
        ("vi", "Không đưa mã OTP hay mã PIN cho bất kỳ ai."),
        ("en", "No agency will ever ask for your password, so the code is for you alone."),
    ],
)
def test_words_that_say_never_to_give_a_password_are_right(admin, base, language, words):
    mail = f"{base}tin/accepted/{language}/email/"
    words = f"Hồ sơ {{{{ code }}}}: {{{{ link }}}}\n{words}"
    answer = admin.post(f"{mail}soan/", {"subject": "Hồ sơ", "text": words, "reason": "x"})
    assert answer.status_code == 302


def test_a_node_writes_in_a_language_that_came_without_words(admin, another_administrator, base):
    page = f"{base}tin/accepted/km/sms/"
    assert html.fromstring(admin.get(page).content.decode()).get("lang") == "vi"
    assert "English" in text(admin.get(page)), "the page's own languages are still offered"
    propose(admin, page, "សំណុំឯកសារ {{ code }} {{ link }}")
    publish(another_administrator, page)
    soon = NOW + timedelta(hours=1)
    assert "H26.1 https://x.example/t/1" in told(soon, "km", "a")
    assert "duoc tiep nhan" not in told(soon, "km", "b")
    assert "ភាសាខ្មែរ" in text(admin.get(f"{base}tin/"))


def test_what_fills_a_place_is_never_read_as_a_place(admin, another_administrator, page):
    propose(admin, page)
    publish(another_administrator, page)
    notify(
        key="dossier:odd",
        recipient=Recipient("0912345678", "", "vi"),
        template="accepted",
        context=CONTEXT | {"agency": "{{ link }} {% now %}"},
        agency_id=None,
        now=NOW + timedelta(hours=1),
    )
    assert "{{ link }} {% now %}:" in letter_of(Message.objects.get(key="dossier:odd:sms")).text


def test_a_text_is_never_changed_behind_its_readers(admin, page):
    propose(admin, page)
    row = Wording.objects.get()
    row.text = "x"
    with pytest.raises(AppendOnlyViolated):
        row.save()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE notifications_wording SET text = 'x'")


@pytest.mark.parametrize("where", ["accepted/xx/sms", "accepted/vi/push", "nothing/vi/sms"])
def test_there_are_no_texts_elsewhere(admin, base, where):
    assert admin.get(f"{base}tin/{where}/").status_code == 404
