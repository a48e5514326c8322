"""Wrong use of a command, said in one sentence on stderr, with exit code 2."""

from __future__ import annotations

import click

from motcua.cli.help import Spoken
from motcua.cli.mistakes import Misused, misused

__all__ = ["Misused", "OneSentence"]


class OneSentence(Spoken):
    """A command that answers wrong use with one sentence instead of a page of usage."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. Raises `Misused`."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise misused(error) from None
