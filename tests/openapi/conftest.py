"""Callers with tokens."""

from __future__ import annotations

import pytest

from tests.openapi.caller import Caller, token_of


@pytest.fixture
def citizen(world):
    """A system that files in a citizen's name."""
    return Caller(token_of(world.accounts["citizen"]))
