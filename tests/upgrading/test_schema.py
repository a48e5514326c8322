"""The code of the last release works on this release's schema, so that an upgrade stops nobody."""

from __future__ import annotations

import json
import subprocess
from copy import deepcopy

import pytest
from django.db import connection

from tests.upgrading import release, schema

_OLD = {
    "tables": {
        "dossier": {
            "columns": {"id": ["bigint", False, True], "note": ["text", False, False]},
            "rules": {"note_short": "CHECK (length(note) < 9)", "one": "UNIQUE (id)"},
        }
    },
    "functions": {"submit(text)": "bigint"},
    "jobs": {"fees.remind": {"dossier_id": True, "late": False}},
}
_STOPS = """
While a node is upgraded, the processes of motcua {of} work on this schema, and jobs that they put
in the queue are done by this code. This would stop them:

{found}

Leave what must go unused for one release and drop it in the one after; give a new column that must
be given a default in the database (db_default). See docs/operations/upgrades.md.
"""
_ANEW = """
motcua {of} is out, and what its code relies on does not change any more: git checkout v{of} --
tests/upgrading/released.json. A release has a new version (CONTRIBUTING.md, Releases).
"""


def _released():
    return json.loads(schema.RECORD.read_text(encoding="utf-8"))


@pytest.mark.promise("P17")
def test_what_the_last_release_relies_on_is_there(db):
    del db
    with connection.cursor() as cursor:
        now = schema.read(cursor)
    found = list(schema.broken(_released(), now | {"jobs": schema.jobs()}))
    assert found == [], _STOPS.format(of=_released()["version"], found="\n".join(found))


def test_the_record_is_of_a_version_and_says_enough_of_it():
    released = _released()
    assert len(released["tables"]) > 100
    assert len(released["jobs"]) > 20
    assert release.in_order(released["version"]) <= release.in_order(release.version())
    assert not release.is_noted_anew(released["version"]), _ANEW.format(of=released["version"])


def test_what_was_noted_of_a_release_stands_once_it_is_out(tmp_path):
    def git(*words):
        who = ("-c", "user.name=Ai", "-c", "user.email=ai@vi-du.example")
        subprocess.run(["git", "-C", str(tmp_path), *who, *words], check=True, capture_output=True)

    record = tmp_path / release.RECORD
    record.parent.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "0.2.0"\n')
    record.write_text('{"version": "0.2.0"}\n')
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "0.2.0")
    assert release.version(tmp_path) == "0.2.0"
    assert not release.tagged("0.2.0", tmp_path)
    last = release.commit_of("0.2.0", tmp_path)
    record.write_text('{"version": "0.2.0", "tables": {}}\n')
    assert not release.is_noted_anew("0.2.0", tmp_path)  # not out yet
    git("tag", "v0.2.0")
    assert release.is_noted_anew("0.2.0", tmp_path)
    git("commit", "-q", "-a", "-m", "Something else")
    assert release.commit_of("0.2.0", tmp_path) == last
    git("checkout", "-q", "v0.2.0", "--", release.RECORD)
    assert not release.is_noted_anew("0.2.0", tmp_path)


def test_a_version_is_newer_by_its_numbers():
    assert release.in_order("0.10.0") > release.in_order("0.9.12")


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
        (lambda _table, new: new["jobs"].clear(), "fees.remind: no such job is done any more"),
        (lambda _table, new: new["jobs"].update({"fees.remind": {"late": False}}), "no dossier_id"),
        (lambda _table, new: new["jobs"]["fees.remind"].update(day=True), "must be given day"),
        (lambda _table, new: new["jobs"]["fees.remind"].update(late=True), "must be given late"),
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
        lambda table, _new: table["rules"].update(sole="UNIQUE (id, note)"),
        lambda table, _new: table["rules"].update(
            sole="CREATE UNIQUE INDEX sole ON public.dossier USING btree (id, note)"
        ),
        lambda _table, new: new["functions"].update({"submit(text, text)": "bigint"}),
        lambda _table, new: new["jobs"]["fees.remind"].update(day=False, dossier_id=False),
        lambda _table, new: new["jobs"].update({"fees.forget": {"day": True}}),
    ],
)
def test_what_the_old_code_does_not_notice_is_let_through(change):
    assert _changed(change) == []
