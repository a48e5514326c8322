"""Tags of the citizens' pages: what is wrong where they file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from motcua.dossiers.queries.outage_banners import banner_at_offering, banner_over_dossier
from motcua.kernel import clock

if TYPE_CHECKING:
    from motcua.dossiers.models import Dossier
    from motcua.dossiers.queries.outage_banners import Banner

register = template.Library()


@register.simple_tag
def outage_at(offering_id: int) -> Banner | None:
    """Give what to say of an outage where an offering is received; None where nothing is wrong."""
    return banner_at_offering(offering_id, clock.now())


@register.simple_tag
def outage_over(dossier: Dossier) -> Banner | None:
    """Give what to say of an outage beside an open dossier; None where nothing is wrong."""
    return banner_over_dossier(dossier, clock.now())
