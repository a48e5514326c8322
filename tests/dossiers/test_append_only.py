"""What happened to a dossier is never rewritten, not even by the owner of the tables."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from motcua.dossiers.models import Transition
from motcua.kernel.append_only import AppendOnlyViolated

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    ["UPDATE dossiers_transition SET reason = 'x'", "DELETE FROM dossiers_transition"],
)
def test_a_move_stays_as_it_was(world, statement):
    dossier = world.file()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    moves = Transition.objects.filter(dossier=dossier)
    with pytest.raises(AppendOnlyViolated):
        moves.update(reason="x")
    with pytest.raises(AppendOnlyViolated):
        moves.delete()
    assert moves.get().reason == ""
