"""The help of every command in one language: texts are written `Tiếng Việt · English`."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import click

from motcua.cli.speech import say

if TYPE_CHECKING:
    from collections.abc import Iterable

_BETWEEN = " · "
_WORDS = (
    ("[OPTIONS]", "[TÙY CHỌN]"),
    ("[COMMAND] [ARGS]...", "[LỆNH] [THAM SỐ]..."),
    ("COMMAND [ARGS]...", "LỆNH [THAM SỐ]..."),
    ("default:", "mặc định:"),
    ("required", "bắt buộc"),
)
_VALUES = {
    "INTEGER RANGE": "SỐ",
    "INTEGER": "SỐ",
    "TEXT": "CHỮ",
    "FILE": "TỆP",
    "DIRECTORY": "THƯ MỤC",
    "PATH": "ĐƯỜNG DẪN",
}
_VALUE = re.compile(f" ({'|'.join(_VALUES)})$")
_HELP = "Hiện trợ giúp này rồi thôi · Show this message and exit."


def spoken(text: str) -> str:
    """Give the half of each paragraph that this run speaks; one without halves stays whole."""
    return "\n\n".join(_half(paragraph) for paragraph in text.split("\n\n"))


def _half(paragraph: str) -> str:
    vi, between, en = " ".join(paragraph.split()).partition(_BETWEEN)
    return say(f"{vi.removesuffix('.')}.", en) if between else vi


def _in_words(text: str) -> str:
    """Say the words that click itself writes."""
    for en, vi in _WORDS:
        text = text.replace(en, say(vi, en))
    return text


class Spoken(click.Command):
    """A command whose help speaks one language, headings and all."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is called."""
        pieces = _in_words(" ".join(self.collect_usage_pieces(ctx)))
        formatter.write_usage(ctx.command_path, pieces, say("Cách dùng: ", "Usage: "))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        del ctx
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(spoken(inspect.cleandoc(self.help or "")))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and the commands of a group."""
        records = [one.get_help_record(ctx) for one in self.get_params(ctx)]
        rows = [_option(*record) for record in records if record]
        if rows:
            with formatter.section(say("Tùy chọn", "Options")):
                formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Give `--help`, which says in this run's language what it does."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP
        return option


class SpokenGroup(Spoken, click.Group):
    """A group of commands, all of whose help speaks one language."""

    command_class = Spoken

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with the first sentence of each."""
        with formatter.section(say("Các lệnh", "Commands")):
            formatter.write_dl(list(self.first_lines(ctx)))

    def first_lines(self, ctx: click.Context) -> Iterable[tuple[str, str]]:
        """Give (name, first sentence) of each command."""
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            first, _, _ = inspect.cleandoc((command and command.help) or "").partition("\n\n")
            yield name, spoken(first)


def _option(names: str, text: str) -> tuple[str, str]:
    """Say an option's help; what click adds in brackets belongs to both languages."""
    text, bracket, added = text.partition("  [")
    said = spoken(text)
    names = _VALUE.sub(lambda found: f" {say(_VALUES[found[1]], found[1])}", names)
    return names, f"{said}  [{_in_words(added)}" if bracket else said
