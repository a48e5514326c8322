"""Citizens of the cast with a browser without scripts, and what one reads on a page."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import override_settings
from django.urls import reverse
from lxml import html

from motcua.agencies.actions import open_unit, register_agency
from motcua.agencies.actions.structure import AgencyFacts, UnitFacts
from motcua.agencies.models import Place
from motcua.kernel.actors import SYSTEM
from motcua.procedures import queries as catalogue
from motcua.procedures.actions import OfferingFacts, open_offering
from tests.cast import BIRTH, NOW, ROLES, SINCE
from tests.identity.doors import signed_in, visitor
from tests.portal.typing import typed_pages

ALONE = {
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "files": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}


class Browser:
    """Somebody's browser: opens addresses, posts forms, follows, reads what is there."""

    def __init__(self, client):
        self.client = client
        self.response = None

    def go(self, address):
        self.response = self.client.get(address)
        return self

    def open(self, name, *args):
        return self.go(reverse(f"portal:{name}", args=args))

    def post(self, address, data=None, **more):
        self.response = self.client.post(address, data or {}, **more)
        return self

    def follow(self):
        assert self.status in {302, 303}, self.text
        return self.go(self.response["Location"])

    @property
    def status(self):
        return self.response.status_code

    @property
    def page(self):
        return html.fromstring(self.response.content.decode())

    @property
    def text(self):
        return self.words("//main")

    @property
    def title(self):
        return self.words("//h1")

    @property
    def problems(self):
        """What the summary of errors lists, with where each leads."""
        links = self.page.xpath("//*[@data-error-summary]//a")
        return {re.sub(r"\s+", " ", one.text_content()).strip(): one.get("href") for one in links}

    def words(self, path):
        found = self.page.xpath(path)
        return re.sub(r"\s+", " ", " ".join(one.text_content() for one in found)).strip()

    def value(self, name):
        """What a control holds: its text, or the option or box that is chosen."""
        found = self.page.xpath(
            f"//input[@name='{name}' and not(@type='radio') and not(@type='checkbox')]/@value"
            f" | //input[@name='{name}' and @checked]/@value"
            f" | //select[@name='{name}']/option[@selected]/@value"
            f" | //textarea[@name='{name}']/text()"
        )
        return found[0] if found else None


@pytest.fixture(autouse=True)
def _alone():
    """Serve the citizens' pages on a Friday morning, files in memory."""
    with override_settings(**ALONE), time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def stranger(db):
    """Somebody who has not signed in."""
    return Browser(visitor())


@pytest.fixture
def browser_of(world):
    """Sign somebody of the cast in."""
    return lambda name: Browser(signed_in(world.accounts[name], steps=("password",)))


@pytest.fixture
def citizen(browser_of):
    return browser_of("citizen")


@pytest.fixture
def relative(browser_of):
    return browser_of("relative")


@pytest.fixture
def begin(world, citizen):
    """Begin a form as the citizen, and give the address of its draft."""

    def begun(code=BIRTH):
        citizen.post(f"/procedures/{code}/start?office={world.offerings[code]}").follow()
        assert citizen.status == 302
        return citizen.response["Location"].rpartition("/")[0]

    return begun


@pytest.fixture
def filled(world, citizen, begin):
    """Begin a form and answer every page as valid samples do; give the address of its draft."""

    def answered(code=BIRTH, seed=3, **fixed):
        draft = begin(code)
        form = catalogue.rules(catalogue.offering(world.offerings[code]).version_id).form
        # Nobody is exempt from the fee unless a test says so: that takes a paper more.
        answers = {"fee_group": "none", **fixed}
        for page, data in typed_pages(form, seed=seed, fixed=answers).items():
            citizen.post(f"{draft}/{page}", data)
            assert citizen.status == 302, citizen.problems
        return draft

    return answered


@pytest.fixture
def two_provinces(world):
    """Let a ward of another province take birth registrations too."""
    city = Place.objects.create(
        code="79",
        level="province",
        name="Thành phố Hồ Chí Minh",
        kind="thành phố",
        valid_from=SINCE,
        search_text="thanh pho ho chi minh",
    )
    ward = Place.objects.create(
        code="26734",
        level="commune",
        name="Phường Sài Gòn",
        kind="phường",
        parent=city,
        valid_from=SINCE,
        search_text="phuong sai gon",
    )
    agency = register_agency(
        actor=SYSTEM,
        facts=AgencyFacts("H29.101", "commune", "Ủy ban nhân dân phường Sài Gòn"),
        now=NOW,
        valid_from=SINCE,
        place=ward,
    )
    unit = open_unit(
        actor=SYSTEM, agency=agency, facts=UnitFacts("MC", "Một cửa"), now=NOW, valid_from=SINCE
    )
    return open_offering(
        actor=SYSTEM,
        agency=agency,
        procedure_code=BIRTH,
        facts=OfferingFacts(dict.fromkeys(ROLES, unit.pk)),
        opened_from=SINCE,
        now=NOW,
    )
