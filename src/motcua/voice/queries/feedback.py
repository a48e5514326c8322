"""Who sees which feedback, the lists of a working day, and what everybody may read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from motcua.agencies.enums import Role
from motcua.agencies.queries import working_calendar
from motcua.kernel.clock import civil_date
from motcua.kernel.composed import MOST_KEPT, Composed, composed
from motcua.kernel.sealed import blind_index, is_indexed
from motcua.kernel.search import resembling, search
from motcua.voice.base.limits import due_after, limit_on
from motcua.voice.base.writing import as_typed
from motcua.voice.enums import FeedbackState, PublicationState
from motcua.voice.errors import FeedbackNotFound
from motcua.voice.models import Concern, Feedback, FeedbackMove, Publication
from motcua.voice.workflow import FEEDBACK

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.kernel.actors import Actor

KIND = "feedback.tracking"
PAGE = 50
PUBLIC_PAGE = 20
RECEIVING = (Role.RECEPTIONIST, Role.CLERK)
WORKING = (Role.SPECIALIST, Role.HEAD)
DECIDING = (Role.HEAD, Role.LEADER)
_WHOLE = (*RECEIVING, Role.LEADER, Role.AUDITOR)
_NOTHING = Q(pk__in=[])


class FeedbackQueue(TextChoices):
    """A list of feedback that an official works through."""

    RECEIVING = "receiving", _("Mới nhận")
    MINE = "working", _("Cần soạn trả lời")
    DECIDING = "deciding", _("Chờ duyệt trả lời")
    PUBLISHING = "publishing", _("Chờ duyệt công khai")
    LATE = "late", _("Quá hạn")
    OPEN = "open", _("Đang xử lý, tất cả")
    CLOSED = "closed", _("Đã kết thúc")


@dataclass(frozen=True, slots=True)
class QueueSize:
    """A list and how much stands in it."""

    queue: FeedbackQueue
    count: int


def tracking_digest(public_id: object, four: str) -> bytes:
    """Give the blind index of feedback and four signs, to be kept with it."""
    return blind_index(KIND, f"{public_id}{four}")


def feedback_tracked(code: str, four: str) -> Feedback | None:
    """Find feedback by its code and four signs; a wrong code costs the work of wrong signs."""
    rows = Feedback.objects.select_related("agency", "unit")
    found = rows.filter(code=as_typed(code)).first()
    looked_at = found or Feedback()
    is_senders = is_indexed(KIND, f"{looked_at.public_id}{as_typed(four)}", looked_at.tracking)
    return found if is_senders else None


def reopened_until(row: Feedback) -> datetime | None:
    """Give until when a sender may ask for another look at an answer.

    None where there is no answer; what was looked at again before may not be again, and gives the
    moment it was.
    """
    if row.state != FeedbackState.ANSWERED or row.closed_at is None:
        return None
    before = FeedbackMove.objects.filter(feedback=row, action="reopen").first()
    if before is not None:
        return before.at
    limit = limit_on(civil_date(row.closed_at), "reopen")
    return due_after(row.closed_at, limit, working_calendar(row.agency_id))


def feedback_received(receipt_id: UUID) -> Feedback:
    """Give feedback by the address of its receipt. Raises `FeedbackNotFound`."""
    found = Feedback.objects.select_related("agency").filter(receipt_id=receipt_id).first()
    if found is None:
        raise FeedbackNotFound
    return found


def own_feedback(actor: Actor) -> QuerySet[Feedback]:
    """Give what a citizen sent while signed in, the latest first."""
    own = Feedback.objects.filter(account_id=actor.account_id or -1)
    return own.select_related("agency").order_by("-received_at")


def feedback_visible_to(actor: Actor) -> QuerySet[Feedback]:
    """Give the feedback an official may see; never what he himself is concerned by.

    Who receives, leads or audits sees the whole agency's; a unit what was passed to it; the leaders
    of the agency above what is so late that it was brought before them.
    """
    if actor.kind != "official" or actor.official_id is None:
        return Feedback.objects.none()
    scope = _NOTHING
    for power in actor.powers:
        if power.role in _WHOLE:
            scope |= Q(agency_id=power.agency_id)
        elif power.role in WORKING:
            # Before it is routed only who receives has it.
            passed = Q(unit_path__startswith=power.unit_path) & ~Q(unit_path="")
            scope |= Q(agency_id=power.agency_id) & passed
    above = actor.agencies(Role.LEADER)
    if above:
        scope |= Q(agency__parent_id__in=above, escalation__gte=2)
    concerned = Concern.objects.filter(feedback=OuterRef("pk"), official_id=actor.official_id)
    return Feedback.objects.filter(scope).exclude(Exists(concerned))


def feedback_for(actor: Actor, public_id: UUID) -> Feedback:
    """Give one piece of feedback an official may see. Raises `FeedbackNotFound`."""
    rows = feedback_visible_to(actor).select_related("agency", "unit", "official", "dossier")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise FeedbackNotFound
    return found


def queues_of(actor: Actor) -> tuple[FeedbackQueue, ...]:
    """Give the lists of an official's roles; none for who has nothing to do with feedback."""
    roles = {power.role for power in actor.powers} if actor.kind == "official" else set()
    own: list[FeedbackQueue] = []
    if roles & set(RECEIVING):
        own.append(FeedbackQueue.RECEIVING)
    if roles & set(WORKING):
        own.append(FeedbackQueue.MINE)
    if roles & set(DECIDING):
        own += [FeedbackQueue.DECIDING, FeedbackQueue.PUBLISHING]
    if roles & {*_WHOLE, *WORKING}:
        own += [FeedbackQueue.LATE, FeedbackQueue.OPEN, FeedbackQueue.CLOSED]
    return tuple(own)


