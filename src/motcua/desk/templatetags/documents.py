"""The documents of a dossier, on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from motcua.dossiers.queries.documents import documents_of, may_write
from motcua.identity.base import visit

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier

register = template.Library()


@register.inclusion_tag("desk/documents/_list.html", takes_context=True)
def documents(context: dict[str, Any], dossier: Dossier) -> dict[str, Any]:
    """Draw the documents of a dossier, and the way to write one."""
    actor = visit(context["request"]).actor
    return {
        "dossier": dossier,
        "documents": documents_of(dossier),
        "may_write": may_write(actor, dossier),
    }
