"""Administrators at the desk's door, and a small ward beside the first."""

from __future__ import annotations

import io

import pytest
import time_machine
from django.test import Client, override_settings
from openpyxl import Workbook

from motcua.agencies.actions import appoint_official, post_official
from motcua.agencies.actions.officials import OfficialFacts
from motcua.identity.actions import open_official_account
from motcua.kernel.actors import SYSTEM
from tests.cast import NOW, SINCE
from tests.console.national import bring_catalogue
from tests.identity.doors import signed_in

HEADINGS = [
    "Mã cán bộ",
    "Họ và tên",
    "Chức danh",
    "Thư điện tử",
    "Mã đơn vị",
    "Vai trò",
    "Từ ngày",
    "Mở tài khoản",
]


ALONE = {
    "DESK_URLCONF": "tests.console.addresses",
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "files": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}


@pytest.fixture(autouse=True)
def _alone():
    """Serve the console and signing in, on a Friday morning, and nothing beside them."""
    with override_settings(**ALONE), time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def open_as(world):
    """Sign somebody of the cast in, both factors proved."""

    def sign_in(name) -> Client:
        return signed_in(world.accounts[name])

    return sign_in


@pytest.fixture
def admin(open_as):
    return open_as("administrator")


@pytest.fixture
def another_administrator(world):
    """A second administrator of the ward."""
    return _administrator(world, world.ward, "second_administrator")


@pytest.fixture
def foreign_administrator(world):
    """The administrator of the other ward."""
    return _administrator(world, world.other_ward, "foreign_administrator")


@pytest.fixture
def national(world):
    """Three records of the national catalogue: unclear and changed, clear, gone."""
    del world
    bring_catalogue()


@pytest.fixture
def base(world):
    return f"/agency/{world.ward.code}/"


@pytest.fixture
def workbook():
    """Make a spreadsheet of rows below the right headings."""

    def make(*rows, headings=HEADINGS):
        book = Workbook()
        book.active.append(headings)
        for row in rows:
            book.active.append(row)
        content = io.BytesIO()
        book.save(content)
        content.seek(0)
        content.name = "danh-sach.xlsx"
        return content

    return make


def _administrator(world, agency, name):
    official = appoint_official(
        actor=SYSTEM,
        agency=agency,
        facts=OfficialFacts(name[:20], f"Cán bộ {name}"),
        now=NOW,
        valid_from=SINCE,
    )
    unit = agency.units.get(code="LD")
    post_official(
        actor=SYSTEM,
        official=official,
        unit=unit,
        role="administrator",
        now=NOW,
        valid_from=SINCE,
    )
    world.accounts[name] = open_official_account(
        actor=SYSTEM, official=official, email=f"{name}@co-quan.example", now=NOW
    )
    return signed_in(world.accounts[name])
