"""Django, set up for one command with the database role that the command needs."""

from __future__ import annotations

import os

import django
from django.apps import apps

from motcua.cli.home import Home
from motcua.config import env


def setup(database_url: str = "") -> None:
    """Set Django up once; `database_url` is the role to connect as, the environment's unless given.

    In the data folder of a demo the settings of its last run hold, where the environment sets no
    others. Nothing may have imported Django's settings before.
    """
    if apps.ready:
        return
    remembered = Home(env.data_folder()).read("demo").get("environment", {})
    for name, value in remembered.items():
        os.environ.setdefault(name, value)
    if database_url:
        os.environ["DATABASE_URL"] = database_url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    django.setup()
