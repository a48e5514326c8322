"""The interface room: layouts, components, form rendering and charts, without models."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Register the room with Django."""

    name = "motcua.ui"
    label = "ui"
