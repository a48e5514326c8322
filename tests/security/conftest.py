"""Visitors of every role, and one of everything to visit."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import override_settings

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
