"""Building the made-up world where it is missing; a second call finds it and changes nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from motcua.agencies.actions import load_places, seed_calendar
from motcua.demo import clock
from motcua.demo.accounts import open_stage_accounts
from motcua.demo.history.bookings import let_people_book
from motcua.demo.history.elsewhere import take_in_elsewhere
from motcua.demo.history.envelopes import let_envelopes_travel
from motcua.demo.history.outage import play_outage
from motcua.demo.history.signing import let_signatures_wait
from motcua.demo.history.year import DAYS, play_year
from motcua.demo.tasks import prove_soon
from motcua.demo.world.agencies import build_agencies
from motcua.demo.world.counters import build_counters
from motcua.demo.world.documents import let_officials_write
from motcua.demo.world.messages import build_messages
from motcua.demo.world.names import Names
from motcua.demo.world.offerings import build_offerings
from motcua.demo.world.offices import build_offices
from motcua.demo.world.people import Settlement
from motcua.demo.world.post import build_post
from motcua.demo.world.receipts import build_series
from motcua.demo.world.voices import let_people_speak
from motcua.identity.models import Person
from motcua.kernel.actors import SYSTEM
from motcua.procedures.actions import load_packs

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

SEED = 2026


def ensure(note: Callable[[str], None]) -> None:
    """Build what is missing: places, packs, agencies, people, then a year of dossiers.

    `note` hears what is being done. Interrupted in between, the next call goes on.
    """
    note("địa danh, lịch, thủ tục, con người · places, calendar, procedures, people")
    found_the_world()
    mark = Path(settings.DATA) / "demo" / "history"
    if not mark.exists():
        play_year(clock.now(), lambda done: note(f"một năm hồ sơ · a year of dossiers: {done}"))
        play_outage(clock.now())
        take_in_elsewhere(clock.now())
        let_envelopes_travel(clock.now())
        let_people_speak(clock.now())
        let_signatures_wait(clock.now())
        let_officials_write(clock.now())
        let_people_book(clock.now())
        prove_soon()
        mark.touch(mode=0o600)


def found_the_world() -> None:
    """Build everything but history: places, calendar, packs, agencies and people."""
    now = clock.now()
    load_places()
    seed_calendar()
    load_packs(actor=SYSTEM, now=now)
    build_post(now)
    build_messages(now)
    if not Person.objects.filter(is_invented=True).exists():
        # Before the year that is played: keys and accounts must be older than what they do.
        _people_the_world(now - timedelta(days=DAYS + 5))
    build_series(now)


@transaction.atomic
def _people_the_world(now: datetime) -> None:
    names = Names(SEED)
    built = build_agencies(names, now)
    # Names of their own, so that nobody else is called otherwise because of these offices.
    build_offices(built, Names(SEED + 1), now)
    build_offerings(built, now)
    build_counters(built, now)
    neighbours = Settlement(names, SEED, now).settle()
    open_stage_accounts(built, neighbours)
