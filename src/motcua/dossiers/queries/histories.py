"""What happened to a dossier, for officials: every act with who, when and why, latest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _, gettext_lazy

from motcua.agencies.queries.colleagues import names_of
from motcua.dossiers.enums import Outcome
from motcua.dossiers.models import (
    Note,
    Pause,
    StepDocument,
    StepRun,
    Supplement,
)
from motcua.dossiers.queries.helping import helper_of
from motcua.dossiers.queries.kept import (
    kept,
    moves_of,
    pauses_of,
    result_kept,
    steps_of,
    supplements_of,
    written_at,
)
from motcua.dossiers.queries.passings import (
    Happening,
    for_whom,
    hand_outs_in,
    hands_in,
    proposals_in,
)
from motcua.dossiers.queries.processes import (
    flow_of,
    makes_documents,
    process_rules,
    rules_of,
    told_by_moves,
)
from motcua.dossiers.queries.wording import item_in_words, step_name
from motcua.kernel.clock import civil_date
from motcua.procedures.base.forms.summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from motcua.agencies.models import Official
    from motcua.dossiers.models import Dossier
    from motcua.procedures.base.processes.flows import Shape

_MOVES: Mapping[str, _StrPromise] = {
    "submit": gettext_lazy("Đã nộp hồ sơ"),
    "file_at_counter": gettext_lazy("Nhập hồ sơ tại quầy"),
    "grant_exemption": gettext_lazy("Đã công nhận diện miễn, giảm phí"),
    "refuse_exemption": gettext_lazy("Không công nhận diện miễn, giảm phí"),
    "grant_exemption_anew": gettext_lazy("Xem lại: công nhận diện miễn, giảm phí"),
    "refuse_exemption_anew": gettext_lazy("Xem lại: không công nhận diện miễn, giảm phí"),
    "papers_arrived": gettext_lazy("Giấy tờ gửi qua bưu chính đã đến"),
    "accept": gettext_lazy("Đã tiếp nhận"),
    "refuse": gettext_lazy("Đã từ chối tiếp nhận"),
    "hand_over": gettext_lazy("Đã chuyển xử lý"),
    "ask_supplement": gettext_lazy("Đã yêu cầu bổ sung"),
    "answer_supplement": gettext_lazy("Đã bổ sung"),
    "ask_payment": gettext_lazy("Đã yêu cầu nộp tiền"),
    "settle_payment": gettext_lazy("Đã nhận tiền"),
    "withdraw": gettext_lazy("Công dân rút hồ sơ"),
    "stop": gettext_lazy("Đã dừng xử lý"),
    "approve_part": gettext_lazy("Đã duyệt trả trước một kết quả"),
    "apologise": gettext_lazy("Đã xin lỗi và hẹn lại"),
    "finish": gettext_lazy("Đã ký kết quả"),
    "return_result": gettext_lazy("Đã trả kết quả"),
    "change_process": gettext_lazy("Chuyển sang quy trình mới"),
    "approve_document": gettext_lazy("Đã duyệt một văn bản"),
    "correct_result": gettext_lazy("Đã đính chính kết quả"),
    "reopen": gettext_lazy("Đã mở lại hồ sơ"),
}
_ENDS: Mapping[str, _StrPromise] = {
    Outcome.FORWARD: gettext_lazy("Xong bước: %(step)s"),
    Outcome.BACK: gettext_lazy("Trả lại từ bước: %(step)s"),
    Outcome.ANSWERED: gettext_lazy("Đã cho ý kiến: %(step)s"),
    Outcome.UNANSWERED: gettext_lazy("Không cho ý kiến đúng hạn: %(step)s"),
    Outcome.CANCELLED: gettext_lazy("Thôi làm bước: %(step)s"),
}
_WELL = frozenset({Outcome.FORWARD, Outcome.ANSWERED})
_STOPS = frozenset({"refuse", "withdraw", "stop"})
_PAUSES = frozenset({"ask_supplement", "ask_payment"})


@dataclass(frozen=True, slots=True)
class Remark:
    """A word left for the other officials; citizens do not see it."""

    at: datetime
    who: str
    text: str


def history_of(dossier: Dossier, language: str) -> tuple[Happening, ...]:
    """Give every act upon a dossier, the latest first."""
    # Of one moment, what was written comes before the step it ends, and that before the move.
    happened = [
        *_drafts(dossier),
        *hands_in(dossier, language),
        *proposals_in(dossier),
        *hand_outs_in(dossier),
        *_steps(dossier, language),
        *_moves(dossier, language),
    ]
    # Reversed as a whole, so that two acts of one moment also come latest first.
    return tuple(sorted(happened, key=lambda one: one.at)[::-1])


def remarks_on(dossier: Dossier) -> tuple[Remark, ...]:
    """Give the officials' notes on a dossier, the latest first."""
    notes = sorted(kept(Note, dossier.pk, "official"), key=lambda note: note.at, reverse=True)
    return tuple(Remark(note.at, note.official.full_name, note.text) for note in notes)


