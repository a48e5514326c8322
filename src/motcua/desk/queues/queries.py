"""What the page of a queue shows: its lines, its filters as links, and the pages beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy

from motcua.desk.addresses import address
from motcua.dossiers.enums import Urgency
from motcua.dossiers.queries.casefiles import left_in_words, span_in_words
from motcua.dossiers.queries.counting import count_of, counts_now, procedures_open
from motcua.dossiers.queries.listing import Place, QueuePage, page
from motcua.dossiers.queries.many import acts_on_many
from motcua.dossiers.queries.narrowing import Filters, filters_from, sought
from motcua.dossiers.queries.queues import COUNTED, Queue, order_of, queues_of
from motcua.dossiers.queries.searching import MOST_FOUND
from motcua.procedures.enums import Channel
from motcua.ui.templatetags.ui import moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from motcua.dossiers.queries.handling import Act
    from motcua.dossiers.queries.listing import QueueRow
    from motcua.kernel.actors import Actor

_MOST_CHIPS = 8
_ANY = UUID(int=0)
_RUNNING_OUT = frozenset({Urgency.LATE, Urgency.SOON, Urgency.ON_TIME, Urgency.REAPPOINTED})
_WHEN = {
    "due": gettext_lazy("Hẹn trả"),
    "ended": gettext_lazy("Xong lúc"),
    "submitted": gettext_lazy("Nộp lúc"),
    "hand-over": gettext_lazy("Chuyển trước"),
    "fetched": gettext_lazy("Có kết quả"),
}
_OWN_MOMENT = {
    Queue.RECENT: "ended",
    Queue.SETTLED: "ended",
    Queue.HANDOVER: "hand-over",
    Queue.RETURNING: "fetched",
}
_RUNNING = frozenset({Queue.HANDOVER, Queue.MINE, Queue.SIGNING, Queue.UNIT, Queue.ALL})
_IN_HAND = frozenset({Queue.UNIT, Queue.MINE, Queue.SIGNING, Queue.LATE})


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter as a link: it puts the filter on, or takes it off when it is chosen."""

    text: str
    href: str
    chosen: bool
    count: str = ""


@dataclass(frozen=True, slots=True)
class ChipRow:
    """The filters of one kind."""

    label: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the queue, with the moment its last column gives and how far that is.

    Its address carries the queue, so that the dossier knows which comes next. `lead` says first
    what the moment is, where it is not what the head of the column names; `at` then names it too.
    """

    row: QueueRow
    href: str
    step: str
    at: str
    note: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What the columns and marks of a queue are called, said once for all of its lines."""

    choose: str
    due: str
    code: str
    who: str
    procedure: str
    step: str
    when: str
    unpaid: str
    no_envelope: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another list in which something stands: its name, how much, and its address."""

    label: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class QueueView:
    """What the page of a queue shows."""

    now: datetime
    filters: Filters
    title: str
    page: QueuePage
    lines: tuple[Line, ...]
    chip_rows: tuple[ChipRow, ...]
    before: str
    after: str
    names: Names
    clear: str
    trail: str
    count: int
    bulk: tuple[Act, ...]
    elsewhere: Elsewhere | None = None

    @property
    def is_marked(self) -> bool:
        """Say whether lines can be ticked, for acts upon many at once."""
        return bool(self.bulk)

    @property
    def is_many(self) -> bool:
        """Say whether words match more than are shown."""
        return self.page.is_cut

    @property
    def most(self) -> int:
        """How many of what words match are shown."""
        return MOST_FOUND

    @property
    def shows_newest(self) -> bool:
        """Say whether the list begins with what was filed last."""
        return order_of(self.filters.queue).newest_first

    @property
    def is_narrowed(self) -> bool:
        """Say whether some filter is on."""
        return self.filters != Filters(self.filters.queue)


def queue_view(actor: Actor, pairs: Mapping[str, str], now: datetime, language: str) -> QueueView:
    """Give a page of an official's queue. Raises `NotAllowed` for a queue that is not his."""
    filters = filters_from(pairs, queues_of(actor)[0])
    if filters.words and "queue" not in pairs:
        filters = replace(filters, queue=Queue.ALL)
    found = page(actor, filters, now, language, _place(pairs))
    is_narrow = filters != Filters(filters.queue)
    trail, shows = urlencode(filters.as_pairs()), _shows(filters.queue)
    return QueueView(
        now=now,
        filters=filters,
        title=str(filters.queue.label),
        page=found,
        lines=tuple(_line(row, trail, shows, now) for row in found.rows),
        chip_rows=tuple(_chip_rows(actor, filters, language)),
        before=_beside(filters, "before", found.before),
        after=_beside(filters, "after", found.after),
        names=_names(shows),
        clear=_at(Filters(filters.queue).as_pairs()),
        trail=trail,
        count=_count(actor, filters, now) if filters.queue in COUNTED or is_narrow else 0,
        bulk=acts_on_many(actor, filters.queue),
        elsewhere=None if found.rows or is_narrow else _elsewhere(actor, filters.queue),
    )


