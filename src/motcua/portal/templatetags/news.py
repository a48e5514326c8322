"""Tags of the citizens' pages: what is new in the inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from motcua.identity.base import visit
from motcua.notifications.queries import inboxes

if TYPE_CHECKING:
    from collections.abc import Mapping

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_news(context: Mapping[str, Any]) -> int:
    """Count what the visitor has not read yet."""
    return inboxes.unread_news(visit(context["request"]).actor)
