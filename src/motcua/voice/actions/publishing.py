"""Publishing an answered question, rewritten without people, after another has looked at it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.queries.humans import one_human
from motcua.dossiers.actions.authorising import official_of
from motcua.kernel.errors import NotAllowed
from motcua.kernel.privacy import HIDDEN
from motcua.kernel.search import search_columns
from motcua.kernel.text import nfc
from motcua.kernel.transitions import MoveRefused
from motcua.voice.actions.handling import require_deciding
from motcua.voice.actions.moving import locked, record
from motcua.voice.base.writing import is_named, names_somebody, without_people, words_mark
from motcua.voice.enums import FeedbackState, PublicationState
from motcua.voice.errors import PersonalData, SameHand, WordsChanged
from motcua.voice.models import Publication
from motcua.voice.queries.feedback import DECIDING, RECEIVING, WORKING
from motcua.voice.workflow import PUBLICATION

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from motcua.kernel.actors import Actor
    from motcua.voice.models import Feedback


@transaction.atomic
def propose_publication(
    *, actor: Actor, public_id: UUID, question: str, answer: str, now: datetime
) -> Publication:
    """Propose how an answered question reads in public.

    Raises `FeedbackNotFound`, `NotAllowed`, `MoveRefused` before it is answered, and `PersonalData`
    while the words hold numbers, addresses, the sender's name or that of an official concerned.
    """
    row = locked(actor, public_id)
    actor.require_role(*RECEIVING, *WORKING, *DECIDING, agency_id=row.agency_id)
    if row.state != FeedbackState.ANSWERED:
        raise MoveRefused(state=row.state)
    words = nfc(question.strip()), nfc(answer.strip())
    _require_nobody(row, words)
    held = Publication.objects.select_for_update().filter(feedback=row).first()
    if held is not None:
        PUBLICATION.target(PublicationState(held.state), "propose")
    made, _new = Publication.objects.update_or_create(
        feedback=row,
        defaults={
            "state": PublicationState.PROPOSED,
            "question": words[0],
            "answer": words[1],
            "proposed_by_id": official_of(actor),
            "decided_by": None,
            "published_at": None,
            **search_columns(*words),
        },
    )
    record(row, "voice.propose_publication", actor=actor, now=now)
    return made


@transaction.atomic
def publish(*, actor: Actor, public_id: UUID, now: datetime, seen: str = "") -> Publication:
    """Let everybody read a proposed publication; another than its author decides.

    Nor does who wrote the answer: he would judge his own words. `seen` marks the words that were
    shown (`words_mark`): no others are published. Raises `FeedbackNotFound`, `NotAllowed`,
    `SameHand`, `WordsChanged`, `MoveRefused`.
    """
    return _decide(actor, public_id, "publish", now, seen)


@transaction.atomic
def withhold(*, actor: Actor, public_id: UUID, now: datetime) -> Publication:
    """Take a publication back, or refuse a proposed one. Raises as `publish` does."""
    return _decide(actor, public_id, "withhold", now)


def _decide(
    actor: Actor, public_id: UUID, action: str, now: datetime, seen: str = ""
) -> Publication:
    row = locked(actor, public_id)
    require_deciding(actor, row)
    held = Publication.objects.select_for_update().filter(feedback=row).first()
    if held is None:
        raise MoveRefused(action=action)
    if action == "publish" and is_own_work(actor, row, held):
        raise SameHand
    if seen and seen != words_mark(held.question, held.answer):
        raise WordsChanged
    held.state = PUBLICATION.target(PublicationState(held.state), action)
    held.decided_by_id = actor.official_id
    held.published_at = now if held.state == PublicationState.PUBLISHED else None
    held.save(update_fields=["state", "decided_by", "published_at"])
    record(row, f"voice.{action}", actor=actor, now=now)
    return held


def is_own_work(actor: Actor, row: Feedback, held: Publication) -> bool:
    """Say whether an official wrote the answer, or how it reads in public, himself."""
    own = one_human(actor.official_id) if actor.official_id is not None else frozenset()
    return not own.isdisjoint({held.proposed_by_id, row.drafted_by_id, row.official_id})


def masked_words(row: Feedback) -> tuple[str, str]:
    """Give the question and the answer to rewrite, without numbers, addresses and known names."""
    names = [row.contact.get("name", "")]
    names += row.concerns.values_list("official__full_name", flat=True)
    question, answer = without_people(str(row.text)), without_people(str(row.answer))
    for name in filter(None, names):
        hides = re.compile(re.escape(name), re.IGNORECASE)
        question, answer = hides.sub(HIDDEN, question), hides.sub(HIDDEN, answer)
    return question, answer


def _require_nobody(row: Feedback, words: tuple[str, str]) -> None:
    text = "\n".join(words)
    names = [row.contact.get("name", "")]
    names += row.concerns.values_list("official__full_name", flat=True)
    if names_somebody(text) or any(name and is_named(name, text) for name in names):
        raise PersonalData


def may_propose(actor: Actor, row: Feedback) -> bool:
    """Say whether an official may propose a publication of what he sees."""
    try:
        actor.require_role(*RECEIVING, *WORKING, *DECIDING, agency_id=row.agency_id)
    except NotAllowed:
        return False
    return row.state == FeedbackState.ANSWERED
