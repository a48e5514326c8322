"""What officials keep: phrases for their unit, views of queues, ticks of their first day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max

from motcua.agencies.queries.locking import lock_officials
from motcua.dossiers.actions.authorising import official_of
from motcua.dossiers.errors import NameTaken, PhraseEmpty, PhraseNotFound, ViewNotFound
from motcua.dossiers.models import FirstDayTick, Phrase, SavedView
from motcua.dossiers.queries.keeping import phrases_of, view_called, writes_phrases
from motcua.kernel import audit
from motcua.kernel.errors import NotAllowed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from motcua.dossiers.enums import PhraseUse
    from motcua.kernel.actors import Actor, Power

MOST_VIEWS = 30


@dataclass(frozen=True, slots=True)
class PhraseFacts:
    """A phrase: where it is put, its title and text; of a unit, or of the whole agency."""

    use: PhraseUse
    title: str
    text: str
    agency_id: int
    unit_id: int | None = None


@transaction.atomic
def write_phrase(
    *, actor: Actor, facts: PhraseFacts, now: datetime, phrase_id: UUID | None = None
) -> Phrase:
    """Write a phrase, or another in place of one; what was put into forms before stays.

    Raises `NotAllowed` for another agency's, `PhraseEmpty`, `PhraseNotFound`.
    """
    if facts.agency_id not in writes_phrases(actor):
        raise NotAllowed
    if not facts.title.strip() or not facts.text.strip():
        raise PhraseEmpty
    phrase = _phrase(actor, phrase_id) if phrase_id else Phrase()
    phrase.agency_id, phrase.unit_id = facts.agency_id, facts.unit_id
    phrase.use, phrase.title, phrase.text = facts.use, facts.title.strip(), facts.text.strip()
    phrase.written_by_id, phrase.written_at = official_of(actor), now
    phrase.save()
    _record("write_phrase", phrase, actor=actor, now=now)
    return phrase


@transaction.atomic
def remove_phrase(*, actor: Actor, phrase_id: UUID, now: datetime) -> None:
    """Take a phrase away. Raises `PhraseNotFound`, `NotAllowed`."""
    phrase = _phrase(actor, phrase_id)
    if phrase.agency_id not in writes_phrases(actor):
        raise NotAllowed
    _record("remove_phrase", phrase, actor=actor, now=now)
    phrase.delete()


@transaction.atomic
def save_view(
    *,
    actor: Actor,
    name: str,
    pairs: Mapping[str, str],
    now: datetime,
    shared_with: Power | None = None,
) -> SavedView:
    """Keep filters under a name, for oneself or shared with the unit of one of one's powers.

    Raises `NotAllowed` for who is no official or has too many, `NameTaken`, `PhraseEmpty` without a
    name.
    """
    official = official_of(actor)
    if not name.strip():
        raise PhraseEmpty
    if shared_with is not None and shared_with not in actor.powers:
        raise NotAllowed
    own = SavedView.objects.filter(official_id=official)
    if own.count() >= MOST_VIEWS:
        raise NotAllowed
    last = own.aggregate(last=Max("position"))["last"]
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                official_id=official,
                unit_id=_unit_of(shared_with) if shared_with else None,
                name=name.strip(),
                pairs=dict(pairs),
                position=0 if last is None else last + 1,
                made_at=now,
            )
    except IntegrityError:
        raise NameTaken from None


@transaction.atomic
def move_view(*, actor: Actor, view_id: UUID) -> None:
    """Move one's saved view a place up. Raises `ViewNotFound`."""
    view = _own_view(actor, view_id)
    own = list(SavedView.objects.select_for_update().filter(official_id=view.official_id))
    at = next(place for place, one in enumerate(own) if one.pk == view.pk)
    if at:
        own[at - 1], own[at] = own[at], own[at - 1]
    for place, one in enumerate(own):
        one.position = place
    SavedView.objects.bulk_update(own, ["position"])


@transaction.atomic
def delete_view(*, actor: Actor, view_id: UUID) -> None:
    """Delete one's saved view. Raises `ViewNotFound`."""
    _own_view(actor, view_id).delete()


@transaction.atomic
def tick_first_day(*, actor: Actor, item: str, now: datetime) -> None:
    """Tick something of one's first day; nothing named puts the list away. Ticked again: undone."""
    official = official_of(actor)
    # A tick that another page takes away meanwhile could neither be found nor made.
    lock_officials([official])
    tick, is_new = FirstDayTick.objects.get_or_create(
        official_id=official, item=item[:40], defaults={"at": now}
    )
    if not is_new:
        tick.delete()


def _own_view(actor: Actor, view_id: UUID) -> SavedView:
    view = view_called(actor, view_id)
    if view is None:
        raise ViewNotFound
    return view


def _phrase(actor: Actor, phrase_id: UUID) -> Phrase:
    found = next((one for one in phrases_of(actor) if one.public_id == phrase_id), None)
    if found is None:
        raise PhraseNotFound
    return found


def _unit_of(power: Power) -> int | None:
    parts = [part for part in power.unit_path.split("/") if part]
    return int(parts[-1]) if parts else None


def _record(act: str, phrase: Phrase, *, actor: Actor, now: datetime) -> None:
    audit.record(
        actor=actor,
        action=f"dossiers.{act}",
        subject=("phrase", str(phrase.public_id)),
        agency_id=phrase.agency_id,
        now=now,
        data={"use": phrase.use},
    )
