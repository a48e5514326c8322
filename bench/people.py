"""Fifty people for five minutes: most read, some file, a few track (security.md, P10)."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import quote

from bench.figures import Figure, percentile
from bench.pages import Official, some_officials, track
from bench.stage import web_memory
from motcua.demo.prove import wire
from motcua.dossiers.models import Dossier
from motcua.identity.queries import filer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.stage import Stage
    from motcua.demo.prove.wire import Answer

PEOPLE = 50
_THINKS = 1.0  # seconds, on average
_WARMING = 0.2  # of the time: caches fill before memory is looked at
# Of ten requests, in an order of each person's own: who drew every one for himself would now and
# then track more than the ten times a minute that are allowed to an address (P13).
_TEN = ("read",) * 7 + ("file",) * 2 + ("track",)
_WORDS = ("khai sinh", "dang ky kinh doanh", "tạm trú", "chung thuc", "bao hiem y te")
_GOOD = frozenset({200, 201})
_PAGE = "GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n"


def people(stage: Stage) -> Iterator[Figure]:
    """Let them go at it; give the 95th percentiles, what went wrong, and the memory."""
    stage.refresh()
    _let_go(stage, stage.size.people * _WARMING)
    early = max(web_memory().values(), default=0)
    heard, took = _let_go(stage, stage.size.people)
    late = max(web_memory().values(), default=0)
    wrong = Counter(answer.status for answer in heard if answer.status not in _GOOD)
    statuses = {f"status_{status}": float(count) for status, count in wrong.items()}
    more = {"people": PEOPLE, "asked": len(heard), "per_second": len(heard) / took}
    yield _figure("people_reading_p95", [one for one in heard if _kind(one) == "read"], more)
    yield _figure("people_filing_p95", [one for one in heard if _kind(one) == "file"], more)
    yield _figure("people_tracking_p95", [one for one in heard if _kind(one) == "track"], more)
    yield Figure("people_errors", wrong.total(), "of all", more=more | statuses)
    megabytes = (early / 1024**2, late / 1024**2)
    ratio = round(early / late, 3) if late else None
    yield Figure("people_memory", round(megabytes[1], 1), "MB", round(megabytes[0], 1), ratio)


def _let_go(stage: Stage, seconds: float) -> tuple[list[Answer], float]:
    """Let everybody at it for so many seconds; give the answers, and how long it took."""
    pages, tracked = reading_pages(), _tracked()
    filings = stage.requests(len(stage.people))
    heard: list[Answer] = []
    end = time.monotonic() + seconds
    rng = Random("thinking")
    crowd = wire.Crowd(
        stage.node.port,
        [
            _person(number, end, pages, tracked, filings[number % len(filings)])
            for number in range(PEOPLE)
        ],
        heard.append,
        address=[f"127.3.0.{number + 2}" for number in range(PEOPLE)],
        think=lambda: rng.expovariate(1 / _THINKS),
    )
    return heard, crowd.run()


def _figure(name: str, answers: Sequence[Answer], more: dict[str, float]) -> Figure:
    spent = [1000 * answer.seconds for answer in answers] or [0.0]
    shown = {key: float(f"{value:.4g}") for key, value in more.items()}
    at = float(f"{percentile(spent, 0.95):.4g}")
    return Figure(name, at, "ms", more=shown | {"count": len(answers)})


def _kind(answer: Answer) -> str:
    if answer.request.startswith(b"GET"):
        return "read"
    return "file" if answer.request.startswith(b"POST /api/") else "track"


def _person(
    number: int,
    end: float,
    pages: Sequence[bytes],
    tracked: Sequence[bytes],
    filings: Iterator[bytes],
) -> Iterator[bytes]:
    rng = Random(number)
    for one in itertools.chain.from_iterable(rng.sample(_TEN, 10) for _ in itertools.count()):
        if time.monotonic() >= end:
            return
        if one == "file":
            yield next(filings)
        else:
            yield rng.choice(tracked if one == "track" and tracked else pages)


def reading_pages() -> list[bytes]:
    """Give what people read: citizens' pages, and as many of officials."""
    officials = [Official(account) for account in some_officials()]
    paths = ["/", "/help", *(f"/procedures?q={quote(words)}" for words in _WORDS)]
    citizens = [_PAGE.format(path).encode() for path in paths]
    desk = [official.get("/") for official in officials]
    desk += [
        official.get(f"/dossiers/{public_id}")
        for official in officials
        for public_id in official.some_dossiers(5)
    ]
    return [*citizens, *citizens, *desk]


def _tracked() -> list[bytes]:
    rows = Dossier.objects.exclude(account=None).filter(submission_key__startswith="api:")
    known = rows.order_by("-id").values_list("code", "account_id")[:200]
    return [track(code, filer(account).last_fours[0]) for code, account in known if account]
