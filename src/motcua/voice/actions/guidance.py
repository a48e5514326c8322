"""Writing guidance: one entry at a time, in both languages, for the whole node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify

from motcua.agencies.enums import Role
from motcua.kernel import audit
from motcua.kernel.clock import civil_date
from motcua.kernel.errors import NotAllowed
from motcua.kernel.text import nfc, without_diacritics
from motcua.procedures.queries.rights import keeps_catalogue
from motcua.voice.models import FaqEntry

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.kernel.actors import Actor
    from motcua.voice.base.faq import Entry


@transaction.atomic
def write_entry(*, actor: Actor, entry: Entry, now: datetime) -> FaqEntry:
    """Write an entry or change one with the same code; one without a code is given one.

    Raises `NotAllowed` for who does not keep what holds for every agency.
    """
    _require_keeper(actor, now)
    code = entry.code or _code_of(entry.question["vi"])
    row, _made = FaqEntry.objects.update_or_create(
        code=code,
        defaults={
            "question_vi": nfc(entry.question["vi"].strip()),
            "question_en": nfc(entry.question.get("en", "").strip()),
            "answer_vi": nfc(entry.answer["vi"].strip()),
            "answer_en": nfc(entry.answer.get("en", "").strip()),
            "changed_by_id": actor.official_id,
            "changed_at": now,
        },
    )
    _record(code, "voice.write_entry", actor=actor, now=now)
    return row


@transaction.atomic
def remove_entry(*, actor: Actor, entry: Entry, now: datetime) -> None:
    """Take an entry away; a shipped one is kept as taken away.

    Raises `NotAllowed` for who does not keep what holds for every agency.
    """
    _require_keeper(actor, now)
    FaqEntry.objects.update_or_create(
        code=entry.code,
        defaults={
            "question_vi": entry.question["vi"],
            "question_en": entry.question.get("en", ""),
            "answer_vi": "",
            "answer_en": "",
            "changed_by_id": actor.official_id,
            "changed_at": now,
        },
    )
    _record(entry.code, "voice.remove_entry", actor=actor, now=now)


@transaction.atomic
def restore_entry(*, actor: Actor, code: str, now: datetime) -> None:
    """Let a shipped entry be as it came; one written here is gone.

    Raises `NotAllowed` for who does not keep what holds for every agency.
    """
    _require_keeper(actor, now)
    FaqEntry.objects.filter(code=code).delete()
    _record(code, "voice.restore_entry", actor=actor, now=now)


def _code_of(question: str) -> str:
    base = slugify(without_diacritics(question))[:50] or "muc"
    taken = set(FaqEntry.objects.filter(code__startswith=base).values_list("code", flat=True))
    numbers = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(code for code in numbers if code not in taken)


def _require_keeper(actor: Actor, now: datetime) -> None:
    if not keeps_catalogue(actor, civil_date(now)):
        raise NotAllowed


def _record(code: str, act: str, *, actor: Actor, now: datetime) -> None:
    agency = next(iter(sorted(actor.agencies(Role.ADMINISTRATOR))))
    audit.record(actor=actor, action=act, subject=("guidance", code), agency_id=agency, now=now)
