"""Django's description of the room."""

from __future__ import annotations

from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    """The room's name and label."""

    name = "motcua.receipts"
    label = "receipts"
