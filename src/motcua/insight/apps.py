"""The insight app."""

from __future__ import annotations

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Roll-ups kept by events, and what is read from them."""

    name = "motcua.insight"
    label = "insight"
