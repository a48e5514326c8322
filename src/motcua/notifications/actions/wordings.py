"""A node's own wordings: proposed, withdrawn or published by a second person, taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction

from motcua.agencies.queries.standing import administers_the_node, one_hand
from motcua.kernel import audit
from motcua.kernel.actors import SYSTEM
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed, NotFound
from motcua.kernel.text import nfc
from motcua.notifications.base.filling import Text
from motcua.notifications.base.languages import LANGUAGES
from motcua.notifications.base.linting import faults
from motcua.notifications.errors import SameAuthor, WordingFaulty, WordingOutdated, WordingSettled
from motcua.notifications.models import Publication, Withdrawal, Wording
from motcua.notifications.queries.wordings import (
    WRITTEN_MEDIA,
    as_text,
    is_withdrawn,
    occasion_named,
    shelf,
)

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor

# Rows that are only added cannot be locked; who numbers or publishes a wording does so alone.
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('notifications.wordings'))"


@dataclass(frozen=True, slots=True)
class WordingFacts:
    """A text as somebody writes it, and why; the place where it belongs."""

    occasion: str
    language: str
    medium: str
    subject: str
    text: str
    reason: str


@transaction.atomic
def write_wording(*, actor: Actor, facts: WordingFacts, now: datetime) -> Wording:
    """Propose a text; it holds once somebody else publishes it.

    The same text again as the newest one changes nothing. Who administers the node does. Raises
    `NotAllowed`, `NotFound` for an occasion, language or medium without texts, `WordingFaulty`.
    """
    _require_keeper(actor, now)
    text = _text(facts)
    occasion = occasion_named(facts.occasion)
    found = faults(text, occasion)
    if found:
        raise WordingFaulty(" ".join(found))
    _alone()
    own = {"occasion": occasion.name, "language": text.language, "medium": text.medium}
    last = Wording.objects.filter(**own).order_by("-number").first()
    if last is not None and as_text(last) == text and not is_withdrawn(last):
        return last
    row = Wording.objects.create(
        **own,
        number=last.number + 1 if last else 1,
        subject=text.subject,
        text=text.text,
        reason=nfc(facts.reason.strip()),
        written_by_id=actor.official_id,
        written_at=now,
    )
    _record("write_wording", f"{row.occasion}.{row.language}.{row.medium}", actor, now, row.number)
    return row


@transaction.atomic
def publish_wording(
    *, actor: Actor, wording_id: int, holds_from: datetime, now: datetime
) -> Publication:
    """Let a proposed text hold from a moment on; another than its author does.

    A moment that is over becomes now. Raises `NotAllowed`, `NotFound`, `WordingOutdated` where a
    newer one was proposed, `WordingSettled` once it was published or withdrawn, `SameAuthor`, and
    `WordingFaulty` where what a text must be has become stricter since.
    """
    _require_keeper(actor, now)
    _alone()
    row = _wording(wording_id)
    newest = Wording.objects.filter(
        occasion=row.occasion, language=row.language, medium=row.medium
    ).order_by("-number")
    if newest.values_list("pk", flat=True).first() != row.pk:
        raise WordingOutdated
    if row.publications.exists() or is_withdrawn(row):
        raise WordingSettled
    if actor != SYSTEM and _is_one_hand(actor, row.written_by_id, now):
        raise SameAuthor
    found = faults(as_text(row), occasion_named(row.occasion))
    if found:
        raise WordingFaulty(" ".join(found))
    return _decide(row, row, row.reason, actor, max(holds_from, now), now)


@transaction.atomic
def withdraw_wording(*, actor: Actor, wording_id: int, reason: str, now: datetime) -> Withdrawal:
    """Take a proposal back that nobody published: its author, or whoever was to publish it.

    Once more changes nothing. Raises `NotAllowed`, `NotFound`, `WordingSettled` once it was
    published.
    """
    _require_keeper(actor, now)
    _alone()
    row = _wording(wording_id)
    if row.publications.exists():
        raise WordingSettled
    known = Withdrawal.objects.filter(wording=row).first()
    if known is not None:
        return known
    made = Withdrawal.objects.create(
        wording=row,
        reason=nfc(reason.strip()),
        withdrawn_by_id=actor.official_id,
        withdrawn_at=now,
    )
    name = f"{row.occasion}.{row.language}.{row.medium}"
    _record("withdraw_wording", name, actor, now, row.number)
    return made


@transaction.atomic
def return_to(
    *, actor: Actor, wording_id: int, earlier_id: int | None, reason: str, now: datetime
) -> Publication:
    """Let an earlier text hold again at once: a published one, or (None) that of motcua.

    One person does: two had agreed to that text, and what is wrong now must not go on until a
    second one comes. `wording_id` is any text of the same place. What holds already changes
    nothing. Raises `NotAllowed`, `NotFound`.
    """
    _require_keeper(actor, now)
    _alone()
    place = _wording(wording_id)
    earlier = _wording(earlier_id) if earlier_id is not None else None
    if earlier is not None:
        same = (earlier.occasion, earlier.language, earlier.medium) == (
            place.occasion,
            place.language,
            place.medium,
        )
        if not same or not earlier.publications.exists():
            raise NotFound
    stands = shelf(occasion_named(place.occasion), place.language, place.medium, now)
    last = Publication.objects.filter(
        occasion=place.occasion, language=place.language, medium=place.medium
    ).order_by("-id")
    latest = last.first()
    if latest is not None and stands.comes is None and stands.holds == earlier:
        return latest
    return _decide(place, earlier, nfc(reason.strip()), actor, now, now)


def _decide(
    place: Wording,
    wording: Wording | None,
    reason: str,
    actor: Actor,
    holds_from: datetime,
    now: datetime,
) -> Publication:
    made = Publication.objects.create(
        occasion=place.occasion,
        language=place.language,
        medium=place.medium,
        wording=wording,
        holds_from=holds_from,
        reason=reason,
        published_by_id=actor.official_id,
        published_at=now,
    )
    name = f"{place.occasion}.{place.language}.{place.medium}"
    _record("publish_wording", name, actor, now, wording.number if wording else 0)
    return made


def _text(facts: WordingFacts) -> Text:
    if facts.medium not in WRITTEN_MEDIA or facts.language not in LANGUAGES:
        raise NotFound
    lines = nfc(facts.text).replace("\r\n", "\n").replace("\r", "\n").strip()
    return Text(facts.language, facts.medium, " ".join(nfc(facts.subject).split()), lines + "\n")


def _is_one_hand(actor: Actor, author: int | None, now: datetime) -> bool:
    if author is None:
        return False
    return actor.official_id is None or bool(one_hand(actor.official_id, [author], now))


def _wording(number: int) -> Wording:
    row = Wording.objects.filter(pk=number).first()
    if row is None:
        raise NotFound
    return row


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)


def _require_keeper(actor: Actor, now: datetime) -> None:
    if actor != SYSTEM and not administers_the_node(actor, civil_date(now)):
        raise NotAllowed


def _record(act: str, name: str, actor: Actor, now: datetime, number: int) -> None:
    audit.record(
        actor=actor,
        action=f"notifications.{act}",
        subject=("wording", name),
        agency_id=audit.NODE,
        now=now,
        data={"number": number},
    )
