"""Django's description of the room."""

from __future__ import annotations

from django.apps import AppConfig


class CountersConfig(AppConfig):
    """The room's name and label."""

    name = "motcua.counters"
    label = "counters"
