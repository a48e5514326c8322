"""What is known already of whoever files, by the paths that forms ask it with, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from motcua.agencies.queries.finding import place_on
from motcua.dossiers.queries.helping import owner_of
from motcua.identity.enums import IdentifierType
from motcua.identity.queries import current_identifier
from motcua.identity.queries.people import household_of, organisation_numbered, organisation_of
from motcua.procedures.base.forms.prefilling import person_by_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from motcua.dossiers.models import Draft
    from motcua.identity.models import Account, Person
    from motcua.procedures.base.forms.prefilling import Provider


class OwnAccount:
    """The account itself: what its person said or proved of himself."""

    source = "account"

    def known(self, whom: Account, day: date) -> Mapping[str, Any]:
        """Give the person, part by part (`person.…`, also as `citizen.…`) and whole (`person`)."""
        person = whom.person
        if person is None:
            return {}
        parts = {**_parts(person, day), **_numbers(person)}
        parts["email"] = parts["email"] or whom.email
        return person_by_path(parts)


class OwnHousehold:
    """The people registered as living with the person."""

    source = "household"

    def known(self, whom: Account, day: date) -> Mapping[str, Any]:
        """Give the other members of the household as rows of `member.…` (`household.members`)."""
        if whom.person is None:
            return {}
        return {"household.members": [_parts(one, day) for one in household_of(whom.person)]}


class OwnEnterprise:
    """The enterprise whose representative the person is."""

    source = "organisation"

    def known(self, whom: Account, day: date) -> Mapping[str, Any]:
        """Give the enterprise, part by part and whole; nothing where there is not just one."""
        found = organisation_of(whom.person) if whom.person else None
        if found is None:
            return {}
        parts = {
            "code": found.tax_code,
            "name": found.name,
            "representative": found.representative.full_name,
            "seat": _address(found.place_code, found.address, day),
        }
        named = {f"organisation.{part}": value for part, value in parts.items()}
        return {"organisation": parts, **named}


class OwnRegister:
    """The enterprises that this system has registered, by their number."""

    source = "enterprise"

    def known(self, whom: str, day: date) -> Mapping[str, Any]:
        """Give number, name and seat (`enterprise`); nothing where the number is not known."""
        found = organisation_numbered(whom)
        if found is None:
            return {}
        seat = _address(found.place_code, found.address, day)
        parts = {"code": found.tax_code, "name": found.name, "seat": seat}
        return {"enterprise": {part: value for part, value in parts.items() if value}}


REGISTERS: tuple[Provider[str], ...] = (OwnRegister(),)
"""Who is asked by the number of an enterprise, the first that knows it."""
PROVIDERS: tuple[Provider[Account], ...] = (OwnAccount(), OwnHousehold(), OwnEnterprise())
ENTERPRISE = "enterprise"
_SOURCES = {"person": "account", "citizen": "account"}


def known_of(account: Account, day: date) -> Mapping[str, Any]:
    """Give the answers an account may put into a form, in the shapes of answers, by path."""
    return {path: value for one in PROVIDERS for path, value in one.known(account, day).items()}


def known_for(draft: Draft, day: date) -> Mapping[str, Any]:
    """Give what a draft may start with: nothing of the helper's where it is written for another."""
    return {} if owner_of(draft) else known_of(draft.account, day)


def enterprise_numbered(number: str, day: date) -> Mapping[str, Any]:
    """Give what registers hold of an enterprise by its number; nothing where none knows it.

    What holds more than letters, digits and dashes is no number, and no register is asked.
    """
    if not (number.isascii() and number.replace("-", "").isalnum()):
        return {}
    asked = (one.known(number, day).get(ENTERPRISE) for one in REGISTERS)
    return next((found for found in asked if found), {})


def origin_in_words(path: str, *, is_changed: bool) -> str:
    """Say where an answer that was known comes from, and whether the filer changed it."""
    word = path.partition(".")[0]
    source = {
        "account": _("tài khoản của anh/chị"),
        "household": _("hộ gia đình đã đăng ký"),
        ENTERPRISE: _("dữ liệu doanh nghiệp, theo mã số"),
        "organisation": _("doanh nghiệp do anh/chị đại diện"),
    }.get(_SOURCES.get(word, word), path)
    words = _("Lấy từ %(source)s, anh/chị đã sửa.") if is_changed else _("Lấy từ %(source)s.")
    return words % {"source": source}


def _parts(person: Person, day: date) -> dict[str, Any]:
    return {
        "full_name": person.full_name,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "sex": person.sex,
        "ethnicity": person.ethnicity,
        "nationality": person.nationality,
        "phone": str(person.phone or ""),
        "email": str(person.email or ""),
        "address": _address(person.place_code, person.address, day),
    }


def _numbers(person: Person) -> dict[str, Any]:
    document = current_identifier(person)
    if document is None:
        return {}
    number = str(document.number)
    is_citizen = document.type == IdentifierType.CITIZEN_NUMBER
    return {
        "number": number if is_citizen else None,
        "document": {"type": document.type, "number": number, "country": document.country},
    }


def _address(place_code: str, line: Any, day: date) -> dict[str, str] | None:
    place = place_on(place_code, day) if place_code else None
    if place is None or place.parent is None:
        return None
    return {"line": line, "province": place.parent.code, "commune": place.code}
