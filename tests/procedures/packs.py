"""The shipped packs, compiled once for the tests, with a small book of places."""

from __future__ import annotations

from datetime import date
from functools import cache

from motcua.procedures.base.fees import FeeOverride
from motcua.procedures.base.levels import Means
from motcua.procedures.base.loading import pack_folders, read_pack
from motcua.procedures.base.rules import compile_rules

TODAY = date(2026, 11, 20)
CODES = tuple(folder.name for folder in pack_folders())
COMMUNES = {
    "01": (("00004", "Phường Ba Đình"), ("00025", "Phường Giảng Võ")),
    "48": (("20194", "Phường Hải Châu"),),
}
PROVINCES = (("01", "Thành phố Hà Nội"), ("48", "Thành phố Đà Nẵng"))


class Places:
    """Two provinces and three communes."""

    def provinces(self, _language):
        return PROVINCES

    def communes(self, province, _language):
        return COMMUNES.get(province, ())

    def holds(self, province, commune):
        return commune in dict(COMMUNES.get(province, ()))

    def place_name(self, province, commune, _language):
        return f"{dict(COMMUNES[province])[commune]}, {dict(PROVINCES)[province]}"

    def before(self):
        return self


@cache
def pack_of(code):
    (folder,) = (folder for folder in pack_folders() if folder.name == code)
    return read_pack(folder)


def means_of(pack):
    """Give an agency that has everything switched on, and its province's amounts."""
    amounts = [
        FeeOverride(code=fee.code, amount=10_000, basis="NQ mẫu", valid_from=fee.valid_from)
        for _way, fee in pack.fees()
        if fee.amount is None
    ]
    channels = frozenset(way.channel for way in pack.channels)
    return Means(channels, pays_online=True, signs_results=True, overrides=amounts)


@cache
def rules_of(code):
    return compile_rules(pack_of(code), places=Places())
