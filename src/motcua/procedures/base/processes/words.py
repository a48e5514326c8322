"""A process in words: the ordered list that says the same as its drawing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from motcua.agencies.enums import Role
from motcua.procedures.base.processes.flows import Shape
from motcua.procedures.base.texts import say
from motcua.procedures.enums import Awaited, MoveKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from motcua.procedures.base.processes.flows import Way
    from motcua.procedures.base.processes.spec import Process, Step


class Stage(StrEnum):
    """Where a dossier stands with a step."""

    DONE = "done"
    CURRENT = "current"
    LATE = "late"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class StepInWords:
    """A step as a line of the list: who, how much of the time, what follows, and how it stands."""

    number: int
    code: str
    name: str
    role: str
    share: str
    help: str
    notes: tuple[str, ...]
    stage: Stage

    @property
    def stage_words(self) -> str:
        """How it stands, in words; nothing for what is still ahead."""
        return {
            Stage.DONE: _("Đã xong"),
            Stage.CURRENT: _("Đang ở bước này"),
            Stage.LATE: _("Đang ở bước này, quá hạn"),
        }.get(self.stage, "")


def process_in_words(
    process: Process, language: str, *, stages: Mapping[str, Stage] | None = None
) -> tuple[StepInWords, ...]:
    """List the steps of a process in a language; `stages` marks those of a dossier, by code."""
    shape, marks = Shape(process), stages or {}
    return tuple(
        StepInWords(
            number=number,
            code=step.code,
            name=say(step.name, language),
            role=str(Role(step.role).label),
            share=_("%(percent)s%% thời hạn") % {"percent": round(step.share * 100)},
            help=say(step.help, language) if step.help else "",
            notes=tuple(_notes(shape, step, language)),
            stage=marks.get(step.code, Stage.AHEAD),
        )
        for number, step in enumerate(process.steps, 1)
    )


def _notes(shape: Shape, step: Step, language: str) -> Iterator[str]:
    if step.join:
        before = _names(shape, shape.before(step.code), language)
        yield _("Bắt đầu khi mọi nhánh đã xong: %(steps)s.") % {"steps": before}
    if step.code in shape.consulted:
        yield _("Chỉ làm khi được hỏi ý kiến.")
    yield from _onward(shape, step, language)
    for way in shape.out(step.code, MoveKind.CONSULT):
        if way.to:
            asked = _names(shape, way.to, language)
            yield _("Có thể hỏi ý kiến: %(steps)s.") % {"steps": asked}
    for way in shape.out(step.code, MoveKind.BACK):
        if way.to:
            back = _names(shape, way.to, language)
            yield _("Có thể trả lại: %(steps)s.") % {"steps": back}
    if any(shape.out(step.code, kind) for kind in (MoveKind.REFUSE, MoveKind.STOP)):
        yield _("Có thể từ chối hoặc dừng tại bước này.")
    yield from _waits(shape, step)


def _onward(shape: Shape, step: Step, language: str) -> Iterator[str]:
    """Tell where it goes on, unless that is the one usual way."""
    ways = shape.out(step.code, MoveKind.FORWARD)
    if len(ways) == 1 and (ways[0].is_usual or len(ways[0].to) == 1):
        target = ways[0].to
        if not ways[0].is_usual and target:
            yield _("Tiếp theo: %(steps)s.") % {"steps": _names(shape, target, language)}
        return
    for way in ways:
        if way.to:
            yield _onward_words(way, language) % {"steps": _names(shape, way.to, language)}


def _onward_words(way: Way, language: str) -> str:
    if way.name is not None:
        name = say(way.name, language).replace("%", "%%")
        together = _("cùng lúc %(steps)s") if len(way.to) > 1 else "%(steps)s"
        return f"{name}: {together}."
    if len(way.to) > 1:
        return _("Tiếp theo cùng lúc: %(steps)s.")
    if way.when is not None:
        return _("Tùy hồ sơ, tiếp theo: %(steps)s.")
    return _("Nếu không, tiếp theo: %(steps)s.")


def _waits(shape: Shape, step: Step) -> Iterator[str]:
    """Tell what may be asked of the citizen, where the process says so itself."""
    said = [way for way in shape.out(step.code, MoveKind.WAIT) if not way.is_usual]
    awaited = {one for way in said for one in way.awaits}
    if Awaited.SUPPLEMENT in awaited:
        yield _("Có thể chờ công dân bổ sung hồ sơ; thời hạn tạm dừng.")
    if Awaited.PAYMENT in awaited:
        yield _("Có thể chờ công dân nộp tiền; thời hạn tạm dừng.")


def _names(shape: Shape, codes: Iterable[str], language: str) -> str:
    return ", ".join(say(shape.steps[code].name, language) for code in codes)
