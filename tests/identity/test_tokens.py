"""Access tokens: short, signed, checked without the database, refused when anything is odd."""

from __future__ import annotations

import base64
import json
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import given, strategies as st

from motcua.agencies.models import Posting
from motcua.identity import actions, queries, views
from motcua.identity.actions import ClientCredentials
from motcua.identity.base import tokens
from motcua.identity.enums import Door
from motcua.identity.errors import (
    CredentialsRefused,
    ScopeRefused,
    TokenExpired,
    TokenRefused,
    TooManyTries,
)
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor, Power
from motcua.kernel.caching import forget_all
from motcua.kernel.errors import NotAllowed
from tests.identity.doors import NOW, signed_in, visitor

OFFICIAL = Actor("official", 5, None, 7, (Power("specialist", 3, "12/40/"),))


def token_for(actor=OFFICIAL, scopes=("dossiers.read",), lives=timedelta(minutes=15), at=NOW):
    return tokens.write(tokens.Access(actor, frozenset(scopes), at + lives), at)


def read(token, now=NOW, scheme="Bearer"):
    return queries.read_access_token(f"{scheme} {token}", now)


def test_a_token_says_who_acts_with_which_powers_and_scopes():
    access = queries.read_access(f"bearer {token_for()}", NOW)
    assert access.actor == OFFICIAL
    assert access.scopes == {"dossiers.read"}
    assert access.expires_at == NOW + timedelta(minutes=15)


def test_a_token_ends_after_a_quarter_of_an_hour():
    token = token_for()
    assert read(token, NOW + timedelta(minutes=14, seconds=59)) == OFFICIAL
    with pytest.raises(TokenExpired):
        read(token, NOW + timedelta(minutes=15))


@pytest.mark.parametrize(("early", "is_good"), [(59, True), (61, False)])
def test_clocks_may_differ_by_a_minute(early, is_good):
    token = token_for()
    if is_good:
        assert read(token, NOW - timedelta(seconds=early)) == OFFICIAL
    else:
        with pytest.raises(TokenRefused):
            read(token, NOW - timedelta(seconds=early))


@given(st.data())
def test_a_token_with_any_sign_changed_is_refused(data):
    token = token_for()
    place = data.draw(st.integers(0, len(token) - 1))
    sign = data.draw(st.characters(codec="utf-8"))
    changed = token[:place] + sign + token[place + 1 :]
    if changed != token:
        with pytest.raises(TokenRefused):
            read(changed)


@given(st.text(max_size=300))
def test_any_text_that_is_no_token_is_refused(text):
    with pytest.raises(TokenRefused):
        read(text)
    with pytest.raises(TokenRefused):
        queries.read_access_token(text, NOW)


def test_a_payload_of_one_s_own_is_refused():
    head, key, payload, mac = token_for().split(".")
    content = json.loads(base64.urlsafe_b64decode(payload + "=="))
    content["w"] = [["administrator", 3, ""]]
    forged = base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
    for token in (f"{head}.{key}.{forged}.{mac}", f"{head}.{key}.{forged}.", f"..{forged}."):
        with pytest.raises(TokenRefused):
            read(token)


def test_another_node_s_token_is_refused():
    token = token_for()
    other = override_settings(SECRET_KEY="another node's key, long enough to be one")
    with other, pytest.raises(TokenRefused):
        read(token)


def test_tokens_outlive_a_change_of_key_while_the_old_one_is_kept():
    with override_settings(SECRET_KEY="the old key, which is long enough to be one"):
        token = token_for()
    with override_settings(SECRET_KEY_FALLBACKS=["the old key, which is long enough to be one"]):
        assert read(token) == OFFICIAL
        assert token_for().split(".")[1] != token.split(".")[1]


def test_a_token_is_only_taken_as_bearer():
    for scheme in ("Basic", "", "Bearer Bearer"):
        with pytest.raises(TokenRefused):
            read(token_for(), scheme=scheme)


def test_the_bearer_header_is_optional_and_must_be_right():
    assert queries.bearer("", NOW) == queries.STRANGER
    with pytest.raises(TokenRefused):
        queries.bearer("Bearer x", NOW)


