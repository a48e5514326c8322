"""What the front page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from motcua.agencies.queries import working_calendar
from motcua.dossiers.queries.mine import DossierCard, DraftCard, recent_of
from motcua.kernel.calendar import DayKind
from motcua.kernel.clock import civil_date
from motcua.procedures.queries import procedures_by_life_event

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.utils.functional import _StrPromise

    from motcua.kernel.actors import Actor

_NOTICE_AHEAD = timedelta(days=21)

# Names and icons; the codes are those that packs use.
_EVENTS: tuple[tuple[str, _StrPromise, str], ...] = (
    ("having-a-child", _("Có con"), "baby"),
    ("moving-house", _("Chuyển nhà, cư trú"), "home"),
    ("opening-a-business", _("Mở cửa hàng, kinh doanh"), "store"),
    ("marrying", _("Kết hôn, lập gia đình"), "rings"),
    ("identity-papers", _("Làm giấy tờ tùy thân"), "id-card"),
    ("schooling", _("Đi học"), "book"),
    ("working", _("Tìm việc, nghỉ việc"), "briefcase"),
    ("health", _("Khám bệnh, bảo hiểm y tế"), "health"),
    ("driving", _("Xe và bằng lái"), "car"),
    ("land-and-housing", _("Nhà ở, đất đai"), "land"),
    ("going-abroad", _("Ra nước ngoài"), "plane"),
    ("losing-someone", _("Người thân qua đời"), "candle"),
)


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that happens in life, and how many procedures go with it here."""

    code: str
    name: str
    icon: str
    procedures: int


@dataclass(frozen=True, slots=True)
class Closing:
    """A day off soon."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the front page shows; `drafts` and `dossiers` are the visitor's own latest."""

    events: tuple[LifeEvent, ...]
    closings: tuple[Closing, ...]
    drafts: tuple[DraftCard, ...]
    dossiers: tuple[DossierCard, ...]


def front_page(actor: Actor, now: datetime, language: str) -> FrontPage:
    """Give the front page of a visitor, who may be a stranger."""
    drafts, dossiers = recent_of(actor, now, language)
    return FrontPage(
        events=_life_events(civil_date(now)),
        closings=_closings(civil_date(now), language),
        drafts=drafts,
        dossiers=dossiers,
    )


def _life_events(day: date) -> tuple[LifeEvent, ...]:
    found = procedures_by_life_event(day)
    return tuple(
        LifeEvent(code, str(name), icon, len(found.get(code, ()))) for code, name, icon in _EVENTS
    )


def _closings(day: date, language: str) -> tuple[Closing, ...]:
    return tuple(
        Closing(row.on, (row.name_en if language == "en" else "") or row.name_vi)
        for row in working_calendar(None).days
        if row.kind is DayKind.OFF and day <= row.on <= day + _NOTICE_AHEAD
    )
