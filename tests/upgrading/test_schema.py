"""The code of the last release works on this release's schema, so that an upgrade stops nobody."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from django.db import connection

from tests.upgrading import schema

_OLD = {
    "tables": {
        "dossier": {
            "columns": {"id": ["bigint", False, True], "note": ["text", False, False]},
            "rules": {"note_short": "CHECK (length(note) < 9)"},
        }
    },
    "functions": {"submit(text)": "bigint"},
}


@pytest.mark.promise("P17")
def test_what_the_last_release_relies_on_is_there(db):
    del db
    with connection.cursor() as cursor:
        now = schema.read(cursor)
    released = json.loads(schema.RECORD.read_text())
    assert len(released["tables"]) > 100
    # Where that release is not out yet: python -m tests.upgrading.schema
    assert list(schema.broken(released, now)) == []


def _changed(change):
    new = deepcopy(_OLD)
    change(new["tables"]["dossier"], new)
    return list(schema.broken(_OLD, new))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda _table, new: new["tables"].clear(), "the table is gone"),
        (lambda table, _new: table["columns"].pop("note"), "note: the column is gone"),
        (lambda table, _new: table["columns"].update(note=["bigint", False, False]), "was text"),
        (lambda table, _new: table["columns"].update(note=["text", True, True]), "empty no more"),
        (lambda table, _new: table["columns"].update(sum=["bigint", True, True]), "must be given"),
        (lambda table, _new: table["rules"].update(sole="UNIQUE (note)"), "the rule sole is new"),
        (lambda _table, new: new["functions"].clear(), "submit(text): the function is gone"),
    ],
)
def test_what_would_stop_the_old_code_is_named(change, said):
    assert [each for each in _changed(change) if said in each]


@pytest.mark.parametrize(
    "change",
    [
        lambda table, _new: table["columns"].update(sum=["bigint", False, True]),  # has a default
        lambda table, _new: table["columns"].update(sum=["bigint", False, False]),
        lambda table, _new: table["rules"].clear(),
        lambda table, _new: table["rules"].update(other="CHECK (length(note) < 9)"),
        lambda _table, new: new["functions"].update({"submit(text, text)": "bigint"}),
    ],
)
def test_what_the_old_code_does_not_notice_is_let_through(change):
    assert _changed(change) == []
