"""Dossiers found by whose a number is, and by the procedure that some words name."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from django.core import signing
from django.db.models import Q

from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.naming import procedures_named
from motcua.identity.queries.finding import persons_with
from motcua.kernel import keys
from motcua.kernel.sealed import SealBroken, seal, unseal
from motcua.kernel.search import search
from motcua.kernel.text import search_document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from motcua.kernel.actors import Actor

_SEAL, _WORDS = "search.persons", "search.words"
_HOLDS = timedelta(hours=1)


def of_persons(scope: QuerySet[Dossier], persons: Iterable[int]) -> QuerySet[Dossier]:
    """Keep the dossiers of some persons: filed through their accounts, or for them elsewhere."""
    ids = list(persons)
    if not ids:
        return scope.none()
    through = Q(account__person__in=ids)
    return scope.filter(through | Q(account=None, person__in=ids))


def by_procedure(scope: QuerySet[Dossier], words: str) -> QuerySet[Dossier]:
    """Keep what some of the words name the procedure of, and the others the filer of."""
    wanted = Q(pk__in=[])
    for code, left in procedures_named(search_document(words).split()):
        if left:
            filers = search(Dossier.objects.filter(procedure_code=code), " ".join(left))
            wanted |= Q(procedure_code=code, pk__in=filers.values("pk"))
        else:
            wanted |= Q(procedure_code=code)
    return scope.filter(wanted)


def found_by_number(number: str, actor: Actor) -> str:
    """Look for whose a number is, and give him as a text that an address may hold.

    It says nothing to a reader, and holds an hour for the official who searched.
    """
    ids = ",".join(str(one) for one in persons_with(number))
    return signing.dumps(seal(ids.encode(), _SEAL).hex(), salt=_salt(actor))


def persons_found(text: str, actor: Actor) -> tuple[int, ...]:
    """Read what `found_by_number` gave; nobody where it is another's, old or made up."""
    try:
        sealed = signing.loads(text, salt=_salt(actor), max_age=_HOLDS)
        ids = unseal(bytes.fromhex(sealed), _SEAL).decode()
    except (signing.BadSignature, SealBroken, ValueError):
        return ()
    return tuple(int(one) for one in ids.split(",") if one)


def words_sealed(words: str) -> str:
    """Write words so that an address may hold them: they are mostly somebody's name.

    For a while the same words are written alike, so that a page that is looked at again has the
    same links, and its lines need not be drawn anew.
    """
    return _words_under(words, keys.ring())


@lru_cache(1024)
def _words_under(words: str, _ring: keys.KeyRing) -> str:
    return urlsafe_b64encode(seal(words.encode(), _WORDS)).decode()


def words_unsealed(text: str) -> str:
    """Read what `words_sealed` gave; empty where it is made up or its key is gone."""
    try:
        return unseal(urlsafe_b64decode(text), _WORDS).decode()
    except (SealBroken, ValueError):
        return ""


def _salt(actor: Actor) -> str:
    return f"{_SEAL}:{actor.official_id}"
