"""Who stands at the counter: what his card or he himself says, and what a form may start with."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from motcua.agencies.queries.reading import address_in_words
from motcua.identity.enums import IdentifierType, Sex
from motcua.identity.queries import person_by_identifier
from motcua.kernel.codes import card_text
from motcua.kernel.text import nfc, tone_key
from motcua.procedures.base.forms.prefilling import person_by_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from motcua.counters.models import CounterFiling

_SEXES = {"nam": Sex.MALE.value, "nữ": Sex.FEMALE.value}


@dataclass(frozen=True, slots=True)
class Who:
    """What is said of the applicant; nothing of it is proved until an official saw the document.

    `birth_date` is ISO 8601 or empty, `is_seen` says that the document was seen. `same_as` is the
    number of which the official said that it is this person's, whatever name is on record.
    """

    full_name: str = ""
    type: str = IdentifierType.CITIZEN_NUMBER.value
    number: str = field(default="", repr=False)
    birth_date: str = ""
    sex: str = ""
    address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    is_seen: bool = False
    same_as: str = field(default="", repr=False)

    def as_json(self) -> dict[str, Any]:
        """Give it as it is kept, sealed."""
        return asdict(self)

    @property
    def born_on(self) -> date | None:
        """Give the date of birth where it is known."""
        return date.fromisoformat(self.birth_date) if self.birth_date else None


@dataclass(frozen=True, slots=True)
class Helper:
    """Who files for the applicant, and how they are related."""

    who: Who
    relation: str

    def as_json(self) -> dict[str, Any]:
        """Give it as it is kept, sealed."""
        return {"who": self.who.as_json(), "relation": self.relation}


def helper_of(filing: CounterFiling) -> Helper | None:
    """Give who files for the applicant; None where he does himself."""
    kept = filing.helper
    return Helper(Who(**kept["who"]), kept["relation"]) if kept else None


def who_of(filing: CounterFiling) -> Who:
    """Give who is filed for."""
    return Who(**filing.who)


def who_by_card(text: str) -> Who:
    """Read the text of an identity card's QR. Raises as `card_text` does; it proves nothing."""
    card = card_text(text)
    return Who(
        full_name=card.full_name,
        number=card.number.text,
        birth_date=card.born_on.isoformat() if card.born_on else "",
        sex=_SEXES.get(nfc(card.sex).strip().lower(), ""),
        address=card.residence,
    )


def known_of_who(who: Who, day: date) -> Mapping[str, Any]:
    """Give what a form may take over, by path, as `prefilling.taken` reads it.

    What no card says, such as the ethnic group, comes from the record of whoever was seen.
    """
    home = address_in_words(who.address, day)
    is_citizen = who.type == IdentifierType.CITIZEN_NUMBER
    parts: dict[str, Any] = {
        "full_name": who.full_name,
        "birth_date": who.birth_date or None,
        "sex": who.sex,
        "nationality": "VN" if is_citizen and who.number else "",
        "ethnicity": _ethnicity(who),
        "phone": who.phone,
        "email": who.email,
        "address": asdict(home) if home else None,
        "number": who.number if is_citizen else None,
        "document": {"type": who.type, "number": who.number, "country": "VN"}
        if who.number
        else None,
    }
    return person_by_path({key: value for key, value in parts.items() if value})


def name_on_record(who: Who, *, is_named: bool = False) -> str:
    """Give the name on record of the person a seen document names, where another name was typed.

    `is_named`: a paper of authority names him as his own document would. Empty where the names are
    alike or nobody is known; spelling of tones and letter case make no difference.
    """
    if not who.number or not (who.is_seen or is_named):
        return ""
    known = person_by_identifier(who.type, who.number)
    if known is None or tone_key(known.full_name) == tone_key(who.full_name):
        return ""
    return known.full_name


def _ethnicity(who: Who) -> str:
    """Give the ethnic group on record; empty where nobody saw the document, or it fits no record.

    A number alone tells nothing of anybody: the date of birth has to be his too.
    """
    known = person_by_identifier(who.type, who.number) if who.is_seen and who.number else None
    if known is None or known.birth_date is None or known.birth_date != who.born_on:
        return ""
    return known.ethnicity
