"""The process of a procedure on the command line: as a list, a drawing, or BPMN."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from motcua.cli.main import main
from tests.cast import BIRTH

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("in_test_database", "world"),
]


def told(*arguments, language="en"):
    return CliRunner().invoke(main, ["--language", language, "procedures", "process", *arguments])


def test_the_steps_are_told_in_order_in_the_asked_language():
    lines = told(BIRTH).stdout.splitlines()
    assert lines[0].startswith("1. Receipt (")
    assert told(BIRTH, language="vi").stdout.startswith("1. Tiếp nhận (Cán bộ một cửa")


def test_it_is_written_to_a_file_for_other_tools(tmp_path):
    path = tmp_path / "birth.bpmn"
    assert told(BIRTH, "--bpmn", "-o", str(path)).exit_code == 0
    assert b"http://www.omg.org/spec/BPMN/20100524/MODEL" in path.read_bytes()


def test_it_is_drawn_and_given_to_machines():
    assert told(BIRTH, "--svg").stdout.startswith("<svg")
    rows = json.loads(told(BIRTH, "--json").stdout)
    assert [row["number"] for row in rows] == [1, 2, 3, 4, 5]


def test_a_file_that_cannot_be_written_is_one_sentence_of_one_language(tmp_path):
    missing = tmp_path / "missing"
    answer = told(BIRTH, "--svg", "-o", str(missing / "p.svg"), language="vi")
    assert answer.exit_code == 1
    said = f"Không ghi được {missing / 'p.svg'}: không có thư mục {missing}."
    assert answer.stderr.strip() == said
    answer = told(BIRTH, "--svg", "-o", str(missing / "p.svg"))
    assert answer.stderr.strip().endswith(f"cannot be written: there is no folder {missing}.")


def test_a_code_that_nobody_published_is_one_sentence():
    answer = told("9.999999", language="vi")
    assert answer.exit_code == 1
    assert answer.stderr.strip() == "Hôm nay không có thủ tục 9.999999 nào đang có hiệu lực."
