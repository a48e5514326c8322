"""What the front page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from motcua.agencies.queries import working_calendar
from motcua.dossiers.queries.dues import lapse_of, time_to_pay
from motcua.dossiers.queries.mine import DossierCard, DraftCard, recent_of
from motcua.kernel.calendar import DayKind
from motcua.kernel.clock import civil_date
from motcua.payments.actions import LINK_LASTS
from motcua.payments.queries.wallets import has_wallet
from motcua.procedures.queries import life_events_on

if TYPE_CHECKING:
    from datetime import date, datetime

    from motcua.kernel.actors import Actor
    from motcua.procedures.queries import EventCard

_NOTICE_AHEAD = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Closing:
    """A day off soon."""

    day: date
    name: str


@dataclass(frozen=True, slots=True)
class PayingHelp:
    """What the help says of paying: for how many days a code, a debt and a link last, and wallets.

    `texts_to` is the number that takes text messages, empty for none.
    """

    days: int
    lapse: int
    link_days: int
    takes_wallets: bool
    texts_to: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the front page shows; `drafts` and `dossiers` are the visitor's own latest."""

    events: tuple[EventCard, ...]
    closings: tuple[Closing, ...]
    drafts: tuple[DraftCard, ...]
    dossiers: tuple[DossierCard, ...]


def front_page(actor: Actor, now: datetime, language: str) -> FrontPage:
    """Give the front page of a visitor, who may be a stranger."""
    drafts, dossiers = recent_of(actor, now, language)
    return FrontPage(
        events=life_events_on(civil_date(now), language),
        closings=_closings(civil_date(now), language),
        drafts=drafts,
        dossiers=dossiers,
    )


def _closings(day: date, language: str) -> tuple[Closing, ...]:
    return tuple(
        Closing(row.on, (row.name_en if language == "en" else "") or row.name_vi)
        for row in working_calendar(None).days
        if row.kind is DayKind.OFF and day <= row.on <= day + _NOTICE_AHEAD
    )


def paying_help(now: datetime) -> PayingHelp:
    """Give what the help says of paying, by the rules of the day."""
    return PayingHelp(
        days=time_to_pay(now).days,
        lapse=lapse_of(now).days,
        link_days=LINK_LASTS.days,
        takes_wallets=has_wallet(),
        texts_to=settings.SMS_NUMBER,
    )
