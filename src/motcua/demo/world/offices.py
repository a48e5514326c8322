"""Offices that settle what is the province's or a ministry's: invented people, real kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from motcua.agencies.actions.structure import AgencyFacts
from motcua.agencies.models import Place
from motcua.demo.world.agencies import Post, register, staff
from motcua.procedures.enums import AuthorityLevel

if TYPE_CHECKING:
    from datetime import datetime

    from motcua.demo.world.agencies import Built
    from motcua.demo.world.names import Names
    from motcua.procedures.base.packs import Pack

EXPERTS = "CM"
_UNITS = {
    "LD": ("Lãnh đạo", "Leaders"),
    "MC": ("Bộ phận một cửa", "One door unit"),
    EXPERTS: ("Phòng chuyên môn", "Expert unit"),
}
_POSTS = (
    Post("Cán bộ một cửa", {"MC": ("receptionist", "clerk", "accountant")}),
    Post("Chuyên viên", {EXPERTS: ("specialist",)}),
    Post("Trưởng phòng", {EXPERTS: ("head",)}),
    Post("Giám đốc", {"LD": ("leader",)}),
)
_FINANCE, _TRADE, _LAND = "so-tai-chinh", "so-cong-thuong", "van-phong-dat-dai"
_POLICE, _INSURANCE = "cong-an-thanh-pho", "bao-hiem-xa-hoi"
_MINISTRY = "bo-tai-chinh"
OFFICES = (_FINANCE, _TRADE, _LAND, _POLICE, _INSURANCE, _MINISTRY)
_NEW = {
    _TRADE: AgencyFacts(
        "H26.16", "department", "Sở Công Thương", "Department of Industry and Trade"
    ),
    _LAND: AgencyFacts(
        "H26.17",
        "department",
        "Văn phòng Đăng ký đất đai Hà Nội",
        "Hà Nội land registration office",
    ),
    _POLICE: AgencyFacts("G01.26", "police", "Công an thành phố Hà Nội", "Police of Hà Nội"),
    _INSURANCE: AgencyFacts(
        "G24.26", "other", "Bảo hiểm xã hội thành phố Hà Nội", "Hà Nội social insurance office"
    ),
    _MINISTRY: AgencyFacts("G12", "ministry", "Bộ Tài chính", "Ministry of Finance"),
}
# The department that settles a field; industry and trade all others.
_DEPARTMENTS = {"doanh-nghiep": _FINANCE, "dau-tu": _FINANCE, "dat-dai": _LAND}


def build_offices(built: Built, names: Names, now: datetime) -> None:
    """Register the offices that are not there yet, and post people in all of them."""
    city = Place.objects.get(code="01", level="province", valid_to=None)
    for key, facts in _NEW.items():
        parent = built.agencies["ha-noi"] if facts.kind == "department" else None
        register(built, key, facts, now, parent, city)
    for key in OFFICES:
        staff(built, key, _UNITS, _POSTS, names, now)


def office_of(pack: Pack) -> str | None:
    """Give the office that settles a procedure; none where that is a ward's or its police's."""
    level, kind = pack.authority.level, pack.authority.agency_kind
    if kind == "police":
        return None if level == AuthorityLevel.COMMUNE else _POLICE
    if (level, kind) == (AuthorityLevel.MINISTRY, "ministry"):
        return _MINISTRY
    if level != AuthorityLevel.PROVINCE:
        return None
    return _INSURANCE if kind == "other" else _DEPARTMENTS.get(pack.field.code, _TRADE)
