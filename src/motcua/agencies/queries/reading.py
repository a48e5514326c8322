"""Addresses as people and identity cards write them, read into the places of a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.agencies.models import PlaceSuccession
from motcua.agencies.queries.places import (
    LAST_DAY_OF_DISTRICTS,
    communes,
    old_communes,
    province_of,
    provinces,
)
from motcua.kernel.text import fold, nfc, tone_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

# What kind of place a name is of, written in full or short; "Phương Xá" is a name and keeps it.
_KIND = re.compile(
    r"(?:thành phố|tỉnh|quận|huyện|thị xã|thị trấn|phường|xã|đặc khu|tp|tx|tt|[qhxp](?=\.))\b\.?\s*"
)


@dataclass(frozen=True, slots=True)
class ReadAddress:
    """House, street and hamlet as one line, with the codes of province and commune."""

    line: str
    province: str
    commune: str


def address_in_words(text: str, on: date) -> ReadAddress | None:
    """Read an address that ends with commune and province, with or without the former district.

    What lay in a district is led to the commune of today that took it in, where it is just one.
    None where the words name no place, or more than one.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    # First by district: many a commune of today bears the name of a district that is no more.
    old = _former(parts)
    return _followed(parts, old, on) if old else _of_today(parts, on)


def _of_today(parts: Sequence[str], on: date) -> ReadAddress | None:
    if len(parts) < 3:
        return None
    province = _named(parts[-1], provinces(on))
    commune = _named(parts[-2], communes(province, on)) if province else ""
    return ReadAddress(", ".join(parts[:-2]), province, commune) if commune else None


def _former(parts: Sequence[str]) -> str:
    """Give the code of the former commune that is named with its district and province."""
    if len(parts) < 4:
        return ""
    province = _named(parts[-1], provinces(LAST_DAY_OF_DISTRICTS))
    wanted = [_bare(parts[-3]), _bare(parts[-2])]
    fitting = [
        (code, name)
        for code, name in (old_communes(province) if province else ())
        if [_bare(part) for part in name.split(", ")] == wanted
    ]
    return _only(f"{parts[-3]}, {parts[-2]}", fitting)


def _followed(parts: Sequence[str], old: str, on: date) -> ReadAddress | None:
    commune = _follower(old, on)
    province = province_of(commune, on) if commune else ""
    return ReadAddress(", ".join(parts[:-3]), province, commune) if province else None


def _follower(old: str, on: date) -> str:
    """Give the commune that a former one went into; empty where it was parted among several."""
    rows = PlaceSuccession.objects.filter(
        old__code=old,
        old__level="commune",
        old__valid_to__gt=LAST_DAY_OF_DISTRICTS,
        effective_on__lte=on,
    )
    found = list(rows.values_list("new__code", flat=True)[:2])
    return found[0] if len(found) == 1 else ""


def _named(words: str, places: Sequence[tuple[str, str]]) -> str:
    """Give the code of the one place that words name, whatever is said of its kind."""
    wanted = _bare(words)
    return _only(words, [(code, name) for code, name in places if _bare(name) == wanted])


def _only(words: str, found: Sequence[tuple[str, str]]) -> str:
    """Give the one code; of several whose names differ by their marks or kind, that written so."""
    if len(found) > 1:
        found = [(code, name) for code, name in found if tone_key(name) == tone_key(words)]
    return found[0][0] if len(found) == 1 else ""


def _bare(name: str) -> str:
    """Give a name folded, without the word for its kind: "Phường Cửa Nam" is "cua nam"."""
    return fold(
        _KIND.sub("", nfc(name).lower(), count=1) if _KIND.match(nfc(name).lower()) else name
    )
