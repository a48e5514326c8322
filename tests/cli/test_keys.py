"""`motcua keys` and `motcua outbox`: a sealing key is changed without losing a word."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from motcua.cli.keys import keys as command
from motcua.cli.outbox import outbox as outbox_command
from motcua.identity.models import Person
from motcua.kernel import keys
from motcua.kernel.models import OutboxRow

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("in_test_database"),
]


@pytest.fixture
def folder(settings, tmp_path, monkeypatch):
    """Give the folder of a node's own keys."""
    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path))
    monkeypatch.setenv("MOTCUA_LANGUAGE", "en")
    settings.DATA = tmp_path
    keys.forget()
    keys.make_keys(tmp_path / "keys")
    yield tmp_path / "keys"
    keys.forget()


def run(*arguments):
    return CliRunner().invoke(command, arguments)


def held(folder):
    return len(keys.read_ring((folder / keys.SEAL_FILE).read_text()).seal)


def test_a_key_is_changed_and_everything_still_opens(folder):
    person = Person.objects.create(full_name="Nguyễn Thị Sen", phone="0912000111")
    assert run("add").exit_code == 0
    assert held(folder) == 2
    done = run("reseal", "--json")
    assert json.loads(done.output)["models"]["identity.Person"] == 1
    assert run("drop").exit_code == 0
    assert held(folder) == 1
    assert Person.objects.get(pk=person.pk).phone == "0912000111"


def test_no_key_is_thrown_away_while_something_needs_it(folder):
    Person.objects.create(full_name="Nguyễn Thị Sen", phone="0912000111")
    run("add")
    refused = run("drop")
    assert refused.exit_code == 1
    assert "1 rows were still sealed" in refused.output
    assert held(folder) == 2


def test_a_node_without_keys_is_told_to_make_them(monkeypatch, tmp_path):
    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path))
    monkeypatch.setenv("MOTCUA_LANGUAGE", "en")
    refused = run("add")
    assert refused.exit_code == 1
    assert "motcua init" in refused.output


def test_what_was_given_up_is_tried_again(folder, now):
    del folder
    OutboxRow.objects.create(
        agency_id=26, name="t.gone", payload={}, state="dead", emitted_at=now, attempts=9
    )
    before = json.loads(CliRunner().invoke(outbox_command, ["--json"]).output)
    after = json.loads(CliRunner().invoke(outbox_command, ["--revive", "--json"]).output)
    assert (before["dead"], before["revived"]) == (1, 0)
    assert (after["dead"], after["waiting"], after["revived"]) == (0, 1, 1)
