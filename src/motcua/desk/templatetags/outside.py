"""How a result comes home, and the systems a dossier is copied into by hand, on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import get_language

from motcua.dossiers.queries.errands import post_page
from motcua.dossiers.queries.outside import outside_marks, systems_of
from motcua.dossiers.queries.papers_by_post import posted_of, waits_for_papers
from motcua.kernel import clock

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier

register = template.Library()


@register.inclusion_tag("desk/outside/_link.html")
def outside_of(dossier: Dossier) -> dict[str, Any]:
    """Draw how the result comes, the way to the copy sheet, and the numbers given elsewhere."""
    return {
        "dossier": dossier,
        "has_systems": bool(systems_of(dossier, clock.now())),
        "marks": outside_marks(dossier, get_language() or "vi"),
        "post": post_page(dossier, clock.now()),
        "waits_for_papers": waits_for_papers(dossier),
        "posted": posted_of(dossier),
    }
