"""Help: every command and option in the language asked for, click's own headings too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from motcua.cli.main import COMMANDS, main

if TYPE_CHECKING:
    from collections.abc import Iterator

# Takes Django's own arguments, and its help.
WITHOUT_HELP = {"manage"}
ONLY_ENGLISH = ("Usage", "Options", "Show this", "default:", "[ARGS]")


def _called() -> Iterator[tuple[str, ...]]:
    yield ()
    for name, entry in COMMANDS.items():
        command = entry.load()
        yield (name,)
        if isinstance(command, click.Group):
            yield from ((name, below) for below in command.commands)


CALLED = [words for words in _called() if not WITHOUT_HELP & {*words}]


def _help(language: str, words: tuple[str, ...]) -> str:
    answer = CliRunner().invoke(main, ["--language", language, *words, "--help"])
    assert answer.exit_code == 0, answer.output
    return answer.output


@pytest.mark.parametrize("words", CALLED, ids=" ".join)
def test_help_is_vietnamese_from_heading_to_last_option(words: tuple[str, ...]) -> None:
    said = _help("vi", words)
    assert said.startswith("Cách dùng: ")
    assert "Tùy chọn:" in said
    assert "Hiện trợ giúp này" in said
    assert " · " not in said
    for word in ONLY_ENGLISH:
        assert word not in said


@pytest.mark.parametrize("words", CALLED, ids=" ".join)
def test_help_is_english_from_heading_to_last_option(words: tuple[str, ...]) -> None:
    said = _help("en", words)
    assert said.startswith("Usage: ")
    assert "Show this message and exit." in said
    assert " · " not in said
    assert said.isascii(), [sign for sign in said if not sign.isascii()]


@pytest.mark.parametrize("words", CALLED, ids=" ".join)
def test_every_option_says_what_it_does(words: tuple[str, ...]) -> None:
    command: click.Command = main
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None
        command = found
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, option.name
