"""Officials prove two factors before anything else; codes are few and good once."""

from __future__ import annotations

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import override_settings

from motcua.identity.enums import Door
from motcua.identity.middleware.cookies import session_cookie
from tests.identity.doors import PASSWORD, code_of, enrol, signed_in, visitor

pytestmark = pytest.mark.django_db


def password_only(account):
    client = visitor(Door.DESK)
    client.post("/accounts/login/", {"login": account.email, "password": PASSWORD})
    return client


def signed_in_again(account, **options):
    """Sign in after a factor was enrolled, which ended the sessions there were."""
    account.refresh_from_db()
    return signed_in(account, **options)


@pytest.fixture
def secret(receptionist):
    return enrol(password_only(receptionist))


def in_a_minute():
    return time_machine.travel(time.time() + 60)


@pytest.mark.parametrize("page", ["/", "/queue", "/accounts/password/change/"])
def test_an_official_without_a_second_factor_is_sent_to_enrol_one(receptionist, page):
    answer = password_only(receptionist).get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/2fa/?next=")


def test_an_official_without_a_second_factor_can_do_nothing(receptionist):
    client = password_only(receptionist)
    assert client.post("/act").status_code == 302
    assert client.post("/accounts/token/").status_code == 302


def test_enrolling_an_app_opens_the_desk_at_once(receptionist):
    client = password_only(receptionist)
    enrol(client)
    actor = client.get("/").json()["actor"]
    assert [power["role"] for power in actor["powers"]] == ["receptionist"]
    assert "Mã dự phòng" in client.get("/accounts/2fa/recovery-codes/").content.decode()


def test_a_password_alone_no_longer_signs_in_once_a_factor_is_enrolled(receptionist, secret):
    client = password_only(receptionist)
    assert client.get("/").json()["actor"]["account_id"] is None
    with in_a_minute():
        client = password_only(receptionist)
        client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
        assert client.get("/").json()["actor"]["account_id"] == receptionist.pk


def test_enrolling_the_first_factor_ends_the_sessions_elsewhere(receptionist):
    here, elsewhere = password_only(receptionist), password_only(receptionist)
    enrol(here)
    assert here.get("/").json()["actor"]["account_id"] == receptionist.pk
    assert here.get("/queue").status_code == 200
    page = elsewhere.get("/accounts/2fa/webauthn/add/")
    assert page["Location"].startswith("/accounts/login/")


def test_a_second_factor_more_does_not_end_the_sessions_elsewhere(receptionist, secret):
    here, elsewhere = signed_in_again(receptionist), signed_in_again(receptionist)
    Authenticator.objects.filter(user=receptionist, type="totp").update(type="webauthn")
    enrol(here)
    assert elsewhere.get("/queue").status_code == 200


