"""`motcua manage …`: Django's management commands, with the database and the role they need."""

from __future__ import annotations

import contextlib

import click

from motcua.cli import database, django
from motcua.cli.help import Spoken
from motcua.cli.speech import refusals
from motcua.config import env

_OWNERS_COMMANDS = frozenset(
    {"createcachetable", "dbshell", "flush", "migrate", "showmigrations", "sqlflush", "sqlmigrate"}
)
_WITHOUT_DATABASE = frozenset(
    {
        "check",
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "makemigrations",
        "version",
    }
)


@click.command(
    cls=Spoken,
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Call a management command: as the owner if it changes the schema, else as the application."""
    name = arguments[0] if arguments else "help"
    with contextlib.ExitStack() as stack:
        stack.enter_context(refusals())
        if name in _WITHOUT_DATABASE:
            url = env.text("DATABASE_URL")
        else:
            is_owners = name in _OWNERS_COMMANDS
            opened = database.opened if is_owners else database.existing
            found = stack.enter_context(opened())
            url = found.owner if is_owners else found.app
        django.setup(url)
        _execute(arguments)


def _execute(arguments: tuple[str, ...]) -> None:
    # Imported after the setup: Django reads the settings when this module is loaded.
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["motcua manage", *arguments])
