"""Build the made-up world where it is missing, as the application's role.

Run as a process of its own: `python -m motcua.cli.world`.
"""

from __future__ import annotations

import importlib
import logging
import sys

import click

from motcua.cli import database, django, progress
from motcua.cli.home import Home
from motcua.cli.mishaps import mishaps
from motcua.cli.speech import refusals
from motcua.config import env

_BUILD = "motcua.demo.build"
_ACCOUNTS = "motcua.demo.accounts"


@click.command()
def world() -> None:
    """Build what is missing of the made-up world."""
    found = database.named()
    assert found is not None
    home = Home(env.data_folder())
    with refusals(), mishaps(home):
        django.setup(found.app)
        _log_into(home)
        with progress.step("Thế giới minh họa", "The made-up world") as step:
            importlib.import_module(_BUILD).ensure(step.note)
        # For the supervisor, which never sets Django up.
        rows = importlib.import_module(_ACCOUNTS).table()
        home.write("accounts", {"rows": rows})


def _log_into(home: Home) -> None:
    """Write the log into a file: the steps and one sentence are all that people see here."""
    logging.raiseExceptions = False  # a full disk takes no log either
    stream = home.log("world").open("a")
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(stream)


if __name__ == "__main__":
    sys.exit(world())
