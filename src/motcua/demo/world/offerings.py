"""What the wards, their police and the city's offices offer: every shipped procedure of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.demo.world.agencies import SINCE, WARDS, Built
from motcua.demo.world.offices import EXPERTS, OFFICES, office_of
from motcua.kernel.actors import SYSTEM
from motcua.procedures.actions import OfferingFacts, open_offering
from motcua.procedures.base.loading import pack_folders, read_pack
from motcua.procedures.enums import AuthorityLevel
from motcua.signatures.actions import issue_agency_certificate, make_demo_authority

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from motcua.procedures.base.packs import ChannelSpec, Pack

BIRTH, RESIDENCE, BUSINESS = "1.001193", "1.004222", "1.001612"

# Which unit of a ward sees to a field; the economic one to all others.
JUSTICE = frozenset({"ho-tich", "chung-thuc", "bao-tro-xa-hoi"})
# What the city charges where the law leaves it to provinces, in đồng: invented, and said to be.
_INVENTED_FEE = 10_000
_INVENTED_BASIS = "Mức minh họa, không phải mức của thành phố Hà Nội"


def build_offerings(built: Built, now: datetime) -> None:
    """Open the offerings, and give every agency that offers something a key to sign with."""
    make_demo_authority(actor=SYSTEM, now=now)
    shipped = tuple(map(read_pack, pack_folders()))
    packs = tuple(pack for pack in shipped if _is_a_wards(pack))
    for ward in WARDS.values():
        for pack in packs:
            is_police = pack.authority.agency_kind == "police"
            expert = "CT" if is_police else "TP" if pack.field.code in JUSTICE else "KT"
            _offer(built, f"ca-{ward}" if is_police else ward, pack, expert, now)
        for agency in (ward, f"ca-{ward}"):
            issue_agency_certificate(actor=SYSTEM, agency=built.agencies[agency], now=now)
    for pack in shipped:
        if office := office_of(pack):
            _offer(built, office, pack, EXPERTS, now)
    for office in OFFICES:
        issue_agency_certificate(actor=SYSTEM, agency=built.agencies[office], now=now)


def _is_a_wards(pack: Pack) -> bool:
    """Whether a ward or its police settles it."""
    kinds = {"commune", "police"}
    return pack.authority.level == AuthorityLevel.COMMUNE and pack.authority.agency_kind in kinds


def _offer(built: Built, key: str, pack: Pack, expert: str, now: datetime) -> None:
    units = dict.fromkeys(("specialist", "head"), built.units[key, expert].pk)
    desk = built.units[key, "MC"].pk
    units |= {"receptionist": desk, "clerk": desk, "accountant": desk}
    units["leader"] = built.units[key, "LD"].pk
    ways = tuple(str(way.channel) for way in pack.channels)
    open_offering(
        actor=SYSTEM,
        agency=built.agencies[key],
        procedure_code=pack.code,
        facts=OfferingFacts(units, tuple(_amounts(pack)), ways),
        # What is newer opens when it comes into force.
        opened_from=max([SINCE, *(_since(way) for way in pack.channels)]),
        now=now,
    )


def _since(way: ChannelSpec) -> date:
    return min(limit.valid_from for limit in way.limits)


def _amounts(pack: Pack) -> Iterator[dict[str, Any]]:
    """Give an invented amount for each fee that only a province can set; unconfirmed."""
    for code in {fee.code: None for _way, fee in pack.fees() if fee.amount is None}:
        yield {
            "code": code,
            "amount": _INVENTED_FEE,
            "basis": _INVENTED_BASIS,
            "valid_from": SINCE.isoformat(),
            "confirmed": False,
        }
