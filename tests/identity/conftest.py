"""People with accounts, at doors that stand alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

import motcua
from motcua.agencies.enums import AgencyKind, Role
from motcua.agencies.models import Agency, Official, Posting, Unit
from motcua.identity import actions
from motcua.identity.actions import IdentifierFacts, PersonFacts
from motcua.identity.enums import IdentifierType
from motcua.kernel.actors import SYSTEM
from tests.identity.doors import NOW, PASSWORD

ALONE = {
    "STATICFILES_DIRS": [str(Path(motcua.__file__).parent / "static")],
    "ROOT_URLCONF": "tests.identity.addresses",
    "DESK_URLCONF": "tests.identity.desk_addresses",
    "SMTP_URL": "smtp://127.0.0.1:1",
    # Tests about time put the slow one back.
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}


@pytest.fixture(autouse=True)
def alone():
    """Serve the two doors and nothing behind them."""
    with override_settings(**ALONE):
        yield


@pytest.fixture
def ward(db):
    return Agency.objects.create(code="000.12.01.H26", kind=AgencyKind.COMMUNE, name="Phường Thử")


@pytest.fixture
def counter(ward):
    unit = Unit.objects.create(agency=ward, code="MC", name="Một cửa")
    unit.path = f"{unit.pk}/"
    unit.save()
    return unit


@pytest.fixture
def appoint(ward, counter):
    """Make an official with a role in the unit and an account."""

    def make(name, role, email):
        official = Official.objects.create(agency=ward, staff_code=email[:20], full_name=name)
        Posting.objects.create(
            official=official, unit=counter, role=role, valid_from=date(2026, 1, 1)
        )
        return actions.open_official_account(
            actor=SYSTEM, official=official, email=email, password=PASSWORD, now=NOW
        )

    return make


@pytest.fixture
def receptionist(appoint):
    return appoint("Trần Thị Thử", Role.RECEPTIONIST, "tiep-nhan@phuong.test")


@pytest.fixture
def administrator(appoint):
    return appoint("Lê Văn Thử", Role.ADMINISTRATOR, "quan-tri@phuong.test")


@pytest.fixture
def second_administrator(appoint):
    return appoint("Phạm Thị Thử", Role.ADMINISTRATOR, "quan-tri-2@phuong.test")


@pytest.fixture
def person(db):
    return actions.register_person(
        actor=SYSTEM,
        facts=PersonFacts(full_name="Nguyễn Văn Mẫu", email="mau@dan.test"),
        identifiers=(IdentifierFacts(IdentifierType.CITIZEN_NUMBER, "001090000017"),),
        now=NOW,
    )


@pytest.fixture
def citizen(person):
    return actions.open_account(
        actor=SYSTEM, person=person, email="mau@dan.test", password=PASSWORD, now=NOW
    )
