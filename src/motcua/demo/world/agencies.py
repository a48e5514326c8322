"""Agencies of the demo: real places and kinds of agencies, invented officials."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from motcua.agencies.actions import (
    appoint_official,
    grant_access,
    open_unit,
    post_official,
    register_agency,
)
from motcua.agencies.actions.officials import GrantTerms, OfficialFacts
from motcua.agencies.actions.structure import AgencyFacts, UnitFacts
from motcua.agencies.models import Agency, Official, Place, Unit
from motcua.demo.world.names import Names
from motcua.identity.actions import open_official_account
from motcua.kernel.actors import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

SINCE = date(2025, 7, 1)
WARDS = {
    "00004": "ba-dinh",
    "00070": "hoan-kiem",
    "00082": "cua-nam",
    "00103": "tay-ho",
    "00145": "long-bien",
    "00166": "cau-giay",
    "00235": "dong-da",
    "00256": "hai-ba-trung",
    "00367": "thanh-xuan",
    "09556": "ha-dong",
}


@dataclass(frozen=True, slots=True)
class Post:
    """An official of the demo: title, and the roles he holds in which units."""

    title: str
    roles: Mapping[str, Sequence[str]]


# In a ward one person often does several things; who receives also sees to the stamp and the post.
# The ward that the demo shows has a second one at its door, so that clerks change and stand in.
# The first unit is the top one; the others lie below it, so that who leads it sees them all.
WARD_UNITS = {
    "LD": ("Lãnh đạo Ủy ban nhân dân", "Leaders of the Committee"),
    "MC": ("Trung tâm Phục vụ hành chính công", "Public administration centre"),
    "TP": ("Tư pháp – Hộ tịch", "Justice and civil status"),
    "KT": ("Kinh tế, hạ tầng và đô thị", "Economy and infrastructure"),
}
WARD_POSTS = (
    Post("Cán bộ một cửa", {"MC": ("receptionist", "clerk", "accountant")}),
    Post("Công chức chuyên môn", {"TP": ("specialist",), "KT": ("specialist",)}),
    Post("Trưởng phòng", {"TP": ("head",), "KT": ("head",)}),
    Post("Chủ tịch", {"LD": ("leader",)}),
)
# One ward has administrators of its own, whom the demo lets one be: two, since an outage that one
# declares another must agree to.
ADMINISTRATOR = Post("Quản trị hệ thống của phường", {"LD": ("administrator",)})
ADMINISTERED = "ba-dinh"
SECOND_AT_THE_DOOR = Post("Văn thư, kế toán", {"MC": ("clerk", "accountant", "receptionist")})
POLICE_UNITS = {
    "LD": ("Ban chỉ huy", "Command"),
    "MC": ("Bộ phận tiếp dân", "Reception"),
    "CT": ("Tổ Quản lý hành chính", "Residence team"),
}
POLICE_POSTS = (
    Post(
        "Cán bộ quản lý cư trú",
        {"MC": ("receptionist", "clerk", "accountant"), "CT": ("specialist",)},
    ),
    Post("Trưởng Công an", {"CT": ("head",), "LD": ("leader",)}),
)
CITY_UNITS = {
    "VP": ("Văn phòng", "Office"),
    "TTr": ("Thanh tra", "Inspectorate"),
}
CITY_POSTS = (
    Post("Quản trị hệ thống", {"VP": ("administrator",)}),
    Post("Thanh tra viên", {"TTr": ("auditor",)}),
    Post("Phó Chủ tịch", {"VP": ("leader",)}),
)
# The city runs the demo's node: its accountants see to the bank's statements and to money of no
# order, two of them, since one proposes and another agrees.
CITY_ACCOUNTANT = Post("Kế toán", {"VP": ("accountant",)})
# What one of the city's administrators writes the other one agrees to.
SECOND_ADMINISTRATOR = CITY_POSTS[0]


@dataclass(slots=True)
class Built:
    """Agencies that were built, by a short name, with their units and officials."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    units: dict[tuple[str, str], Unit] = field(default_factory=dict)
    officials: dict[str, list[Official]] = field(default_factory=dict)


def build_agencies(names: Names, now: datetime) -> Built:
    """Build the city, ten of its wards with their police, a ministry, the Government Office."""
    built = Built()
    province = Place.objects.get(code="01", level="province", valid_to=None)
    city = register(
        built, "ha-noi", AgencyFacts("H26", "province", "Ủy ban nhân dân thành phố Hà Nội",
        "People's Committee of Hà Nội", old_code="000.00.00.H26"), now, None, province,
    )  # fmt: skip
    staff(built, "ha-noi", CITY_UNITS, CITY_POSTS, names, now)
    for key, facts in _departments().items():
        register(built, key, facts, now, city, province)
    ministry = AgencyFacts(
        "G02",
        "ministry",
        "Bộ Công Thương",
        "Ministry of Industry and Trade",
        old_code="000.00.00.G02",
    )
    office = AgencyFacts(
        "G22", "ministry", "Văn phòng Chính phủ", "Government Office", old_code="000.00.00.G22"
    )
    for key, facts in (("bo-cong-thuong", ministry), ("van-phong-chinh-phu", office)):
        register(built, key, facts, now, None, province)
        staff(built, key, CITY_UNITS, CITY_POSTS[:2], names, now)
    for number, (code, key) in enumerate(WARDS.items(), start=101):
        ward = Place.objects.get(code=code, level="commune", valid_to=None)
        _ward(built, key, ward, number, names, now)
    _let_the_city_audit(built, now)
    # From names apart, so that everybody else keeps the one he has.
    _join(built, "ha-noi", SECOND_ADMINISTRATOR, Names(0), now)
    _join(built, ADMINISTERED, SECOND_AT_THE_DOOR, Names(1), now)
    _join(built, ADMINISTERED, ADMINISTRATOR, Names(2), now)
    for seed in (3, 4):
        _join(built, "ha-noi", CITY_ACCOUNTANT, Names(seed), now)
    return built


