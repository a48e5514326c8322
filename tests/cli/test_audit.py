"""`motcua audit verify` says what was done to the log, to people and to machines."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from django.db import connection

from motcua.cli.audit import audit
from motcua.kernel import audit as log, keys
from motcua.kernel.actors import SYSTEM
from motcua.kernel.audit import heads
from tests.sealing import LONGEST, seal_everything

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("in_test_database"),
    pytest.mark.timeout(LONGEST + 300),
]


@pytest.fixture
def row(settings, tmp_path):
    """Give the number of a sealed row of agency 26."""
    settings.DATA = tmp_path
    keys.forget()
    keys.make_keys(tmp_path / "keys")
    number = log.record(actor=SYSTEM, action="t.done", subject=("t", "1"), agency_id=26, now=NOW)
    seal_everything(NOW)
    heads.export(now=NOW)
    yield number
    keys.forget()


def run(*arguments):
    return CliRunner().invoke(audit, ["verify", *arguments])


def tamper(row):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_auditrow DISABLE TRIGGER USER")
        cursor.execute("UPDATE kernel_auditrow SET action = 'x' WHERE id = %s", [row])
        cursor.execute("ALTER TABLE kernel_auditrow ENABLE TRIGGER USER")


def test_a_sound_log_is_said_to_be_sound(row, monkeypatch):
    monkeypatch.setenv("MOTCUA_LANGUAGE", "vi")
    result = run()
    assert result.exit_code == 0
    assert result.output == "✓ Cơ quan 26: 1 dòng, 1 đầu cây\nNhật ký nguyên vẹn.\n"


def test_the_first_bad_row_is_named_and_the_exit_code_is_1(row, monkeypatch):
    monkeypatch.setenv("MOTCUA_LANGUAGE", "en")
    tamper(row)
    result = run()
    assert result.exit_code == 1
    assert f"✗ the row was changed, agency 26, place 0, row {row}" in result.output


def test_machines_get_one_json_document(row):
    tamper(row)
    result = run("--json")
    document = json.loads(result.output)
    assert (document["ok"], document["unsealed"], result.exit_code) == (False, 0, 1)
    assert document["problems"] == [
        {"kind": "row_changed", "agency": 26, "position": 0, "row": row, "detail": ""}
    ]
    assert document["agencies"][0]["size"] == 1
