"""Choosing where to file: a province, then an agency in it; one that is alone is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.agencies.queries import PlacesOfToday
from motcua.agencies.queries.contacts import contacts_of
from motcua.kernel.text import collation_key
from motcua.procedures.queries import offerings_of
from motcua.ui.fields import Option
from motcua.ui.language import page_language

if TYPE_CHECKING:
    from datetime import date

    from motcua.agencies.queries.contacts import Contact
    from motcua.procedures.queries import OfferingCard


@dataclass(frozen=True, slots=True)
class Choice:
    """What there is to choose from, and what is chosen; `office` is the chosen offering's card."""

    provinces: tuple[Option, ...]
    province: str
    offices: tuple[Option, ...]
    office: OfferingCard | None
    contact: Contact | None
    cards: tuple[OfferingCard, ...]

    @property
    def total(self) -> int:
        """How many agencies take it."""
        return len(self.cards)

    @property
    def office_id(self) -> str:
        """The chosen offering as the list names it."""
        return str(self.office.id) if self.office else ""


def choice_of(code: str, day: date, province: str, office: str) -> Choice:
    """Give the choice at a procedure; what is not among the offered counts as not chosen."""
    cards = offerings_of(code, day)
    book = PlacesOfToday(day)
    by_province = _by_province(cards, book)
    chosen = next((card for card in cards if str(card.id) == office), None)
    if len(cards) == 1:
        chosen = cards[0]
    if chosen is not None:
        province = _province_of(chosen, book)
    elif len(by_province) == 1:
        province = next(iter(by_province))
    here = by_province.get(province, [])
    return Choice(
        provinces=_provinces(by_province, book),
        province=province if here else "",
        offices=tuple(
            Option(str(card.id), card.name_in(page_language()))
            for card in sorted(here, key=lambda card: collation_key(card.agency_name))
        ),
        office=chosen,
        contact=contacts_of([chosen.agency_id]).get(chosen.agency_id) if chosen else None,
        cards=tuple(cards),
    )


def _by_province(cards: list[OfferingCard], book: PlacesOfToday) -> dict[str, list[OfferingCard]]:
    found: dict[str, list[OfferingCard]] = {}
    for card in cards:
        found.setdefault(_province_of(card, book), []).append(card)
    return found


def _province_of(card: OfferingCard, book: PlacesOfToday) -> str:
    """Give the code of the province an agency's place lies in, or is."""
    for code, _name in book.provinces("vi"):
        if code == card.place_code or book.holds(code, card.place_code):
            return code
    return ""


def _provinces(
    by_province: dict[str, list[OfferingCard]], book: PlacesOfToday
) -> tuple[Option, ...]:
    return tuple(Option(code, name) for code, name in book.provinces("vi") if code in by_province)
