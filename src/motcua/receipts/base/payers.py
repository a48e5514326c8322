"""Who paid: asked of the room whose matter was paid for, by a contract that it fulfils."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Payer:
    """Whom a receipt is made out to; `tax_code` is that of an organisation, else empty."""

    name: str
    tax_code: str = ""


NOBODY = Payer("")


def payers_of(subjects: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Payer]:
    """Give who pays for some subjects, each a kind and a number; whom no room knows is left out.

    The setting `RECEIPT_PAYERS` names for each kind of subject a function that takes the numbers of
    several and gives the payers of those it knows.
    """
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for kind, number in subjects:
        numbers[kind].add(number)
    found: dict[tuple[str, int], Payer] = {}
    for kind, several in numbers.items():
        path = settings.RECEIPT_PAYERS.get(kind, "")
        if path:
            ask: Callable[[Sequence[int]], Mapping[int, Payer]] = import_string(path)
            told = ask(sorted(several))
            found |= {(kind, number): payer for number, payer in told.items()}
    return found
