"""Places, packs, agencies and people, without a year of history: a preparation of the node."""

from __future__ import annotations

import importlib

from motcua.cli import database, django


def run() -> None:
    """Fill the database that this environment names."""
    found = database.named()
    assert found is not None
    django.setup(found.app)
    importlib.import_module("motcua.demo.build").found_the_world()


if __name__ == "__main__":
    run()
