"""Where a dossier stands in its process, what has been done, and where it may go from here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.agencies.queries import unit_paths
from motcua.dossiers.enums import Outcome
from motcua.dossiers.errors import StepNotReady
from motcua.dossiers.models import StepRun
from motcua.dossiers.queries.kept import result_kept, steps_of
from motcua.kernel.caching import is_reading
from motcua.kernel.clock import civil_date
from motcua.procedures import queries as catalogue
from motcua.procedures.enums import Awaited, MoveKind, Product
from motcua.procedures.queries.offerings import UnitRef

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from motcua.dossiers.models import Dossier, Draft
    from motcua.procedures.base.papers import AskedPaper
    from motcua.procedures.base.processes.flows import Flow, Shape, Way
    from motcua.procedures.base.processes.spec import Step
    from motcua.procedures.base.rules import Rules


def rules_of(dossier: Dossier) -> Rules:
    """Give the rules under which a dossier was filed."""
    return catalogue.rules(dossier.version_id)


def process_rules(dossier: Dossier) -> Rules:
    """Give the rules whose process a dossier follows: its own, or those it was moved to."""
    return catalogue.rules(dossier.process_version_id or dossier.version_id)


def flow_of(dossier: Dossier) -> Flow:
    """Give the process a dossier follows, with its conditions."""
    return process_rules(dossier).flow


def makes_documents(dossier: Dossier) -> bool:
    """Say whether officials make documents at any step, now or before it was moved."""
    processes = (process_rules(dossier).process, rules_of(dossier).process)
    return any(Product.DOCUMENT in step.produces for one in processes for step in one.steps)


def step_called(dossier: Dossier, code: str) -> Step | None:
    """Give a step by its code: of the process followed now, else of that at filing."""
    steps = flow_of(dossier).shape.steps
    return steps.get(code) or rules_of(dossier).flow.shape.steps.get(code)


def current_step(dossier: Dossier) -> Step:
    """Give the step in hand. Raises `StepNotReady` when there is none."""
    step = flow_of(dossier).shape.steps.get(dossier.step_code)
    if step is None:
        raise StepNotReady
    return step


def open_runs(dossier: Dossier) -> list[StepRun]:
    """Give the steps in hand, the one the dossier shows first, consultations last."""
    if is_reading():
        runs = [run for run in steps_of(dossier) if run.finished_at is None]
    else:
        # An act asks again after each change: no more is read than it needs.
        open_now = StepRun.objects.filter(dossier=dossier, finished_at=None).select_related("unit")
        runs = list(open_now.order_by())
    return sorted(runs, key=lambda run: (run.asked_by_id is not None, run.started_at, run.pk))


def path_of(dossier: Dossier, run: StepRun) -> str:
    """Give the path of the unit that has a step in hand."""
    if run.code == dossier.step_code:
        return dossier.step_path
    return run.unit.path if run.unit else ""


def holder_of(dossier: Dossier, run: StepRun) -> int | None:
    """Give the official who took a step up; None while nobody has."""
    return dossier.official_id if run.code == dossier.step_code else run.official_id


def known_of(dossier: Dossier) -> dict[str, Any]:
    """Give what conditions are judged by: the answers, what officials filled in and drafted."""
    runs = steps_of(dossier)
    filled = {key: value for run in runs for key, value in (run.filled or {}).items()}
    drafted = result_kept(dossier)
    return {**(drafted.data if drafted else {}), **filled, **dossier.answers}


def ways_of(dossier: Dossier, code: str, kind: MoveKind) -> tuple[Way, ...]:
    """Give the moves of a kind that are open from a step; its today is the day of filing."""
    flow = flow_of(dossier)
    known = known_of(dossier) if flow.asks(code) else {}
    return flow.open_ways(code, kind, known, civil_date(dossier.submitted_at))


def onward(dossier: Dossier, code: str) -> tuple[Step, ...] | None:
    """Give what follows a step: none after the last, None where no way is open."""
    flow = flow_of(dossier)
    known = known_of(dossier) if flow.asks(code) else {}
    return flow.onward(code, known, civil_date(dossier.submitted_at))


def may_wait(dossier: Dossier, code: str, awaited: Awaited) -> bool:
    """Say whether something may be asked of the citizen at a step."""
    return any(awaited in way.awaits for way in ways_of(dossier, code, MoveKind.WAIT))


def consultable(dossier: Dossier, code: str) -> tuple[Step, ...]:
    """Give the steps that may be asked for an opinion from a step, those in hand left out."""
    shape, busy = flow_of(dossier).shape, {run.code for run in open_runs(dossier)}
    ways = ways_of(dossier, code, MoveKind.CONSULT)
    named = dict.fromkeys(to for way in ways for to in way.to)
    return tuple(shape.steps[to] for to in named if to not in busy)


def told_by_moves(shape: Shape) -> frozenset[str]:
    """Give the steps that histories leave out: receipt and return are told by their moves."""
    last = {code for code in shape.steps if shape.is_last(code) and code not in shape.consulted}
    return frozenset({shape.first.code} | last)


def steps_back(dossier: Dossier, code: str) -> tuple[Step, ...]:
    """Give the steps a dossier may be sent back to from a step, never into receipt.

    Unless the step says more, those it came from.
    """
    shape = flow_of(dossier).shape
    if code not in shape.steps:
        return ()
    ways = ways_of(dossier, code, MoveKind.BACK)
    if any(way.is_usual for way in ways):
        named = shape.before(code)
    else:
        named = tuple(dict.fromkeys(to for way in ways for to in way.to))
    done = _done(dossier)
    return tuple(shape.steps[to] for to in named if to in done and to != shape.first.code)


def still_waiting(runs: Iterable[StepRun], now: datetime) -> frozenset[int]:
    """Give the steps that still wait for an opinion that is not yet late."""
    return frozenset(
        run.asked_by_id
        for run in runs
        if run.asked_by_id is not None and (run.due_at is None or run.due_at >= now)
    )


def unit_for(dossier: Dossier, step: Step) -> UnitRef:
    """Give the unit that does a step of a dossier. Raises `RoleWithoutUnit`."""
    card, rule = catalogue.offering(dossier.offering_id), step.unit
    if rule is not None and rule.same_as is not None:
        earlier = StepRun.objects.filter(dossier=dossier, code=rule.same_as, unit__isnull=False)
        unit = earlier.order_by("-started_at", "-pk").values_list("unit_id", flat=True).first()
        if unit is not None:
            return UnitRef(unit, unit_paths((unit,))[unit])
    answer = _answer(known_of(dossier), rule.by) if rule is not None and rule.by else ""
    return card.unit_of(step.role, answer)


def _answer(known: dict[str, Any], path: str) -> str:
    key, _, part = path.partition(".")
    value = known.get(key)
    if part:
        value = value.get(part) if isinstance(value, dict) else None
    return str(value) if isinstance(value, str | int) else ""


def _done(dossier: Dossier) -> set[str]:
    """Give the steps that were gone through; those before processes branched have no outcome."""
    gone_through = {"", Outcome.FORWARD, Outcome.BACK}
    ended = (run for run in steps_of(dossier) if run.finished_at is not None)
    return {run.code for run in ended if run.outcome in gone_through}


def asked_papers(draft: Draft, now: datetime) -> tuple[AskedPaper, ...]:
    """Give the papers a draft is asked for, by the answers given so far."""
    day = civil_date(now)
    rules = catalogue.rules(draft.version_id)
    clean = rules.form.validate(draft.answers, today=day).clean
    return rules.papers(clean, draft.channel, day)
