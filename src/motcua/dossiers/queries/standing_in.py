"""For whom an official acts who stands in for an absent colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.enums import Role
from motcua.agencies.queries import official_name
from motcua.agencies.queries.colleagues import names_of
from motcua.dossiers.queries.handling import held_paths
from motcua.dossiers.queries.processes import holder_of, path_of
from motcua.dossiers.queries.scopes import in_sight

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

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


def stands_in(actor: Actor) -> bool:
    """Say whether an official stands in for anybody today."""
    return any(power.behalf is not None for power in actor.powers)


def name_of_absent(official_id: int | None) -> str:
    """Give the name of the absent colleague somebody acts for; empty for nobody."""
    return official_name(official_id) if official_id is not None else ""


def absent_among(
    actor: Actor, dossiers: Sequence[Dossier], runs: Mapping[int, StepRun]
) -> dict[int, str]:
    """Give by dossier the absent colleague for whom an official would act upon it, by name.

    `runs` is the step in hand by dossier; where there is none, it waits to be received. Dossiers
    that are his own are left out; nothing is read for who stands in for nobody.
    """
    if not stands_in(actor):
        return {}
    found = {}
    for dossier in dossiers:
        run = runs.get(dossier.pk)
        whose = (
            behalf_in_step(actor, dossier, run)
            if run
            else behalf_in_role(actor, dossier, {Role.RECEPTIONIST})
        )
        if whose is not None:
            found[dossier.pk] = whose
    names = names_of(found.values())
    return {pk: names.get(whose, "") for pk, whose in found.items()}


def _behalf(fit: Iterable[Power]) -> int | None:
    """Give for whom one acts by some powers: for oneself where one of them is one's own."""
    found = [power.behalf for power in fit]
    return None if None in found else next(iter(found), None)
