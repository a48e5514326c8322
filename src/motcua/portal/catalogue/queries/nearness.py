"""Where somebody is: the province chosen on the page, else where the person signed in lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.queries.places import province_of, provinces
from motcua.identity.queries.people import home_of
from motcua.procedures.queries import Near

if TYPE_CHECKING:
    from datetime import date

    from motcua.kernel.actors import Actor


def near_of(actor: Actor, province: str, day: date) -> Near:
    """Give where somebody is, as far as it is known."""
    if province in dict(provinces(day)):
        return Near(province=province)
    commune = home_of(actor.person_id) if actor.person_id else ""
    return Near(commune, province_of(commune, day)) if commune else Near()
