"""In whose hands a step is, who else may have it, and who may take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.agencies.queries.colleagues import Colleague, holding
from motcua.dossiers.enums import Passed
from motcua.dossiers.models import Passing
from motcua.dossiers.queries.processes import holder_of, path_of
from motcua.dossiers.queries.scopes import in_sight
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.models import Dossier, StepRun
    from motcua.kernel.actors import Actor

_ASSIGNING = frozenset({Role.HEAD, Role.LEADER})
_GIVEN = frozenset({Passed.ASSIGNED, Passed.FORWARDED})


def colleagues_for(dossier: Dossier, run: StepRun, now: datetime) -> tuple[Colleague, ...]:
    """Give who may have a step in hand: by role and unit on that day, but for who has it."""
    path, holder = path_of(dossier, run), holder_of(dossier, run)
    found = holding(run.role, dossier.agency_id, path, civil_date(now))
    return tuple(one for one in found if one.official_id != holder)


def may_assign(actor: Actor, dossier: Dossier, run: StepRun) -> bool:
    """Say whether an official gives the work out in the unit that has a step in hand."""
    path = path_of(dossier, run)
    return any(
        power.role in _ASSIGNING and power.covers(dossier.agency_id, path)
        for power in in_sight(actor.powers)
    )


def may_bring_back(actor: Actor, dossier: Dossier, run: StepRun) -> bool:
    """Say whether an official may take a step back: he gave it away, or he gives the work out."""
    holder = holder_of(dossier, run)
    if holder is None or holder == actor.official_id:
        return False
    return may_assign(actor, dossier, run) or gave_away(actor, run) is not None


def gave_away(actor: Actor, run: StepRun) -> Passing | None:
    """Give the passing by which an official gave a step away, if it was the last one."""
    last = Passing.objects.filter(dossier_id=run.dossier_id, run=run).last()
    is_his = last is not None and last.by_id == actor.official_id and last.kind in _GIVEN
    return last if is_his else None
