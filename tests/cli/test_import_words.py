"""What an import tells, in words of ours and in the language that was asked for."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from motcua.cli.main import main
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
