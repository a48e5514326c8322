"""For whom an official acts who stands in for an absent colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.queries.handling import held_paths
from motcua.dossiers.queries.processes import holder_of, path_of
from motcua.dossiers.queries.scopes import in_sight

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from motcua.dossiers.models import Dossier, StepRun
    from motcua.kernel.actors import Actor, Power


def behalf_in_role(actor: Actor, dossier: Dossier, roles: Collection[str]) -> int | None:
    """Give the absent official in whose role an actor acts; None where it is his own."""
    paths = held_paths(dossier)
    fit = (
        power
        for power in in_sight(actor.powers)
        if power.role in roles and any(power.covers(dossier.agency_id, path) for path in paths)
    )
    return _behalf(fit)


def behalf_in_step(actor: Actor, dossier: Dossier, run: StepRun) -> int | None:
    """Give the absent official for whom an actor does a step; None where it is his own."""
    path, holder = path_of(dossier, run), holder_of(dossier, run)
    fit = [
        power
        for power in in_sight(actor.powers)
        if power.role == run.role and power.covers(dossier.agency_id, path)
    ]
    stood_for = {power.behalf for power in fit} - {None}
    if holder is not None and holder != actor.official_id and holder in stood_for:
        return holder
    return _behalf(fit)


def _behalf(fit: Iterable[Power]) -> int | None:
    """Give for whom one acts by some powers: for oneself where one of them is one's own."""
    found = [power.behalf for power in fit]
    return None if None in found else next(iter(found), None)
