"""What every test has: keys of its own, a clock that stands still, and a fixed cast of people."""

from __future__ import annotations

import os
from copy import deepcopy
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.management import create_contenttypes
from django.db import IntegrityError, transaction
from django.db.models.signals import post_migrate  # noqa: TID251 - tests begin with nothing
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings as hypothesis

from motcua.kernel import keys
from motcua.kernel.caching import forget_all
from tests import emptying, snapshot
from tests.cast import NOW, build

# Nobody asks Django for permissions or kinds of content: tests begin with nothing.
post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
post_migrate.disconnect(create_contenttypes)
TransactionTestCase._fixture_teardown = lambda _case: emptying.empty()


# Two loaded cores may take long over making or trying one example; the time of a whole test is
# limited elsewhere. New examples are for people to meet: CI tries the same ones at each run, so
# that it stops nobody for a fault that was there before.
hypothesis.register_profile(
    "motcua",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
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


@pytest.fixture(scope="session")
def _world_made(_keys, django_db_setup, django_db_blocker):
    """Make the cast once, undo it, and keep its rows: nearly every test begins with them."""
    del _keys, django_db_setup
    with django_db_blocker.unblock(), transaction.atomic():
        before = snapshot.filled()
        made = build(NOW)
        rows = snapshot.taken(before)
        transaction.set_rollback(True)
    with django_db_blocker.unblock():
        rows.keep()
    return made, rows, keys.ring()


@pytest.fixture
def world(_world_made, db):
    """A ward that offers the three procedures, its officials, two citizens and an outsider."""
    del db
    made, rows, ring = _world_made
    if keys.ring() != ring:  # a test with keys of its own
        return build(NOW)
    try:
        with transaction.atomic():
            rows.put()
    except IntegrityError:  # a test that began with some of it
        return build(NOW)
    return deepcopy(made)
