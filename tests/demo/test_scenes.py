"""The scenes of the demo's first page go on to the end, whatever the made-up citizen answered."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from motcua.demo import scenes
from motcua.dossiers.models import Dossier

pytestmark = pytest.mark.django_db
PARTS = ("citizen", "receptionist", "specialist", "head", "leader")


@pytest.fixture
def stage(world, settings, tmp_path):
    """Have the cast play the demo's parts."""
    settings.DATA = tmp_path
    (tmp_path / "demo").mkdir()
    emails = {part: world.accounts[part].email for part in PARTS}
    (tmp_path / "demo" / "accounts.json").write_text(json.dumps(emails))
    return world


def test_a_dossier_that_owes_a_fee_is_paid_before_it_is_received(stage):
    for second in range(40):
        session, now = {}, stage.now + timedelta(seconds=second)
        scenes.file(session, now)
        dossier = Dossier.objects.get(code=session["demo_scene"]["file"]["code"])
        if dossier.fee_at_filing:
            break
    assert dossier.fee_at_filing
    scenes.receive(session, now)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.fee_state) == ("in-process", "paid")
    assert session["demo_scene"]["receive"]["due"]