def pause_now(dossier: Dossier) -> Pause | None:
    """Give the pause in which the clock stands still; None while it runs."""
    return next((pause for pause in pauses_of(dossier) if pause.ended_at is None), None)


def _moves(dossier: Dossier, language: str) -> Iterator[Happening]:
    asked = {row.asked_at: row for row in supplements_of(dossier)}
    moves = moves_of(dossier)
    absent = names_of(move.data["behalf"] for move in moves if "behalf" in move.data)
    for move in moves:
        supplement = asked.get(move.at) if move.action == "ask_supplement" else None
        yield Happening(
            at=move.at,
            title=str(_MOVES.get(move.action, move.action)),
            who=for_whom(
                _who(dossier, move.actor_kind, move.official),
                absent.get(move.data.get("behalf"), ""),
            ),
            state=_drawn(move.action),
            lines=_supplement(dossier, supplement, language) if supplement else _lines(move.reason),
            written_at=written_at(move),
        )


def _drawn(action: str) -> str:
    if action in _STOPS:
        return "late"
    return "paused" if action in _PAUSES else "done"


def _supplement(dossier: Dossier, row: Supplement, language: str) -> tuple[str, ...]:
    items = tuple(item_in_words(dossier, item, language) for item in row.items)
    return (*items, *_lines(row.message))


def _steps(dossier: Dossier, language: str) -> Iterator[Happening]:
    """Tell the finished steps; those of receipt and return are told by their moves."""
    shape = flow_of(dossier).shape
    hidden = told_by_moves(shape)
    runs = steps_of(dossier)
    made = _documents(dossier)
    for run, after in zip(runs, [*runs[1:], None], strict=True):
        if run.asked_by_id is not None:
            yield _asked(dossier, run, language)
        outcome = _outcome(shape, run, after)
        if run.finished_at is None or run.code in hidden or outcome not in _ENDS:
            continue
        name = step_name(dossier, run.code, language)
        yield Happening(
            at=run.finished_at,
            title=str(_ENDS[outcome]) % {"step": name},
            who=_doer(run, language),
            state="done" if outcome in _WELL else "paused",
            lines=(*_filled(dossier, run, language), *made.get(run.pk, ()), *_lines(run.note)),
        )


def _doer(run: StepRun, language: str) -> str:
    name = run.official.full_name if run.official else ""
    unit = run.unit.name_in(language) if run.unit else ""
    name = for_whom(name, run.behalf.full_name if run.behalf else "")
    return " · ".join(part for part in (name, unit) if part)


def _filled(dossier: Dossier, run: StepRun, language: str) -> Iterator[str]:
    """Tell what the official filled in, question by question."""
    form = process_rules(dossier).step_forms.get(run.code)
    form = form or rules_of(dossier).step_forms.get(run.code)
    if form is None or not run.filled:
        return
    for page in summary(form, run.filled, language, today=civil_date(run.started_at)):
        for row in page.rows:
            yield f"{row.question}: {row.answer}"


def _documents(dossier: Dossier) -> dict[int, list[str]]:
    """Give the documents made at the steps, in words, by the number of the step."""
    made: dict[int, list[str]] = {}
    if not makes_documents(dossier):
        return made
    rows = StepDocument.objects.filter(run__dossier=dossier).select_related("file")
    for row in rows:
        words = _("Văn bản: %(name)s") % {"name": row.file.name}
        made.setdefault(row.run_id, []).append(words)
    return made


def _asked(dossier: Dossier, run: StepRun, language: str) -> Happening:
    name = step_name(dossier, run.code, language)
    return Happening(
        at=run.started_at,
        title=_("Hỏi ý kiến: %(step)s") % {"step": name},
        who=run.unit.name_in(language) if run.unit else "",
        lines=_lines(run.request),
    )


def _outcome(shape: Shape, run: StepRun, after: StepRun | None) -> str:
    """Give how a step ended; before it was kept, what followed tells whether it was sent back."""
    if run.outcome:
        return run.outcome
    went_back = after is not None and run.code in shape.reach.get(after.code, ())
    return Outcome.BACK if went_back else Outcome.FORWARD


def _drafts(dossier: Dossier) -> Iterator[Happening]:
    row = result_kept(dossier)
    if row is None:
        return
    yield Happening(row.drafted_at, _("Soạn dự thảo kết quả"), row.drafted_by.full_name)
    if row.approved_at is not None:
        number = (_("Số %(number)s") % {"number": row.number},) if row.number else ()
        yield Happening(
            row.approved_at, _("Duyệt ký kết quả"), _named(row.approved_by, ""), lines=number
        )


def _who(dossier: Dossier, kind: str, official: Official | None) -> str:
    if official is not None:
        return official.full_name
    # What an official files at a counter is the applicant's filing; who typed it stands beside it.
    if kind not in {"citizen", "official"}:
        return _("Hệ thống")
    helper = helper_of(dossier)
    both = _("%(owner)s, do %(helper)s nộp hộ") % {
        "owner": dossier.applicant_name,
        "helper": helper,
    }
    return both if helper else dossier.applicant_name


def _named(official: Official | None, unit: str) -> str:
    return " · ".join(part for part in (official.full_name if official else "", unit) if part)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
