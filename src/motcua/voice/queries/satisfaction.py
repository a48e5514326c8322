"""What was said of an agency, only together with others: averages, shares, comments, indices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q

from motcua.agencies.enums import Role
from motcua.dossiers.queries.shares import online_shares
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.kernel.text import nfc
from motcua.voice.base.indices import HIGHEST, Index, amount_on, indices_on
from motcua.voice.base.writing import without_people
from motcua.voice.enums import FeedbackState
from motcua.voice.models import AgencyScore, Feedback, Rating

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from motcua.kernel.actors import Actor

LOOKING = (Role.RECEPTIONIST, Role.SPECIALIST, Role.HEAD, Role.CLERK, Role.LEADER, Role.AUDITOR)
_MOST_COMMENTS = 100
# Not everybody answers every question: of those released together, an index that fewer than the
# least answered is left out, for the difference it made would tell what one person said.
_AVERAGES = """
SELECT key, sum(answered)::int, sum(points) / sum(answered),
    sum(fully)::int, sum(half)::int, sum(none)::int
FROM (
    SELECT score.key, count(*) AS answered, sum(score.value::int)::numeric AS points,
        count(*) FILTER (WHERE score.value = '2') AS fully,
        count(*) FILTER (WHERE score.value = '1') AS half,
        count(*) FILTER (WHERE score.value = '0') AS none
    FROM voice_rating AS rating, jsonb_each_text(rating.scores) AS score
    WHERE rating.agency_id = ANY(%s) AND rating.released_on >= %s AND rating.released_on < %s
    GROUP BY rating.agency_id, rating.unit_id, rating.released_on, score.key
    HAVING count(*) >= %s
) AS together
GROUP BY key
"""
_TOTALS = """
SELECT count(*), avg(part.share) FROM (
    SELECT sum(score.value::int)::float / (count(*) * %s) AS share
    FROM voice_rating AS rating, jsonb_each_text(rating.scores) AS score
    WHERE rating.agency_id = ANY(%s) AND rating.released_on >= %s AND rating.released_on < %s
    GROUP BY rating.id
) AS part
"""


@dataclass(frozen=True, slots=True)
class Average:
    """An index over some ratings: how many answered, the average 0–2, and how many of each."""

    index: Index
    answered: int
    average: float | None
    full: int
    half: int
    none: int


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """What was said in a period of days `[begins, ends)`, of what is released.

    `share` is the per cent of the points that could be had; None where nobody has rated.
    """

    begins: date
    ends: date
    rated: int
    share: float | None
    averages: tuple[Average, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """An index of an agency in a period: its score, None where it is not known; what it is of."""

    index: Index
    score: float | None
    basis: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AgencyIndices:
    """The nine indices of an agency in a period, and their sum out of the most there may be."""

    begins: date
    ends: date
    rows: tuple[Scored, ...]

    @property
    def total(self) -> float:
        """The points of the indices that are known."""
        return sum(row.score for row in self.rows if row.score is not None)

    @property
    def most(self) -> int:
        """The points there could be for these."""
        return HIGHEST * sum(1 for row in self.rows if row.score is not None)


def agencies_looked_on(actor: Actor) -> frozenset[int]:
    """Give the agencies whose satisfaction an official may see. Raises `NotAllowed` for none."""
    found = actor.agencies(*LOOKING) if actor.kind == "official" else frozenset()
    if not found:
        raise NotAllowed
    return found


def satisfaction(agency_ids: Iterable[int], begins: date, ends: date) -> Satisfaction:
    """Give what was said of some agencies in a period, of ratings released in it."""
    agencies = sorted(agency_ids)
    with connection.cursor() as cursor:
        least = amount_on(ends - timedelta(days=1), "least-together")
        cursor.execute(_AVERAGES, (agencies, begins, ends, least))
        found = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(_TOTALS, (HIGHEST, agencies, begins, ends))
        rated, share = cursor.fetchone()
    return Satisfaction(
        begins=begins,
        ends=ends,
        rated=rated,
        share=None if share is None else 100 * float(share),
        averages=tuple(
            _average(index, found.get(index.code))
            for index in indices_on(ends - timedelta(days=1), "dossier")
        ),
    )


def satisfaction_of_month(agency_ids: Iterable[int], now: datetime) -> Satisfaction:
    """Give what was said in the running civil month."""
    today = civil_date(now)
    return satisfaction(agency_ids, today.replace(day=1), today + timedelta(days=1))


def comments_of(agency_ids: Iterable[int], begins: date, ends: date) -> tuple[str, ...]:
    """Give the comments released in a period, by their letters, so that no order tells anything.

    What looks like a number, an address or a dossier code is hidden.
    """
    rows = Rating.objects.filter(
        agency_id__in=list(agency_ids), released_on__gte=begins, released_on__lt=ends
    ).order_by("id")
    said = (without_people(nfc(row.comment)) for row in rows.only("comment").iterator())
    return tuple(sorted(text for text in said if text)[:_MOST_COMMENTS])


def quarter_of(day: date) -> tuple[date, date]:
    """Give the first day of a day's quarter, and the first day after it."""
    begins = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    year, month = (day.year + 1, 1) if begins.month == 10 else (day.year, begins.month + 3)
    return begins, date(year, month, 1)


def agency_indices(agency_id: int, begins: date, ends: date, now: datetime) -> AgencyIndices:
    """Give the indices of an agency in a period: averages of its dossiers', and its own."""
    said = {row.index.code: row for row in satisfaction([agency_id], begins, ends).averages}
    last = ends - timedelta(days=1)
    rows = [
        Scored(index, said[index.code].average, said[index.code].answered)
        for index in indices_on(last, "dossier")
    ]
    rows += [
        _of_agency(index, agency_id, begins, ends, now)
        for index in indices_on(last, "agency")
        if index.code not in said
    ]
    return AgencyIndices(begins, ends, tuple(sorted(rows, key=lambda row: row.index.code)))


def answered_in_time(agency_id: int, begins: date, ends: date, now: datetime) -> float | None:
    """Give the per cent of feedback due in a period that was answered in time; None for none.

    What is not yet answered counts once its time is over.
    """
    due = Feedback.objects.filter(
        agency_id=agency_id, due_at__date__gte=begins, due_at__date__lt=ends
    ).exclude(state=FeedbackState.WITHDRAWN)
    over = due.filter(Q(is_open=False) | Q(due_at__lt=now))
    times = list(over.values_list("due_at", "closed_at"))
    if not times:
        return None
    in_time = sum(1 for due_at, closed_at in times if closed_at and closed_at <= due_at)
    return 100 * in_time / len(times)


def _of_agency(index: Index, agency_id: int, begins: date, ends: date, now: datetime) -> Scored:
    if index.fact == "feedback-on-time":
        share = answered_in_time(agency_id, begins, ends, now)
        return Scored(index, None if share is None else index.of_share(share), share)
    if index.fact == "online":
        dossiers, procedures = online_shares(agency_id, begins, ends)
        if dossiers is None:
            return Scored(index, None, None)
        return Scored(index, index.of_share(dossiers, procedures), dossiers)
    row = AgencyScore.objects.filter(agency_id=agency_id, index=index.code, begins=begins).first()
    return Scored(index, row.score if row else None, None, row.note if row else "")


def _average(index: Index, row: tuple[int, float, int, int, int] | None) -> Average:
    if row is None:
        return Average(index, 0, None, 0, 0, 0)
    answered, average, full, half, none = row
    return Average(index, answered, float(average), full, half, none)
