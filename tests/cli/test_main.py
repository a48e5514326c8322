"""The motcua command: its table, its language, its speed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from motcua.cli.main import COMMANDS, main


def test_help_lists_every_command_without_loading_one() -> None:
    code = (
        "import sys\n"
        "from motcua.cli.main import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "heavy = {'django', 'psycopg', 'cryptography'} & set(sys.modules)\n"
        "sys.exit(1 if heavy else 0)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stderr
    for name in COMMANDS:
        assert f"  {name} " in answer.stdout


@pytest.mark.parametrize(("language", "word"), [("vi", "Các lệnh"), ("en", "Commands")])
def test_help_speaks_the_language_asked_for(language: str, word: str) -> None:
    assert f"\n{word}:" in CliRunner().invoke(main, ["--language", language, "--help"]).output


@pytest.mark.parametrize("words", [(), ("backup",), ("backup", "key")])
def test_who_asks_for_help_in_a_word_gets_it(words: tuple[str, ...]) -> None:
    told = CliRunner().invoke(main, ["help", *words])
    assert told.exit_code == 0
    assert told.output == CliRunner().invoke(main, [*words, "--help"]).output


def test_an_unknown_command_fails() -> None:
    assert CliRunner().invoke(main, ["nothing"]).exit_code == 2