def test_reading_a_token_takes_no_time_worth_naming():
    header = f"Bearer {token_for()}"
    begun = time.process_time()
    for _ in range(1000):
        queries.read_access_token(header, NOW)
    assert time.process_time() - begun < 0.2  # 15 microseconds each on an idle core


@pytest.mark.django_db
def test_nobody_gives_a_token_a_longer_life(citizen):
    issued = actions.issue_access_token(account=citizen, scopes=(), now=NOW, seconds=86400)
    assert issued.expires_in == 900
    with pytest.raises(TokenExpired):
        read(issued.token, NOW + timedelta(seconds=900))


# --- ended before their time ----------------------------------------------------------------------


def opens(token):
    """Say whether a token opens the API a second later, when every process has heard."""
    forget_all()
    return visitor().get("/api/v1/who", headers={"authorization": f"Bearer {token}"})


def fresh_token(account):
    account.refresh_from_db()
    now = clock.system_now()
    return actions.issue_access_token(account=account, scopes=(), now=now).token


@pytest.mark.django_db
def test_tokens_of_a_closed_account_open_nothing(citizen):
    token = fresh_token(citizen)
    assert opens(token).status_code == 200
    actions.close_account(actor=SYSTEM, account=citizen, now=NOW)
    assert opens(token).status_code == 401
    assert opens(token).json()["code"] == "identity.token_refused"


@pytest.mark.django_db
def test_tokens_end_with_a_second_factor_that_was_taken_off(
    receptionist, administrator, second_administrator
):
    token, other = fresh_token(receptionist), fresh_token(administrator)
    asked = actions.ask_second_factor_reset(
        actor=queries.actor_for(administrator, NOW), account=receptionist, reason="Mất", now=NOW
    )
    assert opens(token).status_code == 200
    actions.approve_second_factor_reset(
        actor=queries.actor_for(second_administrator, NOW), reset=asked, now=NOW
    )
    assert opens(token).status_code == 401
    assert opens(other).status_code == 200


@pytest.mark.django_db
def test_a_token_keeps_no_power_of_a_posting_that_ended(receptionist):
    token = fresh_token(receptionist)
    assert [power["role"] for power in opens(token).json()["actor"]["powers"]] == ["receptionist"]
    today = clock.civil_date(clock.now())
    Posting.objects.filter(official=receptionist.official_id).update(valid_to=today)
    assert opens(token).json()["actor"]["powers"] == []


@pytest.mark.django_db
def test_who_signed_out_everywhere_gets_tokens_anew_at_once(citizen):
    before = fresh_token(citizen)
    actions.sign_out_everywhere(actor=SYSTEM, account=citizen, now=NOW)
    assert opens(before).status_code == 401
    assert opens(fresh_token(citizen)).status_code == 200


@pytest.mark.django_db
def test_the_database_is_asked_once_a_second_however_many_call(citizen):
    header = f"Bearer {fresh_token(citizen)}"
    forget_all()
    with CaptureQueriesContext(connection) as asked:
        for _ in range(50):
            queries.admitted(header, clock.system_now())
    assert len(asked) == 1


# --- other systems ------------------------------------------------------------------------------


@pytest.fixture
def client_account(db):
    return actions.open_client_account(actor=SYSTEM, now=NOW)


@pytest.fixture
def secret(client_account):
    return actions.create_client_secret(
        actor=SYSTEM,
        account=client_account,
        name="Phần mềm một cửa của phường",
        scopes=("dossiers.read", "dossiers.submit"),
        expires_at=NOW + timedelta(days=365),
        now=NOW,
    )


def exchange(account, secret, scopes=(), now=NOW, address="198.51.100.7"):
    credentials = ClientCredentials(str(account.public_id), secret)
    return actions.exchange_client_secret(
        credentials=credentials, scopes=scopes, address=address, now=now
    )


def test_a_client_gets_what_it_was_given_or_a_part_of_it(client_account, secret):
    whole = exchange(client_account, secret[1])
    assert whole.scopes == ("dossiers.read", "dossiers.submit")
    part = exchange(client_account, secret[1], ("dossiers.read",))
    access = queries.read_access(f"Bearer {part.token}", NOW)
    assert access.scopes == {"dossiers.read"}
    assert access.actor == Actor("client", client_account.pk)


