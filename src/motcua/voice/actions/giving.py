"""Giving feedback: with a name or without, tied to a dossier or not; and taking it back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.queries import working_calendar
from motcua.agencies.queries.posted import agencies_on, posted_at
from motcua.dossiers.queries.service_facts import handlers_of
from motcua.kernel.actors import Actor
from motcua.kernel.clock import civil_date
from motcua.kernel.files import store
from motcua.kernel.kinds import DOCUMENTS
from motcua.kernel.text import fold, nfc
from motcua.voice.actions.moving import move, note
from motcua.voice.actions.sending import claim_form, keep_made, made_before
from motcua.voice.base.limits import due_after, limit_on
from motcua.voice.base.writing import digits, feedback_code
from motcua.voice.enums import ConcernSource, FeedbackKind, Topic
from motcua.voice.errors import FeedbackNotFound, UnitElsewhere
from motcua.voice.models import Concern, Feedback, FeedbackFile
from motcua.voice.queries.feedback import feedback_tracked, tracking_digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from motcua.dossiers.models import Dossier
    from motcua.kernel.files import Readable

LARGEST = 20 * 1024 * 1024
MOST_FILES = 5
_FOUR = 4
_NO_WORD = re.compile(r"\W+")
# Whoever holds the code and the signs is the sender; the log does not name him.
_SOMEBODY = Actor(kind="citizen")


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that comes with feedback: what it is called and its content."""

    name: str
    stream: Readable


@dataclass(frozen=True, slots=True)
class FeedbackFacts:
    """What somebody says, and how he may be told; without a name nothing of `contact` is kept.

    `key` is the form's own: sent twice it is one.
    """

    agency_id: int
    kind: FeedbackKind
    topic: Topic
    subject: str
    text: str
    about: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    is_anonymous: bool = False
    language: str = "vi"
    key: str = ""


@transaction.atomic
def give_feedback(
    *,
    actor: Actor,
    facts: FeedbackFacts,
    now: datetime,
    dossier: Dossier | None = None,
    files: Iterable[GivenFile] = (),
) -> Feedback:
    """Take in feedback; its code and four digits track it, its deadline runs from now.

    The dossier has been shown to be the sender's. Who gives no name gets four digits of his own.
    Whom it names does not handle it, nor, where conduct is complained of, who handled the dossier.
    Raises `UnitElsewhere` for an agency that is not here or a complaint, which has another way by
    law, and `KeyReused` for a form sent again with other words.
    """
    said = [facts, dossier.pk if dossier else None]
    claim = claim_form("give", facts.key, said, actor=actor, now=now)
    if before := made_before(claim):
        return Feedback.objects.get(public_id=before)
    row = _taken_in(actor, facts, dossier, files, now)
    keep_made(claim, row.public_id)
    return row


def _taken_in(
    actor: Actor,
    facts: FeedbackFacts,
    dossier: Dossier | None,
    files: Iterable[GivenFile],
    now: datetime,
) -> Feedback:
    today = civil_date(now)
    if facts.kind == FeedbackKind.COMPLAINT:
        raise UnitElsewhere
    if facts.agency_id not in {agency.pk for agency in agencies_on(today)}:
        raise UnitElsewhere
    hours = working_calendar(facts.agency_id)
    row = Feedback(
        code=feedback_code(now),
        agency_id=facts.agency_id,
        dossier=dossier,
        account_id=None if facts.is_anonymous else actor.account_id,
        kind=facts.kind,
        topic=facts.topic,
        is_anonymous=facts.is_anonymous,
        contact=_contact(facts),
        subject=nfc(facts.subject.strip()),
        text=nfc(facts.text.strip()),
        about=nfc(facts.about.strip()),
        language=facts.language,
        received_at=now,
        route_due_at=due_after(now, limit_on(today, "route"), hours),
        due_at=due_after(now, limit_on(today, "answer"), hours),
    )
    row.tracking = [tracking_digest(row.public_id, four) for four in _fours(row.contact)]
    row.save()
    _keep_files(row, files, now)
    if dossier is not None and facts.topic == Topic.CONDUCT:
        concern(row, handlers_of(dossier), ConcernSource.HANDLED)
    concern(row, named_in(row, today), ConcernSource.NAMED)
    note(row, "receive", actor=_whom(actor, facts), now=now)
    return row


@transaction.atomic
def withdraw_feedback(*, code: str, four: str, now: datetime) -> Feedback:
    """Take one's feedback back by its code and four signs, before it is answered.

    Raises `FeedbackNotFound`, `MoveRefused`.
    """
    found = feedback_tracked(code, four)
    if found is None:
        raise FeedbackNotFound
    row = Feedback.objects.select_for_update().get(pk=found.pk)
    move(row, "withdraw", actor=_SOMEBODY, now=now)
    return row


def concern(feedback: Feedback, officials: Iterable[int], source: ConcernSource) -> None:
    """Note whom feedback is about; who is known already stays as he is."""
    Concern.objects.bulk_create(
        [Concern(feedback=feedback, official_id=number, source=source) for number in officials],
        ignore_conflicts=True,
    )


def named_in(feedback: Feedback, on: date) -> frozenset[int]:
    """Give the officials of the agency who has it whom the sender named, diacritics or not."""
    words = f" {_NO_WORD.sub(' ', fold(feedback.about))} "
    posted = posted_at(feedback.agency_id, on)
    return frozenset(one.official_id for one in posted if f" {fold(one.name)} " in words)


def _contact(facts: FeedbackFacts) -> dict[str, str]:
    if facts.is_anonymous:
        return {"pin": digits(_FOUR)}
    given = {"name": facts.name, "phone": facts.phone, "email": facts.email}
    kept = {key: nfc(value.strip()) for key, value in given.items() if value.strip()}
    return kept if len(kept.get("phone", "")) >= _FOUR else {**kept, "pin": digits(_FOUR)}


def _fours(contact: dict[str, str]) -> set[str]:
    phone = "".join(sign for sign in contact.get("phone", "") if sign.isdigit())
    return {four for four in (contact.get("pin", ""), phone[-_FOUR:]) if len(four) == _FOUR}


def _keep_files(row: Feedback, files: Iterable[GivenFile], now: datetime) -> None:
    for given in list(files)[:MOST_FILES]:
        kept = store(
            given.stream,
            name=given.name,
            now=now,
            limit_bytes=LARGEST,
            accept=DOCUMENTS,
        )
        FeedbackFile.objects.create(feedback=row, file=kept)


def _whom(actor: Actor, facts: FeedbackFacts) -> Actor:
    return _SOMEBODY if facts.is_anonymous or actor.kind != "citizen" else actor