def _join(built: Built, key: str, post: Post, names: Names, now: datetime) -> None:
    number = len(built.officials[key]) + 1
    built.officials[key].append(_official(built, key, number, post, names, now))


def _let_the_city_audit(built: Built, now: datetime) -> None:
    """Let the city's inspector read the wards' dossiers and their logs."""
    inspector = built.officials["ha-noi"][1]
    terms = GrantTerms("audit", "Kiểm tra cải cách hành chính năm 2026 (minh họa)", SINCE)
    for key in WARDS.values():
        agency = built.agencies[key]
        grant_access(actor=SYSTEM, official=inspector, agency=agency, terms=terms, now=now)


def _departments() -> dict[str, AgencyFacts]:
    return {
        "so-tu-phap": AgencyFacts("H26.15", "department", "Sở Tư pháp", "Department of Justice"),
        "so-tai-chinh": AgencyFacts(
            "H26.14", "department", "Sở Tài chính", "Department of Finance"
        ),
    }


def _ward(built: Built, key: str, ward: Place, number: int, names: Names, now: datetime) -> None:
    name = ward.name[0].lower() + ward.name[1:]
    committee = AgencyFacts(
        f"H26.{number}", "commune", f"Ủy ban nhân dân {name}",
        address=f"Trụ sở {name}, thành phố Hà Nội", phone=f"024 0000 {number:04}",
        old_code=f"000.{number:02d}.00.H26"[:13] if number < 100 else "",
    )  # fmt: skip
    police = AgencyFacts(
        f"G01.26.{number}", "police", f"Công an {name}",
        address=f"Trụ sở Công an {name}, thành phố Hà Nội", phone=f"024 0001 {number:04}",
    )  # fmt: skip
    register(built, key, committee, now, built.agencies["ha-noi"], ward)
    posts = (*WARD_POSTS, ADMINISTRATOR) if key == ADMINISTERED else WARD_POSTS
    staff(built, key, WARD_UNITS, posts, names, now)
    register(built, f"ca-{key}", police, now, None, ward)
    staff(built, f"ca-{key}", POLICE_UNITS, POLICE_POSTS, names, now)


def register(
    built: Built,
    key: str,
    facts: AgencyFacts,
    now: datetime,
    parent: Agency | None,
    place: Place,
) -> Agency:
    """Register an agency, said to be invented, under a short name."""
    invented = AgencyFacts(
        **{name: getattr(facts, name) for name in facts.__slots__ if name != "is_invented"},
        is_invented=True,
    )
    built.agencies[key] = register_agency(
        actor=SYSTEM, facts=invented, now=now, valid_from=SINCE, parent=parent, place=place
    )
    return built.agencies[key]


def staff(
    built: Built,
    key: str,
    units: Mapping[str, tuple[str, str]],
    posts: Sequence[Post],
    names: Names,
    now: datetime,
) -> None:
    """Open the units of an agency below its first one, and post officials in them."""
    agency = built.agencies[key]
    top = next(iter(units))
    for code, (name, english) in units.items():
        built.units[key, code] = open_unit(
            actor=SYSTEM,
            agency=agency,
            facts=UnitFacts(code, name, english),
            now=now,
            valid_from=SINCE,
            parent=built.units.get((key, top)) if code != top else None,
        )
    built.officials[key] = [
        _official(built, key, number, post, names, now) for number, post in enumerate(posts, 1)
    ]


def _official(
    built: Built, key: str, number: int, post: Post, names: Names, now: datetime
) -> Official:
    agency = built.agencies[key]
    email = f"{key}.{number}@co-quan.example"
    official = appoint_official(
        actor=SYSTEM,
        agency=agency,
        facts=OfficialFacts(f"CB{number:02}", names.person(), post.title, email, is_invented=True),
        now=now,
        valid_from=SINCE,
    )
    for unit, roles in post.roles.items():
        for role in roles:
            post_official(
                actor=SYSTEM,
                official=official,
                unit=built.units[key, unit],
                role=role,
                now=now,
                valid_from=SINCE,
            )
    open_official_account(actor=SYSTEM, official=official, email=email, now=now)
    return official
