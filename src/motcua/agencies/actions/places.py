"""Load the shipped places: today's provinces and communes, and the era before July 2025."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from motcua.agencies.models import Place, PlaceSuccession
from motcua.kernel.text import search_document

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).resolve().parents[1] / "data"
REFORM = date(2025, 7, 1)
# The order in which parents exist before their children.
LEVELS = ("province", "district", "commune")


@transaction.atomic
def load_places() -> int:
    """Load places and successions once; give the number of places.

    A second call adds nothing. Sources: open packages under BSD and MIT licences, named in
    `data/SOURCES.md`, after resolutions of the National Assembly's Standing Committee of June 2025.
    """
    if Place.objects.exists():
        return Place.objects.count()
    rows = list(_rows("places.csv.gz"))
    made: dict[tuple[str, str, str], Place] = {}
    for level in LEVELS:
        batch = [_place(row, made) for row in rows if row["level"] == level]
        for place in Place.objects.bulk_create(batch, batch_size=2000):
            made[place.level, place.code, place.valid_from.isoformat()] = place
    _load_successions(made)
    return len(made)


def _load_successions(made: dict[tuple[str, str, str], Place]) -> None:
    before = {
        (level, code): place for (level, code, since), place in made.items() if since < "2025-07-01"
    }
    today = {
        (level, code): place
        for (level, code, since), place in made.items()
        if since >= "2025-07-01"
    }
    PlaceSuccession.objects.bulk_create(
        [
            PlaceSuccession(
                old=before[row["level"], row["old"]],
                new=today[row["level"], row["new"]],
                effective_on=REFORM,
                is_partial=row["is_partial"] == "1",
                citation=today[row["level"], row["new"]].source,
            )
            for row in _rows("successions.csv.gz")
        ],
        batch_size=2000,
        ignore_conflicts=True,
    )


def _place(row: dict[str, str], made: dict[tuple[str, str, str], Place]) -> Place:
    return Place(
        code=row["code"],
        level=row["level"],
        kind=row["kind"],
        name=row["name"],
        parent=_parent(row, made),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        search_text=search_document(row["name"]),
        source=row["citation"],
    )


def _parent(row: dict[str, str], made: dict[tuple[str, str, str], Place]) -> Place | None:
    if not row["parent"]:
        return None
    levels = ("province", "district") if len(row["parent"]) == 2 else ("district",)
    return next(
        (
            made[level, row["parent"], row["valid_from"]]
            for level in levels
            if (level, row["parent"], row["valid_from"]) in made
        ),
        None,
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = gzip.decompress((DATA / name).read_bytes()).decode()
    yield from csv.DictReader(io.StringIO(text))
