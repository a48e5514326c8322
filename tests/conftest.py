"""What every test has: keys of its own, a clock that stands still, and a fixed cast of people."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import settings as hypothesis

from motcua.kernel import keys
from motcua.kernel.caching import forget_all
from tests.cast import NOW, build

# Two loaded cores may take long over one example; the time of a whole test is limited elsewhere.
hypothesis.register_profile("motcua", deadline=None)
hypothesis.load_profile("motcua")


@pytest.fixture(autouse=True)
def _in_vietnamese():
    """Begin every test in the language of the country, whatever the test before spoke."""
    translation.activate("vi")
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _keys():
    keys.make_keys(Path(settings.DATA) / "keys")
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    forget_all()
    yield
    forget_all()


@pytest.fixture
def now():
    """Friday 20 November 2026, 09:00 in Viet Nam."""
    return NOW


@pytest.fixture
def world(db, now):
    """A ward that offers the three procedures, its officials, two citizens and an outsider."""
    del db
    return build(now)
