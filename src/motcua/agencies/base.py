"""English names of agencies and units: as written, or composed from the Vietnamese."""

from __future__ import annotations

import re
from typing import Final

from motcua.kernel.text import nfc, tone_key

_BODIES: Final = {
    "Ủy ban nhân dân": "People's Committee of",
    "Hội đồng nhân dân": "People's Council of",
    "Công an": "Police of",
}
_PLACES: Final = {
    "phường": "Ward",
    "xã": "Commune",
    "đặc khu": "Special Zone",
    "tỉnh": "Province",
    "thành phố": "City",
}


def _any_of(words: dict[str, str]) -> str:
    return "|".join(re.escape(tone_key(word)) for word in words)


_BODY_OF_PLACE: Final = re.compile(f"({_any_of(_BODIES)}) ({_any_of(_PLACES)}) (?=.)")
_BODY_IN_ENGLISH: Final = {tone_key(word): english for word, english in _BODIES.items()}
_PLACE_IN_ENGLISH: Final = {tone_key(word): english for word, english in _PLACES.items()}


def name_in(name: str, name_en: str, language: str) -> str:
    """Give a name in a language: the English one written for it, else composed, else as it is."""
    if language != "en":
        return name
    return name_en or composed_in_english(name) or name


def composed_in_english(name: str) -> str:
    """Write `Ủy ban nhân dân phường Cửa Nam` as `People's Committee of Cửa Nam Ward`.

    Holds for the committees, councils and police of wards, communes, special zones, provinces and
    cities; any other name gives the empty string.
    """
    written = " ".join(nfc(name).split())
    found = _BODY_OF_PLACE.match(tone_key(written))
    if found is None:
        return ""
    place = written[found.end() :]
    return f"{_BODY_IN_ENGLISH[found[1]]} {place} {_PLACE_IN_ENGLISH[found[2]]}"