def _names(shows: str) -> Names:
    return Names(
        choose=_("Chọn"),
        due=_("Hạn"),
        code=_("Mã hồ sơ"),
        who=_("Người nộp"),
        procedure=_("Thủ tục"),
        step=_("Bước"),
        when=str(_WHEN[shows]),
        unpaid=_("Chưa nộp tiền"),
        no_envelope=_("Chờ phong bì"),
    )


def _elsewhere(actor: Actor, empty: Queue) -> Elsewhere | None:
    """Give the list below an empty one in which something stands, else the first such.

    None where nothing stands in any.
    """
    counts = counts_now(actor)
    order = [one.queue for one in counts]
    start = order.index(empty) + 1 if empty in order else 0
    for one in (*counts[start:], *counts[:start]):
        if one.count and one.queue is not empty:
            return Elsewhere(str(one.queue.label), one.count, _at(Filters(one.queue).as_pairs()))
    return None


def _count(actor: Actor, filters: Filters, now: datetime) -> int:
    if filters.words:
        # Not counted to the end: that would have all of it read.
        return len(sought(actor, filters, now).numbers)
    if filters == Filters(filters.queue):
        known = {entry.queue: entry.count for entry in counts_now(actor)}
        if (count := known.get(filters.queue)) is not None:
            return count  # the number that stands beside the queue's name
    return count_of(actor, filters, now)


def _line(row: QueueRow, trail: str, shows: str, now: datetime) -> Line:
    at, note = row.submitted_at, ""
    if shows == "hand-over" and row.hand_over_by is not None:
        at = row.hand_over_by
        note = left_in_words(at, now)
    elif shows == "fetched" and row.ended_at is not None:
        at = row.ended_at
        note = _("chờ %(time)s") % {"time": span_in_words(at, now)}
    elif shows == "ended":
        at = row.ended_at or at
    elif shows == "due" and row.due_at is not None:
        at = row.due_at
        note = left_in_words(at, now) if row.urgency in _RUNNING_OUT else ""
    elif row.urgency != Urgency.DONE:
        note = _("chờ %(time)s") % {"time": span_in_words(at, now)}
    href = f"{_address()}{row.public_id}?{trail}"
    if shows == "due" and row.due_at is None:
        filed = _("nộp %(at)s") % {"at": moment(at)}
        return Line(row, href, row.step or row.state, filed, note, _unpromised(row))
    return Line(row, href, row.step or row.state, moment(at), note)


def _unpromised(row: QueueRow) -> str:
    """Say why the column of promised times gives the day of filing instead."""
    if row.urgency == Urgency.DONE:
        return _("Chưa từng hẹn trả")
    return _("Chưa tiếp nhận")


@cache
def _address() -> str:
    """Give what the address of every dossier begins with: looking it up for each line tells."""
    return reverse("desk:dossier", args=(_ANY,)).removesuffix(str(_ANY))


def _shows(queue: Queue) -> str:
    """Say which moment a queue's last column gives, as `_WHEN` names it."""
    if queue in _OWN_MOMENT:
        return _OWN_MOMENT[queue]
    return "submitted" if queue in {Queue.RECEIVING, Queue.WAITING, Queue.RECEIVED} else "due"


def _place(pairs: Mapping[str, str]) -> Place | None:
    for name in ("before", "after"):
        try:
            return Place(UUID(pairs.get(name, "")), is_before=name == "before")
        except ValueError:
            continue
    return None


def _chip_rows(actor: Actor, filters: Filters, language: str) -> Iterator[ChipRow]:
    if filters.queue in _RUNNING:
        urgent = (Urgency.LATE, Urgency.SOON, Urgency.ON_TIME)
        yield _row(_("Hạn"), filters, "urgency", {str(one): str(one.label) for one in urgent})
    if filters.queue in _IN_HAND:
        hands = {"mine": _("Tôi đang giữ"), "nobody": _("Chưa ai nhận")}
        yield _row(_("Người giữ"), filters, "hands", hands)
    if filters.queue is Queue.SETTLED:
        outcomes = {"on-time": _("Đúng hạn"), "late": _("Quá hạn")}
        yield _row(_("Kết thúc thế nào"), filters, "outcome", outcomes)
    known = procedures_open(tuple(sorted(actor.agencies())), language)
    if len(known) > 1 or filters.procedure:
        yield _row(_("Thủ tục"), filters, "procedure", dict(known[:_MOST_CHIPS]))
    channels = {str(one): str(one.label) for one in Channel}
    yield _row(_("Kênh nộp"), filters, "channel", channels)


def _row(label: str, filters: Filters, name: str, options: Mapping[str, str]) -> ChipRow:
    pairs = filters.as_pairs()
    others = {key: value for key, value in pairs.items() if key != name}
    chosen = pairs.get(name, "")
    chips = (
        Chip(text, _at(others if value == chosen else {**others, name: value}), value == chosen)
        for value, text in options.items()
    )
    return ChipRow(label, tuple(chips))


def _beside(filters: Filters, name: str, key: UUID | None) -> str:
    return _at({**filters.as_pairs(), name: str(key)}) if key else ""


def _at(pairs: Mapping[str, str]) -> str:
    return f"{address('desk:queue')}?{urlencode(pairs)}"
