"""Django's description of the room."""

from __future__ import annotations

from django.apps import AppConfig


class VoiceConfig(AppConfig):
    """The room's name and label."""

    name = "motcua.voice"
    label = "voice"
