"""Tags that every officials' page uses: the rail, who is signed in, deadlines in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.agencies.enums import Role
from motcua.agencies.queries import official_name
from motcua.dossiers.enums import Urgency
from motcua.dossiers.queries.casefiles import left_in_words
from motcua.dossiers.queries.counting import queue_counts
from motcua.dossiers.queries.queues import looks_on
from motcua.identity.base import visit
from motcua.kernel import clock
from motcua.ui.templatetags.ui import badge, state

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.safestring import SafeString

    from motcua.kernel.actors import Actor

register = template.Library()


@register.inclusion_tag("desk/_rail.html", takes_context=True)
def rail(context: dict[str, Any], current: str = "") -> dict[str, Any]:
    """Draw the queues with their numbers, and the other pages of the official's roles."""
    actor = visit(context["request"]).actor
    counts = queue_counts(actor, clock.now()) if actor.powers else ()
    return {
        "counts": counts,
        "current": current,
        "links": _links(actor),
        "home": reverse("desk:queue"),
    }


@register.simple_tag(takes_context=True)
def official(context: dict[str, Any]) -> str:
    """Give the name of the official who is signed in; empty for nobody."""
    number = visit(context["request"]).actor.official_id
    return official_name(number) if number is not None else ""


@register.simple_tag
def urgency(value: str) -> SafeString:
    """Draw how near a promised time is; before acceptance nothing is promised."""
    if value == Urgency.WAITING:
        return badge(str(Urgency.WAITING.label), "plain", "clock")
    return state(value)


@register.simple_tag
def left(due_at: datetime | None, now: datetime) -> str:
    """Say how far a promised time is."""
    return left_in_words(due_at, now) if due_at else ""


def _links(actor: Actor) -> list[tuple[str, str, str]]:
    """Give (name, address, text) of the pages beside the queues."""
    roles = {power.role for power in actor.powers}
    links = []
    if looks_on(actor):
        links.append(("leading", reverse("desk:leading"), _("Tình hình đơn vị")))
    if Role.AUDITOR in roles:
        links.append(("audit", reverse("desk:audit"), _("Kiểm tra nhật ký")))
    if Role.ADMINISTRATOR in roles:
        links.append(("console", reverse("console:choose"), _("Quản trị cơ quan")))
    return links
