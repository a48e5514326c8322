"""Build the made-up world where it is missing, as the application's role.

Run as a process of its own: `python -m motcua.cli.world`.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys

import click

from motcua.cli import database, django, progress
from motcua.cli.speech import refusals

_BUILD = "motcua.demo.build"


@click.command()
def world() -> None:
    """Build what is missing of the made-up world."""
    found = database.named()
    assert found is not None
    with refusals():
        django.setup(found.app)
        if importlib.util.find_spec(_BUILD) is None:
            return
        with progress.step("Thế giới minh họa", "The made-up world") as step:
            importlib.import_module(_BUILD).ensure(step.note)


if __name__ == "__main__":
    sys.exit(world())
