"""The accounts a visitor of the demo signs in with: one for each side of the story."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from motcua.identity.models import Account

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.demo.world.agencies import Built
    from motcua.demo.world.people import Neighbour


@dataclass(frozen=True, slots=True)
class Part:
    """A part somebody can play: its code, its names, and the side of the door."""

    code: str
    name_vi: str
    name_en: str
    side: str


PARTS = (
    Part("citizen", "Công dân", "Citizen", "citizen"),
    Part("foreigner", "Người nước ngoài", "Foreigner", "citizen"),
    Part("receptionist", "Cán bộ một cửa", "Receptionist", "official"),
    Part("clerk", "Văn thư, kế toán", "Clerk and accountant", "official"),
    Part("specialist", "Chuyên viên", "Specialist", "official"),
    Part("head", "Trưởng phòng", "Head", "official"),
    Part("leader", "Lãnh đạo", "Leader", "official"),
    Part("police", "Công an quản lý cư trú", "Residence officer", "official"),
    Part("police-head", "Trưởng Công an phường", "Head of ward police", "official"),
    Part("administrator", "Quản trị phường", "Ward administrator", "official"),
    Part(
        "second-administrator",
        "Quản trị phường, người duyệt",
        "Ward administrator, second",
        "official",
    ),
    Part("keeper", "Quản trị thành phố", "City administrator", "official"),
    Part(
        "second-keeper", "Quản trị thành phố, người duyệt", "City administrator, second", "official"
    ),
    Part("city-accountant", "Kế toán thành phố", "City accountant", "official"),
    Part(
        "second-city-accountant",
        "Kế toán thành phố, người duyệt",
        "City accountant, second",
        "official",
    ),
    Part("auditor", "Thanh tra", "Auditor", "official"),
)
_WARD_ORDER = (
    *("receptionist", "specialist", "head", "leader", "administrator", "clerk"),
    "second-administrator",
)
_POLICE_ORDER = ("police", "police-head")


def open_stage_accounts(built: Built, neighbours: Sequence[Neighbour]) -> None:
    """Choose who plays which part, all of one ward, and remember it in the data folder."""
    ward, city = built.officials["ba-dinh"], built.officials["ha-noi"]
    emails = {part: official.email for part, official in zip(_WARD_ORDER, ward, strict=True)}
    police = built.officials["ca-ba-dinh"]
    emails |= {part: who.email for part, who in zip(_POLICE_ORDER, police, strict=True)}
    emails |= {"keeper": city[0].email, "auditor": city[1].email, "second-keeper": city[3].email}
    emails |= {"city-accountant": city[4].email, "second-city-accountant": city[5].email}
    emails |= {
        "foreigner": neighbours[0].account.email,
        "citizen": neighbours[1].account.email,
    }
    _file().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _file().write_text(json.dumps(emails))


def account_of(part: str) -> Account | None:
    """Give the account that plays a part, or None while the world is not built."""
    if not _file().exists():
        return None
    email: str | None = json.loads(_file().read_text()).get(part)
    return Account.objects.filter(email=email).first() if email else None


def table() -> list[tuple[str, str]]:
    """Give (part, how to sign in) rows for the start of the demo."""
    if not _file().exists():
        return []
    emails: dict[str, str] = json.loads(_file().read_text())
    return [
        (f"{part.name_vi} · {part.name_en}", emails[part.code])
        for part in PARTS
        if part.code in emails
    ]


def _file() -> Path:
    return Path(settings.DATA) / "demo" / "accounts.json"
