"""The shipped packs, compiled once for the tests, with a small book of places."""

from __future__ import annotations

from datetime import date
from functools import cache

from motcua.procedures.base.loading import pack_folders, read_pack
from motcua.procedures.base.rules import compile_rules

TODAY = date(2026, 11, 20)
CODES = ("1.001193", "1.001612", "1.004222")
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


@cache
def pack_of(code):
    (folder,) = (folder for folder in pack_folders() if folder.name == code)
    return read_pack(folder)


@cache
def rules_of(code):
    return compile_rules(pack_of(code), places=Places())
