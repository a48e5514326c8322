"""Wrong use of a command, said in one sentence on stderr, with exit code 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from motcua.cli.help import Spoken
from motcua.cli.speech import say

if TYPE_CHECKING:
    from motcua.kernel.errors import DomainError


class Misused(click.ClickException):
    """What was typed cannot be understood or counted; the sentence says what to type."""

    exit_code = 2

    @classmethod
    def by(cls, error: DomainError) -> Misused:
        """Say a room's refusal of what was typed."""
        return cls(say(error.text, str(error.details.get("english", error.text))))


class OneSentence(Spoken):
    """A command that answers wrong use with one sentence instead of a page of usage."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments. Raises `Misused`."""
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter as error:
            name = error.param.get_error_hint(ctx) if error.param else ""
            raise Misused(say(f"Thiếu {name}.", f"{name} is missing.")) from None
        except click.UsageError as error:
            raise Misused(error.format_message()) from None
