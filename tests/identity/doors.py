"""Visitors at the two doors, and people who have signed in."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from motcua.identity.enums import Door, Side
from motcua.identity.middleware.cookies import ENTERED_AT, new_session, session_cookie

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
PASSWORD = "cây đa giếng nước sân đình"
NAMES = {Door.PORTAL: "localhost", Door.DESK: "desk.localhost"}


def visitor(door=Door.PORTAL, **options):
    """Come to a door with an empty cookie jar."""
    return Client(SERVER_NAME=NAMES[door], **options)


def signed_in(account, *, steps=("password", "mfa", "confirmed"), at=None):
    """Come to the account's door with a session that went through these steps.

    `confirmed` is a second factor proved by itself, as who signs proves it.
    """
    door = Door.DESK if account.side == Side.OFFICIAL else Door.PORTAL
    now = time.time() if at is None else at
    session = new_session(door)
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "motcua.identity.backends.AccountBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session["account_authentication_methods"] = [_step(step, now) for step in steps]
    session["account_authentication_methods_user"] = str(account.pk)
    session["stepped_up_at"] = now
    session[ENTERED_AT] = now
    session.save()
    client = visitor(door)
    client.cookies[session_cookie(door)] = session.session_key
    return client


def _step(name, at):
    if name == "confirmed":
        return {"method": "mfa", "at": at, "type": "totp", "reauthenticated": True}
    return {"method": name, "at": at}


def code_of(secret, at=None):
    """Give the code that an authenticator app shows."""
    return format_hotp_value(hotp_value(secret, int(at or time.time()) // 30))


def enrol(client):
    """Turn on an authenticator app, and give its secret."""
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    return secret
