"""Moving open dossiers to another version of their process: deliberate, one by one, on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.dossiers.actions.moving import lock, record
from motcua.dossiers.actions.stepping import begin, end, show
from motcua.dossiers.enums import Outcome
from motcua.dossiers.errors import (
    DossierNotFound,
    ProcessNotOfProcedure,
    ProcessUnchanged,
    ReasonMissing,
    StepsChanged,
    StepUnmapped,
)
from motcua.dossiers.models import Dossier, StepRun, Transition
from motcua.dossiers.queries.process_changes import seen_of, step_changes, why_not
from motcua.kernel.errors import DomainError
from motcua.procedures.errors import VersionNotPublished
from motcua.procedures.queries import hold_published, rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.queries.process_changes import StepChange
    from motcua.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class ProcessChange:
    """To which version's process, with which counterparts for steps it has not, and why."""

    version_id: int
    mapping: Mapping[str, str]
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """How many dossiers were moved, and which were left, as (code, why)."""

    done: int
    left: tuple[tuple[str, str], ...]


def change_processes(
    *,
    actor: Actor,
    agency_id: int,
    change: ProcessChange,
    seen: Mapping[UUID, str],
    now: datetime,
) -> Moved:
    """Move an agency's dossiers as a preview told it, each in a transaction of its own.

    `seen` maps each dossier's public id to the steps the preview saw: one that went on since is
    left, and told. Raises `NotAllowed`, `ReasonMissing`.
    """
    actor.require_role("administrator", agency_id=agency_id)
    if not change.reason.strip():
        raise ReasonMissing
    found = Dossier.objects.filter(agency_id=agency_id, public_id__in=seen)
    left: list[tuple[str, str]] = []
    done = 0
    for pk, code, public_id in found.order_by("pk").values_list("pk", "code", "public_id"):
        try:
            change_process(actor=actor, dossier_id=pk, change=change, seen=seen[public_id], now=now)
            done += 1
        except DomainError as refusal:
            left.append((code, refusal.text))
    return Moved(done, tuple(left))


@transaction.atomic
def change_process(
    *, actor: Actor, dossier_id: int, change: ProcessChange, seen: str, now: datetime
) -> Dossier:
    """Let one open dossier follow the process of another version from its present steps on.

    Its form, papers, fees and limit stay those it was filed under. A step that stays the same
    keeps its official. Raises `NotAllowed`, `DossierNotFound` for one that is closed,
    `StepsChanged`, `ProcessUnchanged`, `ProcessNotOfProcedure`, `StepUnmapped` where a step has no
    counterpart, one behind what is not yet there, or the result is being signed,
    `VersionNotPublished`, also where its publication was just taken back.
    """
    dossier = lock(dossier_id)
    actor.require_role("administrator", agency_id=dossier.agency_id)
    before = dossier.process_version_id or dossier.version_id
    _check(dossier, change, seen)
    changes = step_changes(dossier, change.version_id, change.mapping)
    problem = why_not(dossier, changes, change.version_id)
    if problem:
        raise StepUnmapped(problem)
    dossier.process_version_id = change.version_id
    dossier.save(update_fields=["process_version"])
    _rewrite(dossier, changes, now)
    _keep(dossier, change, before, changes, actor=actor, now=now)
    return dossier


def _check(dossier: Dossier, change: ProcessChange, seen: str) -> None:
    if not dossier.is_open:
        raise DossierNotFound
    if (dossier.process_version_id or dossier.version_id) == change.version_id:
        raise ProcessUnchanged
    if not hold_published(change.version_id):
        raise VersionNotPublished
    if rules(change.version_id).code != dossier.procedure_code:
        raise ProcessNotOfProcedure
    if seen_of(dossier) != seen:
        raise StepsChanged


def _rewrite(dossier: Dossier, changes: tuple[StepChange, ...], now: datetime) -> None:
    """Put the new steps in the place of the old; two that become one are one."""
    made: dict[str, StepRun] = {}
    for change in changes:
        assert change.step is not None
        run, asker = change.run, _asker(change.run, changes, made)
        if change.stays and change.step.code not in made:
            run.due_at, run.asked_by = change.due_at, asker
            run.save(update_fields=["due_at", "asked_by"])
            made[change.step.code] = run
            continue
        end(dossier, run, now=now, outcome=Outcome.MOVED)
        if change.step.code not in made:
            fresh = begin(dossier, change.step, now=now, asked_by=asker, request=run.request)
            fresh.due_at = change.due_at
            fresh.save(update_fields=["due_at"])
            made[change.step.code] = fresh
    show(dossier)


def _asker(
    run: StepRun, changes: tuple[StepChange, ...], made: Mapping[str, StepRun]
) -> StepRun | None:
    """Give who asked for an opinion, in the new process."""
    asked = next((one for one in changes if one.run.pk == run.asked_by_id), None)
    return made.get(asked.step.code) if asked is not None and asked.step is not None else None


def _keep(
    dossier: Dossier,
    change: ProcessChange,
    before: int,
    changes: tuple[StepChange, ...],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Write the change into the dossier's history and the audit log."""
    steps = {one.run.code: one.step.code for one in changes if one.step is not None}
    Transition.objects.create(
        dossier=dossier,
        at=now,
        action="change_process",
        from_state=dossier.state,
        to_state=dossier.state,
        actor_kind=actor.kind,
        account_id=actor.account_id,
        official_id=actor.official_id,
        reason=change.reason.strip(),
        data={"from": before, "to": change.version_id, "steps": steps},
    )
    record(
        dossier,
        "dossiers.change_process",
        actor=actor,
        now=now,
        **{"from": before, "to": change.version_id, "steps": steps},
    )
