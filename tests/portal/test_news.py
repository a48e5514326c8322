"""One's inbox, and how one wishes to be told: chosen by oneself, and never wholly off by law."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from lxml import html

from motcua.kernel.models import AuditRow
from motcua.notifications.actions import Recipient, notify
from motcua.notifications.actions.inboxes import forget_news
from motcua.notifications.actions.letters import letter_of
from motcua.notifications.base.retention import kept_for
from motcua.notifications.enums import Topic
from motcua.notifications.models import CitizenNotice, Message, Preference, ProvenPhone
from motcua.notifications.providers.smtp import SmtpCarrier
from motcua.notifications.queries.wishes import unsubscribe_link
from tests.cast import NOW
from tests.identity.doors import signed_in, visitor

pytestmark = pytest.mark.django_db
CONTEXT = {
    "agency": "UBND phường Ba Đình",
    "code": "H26.101-261120-0001",
    "procedure": "Đăng ký khai sinh",
    "due": "16:30 ngày 24/11/2026",
    "link": "http://localhost:8000/t/H26.101-261120-0001",
    "days": "30",
    "name": "Nguyễn Văn An",
}


@pytest.fixture(autouse=True)
def _carriers(settings):
    settings.SMS_URL, settings.SMTP_URL = "http://127.0.0.1:1", "smtp://127.0.0.1:1"


@pytest.fixture
def account(world):
    return world.accounts["citizen"]


@pytest.fixture
def citizen(account) -> Client:
    return signed_in(account)


def text(answer):
    return html.fromstring(answer.content.decode()).text_content()


def tell(account, template="accepted", *, key="k", language="vi", asked=False, person=None):
    """Tell the holder of an account; give by which ways."""
    told = Recipient(
        "0912345678",
        account.email,
        language,
        account.pk,
        person if person is not None else account.person_id,
    )
    notify(
        key=key,
        recipient=told,
        template=template,
        context=CONTEXT,
        agency_id=None,
        now=NOW,
        is_asked_for=asked,
    )
    return set(Message.objects.filter(key__startswith=f"{key}:").values_list("medium", flat=True))


def choose(citizen, topic, *media, language="same"):
    return citizen.post(f"/tin/cach-bao/{topic}", {"by": list(media), "language": language})


def prove_phone(citizen):
    assert citizen.post("/tin/dien-thoai", {"phone": "0912 345 678"}).status_code == 302
    code = Message.objects.filter(template="phone-code").latest("pk").context["code"]
    return citizen.post("/tin/dien-thoai/ma", {"code": code})


def test_news_stand_in_the_inbox_in_the_readers_language_and_are_read_once(account, citizen):
    tell(account)
    assert "Tin mới (1 chưa đọc)" in text(citizen.get("/my"))
    page = citizen.get("/tin")
    assert "Hồ sơ H26.101-261120-0001 đã được tiếp nhận" in text(page)
    citizen.cookies["motcua_language"] = "en"
    (one,) = html.fromstring(page.content.decode()).xpath("//main//ul//a/@href")
    english = citizen.get(one, headers={"accept-language": "en"})
    assert "24/11/2026" in text(english)
    assert CitizenNotice.objects.get().read_at is not None
    assert "chưa đọc" not in text(citizen.get("/my"))


def test_the_same_news_stand_there_once_and_another_reads_none_of_them(world, account, citizen):
    tell(account)
    tell(account)
    news = CitizenNotice.objects.get()
    relative = signed_in(world.accounts["relative"])
    assert relative.get(f"/tin/{news.public_id}").status_code == 404
    assert "H26.101" not in text(relative.get("/tin"))
    assert news.read_at is None


def test_an_inbox_keeps_what_its_text_names_and_nothing_more(account):
    tell(account)
    assert set(CitizenNotice.objects.get().context) == {
        "agency",
        "code",
        "procedure",
        "due",
        "link",
    }


def test_all_that_was_seen_is_read_and_what_came_meanwhile_is_not(account, citizen):
    tell(account)
    tell(account, key="later")
    CitizenNotice.objects.filter(key="later").update(at=NOW + timedelta(hours=2))
    citizen.post("/tin/da-doc", {"until": (NOW + timedelta(hours=1)).isoformat()})
    assert list(CitizenNotice.objects.filter(read_at=None).values_list("key", flat=True)) == [
        "later"
    ]


def test_an_inbox_forgets_after_the_time_that_is_written_down(account):
    tell(account)
    kept = kept_for("citizens", NOW.date())
    assert forget_news(older_than=kept, now=NOW + kept) == 0
    assert forget_news(older_than=kept, now=NOW + kept + timedelta(seconds=1)) == 1


def test_a_code_is_not_in_the_inbox(account):
    tell(account, "signing-code")
    assert CitizenNotice.objects.count() == 0


def test_one_is_told_as_one_chose_and_in_the_language_one_chose(account, citizen):
    assert tell(account, key="before") == {"email", "sms"}
    assert choose(citizen, "dossier", "email", language="en").status_code == 302
    assert tell(account, key="after") == {"email"}
    assert letter_of(Message.objects.get(key="after:email")).subject.startswith("Dossier")
    assert tell(account, "payment", key="other") == {"email", "sms"}
    assert AuditRow.objects.filter(action="notifications.choose_ways").count() == 1


def test_what_the_law_has_one_told_is_never_wholly_turned_off(account, citizen):
    answer = choose(citizen, "dossier")
    assert (answer.status_code, "ít nhất một cách" in text(answer)) == (422, True)
    answer = choose(citizen, "dossier", "sms")
    assert answer.status_code == 422, "nobody proved that telephone"
    assert prove_phone(citizen).status_code == 302
    assert choose(citizen, "dossier", "sms").status_code == 302
    assert tell(account) == {"sms"}


def test_the_law_s_news_go_some_way_where_the_chosen_one_leads_nowhere(account, citizen):
    prove_phone(citizen)
    choose(citizen, "dossier", "sms")
    told = Recipient("", account.email, "vi", account.pk, account.person_id)
    notify(key="x", recipient=told, template="accepted", context=CONTEXT, agency_id=None, now=NOW)
    assert Message.objects.filter(key="x:email").exists()


def test_reminders_may_be_turned_off_and_stay_in_the_inbox(account, citizen):
    assert choose(citizen, "reminder").status_code == 302
    assert tell(account, "unclaimed") == set()
    assert CitizenNotice.objects.count() == 1


def test_of_another_s_matter_the_other_is_told_as_ever(world, account, citizen):
    choose(citizen, "dossier", "email")
    other = world.accounts["relative"].person_id
    assert tell(account, person=other) == {"email", "sms"}


@pytest.mark.parametrize("topic", ["code", "account", "official", "nothing"])
def test_codes_and_account_mail_go_where_they_were_asked_for(citizen, topic):
    assert citizen.get(f"/tin/cach-bao/{topic}").status_code == 404
    assert Preference.objects.count() == 0


def test_a_way_that_the_node_does_not_have_cannot_be_chosen(citizen):
    assert choose(citizen, "dossier", "email", "zalo").status_code == 422
    assert "Zalo" not in text(citizen.get("/tin/cach-bao/dossier"))


def test_a_wrong_code_proves_nothing_and_five_wear_it_out(citizen):
    citizen.post("/tin/dien-thoai", {"phone": "0912345678"})
    right = Message.objects.get(template="phone-code").context["code"]
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _ in range(5):
        assert citizen.post("/tin/dien-thoai/ma", {"code": wrong}).status_code == 422
    assert citizen.post("/tin/dien-thoai/ma", {"code": right}).status_code == 422
    assert ProvenPhone.objects.get().proved_at is None


def test_a_proven_telephone_stays_until_another_is_proved(citizen):
    prove_phone(citizen)
    citizen.post("/tin/dien-thoai", {"phone": "0987654321"})
    row = ProvenPhone.objects.get()
    assert (row.phone, row.proved_at is not None) == ("0912345678", True)


def test_news_are_ended_by_one_post_without_signing_in(account):
    tell(account, "rating", key="first")
    letter = letter_of(Message.objects.get(key="first:email"))
    assert letter.unsubscribe in letter.text
    assert account.email not in letter.unsubscribe
    path = letter.unsubscribe.replace("http://localhost:8000", "")
    stranger = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    assert "Thôi nhận" in text(stranger.get(path))
    assert tell(account, "rating", key="second") == {"email", "sms"}, "opening it ends nothing"
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert tell(account, "rating", key="third") == {"sms"}
    assert "email" in tell(account, "rating", key="asked", asked=True)
    assert tell(account, key="dossier") == {"email", "sms"}


def test_the_header_of_news_offers_to_end_them_at_once(account):
    tell(account, "rating")
    letter = letter_of(Message.objects.get(medium="email"))
    carrier = SmtpCarrier("smtp://127.0.0.1:1", "motcua@vidu.vn", "motcua")
    mail = carrier._message(letter, "an@vidu.vn")
    assert mail["List-Unsubscribe"] == f"<{letter.unsubscribe}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_link_that_somebody_changed_ends_nothing():
    path = unsubscribe_link("an@vidu.vn", Topic.NEWS).partition(":8000")[2]
    assert visitor().post(f"{path}x").status_code == 404
    assert visitor().get("/tin/thoi/abc").status_code == 404


def test_officials_have_no_inbox_of_citizens(world):
    assert visitor().get("/tin").status_code == 302
