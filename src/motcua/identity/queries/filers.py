"""The one who files, as a dossier needs to know him."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from motcua.identity.models import Account, Identifier
from motcua.kernel.caching import remembered
from motcua.kernel.errors import NotAllowed
from motcua.kernel.text import search_document

if TYPE_CHECKING:
    from collections.abc import Iterable

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Filer:
    """Who files: numbers for the tables; name, contacts and last four digits for the dossier.

    `last_fours` are the ends of his documents' numbers and of his phone's, by which he tracks
    without signing in.
    """

    account_id: int
    person_id: int
    name: str
    search: str
    phone: str = field(repr=False)
    email: str = field(repr=False)
    language: str
    last_fours: tuple[str, ...] = field(repr=False)
    is_invented: bool


@remembered(30)
def filer(account_id: int) -> Filer:
    """Give the person behind an account, as of at most half a minute ago.

    Raises `NotAllowed` for an account that is no person's.
    """
    found = filers([account_id])
    if account_id not in found:
        raise NotAllowed
    return found[account_id]


def filers(account_ids: Iterable[int]) -> dict[int, Filer]:
    """Give the people behind accounts by their accounts; those of nobody are left out."""
    accounts = Account.objects.filter(pk__in=list(account_ids), person__isnull=False)
    numbers = Prefetch("person__identifiers", Identifier.objects.filter(is_current=True))
    rows = accounts.select_related("person").prefetch_related(numbers)
    return {account.pk: _filer(account) for account in rows}


def _filer(account: Account) -> Filer:
    person = account.person
    assert person is not None
    phone = str(person.phone or "")
    numbers = [str(row.number) for row in person.identifiers.all()]
    ends = {text[-_DIGITS:].upper() for text in (*numbers, phone) if len(text) >= _DIGITS}
    return Filer(
        account_id=account.pk,
        person_id=person.pk,
        name=person.full_name,
        search=search_document(person.full_name),
        phone=phone,
        email=str(person.email or "") or account.email,
        language=account.language,
        last_fours=tuple(sorted(ends)),
        is_invented=person.is_invented,
    )
