"""Who acts in an agency, read from the tables, so that a day can be played at any time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

from motcua.agencies.models import Agency, Posting
from motcua.demo.world.agencies import SINCE
from motcua.identity.models import Account
from motcua.identity.queries import actor_for
from motcua.kernel.clock import civil_date
from motcua.procedures.enums import Channel
from motcua.procedures.models import Offering

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from motcua.kernel.actors import Actor

# How many times as often as the rarest: births, businesses, copies, residence.
_OFTEN = {
    "1.001193": 12, "1.001612": 8, "2.000635": 6, "1.004873": 4, "1.000894": 3, "1.000656": 3,
    "1.004222": 8, "1.004194": 8, "1.002755": 3,
}  # fmt: skip


def often(procedure_code: str) -> int:
    """Say how many times as often as the rarest something is asked for."""
    return _OFTEN.get(procedure_code, 1)


@dataclass(frozen=True, slots=True)
class Cast:
    """An agency with somebody for every role, what it offers, and who may file there.

    `diligence` is how likely its people are to do today what could wait until tomorrow.
    """

    agency: Agency
    officials: Mapping[str, Actor]
    offerings: tuple[tuple[int, str], ...]
    citizens: tuple[Actor, ...]
    diligence: float


def casts(now: datetime) -> list[Cast]:
    """Give the cast of every agency that offers something."""
    citizens = tuple(
        actor_for(account, now)
        for account in Account.objects.filter(person__is_invented=True, is_active=True)
    )
    always = Offering.objects.filter(opened_from__lte=SINCE)
    agencies = Agency.objects.filter(pk__in=always.values("agency_id"), is_invented=True).order_by(
        "code"
    )
    return [
        Cast(
            agency=agency,
            officials=_officials(agency, now),
            offerings=tuple(_offered(agency)),
            citizens=citizens,
            # Some offices are slower than others, or there would be nothing to see on the map.
            diligence=(0.95, 0.9, 0.82, 0.62)[number % 4],
        )
        for number, agency in enumerate(agencies)
    ]


def _offered(agency: Agency) -> Iterator[tuple[int, str]]:
    """Give what can be filed online there; what people ask for often stands there more often.

    What opened within the played year is left to whoever opens the demo.
    """
    always = Offering.objects.filter(agency=agency, opened_from__lte=SINCE)
    rows = always.order_by("procedure__code")
    for pk, code, channels in rows.values_list("id", "procedure__code", "channels"):
        if Channel.ONLINE in channels:
            yield from repeat((pk, code), often(code))


def _officials(agency: Agency, now: datetime) -> dict[str, Actor]:
    found: dict[str, Actor] = {}
    postings = Posting.objects.filter(unit__agency=agency).valid_on(civil_date(now))
    for posting in postings.select_related("official__account").order_by("pk"):
        found.setdefault(posting.role, actor_for(posting.official.account, now))
    return found
