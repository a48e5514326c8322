"""Words among officials: a note, who is mentioned in it, and that he saw it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_noop

from motcua.agencies.enums import Role
from motcua.dossiers.actions.authorising import official_of, require_role
from motcua.dossiers.actions.moving import lock, record
from motcua.dossiers.errors import ReasonMissing
from motcua.dossiers.models import Mention, Note
from motcua.dossiers.queries.mentions import mentioned_in, people_in_sight
from motcua.kernel.composed import composed
from motcua.notifications.actions import Told, tell_officials

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from motcua.dossiers.models import Dossier
    from motcua.kernel.actors import Actor

_WORDS = gettext_noop("Anh/chị được nhắc đến trong ghi chú của hồ sơ %(code)s.")


@transaction.atomic
def add_note(
    *,
    actor: Actor,
    dossier_id: int,
    text: str,
    now: datetime,
    mentioned: Collection[UUID] = (),
) -> Note:
    """Leave a word for the other officials; auditors only look.

    Who is written of as `@name`, or is among `mentioned` (public ids), is told, as long as he sees
    the dossier; others are left out. Raises `DossierNotFound`, `NotAllowed`, `ReasonMissing`.
    """
    if not text.strip():
        raise ReasonMissing
    dossier = lock(dossier_id)
    require_role(actor, dossier, *(role for role in Role.values if role != Role.AUDITOR))
    note = Note.objects.create(
        dossier=dossier, official_id=official_of(actor), at=now, text=text.strip()
    )
    told = _mention(dossier, note, mentioned, now=now)
    record(dossier, "dossiers.add_note", actor=actor, now=now, mentioned=told)
    return note


def _mention(dossier: Dossier, note: Note, chosen: Collection[UUID], *, now: datetime) -> list[int]:
    found = mentioned_in(note.text, chosen, people_in_sight(dossier, now))
    others = [one.official_id for one in found if one.official_id != note.official_id]
    Mention.objects.bulk_create(
        Mention(note=note, dossier=dossier, official_id=one, at=now) for one in others
    )
    tell_officials(
        [
            Told(one, f"mention:{note.pk}", str(dossier.public_id), {"code": dossier.code})
            for one in others
        ],
        kind="mention",
        subject_kind="dossier",
        text=_WORDS,
        now=now,
    )
    return others


def see_mentions(*, actor: Actor, dossier_id: int, now: datetime) -> int:
    """Take the mentions of an official on a dossier as seen; give how many were new."""
    if actor.official_id is None:
        return 0
    unseen = _unseen(dossier=dossier_id, official=actor.official_id)
    return Mention.objects.filter(pk__in=unseen, seen_at=None).update(seen_at=now) if unseen else 0


@composed
def _unseen(dossier: Any, official: Any) -> QuerySet[Mention, int]:
    rows = Mention.objects.filter(dossier_id=dossier, official_id=official, seen_at=None)
    return rows.values_list("pk", flat=True)
