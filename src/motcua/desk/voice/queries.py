"""What the desk's pages of feedback show, and what may be done there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy as _

from motcua.dossiers.enums import Urgency
from motcua.dossiers.queries.casefiles import left_in_words, span_in_words
from motcua.kernel.errors import DomainError
from motcua.voice.actions.handling import (
    is_own_draft,
    require_deciding,
    require_receiving,
    require_working,
)
from motcua.voice.actions.publishing import is_own_work, may_propose
from motcua.voice.enums import FeedbackState as F, PublicationState as P
from motcua.voice.queries.feedback import (
    PAGE,
    FeedbackQueue,
    moves_listed,
    queue_sizes,
    queues_of,
    standing_in,
)
from motcua.voice.queries.stories import (
    Turn,
    concerned_names,
    files_of,
    publication_of,
    turns_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.voice.models import Feedback, FeedbackFile, HelpRequest, Publication

_SOON = timedelta(days=1)
_HELP_SOON = timedelta(hours=1)


class FeedbackAct(TextChoices):
    """An act upon feedback, named as its address."""

    ROUTE = "chuyen-don-vi", _("Chuyển đơn vị xử lý")
    CONCERNED = "nguoi-bi-phan-anh", _("Ghi người bị phản ánh")
    TRANSFER = "chuyen-co-quan", _("Chuyển cơ quan khác")
    GUIDE = "huong-dan", _("Hướng dẫn nơi giải quyết")
    DRAFT = "soan", _("Soạn trả lời")
    APPROVE = "duyet", _("Duyệt và gửi trả lời")
    RETURN_DRAFT = "tra-du-thao", _("Trả lại dự thảo")
    EXTEND = "gia-han", _("Gia hạn một lần")
    RETURN = "tra-lai", _("Trả lại nơi nhận")
    DECLINE = "khong-xu-ly", _("Không xử lý")
    PROPOSE = "de-nghi-cong-khai", _("Đề nghị công khai")
    PUBLISH = "cong-khai", _("Công khai")
    WITHHOLD = "khong-cong-khai", _("Không công khai")


_MOVES = {
    FeedbackAct.ROUTE: ("route", require_receiving),
    FeedbackAct.TRANSFER: ("transfer", require_receiving),
    FeedbackAct.GUIDE: ("guide", require_receiving),
    FeedbackAct.DRAFT: ("draft", require_working),
    FeedbackAct.APPROVE: ("approve", require_deciding),
    FeedbackAct.RETURN_DRAFT: ("return_draft", require_deciding),
    FeedbackAct.RETURN: ("return_routing", require_working),
    FeedbackAct.DECLINE: ("decline", require_deciding),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A list of feedback as a link, with how much stands in it."""

    text: str
    href: str
    chosen: bool
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: the feedback and how near its deadline is."""

    feedback: Feedback
    urgency: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of feedback with the others beside it."""

    queue: FeedbackQueue
    chips: tuple[Chip, ...]
    rows: tuple[Row, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A request for help, how near its deadline is, and that in words: late by two hours."""

    request: HelpRequest
    urgency: str
    words: str


@dataclass(frozen=True, slots=True)
class OnePage:
    """One piece of feedback: what it says, where it stands, what may be done."""

    feedback: Feedback
    urgency: str
    turns: tuple[Turn, ...]
    files: tuple[FeedbackFile, ...]
    concerned: tuple[str, ...]
    publication: Publication | None
    acts: tuple[FeedbackAct, ...]


def list_page(actor: Actor, chosen: str, now: datetime) -> ListPage | None:
    """Give a list of an official, the first of his where another is named; None for none."""
    own = queues_of(actor)
    if not own:
        return None
    queue = FeedbackQueue(chosen) if chosen in own else own[0]
    rows = standing_in(queue, actor, now).select_related("agency", "unit", "official")
    found = list(rows[: PAGE + 1])
    return ListPage(
        queue=queue,
        chips=tuple(
            Chip(str(one.queue.label), _at(one.queue), one.queue == queue, one.count)
            for one in queue_sizes(actor, now)
        ),
        rows=tuple(Row(row, urgency_of(row, now)) for row in found[:PAGE]),
        is_cut=len(found) > PAGE,
    )


def one_page(actor: Actor, row: Feedback, now: datetime, language: str) -> OnePage:
    """Give the page of one piece of feedback for an official who sees it."""
    held = publication_of(row)
    return OnePage(
        feedback=row,
        urgency=urgency_of(row, now),
        turns=turns_of(row, language),
        files=files_of(row),
        concerned=concerned_names(row),
        publication=held,
        acts=tuple(_acts(actor, row, held, now)),
    )


def urgency_of(row: Feedback, now: datetime) -> str:
    """Say how near the deadline of feedback is."""
    return _nearness(row.due_at, now, _SOON) if row.is_open else str(Urgency.DONE)


def help_line(row: HelpRequest, now: datetime) -> HelpLine:
    """Say how near the deadline of a request for help is, or by how much it was missed."""
    if row.done_at is None:
        urgency = _nearness(row.due_at, now, _HELP_SOON)
        return HelpLine(row, urgency, left_in_words(row.due_at, now))
    late = {"time": span_in_words(row.done_at, row.due_at)}
    words = gettext("xong trễ %(time)s") % late if row.done_at > row.due_at else ""
    return HelpLine(row, str(Urgency.DONE), words)


def _nearness(due_at: datetime, now: datetime, soon: timedelta) -> str:
    if now > due_at:
        return str(Urgency.LATE)
    return str(Urgency.SOON if due_at - now <= soon else Urgency.ON_TIME)


def _acts(
    actor: Actor, row: Feedback, held: Publication | None, now: datetime
) -> Iterator[FeedbackAct]:
    listed = moves_listed(row)
    for act, (move, demand) in _MOVES.items():
        is_own = act is FeedbackAct.APPROVE and is_own_draft(actor, row)
        if move in listed and _meets(demand, actor, row) and not is_own:
            yield act
    if row.is_open and _meets(require_receiving, actor, row):
        yield FeedbackAct.CONCERNED
    running = row.state in {F.ASSIGNED, F.DRAFTED} and now <= row.due_at
    if running and row.extended_from is None and _meets(require_deciding, actor, row):
        yield FeedbackAct.EXTEND
    yield from _publishing(actor, row, held)


def _publishing(actor: Actor, row: Feedback, held: Publication | None) -> Iterator[FeedbackAct]:
    state = held.state if held is not None else None
    decides = held is not None and _meets(require_deciding, actor, row)
    # What waits to be decided comes before writing it anew: the first act is the page's main one.
    if held is not None and decides and state == P.PROPOSED and not is_own_work(actor, row, held):
        yield FeedbackAct.PUBLISH
    if may_propose(actor, row) and state != P.PUBLISHED:
        yield FeedbackAct.PROPOSE
    if decides and state in {P.PROPOSED, P.PUBLISHED}:
        yield FeedbackAct.WITHHOLD


def _meets(demand: Callable[[Actor, Feedback], None], actor: Actor, row: Feedback) -> bool:
    try:
        demand(actor, row)
    except DomainError:
        return False
    return True


def _at(queue: FeedbackQueue) -> str:
    return f"{reverse('desk:feedback')}?{urlencode({'loai': str(queue)})}"
