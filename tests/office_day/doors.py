"""Browsers of the day, at the desk and in citizens' hands; and the journal of what they did."""

from __future__ import annotations

from base64 import b64decode
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from motcua.dossiers.models import Dossier
from motcua.identity.enums import Door
from motcua.identity.middleware.cookies import session_cookie
from tests.identity.doors import enrol, signed_in
from tests.office_day import clock
from tests.watching import Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from motcua.dossiers.models import ProvisionalBlock
    from tests.office_day.cast import Visitor
    from tests.office_day.house import House

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
_DESK_ADDRESSES = "motcua.config.urls_desk"
CITIZEN = "citizen"
"""Who acts where no official does, in the journal."""


class Day:
    """One day of the office: its house, the browsers in it, and what everybody did.

    `journal` counts (visitor's name, act, who did it) as the script goes; the audit log must hold
    exactly that.
    """

    def __init__(self, house: House, chromium: Browser, port: int) -> None:
        self.house, self._chromium, self._port = house, chromium, port
        self.watch = Watch(expected=["status of 422", "status of 503"])
        self.journal: Counter[tuple[str, str, str]] = Counter()
        self.acted_for: Counter[tuple[str, str]] = Counter()
        self.entered_late: set[str] = set()
        self.stopped: dict[str, set[str]] = {}
        self.sheets: ProvisionalBlock | None = None
        self.codes: dict[str, str] = {}
        self._contexts: list[BrowserContext] = []
        self._pages: dict[str, Page] = {}

    def at(self, hour: str) -> None:
        """Let it be so late."""
        clock.at(hour)

    def note(self, visitor: Visitor, act: str, by: str = CITIZEN) -> None:
        """Write into the journal that somebody did something with a visitor's dossier."""
        self.journal[(visitor.name, act, by)] += 1

    def journal_has(self, visitor: Visitor, act: str) -> bool:
        """Say whether somebody did this with a visitor's dossier today."""
        return any((name, done) == (visitor.name, act) for name, done, _who in self.journal)

    def stood_still(self, outage: str, *visitors: Visitor) -> None:
        """Note whose clocks an outage stops; it must stop those and no others."""
        self.stopped.setdefault(outage, set()).update(visitor.name for visitor in visitors)

    def filed(self, visitor: Visitor, code: str) -> None:
        """Remember under which code a visitor's dossier goes."""
        assert visitor.name not in self.codes
        self.codes[visitor.name] = code

    def dossier(self, visitor: Visitor) -> Dossier:
        """Give a visitor's dossier as it is now."""
        return Dossier.objects.get(code=self.codes[visitor.name])

    def desk(self, name: str) -> Page:
        """Give the page before an official, signed in by both factors."""
        return self._page(name, Door.DESK, DESK)

    def desk_of_signer(self, name: str) -> tuple[Page, str]:
        """Give the page of who signs, just signed in, and the secret of his authenticator app."""
        account = self.house.world.accounts[name]
        secret = enrol(signed_in(account, steps=("password",)))
        account.refresh_from_db()
        if name in self._pages:
            self.leaves(name)
        return self._page(name, Door.DESK, DESK, steps=("password", "mfa")), secret

    def portal(self, visitor: Visitor) -> Page:
        """Give the page on a citizen's telephone, signed in."""
        return self._page(visitor.name, Door.PORTAL, PHONE)

    def anybody(self, door: Door = Door.PORTAL, **options: Any) -> Page:
        """Give a fresh browser that nobody has signed in with."""
        return self._context(door, **options).new_page()

    def moves_to(self, before: str, after: str) -> None:
        """Let somebody sit down at the machine another has left; who left begins anew elsewhere."""
        self._pages[after] = self._pages.pop(before)

    def leaves(self, name: str) -> None:
        """Let somebody close his browser."""
        self._pages.pop(name).context.close()

    def close(self) -> None:
        """Close every browser."""
        for context in self._contexts:
            context.close()

    def _page(self, name: str, door: Door, size: dict[str, int], **session: Any) -> Page:
        if name not in self._pages:
            account = self.house.world.accounts[name]
            cookie = session_cookie(door)
            key = signed_in(account, **session).cookies[cookie].value
            context = self._context(door, viewport=size)
            context.add_cookies([{"name": cookie, "value": key, "url": self._address(door)}])
            self._pages[name] = context.new_page()
        return self._pages[name]

    def _context(self, door: Door, **options: Any) -> BrowserContext:
        context = self._chromium.new_context(
            base_url=self._address(door), locale="vi-VN", reduced_motion="reduce", **options
        )
        self.watch.over(context)
        self._contexts.append(context)
        return context

    def _address(self, door: Door) -> str:
        host = "localhost" if door is Door.PORTAL else "desk.localhost"
        return f"http://{host}:{self._port}"


def at_desk(name: str, *args: object, **query: str) -> str:
    """Give the address of a page of the desk."""
    place = reverse(f"desk:{name}", args=args, urlconf=_DESK_ADDRESSES)
    pairs = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{place}?{pairs}" if pairs else place


_FETCH = """async (address) => {
  const blob = await (await fetch(address)).blob();
  const reader = new FileReader();
  return new Promise((done) => {
    reader.onload = () => done(reader.result.split(",")[1]);
    reader.readAsDataURL(blob);
  });
}"""


def fetched(page: Page, address: str) -> bytes:
    """Give a file as the browser gets it, signed in as whoever sits before it."""
    return b64decode(page.evaluate(_FETCH, address))
