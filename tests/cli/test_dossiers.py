from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from motcua.cli.main import main
from motcua.dossiers.enums import Urgency
from tests.dossiers.doing import at, residence

DOCS = Path(__file__).parents[2] / "docs" / "processes" / "clock.md"
FRIDAY = at("2026-11-20T09:00")

pytestmark = pytest.mark.usefixtures("in_test_database")


def run(*arguments, language="en"):
    return CliRunner().invoke(main, ["--language", language, "dossiers", *arguments])


@pytest.fixture
def dossier(world):
    return world.receive(residence(world), now=FRIDAY)


def test_the_clock_is_one_json_document_with_every_line_in_both_languages(dossier):
    result = run("clock", dossier.code, "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document["code"] == dossier.code
    assert document["due_at"] == "2026-12-02T17:00:00+07:00"
    assert document["appointed_at"] == document["due_at"]
    assert document["is_running"]
    rules = [line["rule"] for line in document["lines"]]
    assert rules[:3] == ["filed", "accepted", "receipt-day"]
    assert set(document["lines"][0]) == {
        *("at", "kind", "rule", "vi", "en", "citation", "confirmed", "days")
    }


def test_people_read_it_in_their_language(dossier):
    vietnamese = run("clock", dossier.code, language="vi").stdout
    assert "Hẹn trả lần đầu: 17:00 thứ Tư 02/12/2026" in vietnamese
    assert "[Bộ luật Dân sự 2015, Điều 147]" in vietnamese
    assert "First promise: 17:00 on Wed 2 Dec 2026" in run("clock", dossier.code).stdout


def test_every_field_of_the_document_is_explained_and_no_other(dossier):
    document = json.loads(run("clock", dossier.code, "--json").stdout)
    told, line = DOCS.read_text(encoding="utf-8").split("A line:")
    assert set(fields(told)) == set(document)
    assert set(fields(line)) == set(document["lines"][0])
    urgency = next(row for row in told.splitlines() if row.startswith("| `urgency`"))
    assert set(re.findall(r"`([a-z-]+)`", urgency)) - {"urgency"} == set(Urgency.values)


def fields(table):
    """Give what the rows of a table explain, named in their first column."""
    rows = re.findall(r"(?m)^\| (`[^|]+`) \|", table)
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


@pytest.mark.usefixtures("world")
def test_a_code_that_nobody_has_is_said_in_one_sentence():
    result = run("clock", "H26.101-260101-9999")
    assert result.exit_code == 1
    assert "There is no dossier H26.101-260101-9999." in result.output
