"""Django's description of the room."""

from __future__ import annotations

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """The room's name and label."""

    name = "motcua.identity"
    label = "identity"