def test_a_session_that_knows_only_the_password_must_prove_the_factor(receptionist, secret):
    old = signed_in_again(receptionist, steps=("password",))
    answer = old.get("/queue")
    assert answer["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fqueue"
    with in_a_minute():
        back = old.post(answer["Location"], {"code": code_of(secret)})
        assert back["Location"] == "/queue"
        assert old.get("/queue").status_code == 200


@pytest.mark.parametrize(
    "page", ["2fa/", "2fa/webauthn/add/", "2fa/totp/activate/", "reauthenticate/"]
)
def test_a_session_that_knows_only_the_password_cannot_vouch_for_itself(receptionist, secret, page):
    old = signed_in_again(receptionist, steps=("password",))
    for answer in (old.get(f"/accounts/{page}"), old.post(f"/accounts/{page}", {})):
        assert answer["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_a_citizen_s_old_session_cannot_add_a_key_to_a_factor_it_has_not_proved(citizen):
    enrol(signed_in(citizen))
    old = signed_in_again(citizen, steps=("password",))
    answer = old.get("/accounts/2fa/webauthn/add/")
    assert answer["Location"] == "/accounts/2fa/reauthenticate/"


def test_a_code_is_good_once(receptionist, secret):
    with in_a_minute():
        code = code_of(secret)
        first, second = password_only(receptionist), password_only(receptionist)
        first.post("/accounts/2fa/authenticate/", {"code": code})
        assert first.get("/").json()["actor"]["account_id"] == receptionist.pk
        answer = second.post("/accounts/2fa/authenticate/", {"code": code})
        assert "không đúng hoặc đã dùng" in answer.content.decode()
        assert second.get("/").json()["actor"]["account_id"] is None


def test_a_code_that_changed_while_it_was_typed_still_counts_and_once(receptionist, secret):
    now = time.time() + 300
    code = code_of(secret, at=now)
    with time_machine.travel(now + 30) as moment:
        client = password_only(receptionist)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert client.get("/").json()["actor"]["account_id"] == receptionist.pk
        moment.shift(-1)
        again = password_only(receptionist)
        again.post("/accounts/2fa/authenticate/", {"code": code})
        assert again.get("/").json()["actor"]["account_id"] is None
    with time_machine.travel(now + 90):
        late = password_only(receptionist)
        late.post("/accounts/2fa/authenticate/", {"code": code_of(secret, at=now + 1)})
        assert late.get("/").json()["actor"]["account_id"] is None


def test_a_code_used_early_is_not_taken_again_in_the_period_after_it(receptionist, secret):
    start = (int(time.time()) // 30 + 10) * 30
    code = code_of(secret, at=start + 30)
    for moment, expected in ((start, receptionist.pk), (start + 50, None), (start + 88, None)):
        with time_machine.travel(moment):
            client = password_only(receptionist)
            client.post("/accounts/2fa/authenticate/", {"code": code})
            assert client.get("/").json()["actor"]["account_id"] == expected


def test_a_recovery_code_is_good_once(receptionist, secret):
    kept = Authenticator.objects.get(user=receptionist, type="recovery_codes")
    code = kept.wrap().generate_codes()[0]
    outcomes = []
    for _ in range(2):
        client = password_only(receptionist)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        outcomes.append(client.get("/").json()["actor"]["account_id"])
    assert outcomes == [receptionist.pk, None]


def test_guessing_codes_is_locked_and_says_how_long(receptionist, secret):
    answers = []
    for _ in range(3):  # each try with a session of its own
        client = password_only(receptionist)
        answers += [
            client.post("/accounts/2fa/authenticate/", {"code": "000000"}) for _ in range(2)
        ]
    assert "thử lại sau" in answers[5].content.decode()
    assert all("thử lại sau" not in answer.content.decode() for answer in answers[:5])
    with in_a_minute():
        client = password_only(receptionist)
        client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
        assert client.get("/").json()["actor"]["account_id"] is None


def test_secrets_of_factors_are_not_legible_in_the_database(receptionist, secret):
    kept = Authenticator.objects.get(user=receptionist, type="totp")
    assert secret not in str(kept.data)


def test_an_official_cannot_take_off_the_last_factor(receptionist, secret):
    client = signed_in_again(receptionist)
    answer = client.post("/accounts/2fa/totp/deactivate/")
    assert "phải luôn có xác thực thứ hai" in answer.content.decode()
    assert Authenticator.objects.filter(user=receptionist, type="totp").exists()


def test_a_citizen_may_take_off_the_last_factor(citizen):
    client = signed_in(citizen)
    enrol(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=citizen).exists()


def test_a_citizen_needs_no_second_factor(citizen):
    client = visitor()
    client.post("/accounts/login/", {"login": citizen.email, "password": PASSWORD})
    assert client.get("/").json()["actor"]["person_id"] == citizen.person_id


def test_a_citizen_who_enrolled_one_is_asked_for_it(citizen):
    enrol(signed_in(citizen))
    client = visitor()
    answer = client.post("/accounts/login/", {"login": citizen.email, "password": PASSWORD})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/").json()["actor"]["account_id"] is None


def test_the_session_key_changes_at_every_proof(receptionist, secret):
    keys = []
    with in_a_minute():
        client = visitor(Door.DESK)
        client.get("/accounts/login/")
        for path, answers in (
            ("/accounts/login/", {"login": receptionist.email, "password": PASSWORD}),
            ("/accounts/2fa/authenticate/", {"code": code_of(secret)}),
            ("/accounts/reauthenticate/", {"password": PASSWORD}),
        ):
            client.post(path, answers)
            keys.append(client.cookies[session_cookie(Door.DESK)].value)
    assert len(set(keys)) == 3
    stolen = visitor(Door.DESK)
    for key in keys[:2]:
        stolen.cookies[session_cookie(Door.DESK)] = key
        assert stolen.get("/").json()["actor"]["account_id"] is None


def test_a_key_planted_before_signing_in_is_worth_nothing_after(citizen):
    client = visitor()
    client.cookies[session_cookie(Door.PORTAL)] = "a" * 32
    client.post("/accounts/login/", {"login": citizen.email, "password": PASSWORD})
    assert client.cookies[session_cookie(Door.PORTAL)].value != "a" * 32


def test_sensitive_things_ask_for_the_password_again_after_a_quarter_of_an_hour(citizen):
    fresh = signed_in(citizen)
    assert fresh.get("/accounts/2fa/totp/activate/").status_code == 200
    stale = signed_in(citizen, at=time.time() - 16 * 60)
    answer = stale.get("/accounts/2fa/totp/activate/")
    assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_other_ways_to_prove_oneself_are_offered_in_vietnamese(citizen):
    client = signed_in(citizen)
    enrol(client)
    page = client.get("/accounts/reauthenticate/").content.decode()
    assert "Dùng mã xác thực" in page
    assert "Use " not in page


def test_changing_the_password_ends_every_other_session(citizen):
    here, elsewhere = signed_in(citizen), signed_in(citizen)
    new = {"password1": "lũy tre xanh đầu làng", "password2": "lũy tre xanh đầu làng"}
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    assert here.get("/").json()["actor"]["account_id"] == citizen.pk
    assert elsewhere.get("/").json()["actor"]["account_id"] is None


def test_a_one_click_session_is_not_a_second_factor_outside_the_demo(receptionist):
    client = signed_in(receptionist, steps=("demo",))
    assert client.get("/queue").status_code == 302
    with override_settings(DEMO=True):
        assert client.get("/queue").status_code == 200


def test_whoever_guesses_codes_is_told_429_and_when_to_come_back(receptionist, secret):
    for page, client in (
        ("authenticate", password_only(receptionist)),
        ("reauthenticate", signed_in_again(receptionist)),
    ):
        path = f"/accounts/2fa/{page}/"
        answers = [client.post(path, {"code": "000000"}) for _ in range(30)]
        answer = answers[-1]
        assert answer.status_code == 429, page
        assert 0 < int(answer["Retry-After"]) <= 15 * 60
        assert "Vui lòng thử lại sau" in answer.content.decode()


def test_whoever_guesses_while_enrolling_an_app_is_told_429_too(receptionist):
    client = password_only(receptionist)
    path = "/accounts/2fa/totp/activate/"
    client.get(path)
    answers = [client.post(path, {"code": "000000"}) for _ in range(30)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0


JUNK = ("{}", '{"id": "x"}', "[]", "1", '"x"', "no json", '{"id": null, "response": 3}')


@pytest.mark.parametrize("junk", JUNK)
def test_what_no_key_would_answer_is_a_wrong_answer_everywhere(receptionist, secret, junk):
    answer = {"credential": junk}
    session = signed_in_again(receptionist)
    for client, page in (
        (visitor(Door.DESK), "webauthn/login"),
        (password_only(receptionist), "authenticate"),
        (session, "webauthn/reauthenticate"),
        (session, "webauthn/add"),
    ):
        address = f"/accounts/2fa/{page}/"
        client.get(address)
        assert client.post(address, answer).status_code < 500, page
