"""Every shipped pack is taken from filing to result by the machine."""

from __future__ import annotations

import pytest

from motcua.procedures.base.loading import pack_folders, read_pack
from motcua.proving.actions import Terms, rehearse
from tests.cast import NOW

pytestmark = pytest.mark.django_db
EVERY_WAY = Terms(("online", "counter", "post"))


@pytest.mark.parametrize("folder", pack_folders(), ids=lambda folder: folder.name)
def test_a_shipped_pack_is_proved(folder, places):
    outcome = rehearse(read_pack(folder), EVERY_WAY, now=NOW)
    assert outcome.kept()["failures"] == []
    assert outcome.holds