def test_a_client_gets_no_more_than_it_was_given(client_account, secret):
    with pytest.raises(ScopeRefused) as refusal:
        exchange(client_account, secret[1], ("dossiers.read", "agencies.write"))
    assert refusal.value.details == {"scopes": ["agencies.write"]}


def test_ended_revoked_and_strange_secrets_are_refused_alike(client_account, secret, citizen):
    kept, text = secret
    cases = [
        (client_account, text + "x", NOW),
        (citizen, text, NOW),
        (client_account, text, NOW + timedelta(days=366)),
    ]
    for account, guess, now in cases:
        with pytest.raises(CredentialsRefused):
            exchange(account, guess, now=now)
    token = exchange(client_account, text, now=clock.system_now()).token
    actions.revoke_client_secret(actor=SYSTEM, secret=kept, now=NOW)
    with pytest.raises(CredentialsRefused):
        exchange(client_account, text)
    assert opens(token).status_code == 401


def test_a_closed_client_gets_nothing(client_account, secret):
    actions.close_account(actor=SYSTEM, account=client_account, now=NOW)
    with pytest.raises(CredentialsRefused):
        exchange(client_account, secret[1])


def test_guessing_secrets_is_locked(client_account, secret):
    for _ in range(60):
        with pytest.raises(CredentialsRefused):
            exchange(client_account, "guess")
    with pytest.raises(TooManyTries):
        exchange(client_account, secret[1])
    assert exchange(client_account, secret[1], address="203.0.113.5").token


def test_the_secret_is_not_kept(client_account, secret):
    kept, text = secret
    kept.refresh_from_db()
    assert text.encode() not in bytes(kept.digest)


def test_citizens_get_no_client_secrets(citizen):
    with pytest.raises(NotAllowed):
        actions.create_client_secret(
            actor=SYSTEM, account=citizen, name="x", scopes=(), expires_at=NOW, now=NOW
        )


@pytest.mark.django_db
def test_a_receptionist_opens_no_clients(receptionist):
    actor = queries.actor_for(receptionist, NOW)
    with pytest.raises(NotAllowed):
        actions.open_client_account(actor=actor, now=NOW)


# --- over HTTP ----------------------------------------------------------------------------------


@pytest.fixture
def lasting_secret(client_account):
    _, text = actions.create_client_secret(
        actor=SYSTEM,
        account=client_account,
        name="x",
        scopes=("dossiers.read",),
        expires_at=NOW + timedelta(days=36500),
        now=NOW,
    )
    return text


def test_a_client_asks_over_http_by_form_or_basic(client_account, lasting_secret):
    name = str(client_account.public_id)
    by_form = visitor().post(
        "/api/v1/token",
        {"grant_type": "client_credentials", "client_id": name, "client_secret": lasting_secret},
    )
    basic = base64.b64encode(f"{name}:{lasting_secret}".encode()).decode()
    by_header = visitor().post("/api/v1/token", headers={"authorization": f"Basic {basic}"})
    for answer in (by_form, by_header):
        body = answer.json()
        assert (body["token_type"], body["expires_in"]) == ("Bearer", 900)
        assert answer["Cache-Control"] == "no-store"
        who = visitor().get(
            "/api/v1/who", headers={"authorization": f"Bearer {body['access_token']}"}
        )
        assert who.json()["actor"]["account_id"] == client_account.pk


@pytest.mark.django_db
def test_whoever_is_signed_in_gets_a_token_of_his_own(citizen):
    body = signed_in(citizen).post("/accounts/token/", {"scope": "dossiers.submit"}).json()
    access = tokens.read(body["access_token"], clock.system_now())
    assert access.actor == Actor("citizen", citizen.pk, citizen.person_id)
    assert access.scopes == {"dossiers.submit"}


@pytest.mark.django_db
@pytest.mark.parametrize("scope", ["<script>", "x" * 41, " ".join(["a"] * 21)])
def test_odd_scopes_are_refused(citizen, scope):
    with pytest.raises(ScopeRefused):
        views.token(asking(citizen, scope))


@pytest.mark.django_db
def test_a_stranger_gets_no_token(citizen):
    with pytest.raises(NotAllowed):
        views.token(asking(AnonymousUser(), "dossiers.submit"))


def asking(account, scope):
    request = RequestFactory().post("/accounts/token/", {"scope": scope})
    request.side, request.user = Door.PORTAL, account
    return request
