"""Parts of pages that depend on nothing but their values, drawn once for the same ones."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Hashable

register = template.Library()
_MOST = 4096  # some 5 MB of a web process: a line of a list is about 1.3 kB


@register.simple_tag
def fragment(name: str, **values: Any) -> SafeString:
    """Draw a template of plain values, as `include … only` does, and keep what was drawn.

    The same line of a list is drawn for many pages: whoever looks again, or turns a page and back.
    Values are hashable. Markup among them is drawn as text, for it equals the same text that
    somebody else may write. The template reads neither the request, the clock nor the database.
    """
    texts = {
        key: str.__str__(value) if isinstance(value, str) else value
        for key, value in values.items()
    }
    return _drawn(name, get_language(), tuple(texts.items()))


@lru_cache(_MOST)
def _drawn(
    name: str, _language: str | None, values: tuple[tuple[str, Hashable], ...]
) -> SafeString:
    return mark_safe(get_template(name).render(dict(values)))  # noqa: S308 - our own template
