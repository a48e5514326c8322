"""Pages of the public catalogue as linked data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua.kernel.caching import remembered
from motcua.kernel.errors import NotFound
from motcua.procedures import queries as procedures
from motcua.procedures.base.exchange.cpsv import Publisher, dataset, public_service

if TYPE_CHECKING:
    from datetime import date

MOST = 100
_LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Page:
    """A page from 1 on: code and version of each procedure on it, and how many there are in all."""

    number: int
    size: int
    total: int
    rows: tuple[tuple[str, int], ...]

    @property
    def last(self) -> int:
        """Give the number of the last page; there is one even of nothing."""
        return max(1, -(-self.total // self.size))


def page_of(number: str, size: str, day: date) -> Page:
    """Read which page is asked for, the first where nothing is. Raises `NotFound`."""
    wanted, each = _number(number, 1), min(_number(size, MOST), MOST)
    rows = procedures.in_force(day)
    page = Page(wanted, each, len(rows), rows[(wanted - 1) * each : wanted * each])
    if wanted > page.last:
        raise NotFound
    return page


@remembered(30)
def versions(day: date) -> dict[str, int]:
    """Give the version in force of every procedure, by code; half a minute old at most."""
    return dict(procedures.in_force(day))


def page_document(page: Page, day: date, publisher: Publisher, context: str) -> dict[str, Any]:
    """Give a page as a part of the collection, with the addresses of its neighbours."""
    codes = [code for code, _version in page.rows]
    services = [
        public_service(row.facts, day, publisher) for row in procedures.standing(codes, day)
    ]
    return {
        "@context": context,
        **dataset(publisher),
        "@type": ["Dataset", "Collection"],
        "totalItems": page.total,
        "view": _view(page, publisher.catalogue),
        "member": services,
    }


def service_document(code: str, day: date, publisher: Publisher, context: str) -> dict[str, Any]:
    """Give one procedure with the catalogue it is part of. Raises `NotFound`."""
    row = next(procedures.standing([code], day), None)
    if row is None:
        raise NotFound
    found = public_service(row.facts, day, publisher)
    return {"@context": context, **found, "isPartOf": dataset(publisher)}


def _view(page: Page, address: str) -> dict[str, Any]:
    others = {
        "first": 1,
        "previous": page.number - 1,
        "next": page.number + 1,
        "last": page.last,
    }
    return {
        "@id": _address(address, page, page.number),
        "@type": "PartialCollectionView",
        **{
            name: _address(address, page, number)
            for name, number in others.items()
            if 1 <= number <= page.last
        },
    }


def _address(address: str, page: Page, number: int) -> str:
    size = "" if page.size == MOST else f"&size={page.size}"
    return f"{address}?page={number}{size}"


def _number(text: str, otherwise: int) -> int:
    """Read a whole number from 1 on. Raises `NotFound` for anything else that was typed."""
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit()) or len(text) > _LONGEST_NUMBER or int(text) < 1:
        raise NotFound
    return int(text)
