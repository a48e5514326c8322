"""The door that is known already, so that it is asked for once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.queries.finding import place_on
from motcua.dossiers.queries.errands import errands_of, wish_of
from motcua.dossiers.queries.helping import owner_of
from motcua.dossiers.queries.papers_by_post import posted_in

if TYPE_CHECKING:
    from datetime import date

    from motcua.dossiers.models import Dossier, Draft
    from motcua.identity.models import Account


def door_of_dossier(dossier: Dossier, day: date) -> dict[str, str]:
    """Give the door that was said already for a dossier, else that of its owner's profile."""
    for errand in errands_of(dossier):
        if errand.address:
            return dict(errand.address)
    return _own_door(dossier.account, day)


def door_of_draft(draft: Draft, day: date) -> dict[str, str]:
    """Give the door that was said already for a draft, else that of its writer's profile.

    Nothing of the writer's where it is written for another.
    """
    for said in (posted_in(draft), wish_of(draft)):
        if said is not None and said.address:
            return dict(said.address)
    return {} if owner_of(draft) else _own_door(draft.account, day)


def _own_door(account: Account | None, day: date) -> dict[str, str]:
    person = account.person if account else None
    if person is None:
        return {}
    place = place_on(person.place_code, day) if person.place_code else None
    province = place.parent if place else None
    return {
        "name": person.full_name,
        "phone": str(person.phone or ""),
        "line": str(person.address or ""),
        "place": province.code if province else "",
    }
