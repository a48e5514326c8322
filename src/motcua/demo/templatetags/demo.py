"""What the stage's templates need."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def of(found: dict[str, Any], key: str) -> Any:
    """Give what a map holds under a key, or nothing."""
    return found.get(key)


@register.filter
def drawn(svg: str) -> SafeString:
    """Put a picture that this node drew itself into the page."""
    return mark_safe(svg)  # noqa: S308 - from our own QR writer, never from a request
