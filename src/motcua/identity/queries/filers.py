"""The one who files, as a dossier needs to know him."""

from __future__ import annotations

from dataclasses import dataclass, field

from motcua.identity.models import Account
from motcua.kernel.caching import remembered
from motcua.kernel.errors import NotAllowed
from motcua.kernel.text import search_document

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
    account = Account.objects.select_related("person").filter(pk=account_id).first()
    if account is None or account.person is None:
        raise NotAllowed
    person = account.person
    phone = str(person.phone or "")
    numbers = [str(row.number) for row in person.identifiers.filter(is_current=True)]
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
