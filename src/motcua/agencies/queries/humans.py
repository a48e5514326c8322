"""Which records of officials are one human being: the one answer for all that two people do.

Two records are one human where the same identity number was seen, where both have the same address,
or where an administrator found so. An address that two people share is settled once, for those two.
What merely looks alike is no proof: it is shown to administrators, who settle it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from django.db.models import Q

from motcua.agencies.models import Likeness, Official
from motcua.kernel.caching import remembered
from motcua.kernel.errors import NotFound
from motcua.kernel.sealed import blind_indexes
from motcua.kernel.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

_IDENTITY = "official.identity"
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Alike:
    """Two officials who may be one human, what they share, and what an administrator found."""

    first: Official
    second: Official
    has_same_number: bool
    has_same_address: bool
    has_same_name: bool
    found: Likeness | None

    @property
    def is_only_a_name(self) -> bool:
        """Say whether nothing but the name is the same."""
        return not (self.has_same_number or self.has_same_address)

    @property
    def counts_as_one(self) -> bool:
        """Say whether they count as one where two must agree."""
        if self.has_same_number:
            return True
        return self.found.is_same if self.found else self.has_same_address


def one_human(official_id: int) -> frozenset[int]:
    """Give an official with every other record of the same human being, as far as is known."""
    found: set[int] = {official_id}
    left = {official_id}
    while left:
        left = _beside(left) - found
        found |= left
    return frozenset(found)


@remembered(60)
def records_of(official_id: int) -> frozenset[int]:
    """Give what `one_human` does, as of at most a minute ago: for lists, never for judging."""
    return one_human(official_id)


def identity_index(number: str) -> bytes | None:
    """Give the blind index of an identity number; that of an older key where a record has it."""
    if not number.strip():
        return None
    made = blind_indexes(_IDENTITY, number)
    kept = Official.objects.filter(identity_index__in=made).values_list("identity_index", flat=True)
    return bytes(kept.first() or made[0])


def is_second_person(official_id: int | None, first: int) -> bool:
    """Say whether an official is another human being than the one who asked first."""
    return official_id is not None and first not in one_human(official_id)


def pairs_alike(agency_ids: Iterable[int], on: date) -> list[Alike]:
    """Give the serving officials of some agencies who look like another one of the node, in pairs.

    A name alone counts only within an agency and the one above it: names are shared by many. Those
    that nobody settled come first, then by name.
    """
    serving = Official.objects.valid_on(on).select_related("agency")
    own = set(serving.filter(agency__in=list(agency_ids)).values_list("pk", flat=True))
    met: dict[tuple[str, object], list[Official]] = {}
    for one in serving.order_by("pk"):
        for mark in _marks(one):
            met.setdefault(mark, []).append(one)
    pairs = {
        (first.pk, second.pk): (first, second)
        for group in met.values()
        for first, second in combinations(group, 2)
        if {first.pk, second.pk} & own
    }
    settled = {(row.first_id, row.second_id): row for row in Likeness.objects.all()}
    seen = (_alike(*pair, settled.get(key)) for key, pair in pairs.items())
    rows = [row for row in seen if row.found or not row.is_only_a_name or _are_near(row)]
    return sorted(rows, key=lambda row: (row.found is not None, row.first.full_name, row.first.pk))


def pair_for(agency_id: int, one: UUID, other: UUID, on: date) -> tuple[Official, Official]:
    """Give two serving officials of whom one at least is of an agency. Raises `NotFound`."""
    serving = Official.objects.valid_on(on).select_related("agency")
    rows = list(serving.filter(public_id__in=[one, other]).order_by("pk"))
    if len(rows) != _PAIR or agency_id not in {row.agency_id for row in rows}:
        raise NotFound
    return rows[0], rows[1]


def alike(one: Official, other: Official) -> Alike:
    """Compare two officials, the older record first."""
    first, second = sorted((one, other), key=lambda row: row.pk)
    found = Likeness.objects.filter(first=first, second=second).first()
    return _alike(first, second, found)


def _are_near(row: Alike) -> bool:
    """Say whether two work in one agency, or one in that above the other's."""
    first, second = row.first.agency, row.second.agency
    return second.pk in {first.pk, first.parent_id} or first.pk == second.parent_id


def _alike(first: Official, second: Official, found: Likeness | None) -> Alike:
    shared = set(_marks(first)) & set(_marks(second))
    kinds = {kind for kind, _value in shared}
    return Alike(first, second, "number" in kinds, "address" in kinds, "name" in kinds, found)


def _marks(one: Official) -> list[tuple[str, object]]:
    """Give what two records of one human would share."""
    marks: list[tuple[str, object]] = [("name", fold(one.full_name))]
    if one.email:
        marks.append(("address", one.email.lower()))
    if one.identity_index is not None:
        marks.append(("number", bytes(one.identity_index)))
    return marks


def _beside(officials: set[int]) -> set[int]:
    """Give the records that are directly known to be some human's."""
    rows = list(Official.objects.filter(pk__in=officials).only("pk", "email", "identity_index"))
    numbers = [row.identity_index for row in rows if row.identity_index is not None]
    addresses = [row.email for row in rows if row.email]
    settled = list(Likeness.objects.filter(Q(first__in=officials) | Q(second__in=officials)))
    apart = {frozenset((row.first_id, row.second_id)) for row in settled if not row.is_same}
    found = {one for row in settled if row.is_same for one in (row.first_id, row.second_id)}
    if not numbers and not addresses:
        return found
    others = Official.objects.filter(Q(identity_index__in=numbers) | Q(email__in=addresses))
    for other in others.only("pk", "email", "identity_index"):
        is_numbered = other.identity_index is not None and other.identity_index in numbers
        linked = [row for row in rows if row.email and row.email == other.email]
        if is_numbered or any(frozenset((row.pk, other.pk)) not in apart for row in linked):
            found.add(other.pk)
    return found
