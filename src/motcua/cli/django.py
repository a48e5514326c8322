"""Django, set up for one command with the database role that the command needs."""

from __future__ import annotations

import os

import django
from django.apps import apps


def setup(database_url: str = "") -> None:
    """Set Django up once; `database_url` is the role to connect as, the environment's unless given.

    Nothing may have imported the settings before.
    """
    if apps.ready:
        return
    if database_url:
        os.environ["DATABASE_URL"] = database_url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    django.setup()
