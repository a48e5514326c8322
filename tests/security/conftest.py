"""Visitors of every role, and one of everything to visit."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import override_settings

from motcua.agencies.actions import appoint_official, grant_access
from motcua.agencies.actions.officials import GrantTerms, OfficialFacts
from motcua.identity.actions import open_official_account
from motcua.kernel.actors import SYSTEM
from tests.cast import SINCE
from tests.identity.doors import signed_in, visitor
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
