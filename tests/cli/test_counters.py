"""`motcua counters cover-sheets`: sheets printed in advance, numbered on."""

from __future__ import annotations

import pikepdf
import pytest
from click.testing import CliRunner

from motcua.cli.main import main
from motcua.counters.models import SpareCover

pytestmark = pytest.mark.usefixtures("in_test_database")


def run(*arguments, language="en"):
    return CliRunner().invoke(main, ["--language", language, "counters", *arguments])


def test_as_many_sheets_as_asked_are_written_and_the_next_go_on(world, tmp_path):
    made = tmp_path / "to-bia.pdf"
    sheets = ("cover-sheets", world.ward.code, "MC", "--out", str(made))
    result = run(*sheets, "--count", "3")
    assert result.exit_code == 0, result.output
    assert "TB-0001 to TB-0003" in result.output
    with pikepdf.open(made) as paper:
        assert len(paper.pages) == 3
    assert "TB-0004" in run(*sheets, "--count", "1", language="vi").output
    assert SpareCover.objects.count() == 4


def test_a_unit_that_is_not_there_is_said_in_one_sentence(world, tmp_path):
    made = tmp_path / "to-bia.pdf"
    result = run("cover-sheets", world.ward.code, "XX", "--out", str(made))
    assert result.exit_code == 1
    assert "has no unit XX" in result.output
    assert not made.exists()
