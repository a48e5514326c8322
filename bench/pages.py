"""Pages at very many dossiers: an official's queues, one dossier, tracking without signing in."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from bench.figures import Figure, duration, percentile
from bench.rows import copy_dossiers
from bench.stage import Heard, send
from motcua.agencies.models import Posting
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries.listing import page
from motcua.dossiers.queries.narrowing import Filters
from motcua.dossiers.queries.queues import Queue, queues_of
from motcua.identity.enums import Door
from motcua.identity.middleware.cookies import (
    ENTERED_AT,
    csrf_cookie,
    new_session,
    session_cookie,
)
from motcua.identity.queries import actor_for, filer
from motcua.identity.queries.acting import DEMO_STEP
from motcua.kernel import clock
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.stage import Stage
    from motcua.identity.models import Account

_OK = 200
_OFFICIALS = 8
_AT_ONCE = 2
_TRIES_OF_AN_ADDRESS = 8  # the limit is ten a minute
_SECRET = "benchbenchbenchbenchbenchbench01"  # noqa: S105 - any 32 signs do, on both sides


def pages(stage: Stage) -> Iterator[Figure]:
    """Open pages by two people at once, beside the page that says the process is up."""
    made = copy_dossiers(stage.node.urls.owner, stage.size.dossiers)
    officials = [Official(account) for account in some_officials()]
    yield measured(stage, "queue_page_p95", lambda: queue_paths(stage, officials), dossiers=made)
    yield measured(
        stage, "dossier_page_p95", lambda: dossier_paths(stage, officials), dossiers=made
    )
    yield _tracking(stage, made)


class Official:
    """Somebody signed in at the desk."""

    def __init__(self, account: Account) -> None:
        self.actor = actor_for(account, clock.now())
        self.cookie = f"{session_cookie(Door.DESK)}={_session(account)}"

    def get(self, path: str) -> bytes:
        """Write the request for a page."""
        return (
            f"GET {path} HTTP/1.1\r\nHost: desk.localhost\r\nCookie: {self.cookie}\r\n\r\n"
        ).encode()

    def some_dossiers(self, count: int) -> list[str]:
        """Give dossiers that stand in his first queue, else in any."""
        now = clock.now()
        for queue in (*queues_of(self.actor), Queue.ALL):
            rows = page(self.actor, Filters(queue), now, "vi").rows
            if rows:
                return [str(row.public_id) for row in rows[:count]]
        return []


def some_officials() -> list[Account]:
    """Give a few who receive, settle and lead."""
    today = civil_date(clock.now())
    postings = Posting.objects.filter(role__in=("receptionist", "specialist", "leader"))
    accounts = {
        posting.official.account.pk: posting.official.account
        for posting in postings.valid_on(today).select_related("official__account")
        if hasattr(posting.official, "account")
    }
    return list(accounts.values())[:_OFFICIALS]


def _session(account: Account) -> str:
    """Begin a session as the demo's one-click sign-in does."""
    at = time.time()
    session = new_session(Door.DESK)
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "motcua.identity.backends.AccountBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": DEMO_STEP, "at": at}]
    session["account_authentication_methods_user"] = str(account.pk)
    session["stepped_up_at"] = session[ENTERED_AT] = at
    session.save()
    assert session.session_key is not None
    return session.session_key


def measured(stage: Stage, name: str, requests: Callable[[], list[bytes]], **more: float) -> Figure:
    """Send the requests round by round; give the 95th percentile beside that of a static answer."""
    wanted = requests()
    up = [b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"] * len(wanted)
    sent(stage, wanted)
    rounds, floors, middles = [], [], []
    for _ in range(stage.size.rounds):
        heard = sent(stage, wanted)
        rounds.append(heard.at(0.95))
        middles.append(heard.at(0.5))
        floors.append(sent(stage, up).at(0.95))
    return duration(name, rounds, floors, p50_ms=percentile(middles, 0.5), **more)


def sent(stage: Stage, requests: Sequence[bytes]) -> Heard:
    """Send requests by two people at once; every one must be answered well."""
    shares = [iter(requests[number::_AT_ONCE]) for number in range(_AT_ONCE)]
    return send(stage.node.port, shares).expect(_OK)


def queue_paths(stage: Stage, officials: Sequence[Official]) -> list[bytes]:
    """Give requests for every queue of some officials, again and again."""
    paths = [
        official.get(f"/?queue={queue.value}")
        for official in officials
        for queue in queues_of(official.actor)
    ]
    return list(itertools.islice(itertools.cycle(paths), stage.size.requests))


def dossier_paths(stage: Stage, officials: Sequence[Official]) -> list[bytes]:
    """Give requests for dossiers from the queues of some officials."""
    paths = [
        official.get(f"/dossiers/{public_id}")
        for official in officials
        for public_id in official.some_dossiers(20)
    ]
    return list(itertools.islice(itertools.cycle(paths), stage.size.requests))


def _tracking(stage: Stage, made: int) -> Figure:
    """Ask where dossiers stand, a few from each of many addresses, as the limit wants it."""
    recent = Dossier.objects.exclude(account=None).filter(submission_key__startswith="api:")
    known = list(recent.order_by("-id").values_list("code", "account_id")[: stage.size.requests])
    asked = [track(code, filer(account).last_fours[0]) for code, account in known if account]
    addresses = itertools.count(2)
    rounds, floors, middles = [], [], []
    for _ in range(stage.size.rounds):
        heard = Heard()
        for share in _shares(asked):
            address = f"127.1.{next(addresses) >> 8 & 255}.{next(addresses) & 255}"
            part = send(stage.node.port, [iter(share)], address=address).expect(_OK)
            heard.answers += part.answers
        if any(b'name="digits"' in each.body for each in heard.answers):
            raise RuntimeError("tracking did not find what it was asked for")
        rounds.append(heard.at(0.95))
        middles.append(heard.at(0.5))
        up = [b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"] * len(asked)
        floors.append(sent(stage, up).at(0.95))
        time.sleep(1)
    return duration("tracking_p95", rounds, floors, p50_ms=percentile(middles, 0.5), dossiers=made)


def _shares(asked: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(asked), _TRIES_OF_AN_ADDRESS):
        yield asked[start : start + _TRIES_OF_AN_ADDRESS]


def track(code: str, digits: str) -> bytes:
    """Write the request that asks where a dossier stands, without signing in."""
    body = f"csrfmiddlewaretoken={_SECRET}&code={code}&digits={digits}"
    return (
        "POST /track HTTP/1.1\r\nHost: localhost\r\n"
        f"Cookie: {csrf_cookie(Door.PORTAL)}={_SECRET}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()
