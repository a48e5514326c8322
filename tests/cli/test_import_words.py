"""What an import tells, in words of ours and in the language that was asked for."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from motcua.cli.main import main
from motcua.procedures.models import NationalRecord
from tests.procedures.national import line

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("in_test_database", "world"),
]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("vi", ("Dòng 1: dòng này không phải JSON", "Dòng 2: TENTTHC: phải là chữ")),
        ("en", ("Line 1: the line is no JSON", "Line 2: TENTTHC: must be a text")),
    ],
)
def test_lines_that_fail_and_flags_are_told_in_words(tmp_path, language, told):
    file = tmp_path / "in.jsonl"
    file.write_bytes(b"{\n" + line(TENTTHC={"vi": "x"}) + line(COQUANTHUCHIEN=[]))
    answer = CliRunner().invoke(
        main, ["--language", language, "procedures", "import", "--part", str(file)]
    )
    assert answer.exit_code == 1
    assert all(words in answer.output for words in told)
    flag = {"vi": "Không nêu cơ quan thực hiện", "en": "No agency is named"}[language]
    assert flag in answer.output
    assert "agency.missing" not in answer.output


def bring(tmp_path, *lines):
    file = tmp_path / "in.jsonl"
    file.write_bytes(b"".join(lines))
    return json.loads(
        CliRunner().invoke(main, ["procedures", "import", "--json", str(file)]).output
    )


def test_a_record_that_stands_in_the_file_wrongly_is_not_gone(tmp_path):
    bring(tmp_path, line(), line(MATTHC="1.900002"), line(MATTHC="1.900003"))
    told = bring(tmp_path, line(), line(MATTHC="1.900002", TENTTHC=["x"]))
    assert (told["failed"], told["gone"]) == (1, 1)
    assert NationalRecord.objects.exclude(gone_at=None).get().code == "1.900003"


def test_nothing_is_taken_for_gone_where_a_line_does_not_say_which_record_it_is(tmp_path):
    bring(tmp_path, line(), line(MATTHC="1.900002"))
    told = bring(tmp_path, line(), line(MATTHC="1.900002")[:-20])
    assert (told["unchanged"], told["failed"], told["gone"]) == (1, 1, 0)
