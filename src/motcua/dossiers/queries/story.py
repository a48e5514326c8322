"""The story of a dossier as a time line: what happened, who has it, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, gettext_lazy

from motcua.dossiers.models import StepRun, Transition
from motcua.dossiers.queries.processes import rules_of
from motcua.dossiers.queries.todo import plain_state
from motcua.dossiers.queries.wording import moment_in_words, office_of, step_name
from motcua.dossiers.workflow import WAITING_FOR_CITIZEN
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from motcua.dossiers.models import Dossier
    from motcua.procedures.base.processes import Step

# Moves that are told as something that happened; the others are seen as steps.
_HAPPENED: Mapping[str, _StrPromise] = {
    "submit": gettext_lazy("Anh/chị đã nộp hồ sơ"),
    "accept": gettext_lazy("Cơ quan đã tiếp nhận"),
    "refuse": gettext_lazy("Cơ quan từ chối tiếp nhận"),
    "ask_supplement": gettext_lazy("Cơ quan yêu cầu bổ sung"),
    "answer_supplement": gettext_lazy("Anh/chị đã bổ sung"),
    "ask_payment": gettext_lazy("Cơ quan yêu cầu nộp tiền"),
    "settle_payment": gettext_lazy("Đã nhận tiền"),
    "withdraw": gettext_lazy("Anh/chị đã rút hồ sơ"),
    "stop": gettext_lazy("Cơ quan dừng xử lý"),
    "finish": gettext_lazy("Kết quả đã được ký"),
    "return_result": gettext_lazy("Kết quả đã được trả"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of the time line; `state` is done, current, next, late or paused."""

    title: str
    state: str
    at: datetime | None = None
    meta: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells one dossier; to its filer with names and reasons, to whoever tracks it without."""

    dossier: Dossier
    language: str
    tells_all: bool
    now: datetime

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the process, from receipt to return."""
        return rules_of(self.dossier).process.steps

    def past(self) -> list[Moment]:
        """Give what happened, in order."""
        moves = Transition.objects.filter(dossier=self.dossier, action__in=_HAPPENED)
        runs = (
            StepRun.objects.filter(dossier=self.dossier, finished_at__isnull=False)
            .exclude(code__in=(self.steps[0].code, self.steps[-1].code))
            .select_related("unit", "official")
        )
        # A step that ends with a move was there before it: equal times keep this order.
        moments = [self._run(run) for run in runs] + [self._move(move) for move in moves]
        return sorted(moments, key=lambda moment: (moment.at is None, moment.at))

    def present(self) -> Iterator[Moment]:
        """Give where the dossier is now: with its filer, or in a step."""
        if self.dossier.state in WAITING_FOR_CITIZEN:
            waiting = plain_state(self.dossier)
            yield Moment(waiting, "paused", self.dossier.paused_at, text=self._pause())
            return
        run = (
            StepRun.objects.filter(dossier=self.dossier, finished_at=None)
            .select_related("unit", "official")
            .first()
        )
        if run is not None and self.dossier.is_open:
            name = step_name(self.dossier, run.code, self.language)
            yield Moment(name, self._urgent(), meta=self._hands(run))

    def future(self) -> Iterator[Moment]:
        """Give the steps to come, the last with the promised time unless the clock stands still."""
        if not self.dossier.is_open:
            return
        waits = self.dossier.state in WAITING_FOR_CITIZEN
        codes = [step.code for step in self.steps]
        place = codes.index(self.dossier.step_code) if self.dossier.step_code in codes else 0
        for step in self.steps[place if waits else place + 1 :]:
            is_promised = step is self.steps[-1] and self.dossier.due_at is not None and not waits
            due = _("hẹn %(due)s") % {"due": moment_in_words(self.dossier.due_at)}
            yield Moment(say(step.name, self.language), "next", meta=due if is_promised else "")

    def _move(self, move: Transition) -> Moment:
        return Moment(
            str(_HAPPENED[move.action]),
            "done",
            move.at,
            office_of(self.dossier, self.language) if move.action == "accept" else "",
            move.reason if self.tells_all else "",
        )

    def _run(self, run: StepRun) -> Moment:
        name = step_name(self.dossier, run.code, self.language)
        return Moment(name, "done", run.finished_at, self._hands(run))

    def _hands(self, run: StepRun) -> str:
        unit = run.unit.name_in(self.language) if run.unit else ""
        name = run.official.full_name if run.official and self.tells_all else ""
        return " · ".join(part for part in (unit, name) if part)

    def _urgent(self) -> str:
        due = self.dossier.due_at
        is_late = due is not None and self.now > due and self.dossier.finished_at is None
        return "late" if is_late else "current"

    def _pause(self) -> str:
        if self.dossier.paused_at is None:
            return ""
        return _("Thời hạn giải quyết tạm dừng cho tới khi anh/chị làm xong.")


def story_of(dossier: Dossier, now: datetime, language: str) -> tuple[Moment, ...]:
    """Tell a dossier to its filer: with names and reasons."""
    return _told(_Teller(dossier, language, tells_all=True, now=now))


def public_story_of(dossier: Dossier, now: datetime, language: str) -> tuple[Moment, ...]:
    """Tell a dossier to whoever holds its code and four digits: no names, nothing anybody wrote."""
    return _told(_Teller(dossier, language, tells_all=False, now=now))


def _told(teller: _Teller) -> tuple[Moment, ...]:
    return (*teller.past(), *teller.present(), *teller.future())
