from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from motcua.cli.main import main


def run(*arguments, language="en"):
    return CliRunner().invoke(main, ["--language", language, "calendar", *arguments])


def due(*arguments, **options):
    return run("due", "--received", "2026-11-20T15:30", *arguments, **options)


def test_one_json_document_is_printed():
    result = due("--amount", "7", "--unit", "working-day", "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert set(document) == {"due_at", "explained"}
    assert document["due_at"] == "2026-12-02T17:00:00+07:00"
    assert document["explained"][-1] == {
        "rule": "day-off",
        "vi": "Nghỉ thứ Ba 24/11/2026: Ngày Văn hóa Việt Nam.",
        "en": "Off Tue 24 Nov 2026: Vietnamese Culture Day.",
        "citation": "Nghị quyết 80-NQ/TW (2026)",
        "days": ["2026-11-24"],
        "warning": False,
    }


def test_people_read_a_sentence_in_their_language():
    vietnamese = due("--amount", "7", language="vi").stdout
    assert vietnamese.startswith("Hạn trả kết quả: 17:00 thứ Tư 02/12/2026\n")
    assert "[Bộ luật Dân sự 2015, Điều 147]" in vietnamese
    assert due("--amount", "7").stdout.startswith("Due: 17:00 on Wed 2 Dec 2026\n")


def test_the_same_day_needs_no_amount():
    assert "Mon 23 Nov 2026" in due("--unit", "same-day").stdout


def test_a_zone_is_kept_and_its_absence_is_viet_nam():
    arguments = ("due", "--amount", "7", "--json", "--received")
    here, utc = run(*arguments, "2026-11-20T15:30"), run(*arguments, "2026-11-20T08:30Z")
    assert here.stdout == utc.stdout


def test_pauses_can_be_repeated():
    result = due(
        *("--amount", "7", "--json"),
        *("--pause", "2026-11-23T10:00/2026-11-25T10:00:obligation"),
        *("--pause", "2026-11-26T07:00/2026-11-26T17:00:outage"),
    )
    assert json.loads(result.stdout)["due_at"] == "2026-12-04T17:00:00+07:00"


def test_a_warning_is_marked():
    result = run("due", "--received", "2027-12-30T15:30", "--amount", "7")
    assert "\n  ! The calendar does not know" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--amount", "0"), "positive whole number"),
        (("--amount", "-3"), "positive whole number"),
        (("--amount", "x"), "“x” is not a whole number"),
        (("--amount", "99999999"), "runs past"),
        (("--amount", "1", "--unit", "week"), "“week” is not a unit"),
        (("--amount", "1", "--pause", "x"), "FROM/TO:kind"),
        (("--amount", "1", "--pause", "x/y:outage"), "“x” is not a moment"),
        (("--amount", "1", "--pause", "2026-11-25/2026-11-24:outage"), "must end after"),
        (("--amount", "1", "--wrong"), "--wrong"),
    ],
)
def test_wrong_use_is_one_sentence_and_code_2(arguments, sentence):
    result = due(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_missing_moment_is_named():
    result = run("due", "--amount", "7", language="vi")
    assert (result.exit_code, result.stderr) == (2, "Lỗi: Thiếu '--received'.\n")


def test_the_shipped_days_of_a_year_are_listed():
    lines = run("days", "2026", "--json").stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    assert {"2026-01-02", "2026-01-10", "2026-11-24"} <= {row["on"] for row in rows}
    awaited = run("days", "2027").stdout
    assert "Thu 4 Feb 2027: off. Lunar New Year (Tết) (awaits its decision)" in awaited


def test_a_year_without_known_days_is_refused():
    result = run("days", "2040")
    assert result.exit_code == 1
    assert "2040" in result.stderr


def test_neither_settings_nor_a_database_are_needed():
    bare = {name: value for name, value in os.environ.items() if "DJANGO" not in name}
    bare |= {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    command = "calendar due --received 2026-11-20T15:30 --amount 7 --unit working-day --json"
    result = subprocess.run(
        [sys.executable, "-m", "motcua.cli", *command.split()],
        env=bare,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert json.loads(result.stdout)["due_at"] == "2026-12-02T17:00:00+07:00"
    assert result.stderr == ""
