"""Commands that need an installation make none where there is none."""

from __future__ import annotations

import os
from contextlib import closing

import psycopg
import pytest
from click.testing import CliRunner
from psycopg.conninfo import make_conninfo

from motcua.cli.audit import audit
from motcua.cli.keys import keys
from motcua.cli.manage import manage
from motcua.cli.outbox import outbox
from motcua.cli.worker import worker
from motcua.config import env

COMMANDS = [
    pytest.param(audit, ["verify"], id="audit"),
    pytest.param(keys, ["reseal"], id="reseal"),
    pytest.param(keys, ["drop"], id="drop"),
    pytest.param(outbox, [], id="outbox"),
    pytest.param(worker, [], id="worker"),
    pytest.param(manage, ["shell"], id="manage"),
]
# The worker waits for a database that is away, as `test_drills` tries.
PATIENT = "worker"


@pytest.fixture
def bare():
    """Give the address of a database that answers and was never migrated."""
    owner, name = env.text("DATABASE_OWNER_URL"), f"bare_{os.getpid()}"
    with closing(psycopg.connect(owner, autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield make_conninfo(owner, dbname=name)
    with closing(psycopg.connect(owner, autocommit=True)) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Give an empty data folder; no database is named."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_READ_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path))
    monkeypatch.setenv("MOTCUA_LANGUAGE", "en")
    return tmp_path


@pytest.mark.parametrize(("command", "arguments"), COMMANDS)
def test_an_empty_folder_is_said_to_be_empty_and_stays_so(folder, command, arguments):
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 1
    assert result.output.startswith("Nothing in ")
    assert result.output.count("\n") == 1
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("command", "arguments"), [each for each in COMMANDS if each.id != PATIENT]
)
def test_a_database_that_does_not_answer_is_one_sentence(folder, command, arguments, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://motcua_app:secret@127.0.0.1:9/motcua")
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 1
    assert result.output.startswith("The database of DATABASE_URL cannot be reached: ")
    assert "secret" not in result.output
    assert "Traceback" not in result.output
    assert not list(folder.iterdir())


@pytest.mark.enable_socket
@pytest.mark.parametrize(("command", "arguments"), COMMANDS)
def test_a_database_without_tables_is_one_sentence(bare, folder, command, arguments, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", bare)
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 1
    assert result.output == (
        "The database has none of motcua's tables yet; run motcua prepare first.\n"
    )
    assert not list(folder.iterdir())
