"""Bringing what is late before the leader, and later before the agency above, each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from motcua.agencies.enums import Role
from motcua.agencies.queries import agency_name, working_calendar
from motcua.agencies.queries.posted import agency_above, posted_at
from motcua.dossiers.queries.wording import moment_in_words
from motcua.identity.queries import languages_of_officials
from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.notifications.actions import Notice, Recipient, notify_all
from motcua.voice.actions.moving import note
from motcua.voice.base.limits import due_after, limit_on
from motcua.voice.enums import HelpState
from motcua.voice.models import Concern, Feedback, HelpRequest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from motcua.kernel.actors import Actor

OWN_LEADER, AGENCY_ABOVE = 1, 2
_BATCH = 200


def escalate_late(*, actor: Actor, now: datetime) -> int:
    """Bring what is late before who must know; give how many steps were taken.

    At its deadline before the agency's leaders, and some working days later before those of the
    agency above. Leaders whom it concerns are left out: where all are, it goes up at once. Only the
    node itself does. Raises `NotAllowed`.
    """
    if actor != SYSTEM:
        raise NotAllowed
    late = Feedback.objects.filter(is_open=True, due_at__lt=now, escalation__lt=AGENCY_ABOVE)
    numbers = list(late.order_by("escalation", "due_at").values_list("pk", flat=True)[:_BATCH])
    return sum(_escalate(number, now) for number in numbers)


def escalate_late_help(*, actor: Actor, now: datetime) -> int:
    """Bring late requests for help before who must know; give how many steps were taken.

    As feedback, by a limit of its own. Only the node itself does. Raises `NotAllowed`.
    """
    if actor != SYSTEM:
        raise NotAllowed
    late = HelpRequest.objects.exclude(state=HelpState.DONE).filter(
        due_at__lt=now, escalation__lt=AGENCY_ABOVE
    )
    numbers = list(late.order_by("escalation", "due_at").values_list("pk", flat=True)[:_BATCH])
    return sum(_escalate_help(number, now) for number in numbers)


@transaction.atomic
def _escalate_help(number: int, now: datetime) -> int:
    rows = HelpRequest.objects.select_for_update(skip_locked=True).filter(pk=number)
    row = rows.exclude(state=HelpState.DONE).first()
    if row is None:
        return 0
    leaders = _posted_leaders(row.agency_id, now)
    limit = limit_on(civil_date(now), "help-escalate")
    is_very_late = now > due_after(row.due_at, limit, working_calendar(row.agency_id))
    level = AGENCY_ABOVE if is_very_late or not leaders else OWN_LEADER
    if level <= row.escalation:
        return 0
    row.escalation = level
    row.save(update_fields=["escalation"])
    audit.record(
        actor=SYSTEM,
        action="voice.escalate_help",
        subject=("help", str(row.public_id)),
        agency_id=row.agency_id,
        now=now,
        data={"level": level},
    )
    agency = row.agency_id if level == OWN_LEADER else agency_above(row.agency_id)
    if agency is not None:
        told = leaders if level == OWN_LEADER else _posted_leaders(agency, now)
        link = f"{settings.DESK_URL}/ho-tro/{row.public_id}"
        late = _Late(f"help:{row.pk}", "help-late", row.agency_id, row.code, row.due_at, link)
        notify_all(_letters(late, level, agency, told), now=now)
    return 1


@transaction.atomic
def _escalate(number: int, now: datetime) -> int:
    rows = Feedback.objects.select_for_update(skip_locked=True)
    row = rows.filter(pk=number, is_open=True, due_at__lt=now).first()
    if row is None or row.escalation >= AGENCY_ABOVE:
        return 0
    level = _level(row, now)
    if level <= row.escalation:
        return 0
    row.escalation = level
    row.save(update_fields=["escalation"])
    note(row, "escalate", actor=SYSTEM, now=now)
    agency = row.agency_id if level == OWN_LEADER else agency_above(row.agency_id)
    if agency is not None:
        link = f"{settings.DESK_URL}/gop-y/{row.public_id}"
        late = _Late(
            f"feedback:{row.pk}", "feedback-late", row.agency_id, row.code, row.due_at, link
        )
        notify_all(_letters(late, level, agency, _leaders(row, agency, now)), now=now)
    return 1


def _level(row: Feedback, now: datetime) -> int:
    if not _leaders(row, row.agency_id, now):
        return AGENCY_ABOVE
    limit = limit_on(civil_date(now), "escalate")
    is_very_late = now > due_after(row.due_at, limit, working_calendar(row.agency_id))
    return AGENCY_ABOVE if is_very_late else OWN_LEADER


def _leaders(row: Feedback, agency_id: int, now: datetime) -> dict[int, str]:
    """Give the leaders of an agency whom feedback does not concern, with their mail addresses."""
    about = set(Concern.objects.filter(feedback=row).values_list("official_id", flat=True))
    posted = _posted_leaders(agency_id, now)
    return {number: email for number, email in posted.items() if number not in about}


def _posted_leaders(agency_id: int, now: datetime) -> dict[int, str]:
    posted = posted_at(agency_id, civil_date(now), Role.LEADER)
    return {one.official_id: one.email for one in posted}


@dataclass(frozen=True, slots=True)
class _Late:
    """What leaders are told of something late."""

    key: str
    template: str
    agency_id: int
    code: str
    due_at: datetime
    link: str


def _letters(late: _Late, level: int, agency_id: int, leaders: Mapping[int, str]) -> list[Notice]:
    """Write to each leader in the language that he reads our pages in."""
    languages = languages_of_officials(leaders)
    return [
        Notice(
            key=f"{late.key}:late:{level}:{number}",
            recipient=Recipient("", email, language),
            template=late.template,
            context={
                "agency": agency_name(late.agency_id, language),
                "code": late.code,
                "due": moment_in_words(late.due_at),
                "link": late.link,
            },
            agency_id=agency_id,
        )
        for number, email in leaders.items()
        if email
        for language in [languages.get(number, "vi")]
    ]
