"""Visitors of every role, and one of everything to visit."""

from __future__ import annotations

import io
import logging
from datetime import date

import pytest
from django.conf import settings
from django.test import override_settings

from motcua.agencies.actions import appoint_official, grant_access
from motcua.agencies.actions.officials import GrantTerms, OfficialFacts
from motcua.identity.actions import (
    IdentifierFacts,
    PersonFacts,
    open_account,
    open_official_account,
    register_person,
)
from motcua.identity.enums import Door, Side
from motcua.kernel.actors import SYSTEM
from tests.cast import SINCE
from tests.identity.doors import NAMES, signed_in, visitor
from tests.payments.bank import SECRET
from tests.security.canaries import EMAIL, NAME, NUMBER, PHONE, STREET
from tests.security.crowd import at_once
from tests.security.pressing import forms_of
from tests.security.things import things_of


@pytest.fixture(autouse=True)
def _plain_static_files():
    """Pages name static files as they are: these tests collect none."""
    kept = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES={**settings.STORAGES, **kept}):
        yield


@pytest.fixture
def world(world):
    """The cast, and an official of the other ward whom this ward consults."""
    facts = OfficialFacts("YK-1", "Cán bộ được hỏi ý kiến", email="y-kien@co-quan.example")
    official = appoint_official(
        actor=SYSTEM, agency=world.other_ward, facts=facts, now=world.now, valid_from=SINCE
    )
    grant_access(
        actor=SYSTEM,
        official=official,
        agency=world.ward,
        terms=GrantTerms("consultation", "Hỏi ý kiến", SINCE),
        now=world.now,
    )
    world.accounts["consultant"] = open_official_account(
        actor=SYSTEM, official=official, email=facts.email, now=world.now
    )
    return world


@pytest.fixture
def visit(world):
    """Give a browser in which somebody of the cast has signed in; nobody for `anonymous`."""

    def come(role):
        client = visitor() if role == "anonymous" else signed_in(world.accounts[role])
        client.raise_request_exception = False
        return client

    return come


@pytest.fixture
def things(world):
    return things_of(world)


@pytest.fixture
def pressed(world):
    """Give a way to open a page once and press one of its buttons twenty times.

    `names` are fields of the form that is meant, `button` fields with what they hold; `typed` is
    filled in.
    """

    def press(role, path, *names, typed=None, **button):
        account = world.accounts[role]
        door = Door.DESK if account.side == Side.OFFICIAL else Door.PORTAL
        browser = signed_in(account)
        page = browser.get(path)
        wanted = set(button.items())
        fit = (one for one in forms_of(path, page.content) if wanted <= set(one.fields))
        form = next(one for one in fit if set(names) <= set(one.data))

        def send(_number):
            own = signed_in(account)
            own.cookies = browser.cookies
            return own.post(form.path, form.data | (typed or {}), SERVER_NAME=NAMES[door])

        return at_once(send)

    return press


@pytest.fixture
def bird(world, settings):
    """A citizen who is a canary, at a node with every carrier."""
    settings.BANK_URL, settings.BANK_MERCHANT = "http://127.0.0.1:1", "H26"
    settings.BANK_SECRET = SECRET.decode()
    settings.BANK_ACCOUNT = "970436:1012345678"
    settings.SMS_URL, settings.SMTP_URL = "http://127.0.0.1:1", "smtp://127.0.0.1:1"
    facts = PersonFacts(
        full_name=NAME,
        birth_date=date(1990, 1, 2),
        phone=PHONE,
        email=EMAIL,
        place_code="00004",
        address=STREET,
    )
    person = register_person(
        actor=SYSTEM,
        facts=facts,
        now=world.now,
        identifiers=(IdentifierFacts("citizen-number", NUMBER),),
    )
    account = open_account(actor=SYSTEM, person=person, email=EMAIL, password=None, now=world.now)
    world.accounts["bird"] = account
    return account


@pytest.fixture
def written():
    """Everything that is logged, as it would be written."""
    stream = io.StringIO()
    added = []
    for logger in (logging.getLogger(), logging.getLogger("motcua.requests")):
        ours = next(each for each in logger.handlers if each.name in {"stderr", "requests"})
        handler = logging.StreamHandler(stream)
        handler.setFormatter(ours.formatter)
        logger.addHandler(handler)
        added.append((logger, handler))
    yield stream
    for logger, handler in added:
        logger.removeHandler(handler)
