"""A country of one city with two wards, and working days, for machines to file in."""

from __future__ import annotations

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from motcua.agencies.actions import seed_calendar
from motcua.config import env
from tests.cast import build_places


@pytest.fixture
def places(db):
    del db
    seed_calendar()
    return build_places()


@pytest.fixture
def in_test_database(monkeypatch):
    """Let commands called within the test find its database, as they would find a node's."""
    monkeypatch.setenv(
        "DATABASE_URL",
        make_conninfo(env.text("DATABASE_URL"), dbname=str(connection.settings_dict["NAME"])),
    )
