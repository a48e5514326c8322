"""Reminding citizens: a result nobody fetched, an envelope nobody sent, a draft about to go."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import F, Q

from motcua.dossiers.actions.drafting import throw_away
from motcua.dossiers.actions.recipients import about, recipient_of
from motcua.dossiers.base.handling import rule_on
from motcua.dossiers.base.reminders import Reminder
from motcua.dossiers.enums import State
from motcua.dossiers.models import Dossier, Draft
from motcua.dossiers.queries.awaiting_papers import (
    awaited_since,
    first_papers_reminder,
    papers_lapse_at,
    papers_reminders_due,
)
from motcua.dossiers.queries.dues import kept_until, reminders_due
from motcua.dossiers.queries.wording import (
    moment_in_words,
    place_to_fetch,
    procedure_name,
    tracking_link,
)
from motcua.identity.queries import filers
from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.notifications.actions import Notice, Recipient, notify_all
from motcua.notifications.base.languages import in_each
from motcua.procedures.base.texts import say
from motcua.procedures.queries import rules

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from motcua.identity.queries import Filer

_AT_ONCE = 1000
_NOTE = """
INSERT INTO dossiers_reminded (dossier_id, kind, clock, at)
SELECT one.id, one.kind, one.clock, %s
FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[]) AS one(id, kind, clock)
ON CONFLICT DO NOTHING RETURNING dossier_id
"""


def remind_of_results(*, now: datetime) -> int:
    """Remind applicants of finished results that nobody fetched, once for each of the rule's days.

    Gives how many were reminded. A batch is done whole or not at all; one that was killed is done
    when this is called again, and what was told once is not told again.
    """
    reminded, after = 0, 0
    while batch := _unclaimed(now, after):
        after = batch[-1].pk
        reminded += _remind_some(batch, now)
    return reminded


def _unclaimed(now: datetime, after: int) -> list[Dossier]:
    waiting = Dossier.objects.filter(
        state=State.FINISHED, is_open=True, finished_at__lt=now, pk__gt=after
    )
    return list(waiting.only("state", "finished_at").order_by("pk")[:_AT_ONCE])


@transaction.atomic
def _remind_some(waiting: list[Dossier], now: datetime) -> int:
    counts = {one.pk: count for one in waiting if (count := reminders_due(one, now))}
    due = [one for one in waiting if one.pk in counts]
    rows_due = [(one.pk, counts[one.pk], one.finished_at) for one in due]
    told = _note(Reminder.UNCLAIMED, rows_due, now)
    rows = Dossier.objects.filter(pk__in=told).select_related("agency").defer("answers")
    notify_all([_of_result(one, counts[one.pk]) for one in rows.order_by("pk")], now=now)
    return len(told)


def _note(kind: Reminder, due: list[tuple[int, int, datetime | None]], now: datetime) -> list[int]:
    """Note reminders of a kind in one statement; give the dossiers of those that are new."""
    columns = (
        [number for number, _count, _clock in due],
        [f"{kind}-{count}" for _number, count, _clock in due],
        [clock for _number, _count, clock in due],
    )
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, (now, *columns))
        return [number for (number,) in cursor.fetchall()]


def _of_result(dossier: Dossier, count: int) -> Notice:
    return Notice(
        key=f"dossier:{dossier.pk}:{Reminder.UNCLAIMED}:{count}",
        recipient=recipient_of(dossier),
        subject=about(dossier),
        template="unclaimed",
        context={
            "agency": in_each(dossier.agency.name_in),
            "code": dossier.code,
            "procedure": in_each(partial(procedure_name, dossier)),
            "at": moment_in_words(dossier.finished_at),
            "place": in_each(partial(place_to_fetch, dossier)),
            "until": f"{civil_date(until):%d/%m/%Y}" if (until := kept_until(dossier)) else "",
            "link": tracking_link(dossier),
        },
        agency_id=dossier.agency_id,
    )


def remind_of_papers(*, now: datetime) -> int:
    """Remind applicants of the envelope they were to send, once for each of the rule's days.

    Gives how many were reminded; batches as in `remind_of_results`.
    """
    reminded, after, since = 0, 0, now - first_papers_reminder(now)
    while batch := _awaiting(since, after):
        after = batch[-1].pk
        reminded += _remind_of_envelopes(batch, now)
    return reminded


def _awaiting(since: datetime, after: int) -> list[Dossier]:
    waiting = Dossier.objects.filter(
        state=State.FILED,
        submitted_at__lte=since,
        posted__isnull=False,
        posted__arrived_at=None,
        pk__gt=after,
    )
    return list(waiting.select_related("agency").defer("answers").order_by("pk")[:_AT_ONCE])


@transaction.atomic
def _remind_of_envelopes(waiting: list[Dossier], now: datetime) -> int:
    due = [(one, count) for one in waiting if (count := papers_reminders_due(one, now))]
    rows = [(one.pk, count, awaited_since(one)) for one, count in due]
    told = set(_note(Reminder.PAPERS, rows, now))
    notify_all([_of_envelope(one, count) for one, count in due if one.pk in told], now=now)
    return len(told)


def _of_envelope(dossier: Dossier, count: int) -> Notice:
    until = papers_lapse_at(dossier)
    return Notice(
        key=f"dossier:{dossier.pk}:{Reminder.PAPERS}:{count}:{awaited_since(dossier):%Y%m%d}",
        recipient=recipient_of(dossier),
        subject=about(dossier),
        template="papers-awaited",
        context={
            "agency": in_each(dossier.agency.name_in),
            "code": dossier.code,
            "procedure": in_each(partial(procedure_name, dossier)),
            "until": f"{civil_date(until):%d/%m/%Y}" if until else "",
            "link": tracking_link(dossier),
        },
        agency_id=dossier.agency_id,
    )


def warn_of_drafts(*, now: datetime) -> int:
    """Tell writers of the drafts that are about to be deleted; give how many."""
    kept, told_before = _terms(now)
    old = _unfiled().filter(saved_at__lt=now - kept + told_before)
    return _in_batches(old.filter(Q(told_at=None) | Q(told_at__lt=F("saved_at"))), _warn, now)


def purge_drafts(*, now: datetime) -> int:
    """Delete the drafts that nobody changed for the rule's days and whose writers were told so.

    Gives how many.
    """
    kept, told_before = _terms(now)
    old = _unfiled().filter(saved_at__lt=now - kept, told_at__gte=F("saved_at"))
    return _in_batches(old.filter(told_at__lte=now - told_before), _purge, now)


def _unfiled() -> QuerySet[Draft]:
    return Draft.objects.filter(dossier=None, supplement=None)


def _terms(now: datetime) -> tuple[timedelta, timedelta]:
    value = rule_on("drafts-kept", civil_date(now)).value
    return timedelta(days=value["amount"]), timedelta(days=value["told_before"])


def _in_batches(drafts: QuerySet[Draft], act: Any, now: datetime) -> int:
    done = 0
    while True:
        with transaction.atomic():
            held = drafts.select_for_update(skip_locked=True, of=("self",)).order_by("pk")
            batch = list(held.select_related("offering__agency", "account")[:_AT_ONCE])
            act(batch, now)
        if not batch:
            return done
        done += len(batch)


def _warn(drafts: list[Draft], now: datetime) -> None:
    writers = filers(draft.account_id for draft in drafts)
    told = [draft for draft in drafts if draft.account_id in writers]
    notify_all([_of_draft(draft, writers[draft.account_id], now) for draft in told], now=now)
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).update(told_at=now)


def _of_draft(draft: Draft, writer: Filer, now: datetime) -> Notice:
    _kept, told_before = _terms(now)
    return Notice(
        key=f"draft:{draft.public_id}:ending:{draft.saved_at.timestamp():.0f}",
        recipient=Recipient(
            writer.phone, writer.email, draft.language, writer.account_id, writer.person_id
        ),
        subject=("draft", str(draft.public_id)),
        template="draft-ending",
        context={
            "agency": in_each(draft.offering.agency.name_in),
            "procedure": in_each(partial(say, rules(draft.version_id).pack.name)),
            "until": f"{civil_date(now + told_before):%d/%m/%Y}",
        },
        agency_id=draft.offering.agency_id,
    )


def _purge(drafts: list[Draft], now: datetime) -> None:
    acts = [
        audit.Act("dossiers.purge_draft", ("draft", str(one.public_id)), one.offering.agency_id)
        for one in drafts
    ]
    throw_away(*drafts)
    audit.record_all(acts, actor=SYSTEM, now=now)
