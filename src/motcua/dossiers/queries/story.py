"""The story of a dossier as a time line: what happened, who has it, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, gettext_lazy

from motcua.dossiers.enums import Outcome
from motcua.dossiers.models import StepRun, Transition
from motcua.dossiers.queries.kept import written_at
from motcua.dossiers.queries.outages import outage_reason
from motcua.dossiers.queries.processes import flow_of, open_runs, told_by_moves
from motcua.dossiers.queries.todo import plain_state
from motcua.dossiers.queries.wording import moment_in_words, office_of, step_name
from motcua.dossiers.workflow import WAITING_FOR_CITIZEN
from motcua.procedures.base.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from motcua.dossiers.models import Dossier
    from motcua.procedures.base.processes.flows import Shape
    from motcua.procedures.base.processes.spec import Step

# Moves that are told as something that happened; the others are seen as steps.
_HAPPENED: Mapping[str, _StrPromise] = {
    "submit": gettext_lazy("Anh/chị đã nộp hồ sơ"),
    "papers_arrived": gettext_lazy("Giấy tờ gửi qua bưu chính đã đến cơ quan"),
    "grant_exemption": gettext_lazy("Cơ quan đã công nhận diện miễn, giảm phí"),
    "refuse_exemption": gettext_lazy("Cơ quan không công nhận diện miễn, giảm phí"),
    "grant_exemption_anew": gettext_lazy("Cơ quan xem lại: công nhận diện miễn, giảm phí"),
    "refuse_exemption_anew": gettext_lazy("Cơ quan xem lại: không công nhận diện miễn, giảm phí"),
    "accept": gettext_lazy("Cơ quan đã tiếp nhận"),
    "refuse": gettext_lazy("Cơ quan từ chối tiếp nhận"),
    "ask_supplement": gettext_lazy("Cơ quan yêu cầu bổ sung"),
    "answer_supplement": gettext_lazy("Anh/chị đã bổ sung"),
    "ask_payment": gettext_lazy("Cơ quan yêu cầu nộp tiền"),
    "settle_payment": gettext_lazy("Đã nhận tiền"),
    "withdraw": gettext_lazy("Anh/chị đã rút hồ sơ"),
    "stop": gettext_lazy("Cơ quan dừng xử lý"),
    "approve_part": gettext_lazy("Cơ quan trả trước một kết quả"),
    "apologise": gettext_lazy("Cơ quan xin lỗi và hẹn lại ngày trả"),
    "finish": gettext_lazy("Kết quả đã được ký"),
    "return_result": gettext_lazy("Kết quả đã được trả"),
    "correct_result": gettext_lazy("Kết quả được thay bằng bản mới; bản cũ không còn giá trị"),
    "reopen": gettext_lazy("Hồ sơ được mở lại để giải quyết"),
}


# Who is poor, or disabled, is told to the filer alone, and so is that somebody asked.
_PRIVATE = (
    "grant_exemption",
    "refuse_exemption",
    "grant_exemption_anew",
    "refuse_exemption_anew",
)


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
    def shape(self) -> Shape:
        """The process it follows."""
        return flow_of(self.dossier).shape

    def past(self) -> list[Moment]:
        """Give what happened, in order."""
        moves = Transition.objects.filter(dossier=self.dossier, action__in=_HAPPENED)
        if not self.tells_all:
            moves = moves.exclude(action__in=_PRIVATE)
        runs = (
            StepRun.objects.filter(dossier=self.dossier, finished_at__isnull=False, asked_by=None)
            .exclude(code__in=told_by_moves(self.shape))
            .exclude(outcome__in=(Outcome.CANCELLED, Outcome.MOVED))
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
        runs = StepRun.objects.filter(dossier=self.dossier, finished_at=None, asked_by=None)
        for run in runs.select_related("unit", "official") if self.dossier.is_open else ():
            name = step_name(self.dossier, run.code, self.language)
            stands = outage_reason(self.dossier) if self.dossier.paused_at else ""
            state = "paused" if stands else self._urgent()
            yield Moment(name, state, meta=self._hands(run), text=stands)

    def future(self) -> Iterator[Moment]:
        """Give the steps to come, the last with the promised time unless the clock stands still."""
        if not self.dossier.is_open:
            return
        waits = self.dossier.state in WAITING_FOR_CITIZEN
        for step in self._to_come(waits=waits):
            is_promised = self.shape.is_last(step.code) and self.dossier.due_at is not None
            due = _("hẹn %(due)s") % {"due": moment_in_words(self.dossier.appointed_at)}
            meta = due if is_promised and not waits else ""
            yield Moment(say(step.name, self.language), "next", meta=meta)

    def _to_come(self, *, waits: bool) -> Iterator[Step]:
        """Give what may follow, in the order of the list; while it waits, the step in hand too."""
        runs = open_runs(self.dossier)
        ahead = {code for run in runs for code in self.shape.reach.get(run.code, ())}
        if not runs:
            ahead = set(self.shape.steps)
        in_hand = {run.code for run in runs if run.asked_by_id is None}
        ahead = ahead | in_hand if waits else ahead - in_hand
        return (step for step in self.shape.usual_order if step.code in ahead)

    def _move(self, move: Transition) -> Moment:
        office = office_of(self.dossier, self.language) if move.action == "accept" else ""
        later = written_at(move)
        words = _("ghi vào hệ thống lúc %(at)s") % {"at": moment_in_words(later)} if later else ""
        return Moment(
            str(_HAPPENED[move.action]),
            "done",
            move.at,
            " · ".join(part for part in (office, words) if part),
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
        due = self.dossier.appointed_at
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
