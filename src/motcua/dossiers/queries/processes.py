"""Where a dossier stands in its process, and what comes before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.dossiers.errors import StepNotReady
from motcua.kernel.clock import civil_date
from motcua.procedures import queries as catalogue

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.dossiers.models import Dossier, Draft
    from motcua.procedures.base.processes import Step
    from motcua.procedures.base.papers import AskedPaper
    from motcua.procedures.base.rules import Rules


def rules_of(dossier: Dossier) -> Rules:
    """Give the rules under which a dossier was filed."""
    return catalogue.rules(dossier.version_id)


def current_step(dossier: Dossier) -> Step:
    """Give the step in hand. Raises `StepNotReady` when there is none."""
    for step in rules_of(dossier).process.steps:
        if step.code == dossier.step_code:
            return step
    raise StepNotReady


def step_after(dossier: Dossier) -> Step | None:
    """Give the step after the one in hand; None after the last."""
    return _neighbour(dossier, 1)


def step_before(dossier: Dossier) -> Step | None:
    """Give the step before the one in hand, never back into receipt; None at the first."""
    before = _neighbour(dossier, -1)
    first = rules_of(dossier).process.steps[0]
    return None if before is None or before.code == first.code else before


def _neighbour(dossier: Dossier, distance: int) -> Step | None:
    steps = rules_of(dossier).process.steps
    codes = [step.code for step in steps]
    place = codes.index(dossier.step_code) + distance if dossier.step_code in codes else -1
    return steps[place] if 0 <= place < len(steps) else None


def asked_papers(draft: Draft, now: datetime) -> tuple[AskedPaper, ...]:
    """Give the papers a draft is asked for, by the answers given so far."""
    day = civil_date(now)
    rules = catalogue.rules(draft.version_id)
    clean = rules.form.validate(draft.answers, today=day).clean
    return rules.papers(clean, draft.channel, day)
