"""Officials of the cast at the desk's door, and what one reads on a page."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
import time_machine
from django.test import override_settings
from django.urls import reverse
from lxml import html

from tests.cast import NOW
from tests.counters.conftest import Office
from tests.identity.doors import signed_in

ALONE = {
    "DESK_URLCONF": "tests.desk.addresses",
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "files": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}


class Desk:
    """Somebody's browser at the desk: opens pages, presses buttons, reads what is there."""

    def __init__(self, client):
        self.client = client
        self.response = None

    def open(self, name, *args, **query):
        self.response = self.client.get(self.at(name, *args, **query))
        return self

    def go(self, address):
        self.response = self.client.get(address)
        return self

    def post(self, name, dossier, /, **answers):
        """Post a form of an act, with a token of its own unless one is given."""
        answers.setdefault("token", uuid4().hex)
        self.response = self.client.post(self.at(name, dossier.public_id), answers)
        return self

    def follow(self):
        assert self.status in {302, 303}, self.text
        return self.go(self.response["Location"])

    def at(self, name, *args, **query):
        place = reverse(f"desk:{name}", args=args, urlconf="tests.desk.addresses")
        pairs = "&".join(f"{key}={value}" for key, value in query.items())
        return f"{place}?{pairs}" if pairs else place

    @property
    def status(self):
        return self.response.status_code

    @property
    def page(self):
        return html.fromstring(self.response.content)

    @property
    def text(self):
        return self.words("//main")

    def words(self, path):
        found = self.page.xpath(path)
        return re.sub(r"\s+", " ", " ".join(one.text_content() for one in found)).strip()

    @property
    def codes(self):
        return [one.text_content() for one in self.page.xpath("//tr[@data-row]//a")]

    @property
    def acts(self):
        """What the official may do, as the page offers it."""
        return [
            re.sub(r"\s+", " ", one.text_content()).strip()
            for one in self.page.xpath(
                "//*[contains(@class,'desk-acts')]//button | //*[contains(@class,'desk-acts')]//a"
            )
        ]


@pytest.fixture
def office(world):
    """The one-door office of the cast's ward, with its counters."""
    return Office(world)


@pytest.fixture(autouse=True)
def _alone():
    """Serve the desk and signing in, on a Friday morning, and nothing beside them."""
    with override_settings(**ALONE), time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def desk_of(world):
    """Sign somebody of the cast in, both factors proved."""
    return lambda name: Desk(signed_in(world.accounts[name]))


@pytest.fixture
def filed(world):
    """A birth registration that a citizen has just filed."""
    return world.file()
