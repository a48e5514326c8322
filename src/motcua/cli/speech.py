"""What the command says to people: one sentence, in Vietnamese or in English."""

from __future__ import annotations

import contextlib
import locale
from typing import IO, TYPE_CHECKING, Any

import click

from motcua.config import env

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("vi", "en")


def language() -> str:
    """Give this run's language: the option's, the setting's, the machine's, else Vietnamese."""
    context = click.get_current_context(silent=True)
    chosen = context.find_root().params.get("language") if context else None
    return chosen or env.text("MOTCUA_LANGUAGE") or _machine_language()


def say(vi: str, en: str) -> str:
    """Give the one of two texts that this run speaks."""
    return en if language() == "en" else vi


def visible(text: str) -> str:
    """Write what steers a terminal or turns writing round as escapes: what came in is only shown.

    Line breaks too; a name of a file that is no UTF-8 comes out printable.
    """
    return "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape", "surrogatepass").decode("ascii")


def counted(number: int, vi: str, one: str, many: str = "") -> str:
    """Give a number with what it counts: `many` is the English of more than one, `one` + s."""
    return say(f"{number} {vi}", f"{number} {one if number == 1 else many or one + 's'}")


class Refused(click.ClickException):
    """The command cannot go on; the sentence says why and what to do. Exit code 1."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(say(vi, en))

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence, and nothing beside it."""
        click.echo(self.message, file=file, err=file is None)


class Stopped(Refused):
    """Somebody pressed Ctrl-C before the work was done."""

    exit_code = 130

    def __init__(self) -> None:
        super().__init__(
            "\nĐã dừng giữa chừng; lần chạy sau làm tiếp.",
            "\nStopped half-way; the next run goes on.",
        )


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Turn an anticipated error of any room, and Ctrl-C, into one sentence and an exit code."""
    # Errors carry Django's translations, which `motcua --help` does not wait for.
    from motcua.kernel.errors import DomainError  # noqa: PLC0415

    try:
        yield
    except DomainError as error:
        raise Refused(error.text, str(error.details.get("english", error.text))) from error
    except KeyboardInterrupt as error:
        raise Stopped from error


def _machine_language() -> str:
    try:
        name = locale.setlocale(locale.LC_MESSAGES, "")
    except locale.Error:
        return "vi"
    return "en" if name.startswith("en") else "vi"
