"""The step of migrations that makes many tables at once."""

from __future__ import annotations

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState

from motcua.kernel.tables import CreateModels

KEY = models.BigAutoField(primary_key=True)


def referring(name, other):
    reference = models.ForeignKey(other, models.PROTECT, null=True)
    return CreateModel(name, [("id", KEY.clone()), ("other", reference)])


def tables():
    with connection.cursor() as cursor:
        return {name for name in connection.introspection.table_names(cursor) if "pair_" in name}


@pytest.mark.django_db(transaction=True)
def test_tables_that_refer_to_each_other_are_made_at_once_and_removed():
    step = CreateModels(referring("Left", "pair.Right"), referring("Right", "pair.Left"))
    before, after = ProjectState(), ProjectState()
    assert before.apps.get_models() == []
    step.state_forwards("pair", after)
    with connection.schema_editor() as editor:
        step.database_forwards("pair", editor, before, after)
    with connection.cursor() as cursor:
        refers = connection.introspection.get_relations(cursor, "pair_left")
    try:
        assert tables() == {"pair_left", "pair_right"}
        assert refers["other_id"][:2] == ("id", "pair_right")
    finally:
        with connection.schema_editor() as editor:
            editor.execute("ALTER TABLE pair_left DROP COLUMN other_id")
            step.database_backwards("pair", editor, after, before)
    assert tables() == set()
