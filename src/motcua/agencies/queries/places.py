"""Places of today, for forms and for checking codes."""

from __future__ import annotations

from datetime import date

from motcua.agencies.enums import PlaceLevel
from motcua.agencies.models import Place
from motcua.kernel.caching import remembered
from motcua.kernel.text import collation_key


@remembered(3600)
def provinces(on: date) -> tuple[tuple[str, str], ...]:
    """Give (code, name) of the provinces of a day, in Vietnamese order."""
    rows = Place.objects.valid_on(on).filter(level=PlaceLevel.PROVINCE)
    return _sorted(rows.values_list("code", "name"))


@remembered(3600)
def communes(province: str, on: date) -> tuple[tuple[str, str], ...]:
    """Give (code, name) of the communes of a province on a day, in Vietnamese order."""
    rows = Place.objects.valid_on(on).filter(level=PlaceLevel.COMMUNE, parent__code=province)
    return _sorted(rows.values_list("code", "name"))


@remembered(3600)
def place_name(code: str, on: date) -> str:
    """Give the name of a province or commune of a day; the code itself when there is none."""
    place = Place.objects.valid_on(on).filter(code=code).first()
    return place.name if place else code


def _sorted(rows: object) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = list(rows)  # type: ignore[call-overload]  # values_list rows
    return tuple(sorted(pairs, key=lambda pair: collation_key(pair[1])))
