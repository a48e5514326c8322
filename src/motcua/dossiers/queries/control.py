"""The control slip of a dossier (form 05): every hand-over, by whom, to whom, when, how late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from motcua.dossiers.enums import Outcome, SlipForm
from motcua.dossiers.models import Slip, StepRun
from motcua.dossiers.queries.wording import moment_in_words, office_of, step_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from motcua.dossiers.models import Dossier


@dataclass(frozen=True, slots=True)
class HandOver:
    """A step given from one hand to another; `result` says how it ended against its time."""

    step: str
    giver: str
    taker: str
    at: datetime
    due_at: datetime | None
    finished_at: datetime | None
    result: str
    note: str

    def on_paper(self) -> dict[str, str]:
        """Give the row as the template of form 05 reads it."""
        return {
            "step": self.step,
            "giver": self.giver,
            "taker": self.taker,
            "at": moment_in_words(self.at),
            "due": moment_in_words(self.due_at),
            "finished": moment_in_words(self.finished_at),
            "result": self.result,
            "note": self.note,
        }


def control_number(dossier: Dossier) -> str:
    """Give the number of the control slip; empty before the first hand-over."""
    slip = Slip.objects.filter(dossier=dossier, form=SlipForm.CONTROL).first()
    return str(slip.data["number"]) if slip else ""


def hand_overs(dossier: Dossier, now: datetime, language: str) -> tuple[HandOver, ...]:
    """Give every hand-over so far, in order; who took a step up is named beside his unit."""
    runs = list(
        StepRun.objects.filter(dossier=dossier)
        .select_related("unit", "official", "asked_by__unit", "asked_by__official")
        .order_by("pk")
    )
    with translation.override(language):
        return tuple(_row(dossier, run, runs, now, language) for run in runs[1:])


def _row(
    dossier: Dossier, run: StepRun, runs: Iterable[StepRun], now: datetime, language: str
) -> HandOver:
    giver = run.asked_by or _before(run, runs)
    return HandOver(
        step=step_name(dossier, run.code, language),
        giver=_hands(giver, language) if giver else office_of(dossier, language),
        taker=_hands(run, language),
        at=run.started_at,
        due_at=run.due_at,
        finished_at=run.finished_at,
        result=_result(run, now),
        note=run.request,
    )


def _before(run: StepRun, runs: Iterable[StepRun]) -> StepRun | None:
    """Give the step whose end began another: of several the last to end before it."""
    ended = [
        one
        for one in runs
        if one.pk < run.pk and one.finished_at and one.finished_at <= run.started_at
    ]
    return max(ended, key=lambda one: (one.finished_at, one.pk), default=None)


def _hands(run: StepRun, language: str) -> str:
    unit = run.unit.name_in(language) if run.unit else ""
    name = run.official.full_name if run.official else ""
    return " · ".join(part for part in (unit, name) if part)


def _result(run: StepRun, now: datetime) -> str:
    """Say how a step ended against its time, or stands against it."""
    if run.outcome in {Outcome.CANCELLED, Outcome.MOVED}:
        return _("Thôi làm")
    if run.due_at is None:
        return _("Xong") if run.finished_at else _("Đang làm")
    if run.finished_at is None:
        return _("Quá hạn") if now > run.due_at else _("Đang làm")
    if run.finished_at > run.due_at:
        return _("Quá hạn")
    return _("Đúng hạn") if run.finished_at.date() == run.due_at.date() else _("Trước hạn")
