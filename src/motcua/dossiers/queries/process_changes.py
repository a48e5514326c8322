"""What moving open dossiers to another process would change for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from motcua.agencies.queries import unit_name
from motcua.dossiers.errors import BeingSigned
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.queries.clocks import share_of_time
from motcua.dossiers.queries.processes import flow_of, open_runs, unit_for
from motcua.dossiers.queries.products import passed_over
from motcua.dossiers.queries.wording import step_name
from motcua.procedures.base.texts import say
from motcua.procedures.queries import rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.dossiers.models import StepRun
    from motcua.dossiers.models.dossiers import DossierQuerySet
    from motcua.kernel.actors import Actor
    from motcua.procedures.base.processes.flows import Shape
    from motcua.procedures.base.processes.spec import Step
    from motcua.procedures.queries.offerings import UnitRef

AT_ONCE = 200
"""How many dossiers are looked at and moved in one go."""


@dataclass(frozen=True, slots=True)
class StepChange:
    """A step in hand and its counterpart; None where the new process has none."""

    run: StepRun
    step: Step | None
    unit: UnitRef | None
    due_at: datetime | None

    @property
    def stays(self) -> bool:
        """Say whether it is the same step of the same role in the same unit."""
        step, unit = self.step, self.unit
        if step is None or unit is None:
            return False
        then = (self.run.code, self.run.role, self.run.unit_id)
        return then == (step.code, step.role, unit.id)


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A step as the preview tells it: name, unit and due time, before and after."""

    before: str
    after: str
    unit_before: str
    unit_after: str
    due_before: datetime | None
    due_after: datetime | None


@dataclass(frozen=True, slots=True)
class DossierChange:
    """What would change for one dossier; `seen` names the steps it was in, `problem` why not."""

    dossier: Dossier
    seen: str
    steps: tuple[ShownChange, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would change for open dossiers.

    Attributes:
        lacking: steps in hand without a counterpart by their own code, as (code, name).
        targets: the steps of the new process to choose from, as (code, name).
        more: how many dossiers wait beyond those shown.

    """

    changes: tuple[DossierChange, ...]
    lacking: tuple[tuple[str, str], ...]
    targets: tuple[tuple[str, str], ...]
    more: int

    @property
    def ready(self) -> tuple[DossierChange, ...]:
        """The dossiers that can be moved."""
        return tuple(change for change in self.changes if not change.problem)


def following_by_version(actor: Actor, agency_id: int, procedure_code: str) -> dict[int, int]:
    """Count the open dossiers of an agency by the version whose process they follow.

    Raises `NotAllowed` for who does not administer it.
    """
    actor.require_role("administrator", agency_id=agency_id)
    rows = (
        _open(agency_id, procedure_code)
        .annotate(follows=Coalesce("process_version_id", "version_id"))
        .values_list("follows")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


def plan_changes(
    actor: Actor,
    agency_id: int,
    procedure_code: str,
    version_id: int,
    *,
    mapping: Mapping[str, str],
    language: str,
) -> Plan:
    """Tell what moving an agency's open dossiers to a version's process would change.

    `mapping` gives the counterpart of a step by code. Nothing is written. Raises `NotAllowed`.
    """
    actor.require_role("administrator", agency_id=agency_id)
    waiting = (
        _open(agency_id, procedure_code)
        .annotate(follows=Coalesce("process_version_id", "version_id"))
        .exclude(follows=version_id)
    )
    found = list(waiting.order_by("submitted_at", "pk")[:AT_ONCE])
    shape = rules(version_id).flow.shape
    lacking: dict[str, str] = {}
    for dossier in found:
        for run in open_runs(dossier):
            if counterpart(dossier, run, version_id, {}) is None:
                lacking[run.code] = step_name(dossier, run.code, language)
    return Plan(
        changes=tuple(_shown(one, version_id, mapping, language) for one in found),
        lacking=tuple(sorted(lacking.items())),
        targets=tuple((code, say(step.name, language)) for code, step in shape.steps.items()),
        more=max(waiting.count() - len(found), 0),
    )


def _open(agency_id: int, procedure_code: str) -> DossierQuerySet:
    return Dossier.objects.filter(
        agency_id=agency_id, is_open=True, procedure_code=procedure_code
    ).defer("contact")


def counterpart(
    dossier: Dossier, run: StepRun, version_id: int, mapping: Mapping[str, str]
) -> Step | None:
    """Give the step of another process that stands for one in hand.

    The one with its code, and only where there is none that is named for it; receipt stands for
    receipt.
    """
    shape = rules(version_id).flow.shape
    if run.code == flow_of(dossier).shape.first.code:
        return shape.first
    later = {code: step for code, step in shape.steps.items() if step is not shape.first}
    return later.get(run.code) or later.get(mapping.get(run.code, ""))


def step_changes(
    dossier: Dossier, version_id: int, mapping: Mapping[str, str]
) -> tuple[StepChange, ...]:
    """Work out each step in hand under another process; the share counts from when it began."""
    steps = [(run, counterpart(dossier, run, version_id, mapping)) for run in open_runs(dossier)]
    kept, dossier.process_version_id = dossier.process_version_id, version_id
    try:
        return tuple(
            StepChange(
                run,
                step,
                unit_for(dossier, step) if step else None,
                share_of_time(dossier, step.share, run.started_at) if step else None,
            )
            for run, step in steps
        )
    finally:
        dossier.process_version_id = kept


def seen_of(dossier: Dossier) -> str:
    """Name the steps a dossier is in, so that it is known whether they changed since."""
    return "-".join(str(run.pk) for run in sorted(open_runs(dossier), key=lambda run: run.pk))


def why_not(dossier: Dossier, changes: tuple[StepChange, ...], version_id: int) -> str:
    """Say why a dossier cannot be moved to a version's process; nothing where it can."""
    if not changes:
        return _("Không có bước nào đang làm.")
    if any(change.step is None for change in changes):
        return _("Bước đang làm không có trong quy trình mới; hãy chọn bước thay.")
    result = Result.objects.filter(dossier=dossier, approved_at__isnull=False, signed_at=None)
    if result.exists():
        return str(BeingSigned.message)
    shape = rules(version_id).flow.shape
    return next(filter(None, (_stands_wrong(dossier, one, shape) for one in changes)), "")


def _stands_wrong(dossier: Dossier, change: StepChange, shape: Shape) -> str:
    """Say why a step cannot stand for one in hand, though there is one."""
    step = change.step
    assert step is not None
    if change.run.asked_by_id is not None:
        return "" if step.code in shape.consulted else _("Bước thay không phải bước cho ý kiến.")
    if step.code in shape.consulted:
        return _("Bước thay chỉ để cho ý kiến; hãy chọn bước khác.")
    return passed_over(dossier, shape, step)


def _shown(
    dossier: Dossier, version_id: int, mapping: Mapping[str, str], language: str
) -> DossierChange:
    changes = step_changes(dossier, version_id, mapping)
    return DossierChange(
        dossier=dossier,
        seen=seen_of(dossier),
        steps=tuple(
            ShownChange(
                before=step_name(dossier, change.run.code, language),
                after=say(change.step.name, language) if change.step else "",
                unit_before=change.run.unit.name_in(language) if change.run.unit else "",
                unit_after=unit_name(change.unit.id, language) if change.unit else "",
                due_before=change.run.due_at,
                due_after=change.due_at,
            )
            for change in changes
        ),
        problem=why_not(dossier, changes, version_id),
    )
