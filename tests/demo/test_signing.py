"""Results wait for the leader of the made-up ward on the first day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from motcua.demo.history.cast import casts
from motcua.demo.history.signing import bring_to_signature
from motcua.dossiers.models import Dossier, Result
from motcua.kernel.models import OutboxRow
from tests.cast import BUSINESS

pytestmark = pytest.mark.django_db


def test_results_are_drafted_and_agreed_to_and_wait_for_the_leader(world, now):
    world.give_a_key()
    later = now + timedelta(days=10)
    cast = next(one for one in casts(later) if BUSINESS in {code for _pk, code in one.offerings})
    assert bring_to_signature(cast, later) >= 2
    waiting = Dossier.objects.filter(step_role="leader", state="in-process")
    assert Result.objects.filter(dossier__in=waiting).count() == waiting.count()
    assert not waiting.filter(due_at__lte=later).exists(), "not late on the first day"
    assert not OutboxRow.objects.filter(name__startswith="dossiers.").exists()
