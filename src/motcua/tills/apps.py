"""Django's description of the room."""

from __future__ import annotations

from django.apps import AppConfig


class TillsConfig(AppConfig):
    """The room's name and label."""

    name = "motcua.tills"
    label = "tills"
