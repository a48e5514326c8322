"""Giving a rating, once, and releasing ratings together, so that none is told from the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import official_of
from motcua.kernel import audit, events
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.voice.base.indices import amount_on, indices_on
from motcua.voice.errors import RatingClosed, RatingIncomplete
from motcua.voice.events import RatingsReleased
from motcua.voice.models import AgencyScore, Invitation, Rating
from motcua.voice.queries.asking import AS_RECORDED, dossier_of, known_scores
from motcua.voice.queries.satisfaction import quarter_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from motcua.dossiers.models import Dossier
    from motcua.voice.actions.inviting import Opened

_LONGEST_COMMENT = 2000
# Whoever reads the log learns that an agency was rated; not by whom, nor for which dossier.
_SOMEBODY = Actor(kind="citizen")


@dataclass(frozen=True, slots=True)
class Mark:
    """What an inspector gives an index of an agency, for the quarter of a day."""

    code: str
    day: date
    score: int
    note: str = ""


@transaction.atomic
def rate(*, opened: Opened, said: Mapping[str, str], comment: str, now: datetime) -> None:
    """Say how one was served: a score for each question asked, and a comment.

    `said` gives the chosen score by index code, or `as-recorded` where the system's own count is
    agreed to. The rating keeps the agency and the day; of the dossier it only spends the
    invitation. Raises `RatingClosed` the second time, `RatingIncomplete`.

    Source: Circular 01/2018, Article 13.
    """
    invitation = Invitation.objects.select_for_update().filter(pk=opened.invitation_id).first()
    if invitation is None or invitation.is_spent:
        raise RatingClosed
    dossier = dossier_of(invitation)
    Rating.objects.create(
        agency_id=dossier.agency_id,
        unit_id=dossier.unit_id,
        given_on=civil_date(now),
        scores=_scores(dossier, said, now),
        comment=comment.strip()[:_LONGEST_COMMENT],
        way=opened.way,
    )
    invitation.is_spent = True
    invitation.link = invitation.code = invitation.link_until = invitation.code_until = None
    invitation.save()
    audit.record(
        actor=_SOMEBODY,
        action="voice.rate",
        subject=("agency", str(dossier.agency_id)),
        agency_id=dossier.agency_id,
        now=now,
    )


def _scores(dossier: Dossier, said: Mapping[str, str], now: datetime) -> dict[str, int]:
    known, scores = known_scores(dossier, now), {}
    for index in indices_on(civil_date(now), "dossier"):
        score = known[index.code]
        chosen = said.get(index.code, "") if index.is_asked else ""
        if chosen and chosen != AS_RECORDED:
            level = index.level(int(chosen)) if chosen.isdecimal() else None
            if level is None:
                raise RatingIncomplete
            score = level.score
        if index.is_required and score is None:
            raise RatingIncomplete
        if score is not None:
            scores[index.code] = score
    return scores


@transaction.atomic
def release_ratings(*, actor: Actor, now: datetime) -> int:
    """Release the ratings of every unit that has enough of them from days before; give how many.

    Ratings of one unit are released together or not at all, so that no difference between two days
    tells fewer than the least number of ratings. Only the node itself does. Raises `NotAllowed`.
    """
    if actor != SYSTEM:
        raise NotAllowed
    today = civil_date(now)
    waiting = Rating.objects.filter(released_on=None, given_on__lt=today)
    enough = (
        waiting.values("agency_id", "unit_id")
        .annotate(together=Count("pk"))
        .filter(together__gte=amount_on(today, "least-together"))
    )
    released = 0
    for row in enough.order_by("agency_id", "unit_id"):
        mine = waiting.filter(agency_id=row["agency_id"], unit_id=row["unit_id"])
        released += mine.update(released_on=today)
        agency = row["agency_id"]
        events.emit(RatingsReleased(agency=agency), agency_id=agency, now=now)
    return released


@transaction.atomic
def set_agency_score(*, actor: Actor, agency_id: int, mark: Mark, now: datetime) -> AgencyScore:
    """Set an inspected index of an agency for the quarter of a day; a second time changes it.

    Raises `NotAllowed` for who is not the agency's auditor, `RatingIncomplete` for an index that is
    not inspected or a score it does not have.
    """
    actor.require_role(Role.AUDITOR, agency_id=agency_id)
    found = (row for row in indices_on(mark.day, "agency") if row.code == mark.code)
    index = next(found, None)
    if index is None or index.source != "checked" or index.level(mark.score) is None:
        raise RatingIncomplete
    row, _made = AgencyScore.objects.update_or_create(
        agency_id=agency_id,
        index=index.code,
        begins=quarter_of(mark.day)[0],
        defaults={
            "score": mark.score,
            "note": mark.note.strip(),
            "set_by_id": official_of(actor),
            "set_at": now,
        },
    )
    audit.record(
        actor=actor,
        action="voice.set_agency_score",
        subject=("agency", str(agency_id)),
        agency_id=agency_id,
        now=now,
        data={"index": mark.code, "score": mark.score, "begins": row.begins},
    )
    return row
