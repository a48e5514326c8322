"""Django's description of the room."""

from __future__ import annotations

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """The room's name and label."""

    name = "motcua.procedures"
    label = "procedures"
