"""Places of today, for forms and for checking codes."""

from __future__ import annotations

from datetime import date

from motcua.agencies.enums import PlaceLevel
from motcua.agencies.models import Place
from motcua.kernel.caching import remembered
from motcua.kernel.text import collation_key, fold


@remembered(3600)
def provinces(on: date) -> tuple[tuple[str, str], ...]:
    """Give (code, name) of the provinces of a day, in Vietnamese order."""
    rows = Place.objects.valid_on(on).filter(level=PlaceLevel.PROVINCE)
    return _sorted(rows.values_list("code", "name"))


@remembered(3600)
def communes(province: str, on: date) -> tuple[tuple[str, str], ...]:
    """Give (code, name) of the communes of a province on a day, in Vietnamese order.

    A code that no province has gives none, and asks the database nothing.
    """
    if province not in dict(provinces(on)):
        return ()
    rows = Place.objects.valid_on(on).filter(level=PlaceLevel.COMMUNE, parent__code=province)
    return _sorted(rows.values_list("code", "name"))


@remembered(3600)
def place_name(code: str, on: date) -> str:
    """Give the name of a province or commune of a day; the code itself when there is none."""
    place = Place.objects.valid_on(on).filter(code=code).first()
    return place.name if place else code


@remembered(3600)
def province_of(commune: str, on: date) -> str:
    """Give the code of the province a commune lies in on a day; empty where there is no such."""
    found = Place.objects.valid_on(on).filter(code=commune, level=PlaceLevel.COMMUNE)
    return found.values_list("parent__code", flat=True).first() or ""


@remembered(3600)
def names_of_places() -> frozenset[str]:
    """Give the folded names of every province, district and commune of any era, without kinds."""
    rows = Place.objects.values_list("name", "kind")
    return frozenset(fold(name).removeprefix(f"{fold(kind)} ") for name, kind in rows)


def _sorted(rows: object) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = list(rows)  # type: ignore[call-overload]  # values_list rows
    return tuple(sorted(pairs, key=lambda pair: collation_key(pair[1])))


LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)


@remembered(3600)
def old_communes(province: str) -> tuple[tuple[str, str], ...]:
    """Give (code, name with district) of a province's communes of 30 June 2025."""
    if province not in dict(provinces(LAST_DAY_OF_DISTRICTS)):
        return ()
    rows = Place.objects.valid_on(LAST_DAY_OF_DISTRICTS).filter(
        level=PlaceLevel.COMMUNE, parent__parent__code=province
    )
    return _sorted(
        (code, f"{name}, {district}")
        for code, name, district in rows.values_list("code", "name", "parent__name")
    )


class PlacesOfOld:
    """The book of the places before 1 July 2025, when communes lay in districts."""

    def provinces(self, language: str) -> tuple[tuple[str, str], ...]:
        """Give (code, name) of the 63 provinces."""
        del language
        return provinces(LAST_DAY_OF_DISTRICTS)

    def communes(self, province: str, language: str) -> tuple[tuple[str, str], ...]:
        """Give (code, name with district) of a province's communes; empty where it is none."""
        del language
        return old_communes(province)

    def holds(self, province: str, commune: str) -> bool:
        """Say whether the commune lay in the province."""
        return commune in dict(old_communes(province))

    def place_name(self, province: str, commune: str, language: str) -> str:
        """Write a commune, its district and its province."""
        del language
        named = dict(old_communes(province)).get(commune, commune)
        return f"{named}, {place_name(province, LAST_DAY_OF_DISTRICTS)}"

    def before(self) -> PlacesOfOld:
        """Give itself: there is no older book."""
        return self


class PlacesOfToday:
    """The place book that forms ask: names and codes of the places of one day."""

    def __init__(self, on: date) -> None:
        """Open the book for a day."""
        self._on = on

    def provinces(self, language: str) -> tuple[tuple[str, str], ...]:
        """Give (code, name) of every province; names are the same in every language."""
        del language
        return provinces(self._on)

    def communes(self, province: str, language: str) -> tuple[tuple[str, str], ...]:
        """Give (code, name) of every commune of a province; empty where there is no such one."""
        del language
        return communes(province, self._on)

    def holds(self, province: str, commune: str) -> bool:
        """Say whether the commune lies in the province."""
        return commune in commune_codes(province, self._on)

    def place_name(self, province: str, commune: str, language: str) -> str:
        """Write a commune and its province."""
        del language
        return f"{place_name(commune, self._on)}, {place_name(province, self._on)}"

    def before(self) -> PlacesOfOld:
        """Give the book of the places there were until 30 June 2025."""
        return PlacesOfOld()


@remembered(3600)
def commune_codes(province: str, on: date) -> frozenset[str]:
    """Give the codes of a province's communes on a day."""
    return frozenset(code for code, _name in communes(province, on))
