"""What a condition may refer to, by where in a pack it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.procedures.base.forms.spec import FormSpec, Page, scope_of
from motcua.procedures.base.processes.flows import scope_of_moves

if TYPE_CHECKING:
    from motcua.console.workshop.base.places import Spot
    from motcua.procedures.base.conditions.scopes import Scope
    from motcua.procedures.base.packs import Pack


def scope_at(pack: Pack, spot: Spot) -> Scope:
    """Give what conditions at a place may refer to."""
    scope = scope_of(pack.form)
    if spot.place.startswith("process"):
        return scope_of_moves(pack)
    if spot.place.startswith("result/questions"):
        page = Page(code="official", title=pack.result.title, questions=pack.result.questions)
        return scope_of(FormSpec(title=pack.result.title, pages=(page,))).inside(spot.group)
    each = spot.raw.get("each") if spot.place.startswith("form/checks") else None
    return scope.inside(str(each)) if each else scope.inside(spot.group)