def standing_in(queue: FeedbackQueue, actor: Actor, now: datetime) -> QuerySet[Feedback]:
    """Give the feedback of a list, the most urgent first; what is over by its end."""
    seen = feedback_visible_to(actor)
    if queue is FeedbackQueue.CLOSED:
        return seen.filter(is_open=False).order_by("-closed_at", "-pk")
    if queue is FeedbackQueue.PUBLISHING:
        awaited = seen.filter(publication__state=PublicationState.PROPOSED)
        own = Q(publication__proposed_by=actor.official_id) | Q(drafted_by=actor.official_id)
        return awaited.exclude(own | Q(official=actor.official_id)).order_by("pk")
    open_now = seen.filter(is_open=True).order_by("due_at", "pk")
    if queue is FeedbackQueue.LATE:
        return open_now.filter(due_at__lt=now)
    return open_now.filter(_narrowed(queue, actor))


def _narrowed(queue: FeedbackQueue, actor: Actor) -> Q:
    """Keep what awaits a kind of act; an answer is not approved by who drafted it."""
    if queue is FeedbackQueue.RECEIVING:
        return Q(state=FeedbackState.RECEIVED)
    if queue is FeedbackQueue.MINE:
        return Q(state=FeedbackState.ASSIGNED)
    if queue is FeedbackQueue.DECIDING:
        return Q(state=FeedbackState.DRAFTED) & ~Q(drafted_by=actor.official_id)
    return Q()


def queue_sizes(actor: Actor, now: datetime) -> tuple[QueueSize, ...]:
    """Give an official's lists with how much stands in each."""
    return tuple(
        QueueSize(queue, standing_in(queue, actor, now).count()) for queue in queues_of(actor)
    )


def to_do(actor: Actor) -> int:
    """Count what awaits an official himself; who only looks on has nothing."""
    return len(_awaiting(actor)())


@lru_cache(MOST_KEPT)
def _awaiting(actor: Actor) -> Composed[int]:
    """Compose the read of what awaits an official himself."""
    own = {FeedbackQueue.RECEIVING, FeedbackQueue.MINE, FeedbackQueue.DECIDING}
    awaiting = _NOTHING
    for queue in own.intersection(queues_of(actor)):
        awaiting |= _narrowed(queue, actor)
    rows = feedback_visible_to(actor).filter(awaiting, is_open=True).order_by()
    return composed(lambda: rows.values_list("pk", flat=True))


def moves_listed(row: Feedback) -> frozenset[str]:
    """Give the moves that the table lists from where feedback stands."""
    return frozenset(move.action for move in FEEDBACK.allowed(FeedbackState(row.state)))


def published(words: str = "", page: int = 1) -> tuple[list[Publication], bool]:
    """Give a page of answered questions that everybody may read, and whether more follow.

    Words meet the beginnings of words, without diacritics; where none match, what resembles them.
    """
    rows = Publication.objects.filter(state=PublicationState.PUBLISHED)
    rows = rows.select_related("feedback__agency")
    found = search(rows, words).order_by("-published_at", "-pk")
    if words.strip() and not found.exists():
        found = resembling(rows, words)
    start = (max(page, 1) - 1) * PUBLIC_PAGE
    listed = list(found[start : start + PUBLIC_PAGE + 1])
    return listed[:PUBLIC_PAGE], len(listed) > PUBLIC_PAGE


def publication(public_id: UUID) -> Publication:
    """Give one published answer. Raises `FeedbackNotFound`."""
    rows = Publication.objects.filter(state=PublicationState.PUBLISHED, public_id=public_id)
    found = rows.select_related("feedback__agency").first()
    if found is None:
        raise FeedbackNotFound
    return found
