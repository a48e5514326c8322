"""Django's description of the room."""

from __future__ import annotations

from django.apps import AppConfig


class TextingConfig(AppConfig):
    """The room's name and label."""

    name = "motcua.texting"
    label = "texting"
