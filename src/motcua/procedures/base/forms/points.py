"""Points on the map: read, brought to degrees, and refused where they lie outside Viet Nam.

WGS 84 is written in degrees; VN-2000 in metres of the three-degree plane of a central meridian
(k = 0.9999, false easting 500 km), as cadastral drawings have it. Degrees of the two differ by less
than 200 m, which is nothing for telling whether a point lies in the country.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from motcua.procedures.base.forms.values import WRONG_TYPE, Bad, Check, line
from motcua.procedures.base.shared import shared_file
from motcua.ui.fields import Picture

if TYPE_CHECKING:
    from datetime import date

    from motcua.procedures.base.forms.questions import MapPointQuestion

SYSTEMS = ("wgs84", "vn2000")
# Central meridians of the provinces (Circular 25/2014/TT-BTNMT, Annex 2), degrees and minutes.
MERIDIANS = (
    *("103-00", "104-00", "104-30", "104-45", "105-00", "105-30", "105-45", "106-00", "106-15"),
    *("106-30", "107-00", "107-15", "107-30", "107-45", "108-00", "108-15", "108-30"),
)
PARTS = ("system", "north", "east", "meridian", "words")

_DECIMAL = re.compile(r"\d{1,8}(\.\d{1,12})?")
_NEAR = 0.15  # degrees beyond the coarse outline that still pass
_MAJOR, _FLATTENING = 6_378_137.0, 1 / 298.257223563
_SCALE, _FALSE_EAST = 0.9999, 500_000.0

Degrees = tuple[float, float]  # latitude, longitude


def point_check(question: MapPointQuestion) -> Check:
    """Check a point: its system, two coordinates inside Viet Nam; or its place in words."""

    def check(value: Any, _today: date) -> Any:
        if type(value) is not dict or not value.keys() <= set(PARTS):
            return WRONG_TYPE
        if not all(type(given) is str for given in value.values()):
            return WRONG_TYPE
        north, east = (value.get(part, "").strip() for part in ("north", "east"))
        if not (north or east):
            return _in_words(value.get("words", ""), question.words_will_do)
        return _measured(value.get("system") or "wgs84", north, east, value.get("meridian", ""))

    return check


def _in_words(words: str, may: bool) -> Any:  # noqa: FBT001 - what the question allows
    said = line(words, 300)
    if type(said) is Bad:
        return Bad(said.code, said.params, "words")
    if said is None:
        return None
    return {"words": said} if may else Bad("required", part="north")


def _measured(system: str, north: str, east: str, meridian: str) -> Any:
    if system not in SYSTEMS:
        return Bad("not-an-option", part="system")
    numbers = [text.replace(",", ".").rstrip("°m ") for text in (north, east)]
    for part, text in zip(("north", "east"), numbers, strict=True):
        if not text:
            return Bad("required", part=part)
        if not _DECIMAL.fullmatch(text):
            return Bad("not-a-coordinate", part=part)
    point = {"system": system, "north": numbers[0], "east": numbers[1]}
    if system == "vn2000":
        if meridian not in MERIDIANS:
            return Bad("not-an-option" if meridian else "required", part="meridian")
        point["meridian"] = meridian
    return point if is_inside(degrees(point)) else Bad("not-in-vietnam", part="north")


def degrees(point: dict[str, str]) -> Degrees:
    """Give latitude and longitude of a measured point."""
    north, east = float(point["north"]), float(point["east"])
    if point["system"] == "wgs84":
        return north, east
    whole, minutes = point["meridian"].split("-")
    return _from_plane(north, east, int(whole) + int(minutes) / 60)


def _from_plane(north: float, east: float, meridian: float) -> Degrees:
    """Turn metres of a transverse Mercator plane into degrees (Snyder, USGS 1395, 8-17 to 8-25)."""
    e2 = _FLATTENING * (2 - _FLATTENING)
    second = e2 / (1 - e2)
    arc = north / _SCALE / (_MAJOR * (1 - e2 / 4 - 3 * e2**2 / 64 - 5 * e2**3 / 256))
    e1 = (1 - math.sqrt(1 - e2)) / (1 + math.sqrt(1 - e2))
    foot = (
        arc
        + (3 * e1 / 2 - 27 * e1**3 / 32) * math.sin(2 * arc)
        + (21 * e1**2 / 16 - 55 * e1**4 / 32) * math.sin(4 * arc)
        + (151 * e1**3 / 96) * math.sin(6 * arc)
    )
    t, c = math.tan(foot) ** 2, second * math.cos(foot) ** 2
    curve = 1 - e2 * math.sin(foot) ** 2
    n, r = _MAJOR / math.sqrt(curve), _MAJOR * (1 - e2) / curve**1.5
    d = (east - _FALSE_EAST) / (n * _SCALE)
    latitude = foot - (n * math.tan(foot) / r) * (
        d**2 / 2 - (5 + 3 * t + 10 * c - 4 * c**2 - 9 * second) * d**4 / 24
    )
    turned = (d - (1 + 2 * t + c) * d**3 / 6) / math.cos(foot)
    return math.degrees(latitude), meridian + math.degrees(turned)


def is_inside(point: Degrees) -> bool:
    """Say whether a point lies in the country or so near its coarse outline that it may."""
    latitude, longitude = point
    boxes = outline()["islands"].values()
    if any(w <= longitude <= e and s <= latitude <= n for w, s, e, n in boxes):
        return True
    edges = _edges()
    crossings = sum(_crosses(latitude, longitude, *edge) for edge in edges)
    return crossings % 2 == 1 or any(_near(latitude, longitude, *edge) for edge in edges)


@cache
def outline() -> dict[str, Any]:
    """Give the coarse outline of the country."""
    return shared_file("outline")


@cache
def _edges() -> tuple[tuple[float, float, float, float], ...]:
    corners = outline()["mainland"]
    return tuple(
        (*one, *other) for one, other in zip(corners, corners[1:] + corners[:1], strict=True)
    )


def _crosses(lat: float, lng: float, x1: float, y1: float, x2: float, y2: float) -> bool:
    return (y1 > lat) != (y2 > lat) and lng < (x2 - x1) * (lat - y1) / (y2 - y1) + x1


def _near(lat: float, lng: float, x1: float, y1: float, x2: float, y2: float) -> bool:
    span = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = max(0.0, min(1.0, ((lng - x1) * (x2 - x1) + (lat - y1) * (y2 - y1)) / span))
    return math.hypot(lng - x1 - along * (x2 - x1), lat - y1 - along * (y2 - y1)) <= _NEAR


_WEST, _NORTH, _SCALE_OF_PICTURE = 101, 24, 40


@cache
def picture() -> Picture:
    """Draw the coarse outline, as a picture to choose a point on."""
    corners = " ".join(f"{x} {y}" for x, y in (_at(*corner) for corner in outline()["mainland"]))
    east, south = _at(118, 6)
    return Picture(
        west=_WEST,
        north=_NORTH,
        scale=_SCALE_OF_PICTURE,
        box=f"0 0 {east} {south}",
        path=f"M{corners}Z",
        islands=tuple(_box(*box) for box in outline()["islands"].values()),
    )


def _at(longitude: float, latitude: float) -> tuple[int, int]:
    across, down = longitude - _WEST, _NORTH - latitude
    return round(across * _SCALE_OF_PICTURE), round(down * _SCALE_OF_PICTURE)


def _box(west: float, south: float, east: float, north: float) -> tuple[int, int, int, int]:
    (x, y), (right, bottom) = _at(west, north), _at(east, south)
    return x, y, right - x, bottom - y
