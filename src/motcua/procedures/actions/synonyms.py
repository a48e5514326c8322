"""The table of everyday words: administrators add to it, change it, and take away from it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.kernel import audit
from motcua.kernel.text import nfc, without_unseen
from motcua.procedures.actions.authorising import require_keeper
from motcua.procedures.actions.indexing import words_changed
from motcua.procedures.base.finding.everyday import words_in
from motcua.procedures.base.finding.reading import LONGEST_PHRASE, MOST_WORDS, is_code
from motcua.procedures.base.finding.requests import shipped_sayings
from motcua.procedures.errors import (
    OfficialCodesUnknown,
    OfficialWordsUnknown,
    PhraseNotOfWords,
    SynonymUnknown,
)
from motcua.procedures.models import Synonym
from motcua.procedures.queries.words import words_now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from motcua.kernel.actors import Actor


@transaction.atomic
def set_synonym(*, actor: Actor, phrase: str, official: Sequence[str], now: datetime) -> None:
    """Let a phrase stand for official words, or for procedures by their codes, from now on.

    What stands for procedures alone may be a whole sentence. Raises `NotAllowed`,
    `PhraseNotOfWords` for one without words or with too many, and `OfficialWordsUnknown` or
    `OfficialCodesUnknown` where no procedure could be found by what is new of what it stands for.
    """
    require_keeper(actor, now)
    said = [nfc(each) for text in official if (each := without_unseen(text))]
    longest = MOST_WORDS if all(map(is_code, said)) else LONGEST_PHRASE
    if not said or not 0 < len(words_in(_phrase(phrase))) <= longest:
        raise PhraseNotOfWords
    held = _held(_phrase(phrase))
    _require_known([text for text in said if text not in held])
    row, _made = Synonym.objects.update_or_create(
        phrase=_phrase(phrase), defaults={"official": said, "changed_at": now}
    )
    _record("set_synonym", row, actor=actor, now=now)


@transaction.atomic
def remove_synonym(*, actor: Actor, phrase: str, now: datetime) -> None:
    """Take a phrase away, a shipped one too. Raises `NotAllowed`, `SynonymUnknown`."""
    require_keeper(actor, now)
    _changed(phrase)
    row, _made = Synonym.objects.update_or_create(
        phrase=_phrase(phrase), defaults={"official": [], "changed_at": now}
    )
    _record("remove_synonym", row, actor=actor, now=now)
    if phrase not in shipped_sayings():
        row.delete()


@transaction.atomic
def restore_synonym(*, actor: Actor, phrase: str, now: datetime) -> None:
    """Let a shipped phrase be as it was shipped. Raises `NotAllowed`, `SynonymUnknown`."""
    require_keeper(actor, now)
    row = Synonym.objects.select_for_update().filter(phrase=phrase).first()
    if row is None or phrase not in shipped_sayings():
        raise SynonymUnknown
    _record("restore_synonym", row, actor=actor, now=now)
    row.delete()


def _held(phrase: str) -> frozenset[str]:
    """Give what a phrase stands for already: that may stay, even if no procedure has it here."""
    row = Synonym.objects.filter(phrase=phrase).values_list("official", flat=True).first()
    return frozenset((*(row or ()), *shipped_sayings().get(phrase, ())))


def _require_known(said: Sequence[str]) -> None:
    """Refuse codes that no procedure of this node has, and words by which nothing is found."""
    catalogue = words_now()
    if codes := sorted({text for text in said if is_code(text) and text not in catalogue.numbers}):
        told = OfficialCodesUnknown.message % {"codes": ", ".join(codes)}
        raise OfficialCodesUnknown(told, codes=codes)
    words = {word for text in said if not is_code(text) for word in words_in(text)}
    if strange := sorted(words - catalogue.index.words.keys()):
        told = OfficialWordsUnknown.message % {"words": ", ".join(strange)}
        raise OfficialWordsUnknown(told, words=strange)


def _phrase(text: str) -> str:
    return nfc(without_unseen(text).lower())


def _changed(phrase: str) -> None:
    is_own = Synonym.objects.select_for_update().filter(phrase=phrase).exclude(official=[]).exists()
    is_removed = Synonym.objects.filter(phrase=phrase, official=[]).exists()
    if not is_own and (is_removed or phrase not in shipped_sayings()):
        raise SynonymUnknown


def _record(act: str, row: Synonym, *, actor: Actor, now: datetime) -> None:
    words_changed()
    text = "\n".join([row.phrase, *row.official])
    audit.record(
        actor=actor,
        action=f"procedures.{act}",
        subject=("synonym", str(row.pk)),
        agency_id=audit.NODE,
        now=now,
        data={"digest": hashlib.sha256(text.encode()).hexdigest()},
    )
