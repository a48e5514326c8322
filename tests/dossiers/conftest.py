"""What tests of the one door share."""

from __future__ import annotations

import pytest

from tests.cast import RESIDENCE
from tests.dossiers.episodes import declare, end, second

__all__ = ["declare", "end", "second"]


@pytest.fixture
def claimed(world):
    """A residence registration by a person of merit, with the paper that shows it."""
    dossier = world.file(RESIDENCE, fixed={"fee_group": "merit"})
    world.settle()
    return dossier
