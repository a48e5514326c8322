"""What a list may be narrowed by, with how much would be left, and what narrows it now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.agencies.queries import PlacesOfToday
from motcua.kernel.text import collation_key
from motcua.portal.catalogue.queries.levels import short_level_of
from motcua.procedures.base.texts import say
from motcua.procedures.enums import ServiceLevel
from motcua.procedures.queries import Narrowing, takers_on
from motcua.procedures.queries.words import words_now
from motcua.ui.fields import Option

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from motcua.procedures.queries import Listed, Near


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody asks of the list: words, narrowing, a province that was chosen, a page."""

    words: str
    narrowing: Narrowing
    province: str
    page: int

    def address(self, *, page: int = 1) -> str:
        """Give the address of this, at a page."""
        named = {
            "q": self.words,
            "subject": self.narrowing.subject,
            "field": self.narrowing.field,
            "tier": self.narrowing.tier,
            "agency": self.narrowing.agency,
            "level": self.narrowing.level,
            "province": self.province,
            "page": str(page) if page > 1 else "",
        }
        query = urlencode({name: value for name, value in named.items() if value})
        return reverse("portal:procedures") + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow: its options with their numbers, and the one that is chosen."""

    name: str
    label: str
    options: tuple[Option, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Chip:
    """What narrows the list now, and where it is not."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything to narrow by. `province` is where somebody is, by `is_home` as we know it."""

    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    provinces: tuple[Option, ...]
    province: str
    province_name: str
    is_home: bool
    everything: str


def panel_of(asking: Asking, listed: Listed, near: Near, day: date, language: str) -> Panel:
    """Give the panel of a list."""
    texts = {
        "subject": _subjects(),
        "field": {code: say(name, language) for code, name in words_now().field_names.items()},
        "tier": _tiers(),
        "agency": _agencies(day, language),
        "level": {str(int(each)): short_level_of(each) for each in reversed(ServiceLevel)},
    }
    facets = tuple(
        _facet(name, label, texts[name], listed, asking) for name, label in _labels().items()
    )
    provinces = tuple(Option(*row) for row in PlacesOfToday(day).provinces(language))
    names = {row.value: row.label for row in provinces}
    return Panel(
        facets=facets,
        chips=tuple(_chips(asking, texts)),
        provinces=provinces,
        province=near.province,
        province_name=names.get(near.province, ""),
        is_home=not asking.province,
        everything=Asking(asking.words, Narrowing(), asking.province, 1).address(),
    )


def _labels() -> dict[str, str]:
    return {
        "subject": _("Ai làm"),
        "field": _("Lĩnh vực"),
        "tier": _("Cấp giải quyết"),
        "agency": _("Cơ quan nhận hồ sơ"),
        "level": _("Làm được gì trên mạng"),
    }


def _subjects() -> dict[str, str]:
    return {
        "citizen": _("Công dân"),
        "household-business": _("Hộ kinh doanh"),
        "enterprise": _("Doanh nghiệp"),
        "organisation": _("Tổ chức khác"),
        "overseas-vietnamese": _("Người Việt Nam ở nước ngoài"),
        "foreigner": _("Người nước ngoài"),
    }


def _tiers() -> dict[str, str]:
    return {
        "commune": _("Cấp xã"),
        "province": _("Cấp tỉnh"),
        "ministry": _("Bộ, cơ quan trung ương"),
        "other": _("Cơ quan khác"),
    }


def _agencies(day: date, language: str) -> dict[str, str]:
    found = {
        str(taker.agency_id): taker.name_in(language)
        for takers in takers_on(day).values()
        for taker in takers
    }
    return dict(sorted(found.items(), key=lambda row: collation_key(row[1])))


def _facet(
    name: str, label: str, texts: Mapping[str, str], listed: Listed, asking: Asking
) -> Facet:
    counts, chosen = listed.counts[name], getattr(asking.narrowing, name)
    values = [value for value in texts if counts[value] or value == chosen]
    if name == "field":
        values.sort(key=lambda value: collation_key(texts[value]))
    options = tuple(Option(value, f"{texts[value]} ({counts[value]})") for value in values)
    return Facet(name, label, options, chosen)


def _chips(asking: Asking, texts: Mapping[str, Mapping[str, str]]) -> list[Chip]:
    labels = _labels()
    chips = []
    for name, label in labels.items():
        value = getattr(asking.narrowing, name)
        if value:
            without = replace(asking, narrowing=replace(asking.narrowing, **{name: ""}), page=1)
            chips.append(Chip(f"{label}: {texts[name].get(value, value)}", without.address()))
    return chips
