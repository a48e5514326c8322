"""A country of one city with two wards, and working days, for machines to file in."""

from __future__ import annotations

import pytest

from motcua.agencies.actions import seed_calendar
from tests.cast import build_places


@pytest.fixture
def places(db):
    del db
    seed_calendar()
    return build_places()
