"""A forgotten password: a link by mail, good once, that tells nothing about others."""

from __future__ import annotations

import re
import time

import pytest
import time_machine
from django.db import connection
from django.test import override_settings

from motcua.identity.enums import Door
from motcua.identity.middleware.cookies import session_cookie
from motcua.notifications.actions.letters import letter_of
from motcua.notifications.models import Message
from tests.identity.doors import PASSWORD, enrol, signed_in, visitor

pytestmark = pytest.mark.django_db
NEW = {"password1": "lũy tre xanh đầu làng", "password2": "lũy tre xanh đầu làng"}


def ask(email, door=Door.PORTAL, **headers):
    return visitor(door).post("/accounts/password/reset/", {"email": email}, **headers)


def link():
    mails = Message.objects.filter(template="account_password_reset_key")
    return mails.latest("pk").context["password_reset_url"]


def follow(client, address):
    return client.get(re.sub(r"https?://[^/]+", "", address))


def test_known_and_unknown_addresses_get_the_same_answer_and_a_mail_each(citizen):
    known, unknown = ask(citizen.email), ask("khong-ai@dan.test")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    templates = {mail.address: mail.template for mail in Message.objects.all()}
    assert templates == {
        citizen.email: "account_password_reset_key",
        "khong-ai@dan.test": "account_unknown_account",
    }


def test_the_link_sets_a_password_signs_in_and_is_good_once(citizen):
    elsewhere = signed_in(citizen)
    ask(citizen.email)
    client = visitor()
    page = follow(client, link())
    client.post(page["Location"], NEW)
    assert client.get("/").json()["actor"]["account_id"] == citizen.pk
    assert elsewhere.get("/").json()["actor"]["account_id"] is None
    again = follow(visitor(), link())
    assert "không dùng được nữa" in again.content.decode()


def test_the_link_ends_after_a_day(citizen):
    ask(citizen.email)
    with time_machine.travel(time.time() + 24 * 3600 + 60):
        assert "không dùng được nữa" in follow(visitor(), link()).content.decode()


def test_a_reset_does_not_pass_the_second_factor(receptionist):
    enrol(signed_in(receptionist))
    ask(receptionist.email, Door.DESK)
    client = visitor(Door.DESK)
    page = follow(client, link())
    answer = client.post(page["Location"], NEW)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/").json()["actor"]["account_id"] is None


def test_an_account_of_the_other_door_counts_as_unknown(receptionist):
    ask(receptionist.email, Door.PORTAL)
    assert Message.objects.get().template == "account_unknown_account"


def test_the_link_names_our_public_address_whatever_host_was_sent(citizen):
    with override_settings(PORTAL_URL="https://mot-cua.test"):
        ask(citizen.email, HTTP_HOST="127.0.0.1:9999")
    assert link().startswith("https://mot-cua.test/accounts/password/reset/key/")


def test_mails_are_written_in_the_owner_s_language(citizen):
    ask(citizen.email)
    assert letter_of(Message.objects.latest("pk")).subject == "Đặt lại mật khẩu"
    citizen.language = "en"
    citizen.save()
    ask(citizen.email)
    letter = letter_of(Message.objects.latest("pk"))
    assert letter.subject == "Set a new password"
    assert link() in letter.text


@pytest.mark.parametrize(
    ("path", "answers", "words"),
    [
        ("/accounts/password/change/", {"oldpassword": PASSWORD, **NEW}, "mật khẩu đã được đổi"),
    ],
)
def test_owners_are_told_of_changes_by_mail(citizen, path, answers, words):
    signed_in(citizen).post(path, answers)
    assert words in letter_of(Message.objects.latest("pk")).text


def test_the_address_and_the_link_are_not_legible_in_the_database(citizen):
    ask(citizen.email)
    key = link().rpartition("/key/")[2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT notifications_message::text FROM notifications_message")
        stored = str(cursor.fetchall())
    assert citizen.email not in stored
    assert key not in stored


def test_asking_leaves_no_session_behind(citizen):
    client = visitor()
    client.post("/accounts/password/reset/", {"email": citizen.email})
    assert session_cookie(Door.PORTAL) not in client.cookies


def test_a_new_address_counts_once_its_code_was_typed(citizen):
    client = signed_in(citizen)
    client.post("/accounts/email/", {"email": "moi@dan.test", "action_add": "1"})
    citizen.refresh_from_db()
    assert citizen.email == "mau@dan.test"
    mail = next(m for m in Message.objects.order_by("-pk") if m.address == "moi@dan.test")
    client.post("/accounts/confirm-email/", {"code": mail.context["code"]})
    citizen.refresh_from_db()
    assert citizen.email == "moi@dan.test"


def test_officials_do_not_change_their_address_themselves(receptionist):
    assert signed_in(receptionist).get("/accounts/email/").status_code == 404
