"""Guessing is locked out for a while, says for how long, and the owner gets back in."""

from __future__ import annotations

import re
import time

import pytest
import time_machine
from django.test import override_settings

from motcua.identity.enums import Door
from motcua.notifications.models import Message
from tests.identity.doors import PASSWORD, signed_in, visitor

pytestmark = pytest.mark.django_db
WRONG = "sai-mat-khau"


def attempt(email, password=WRONG, address="198.51.100.7", client=None):
    return (client or visitor()).post(
        "/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR=address
    )


def is_locked(answer):
    return answer.status_code == 429


def in_a_quarter():
    return time_machine.travel(time.time() + 15 * 60 + 1)


def test_the_sixth_wrong_password_says_how_long_to_wait(citizen):
    answers = [attempt(citizen.email) for _ in range(6)]
    assert [is_locked(answer) for answer in answers] == [False] * 5 + [True]
    assert "Vui lòng thử lại sau 15 phút" in answers[-1].content.decode()
    assert 0 < int(answers[-1]["Retry-After"]) <= 15 * 60


def test_200_tries_from_one_address_lock_it_whoever_they_were_on(citizen):
    answers = [attempt(f"nguoi-{n}@dan.test") for n in range(60)]
    assert not any(is_locked(answer) for answer in answers)
    assert all(is_locked(attempt(f"nguoi-{n}@dan.test")) for n in range(60, 200))
    assert is_locked(attempt(citizen.email, PASSWORD))
    assert attempt(citizen.email, PASSWORD, address="203.0.113.5").status_code == 302


def test_tries_on_one_account_from_200_addresses_lock_it(citizen):
    answers = [attempt(citizen.email, address=f"10.0.{n}.1") for n in range(200)]
    assert sum(not is_locked(answer) for answer in answers) == 20
    assert is_locked(attempt(citizen.email, PASSWORD, address="203.0.113.5"))


def test_a_lock_ends_by_itself(citizen):
    for n in range(30):
        attempt(citizen.email, address=f"10.0.{n}.1")
    assert is_locked(attempt(citizen.email, PASSWORD))
    with in_a_quarter():
        assert attempt(citizen.email, PASSWORD).status_code == 302


def test_somebody_else_s_tries_from_one_place_do_not_lock_the_owner_out_elsewhere(citizen):
    for _ in range(50):
        attempt(citizen.email)
    assert attempt(citizen.email, PASSWORD, address="203.0.113.5").status_code == 302


def test_the_owner_of_a_locked_account_gets_in_by_mail_while_the_tries_go_on(citizen):
    for n in range(30):
        attempt(citizen.email, address=f"10.0.{n}.1")
    owner = visitor()
    owner.post("/accounts/password/reset/", {"email": citizen.email}, REMOTE_ADDR="203.0.113.5")
    address = Message.objects.get(template="account_password_reset_key").context[
        "password_reset_url"
    ]
    page = owner.get(re.sub(r"https?://[^/]+", "", address))
    answer = owner.post(
        page["Location"],
        {"password1": "lũy tre xanh đầu làng", "password2": "lũy tre xanh đầu làng"},
    )
    assert answer.status_code == 302
    assert owner.get("/").json()["actor"]["account_id"] == citizen.pk


def test_the_right_password_forgets_the_wrong_ones_before_it(citizen):
    for _ in range(3):
        for _ in range(4):
            attempt(citizen.email)
        assert attempt(citizen.email, PASSWORD).status_code == 302


def test_right_passwords_do_not_count_against_an_office(citizen):
    answers = [attempt(citizen.email, PASSWORD) for _ in range(70)]
    assert {answer.status_code for answer in answers} == {302}


def test_a_locked_stranger_and_a_locked_account_read_the_same(citizen):
    pages = []
    for email in (citizen.email, "khong-ai@dan.test"):
        answers = [attempt(email, address=f"10.1.{n}.1") for n in range(21)]
        pages.append([re.sub(r"value=\"[^\"]*\"", "", a.content.decode()) for a in answers])
    assert pages[0] == pages[1]


def test_addresses_of_one_household_are_counted_as_one(citizen):
    answers = [attempt(citizen.email, address=f"2001:db8:0:1::{n}") for n in range(1, 7)]
    assert is_locked(answers[-1])


def test_a_thief_of_a_session_cannot_try_old_passwords_forever(citizen):
    client = signed_in(citizen)
    tries = {"oldpassword": "sai", "password1": PASSWORD + "1", "password2": PASSWORD + "1"}
    answers = [client.post("/accounts/password/change/", tries) for _ in range(6)]
    assert [is_locked(answer) for answer in answers] == [False] * 5 + [True]


def test_asking_for_mails_is_limited_by_address_and_quietly_by_account(citizen):
    client = visitor()
    answers = [
        client.post("/accounts/password/reset/", {"email": citizen.email}) for _ in range(21)
    ]
    assert {answer.status_code for answer in answers[:20]} == {302}
    assert is_locked(answers[20])
    assert Message.objects.count() == 5


def test_client_addresses_are_counted_at_both_doors_together(receptionist):
    desk = visitor(Door.DESK)
    for n in range(60):
        attempt(f"nguoi-{n}@dan.test")
    assert is_locked(attempt(receptionist.email, PASSWORD, client=desk))


@pytest.mark.parametrize(("proxies", "is_one_address"), [(0, True), (1, False)])
def test_behind_a_proxy_visitors_are_told_apart_only_when_it_is_trusted(
    citizen, proxies, is_one_address
):
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        for n in range(6):
            answer = visitor().post(
                "/accounts/login/",
                {"login": citizen.email, "password": WRONG},
                headers={"x-forwarded-for": f"203.0.113.{n}"},
            )
    assert is_locked(answer) is is_one_address
