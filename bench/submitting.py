"""Filing over HTTP: how often, with no number lost, in how much memory, with effects keeping up."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import orjson
import psycopg
from django.db import connection

from bench.figures import Figure, percentile, rate
from bench.stage import Heard, Stage, send, web_memory
from motcua.demo.prove import recount
from motcua.demo.prove.floor import straight
from motcua.kernel import outbox

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENTS = (1, 8, 32)
_FILED = 201
_SECONDS_BETWEEN_LOOKS = 0.5
_WARM_UP = 0.1


def filing(stage: Stage) -> Iterator[Figure]:
    """File by 1, 8 and 32 clients, each round beside the same statement straight."""
    stage.refresh()
    send(stage.node.port, stage.requests(CLIENTS[-1]), seconds=stage.size.seconds)
    found: list[Figure] = []
    for clients in CLIENTS:
        rounds: list[Heard] = []
        floors: list[float] = []
        for _ in range(stage.size.rounds):
            rounds.append(_round(stage, clients))
            floors.append(_floor(stage, clients))
        rates = [each.rate for each in rounds]
        p50, p95 = (percentile([each.at(part) for each in rounds], 0.5) for part in (0.5, 0.95))
        found.append(rate(f"submit_http_{clients}", rates, floors, p50_ms=p50, p95_ms=p95))
    yield from found
    best = max(found, key=lambda each: each.value)
    yield Figure(
        "submit_http", best.value, best.unit, best.floor, best.ratio, best.rounds, best.spread
    )


def _round(stage: Stage, clients: int) -> Heard:
    heard = send(stage.node.port, stage.requests(clients), seconds=stage.size.seconds)
    return heard.expect(_FILED)


def _floor(stage: Stage, clients: int) -> float:
    return straight(stage.node.urls.app, stage.people[:clients], stage.patterns, stage.size.seconds)


def numbering(stage: Stage) -> Iterator[Figure]:
    """File very many from 32 clients; count the numbers, and watch the web processes' memory."""
    stage.refresh()
    clients = CLIENTS[-1]
    each = stage.size.filings // clients
    memory = _Memory(each * clients)
    heard = Heard()
    memory.start()
    heard = send(stage.node.port, stage.requests(clients, each)).expect(_FILED)
    memory.stop()
    told = [(one["id"], one["code"]) for one in map(_read, heard.answers)]
    codes = recount.codes()
    lost = len(told) - recount.stored(told)
    doubles = codes.doubles + len(told) - len({code for _, code in told})
    yield Figure("codes_gaps", codes.gaps, "codes", more={"filed": len(told), "lost": lost})
    yield Figure("codes_doubles", doubles, "codes", more={"dossiers": codes.dossiers})
    early, late = memory.early, memory.late
    yield Figure(
        "submit_memory",
        round(late, 1),
        "MB",
        round(early, 1),
        round(early / late, 3) if late else None,
        more={"filed": len(told), "per_second": round(heard.rate, 1)},
    )


def _read(answer: object) -> dict[str, str]:
    body = getattr(answer, "body", b"{}")
    document: dict[str, str] = orjson.loads(body)
    return document


class _Memory(threading.Thread):
    """Looks at the largest web process now and then: soon after the start, and at the end."""

    def __init__(self, filings: int) -> None:
        super().__init__(daemon=True)
        self._seen: list[float] = []
        self._over = threading.Event()
        self._filings = filings

    def run(self) -> None:
        while not self._over.is_set():
            self._seen.append(max(web_memory().values(), default=0) / 1024**2)
            self._over.wait(_SECONDS_BETWEEN_LOOKS)

    def stop(self) -> None:
        self._over.set()
        self.join()

    @property
    def early(self) -> float:
        """Give what was seen after the first tenth."""
        return self._seen[int(len(self._seen) * _WARM_UP)]

    @property
    def late(self) -> float:
        """Give what was seen last."""
        return self._seen[-1]


def effects(stage: Stage) -> Iterator[Figure]:
    """File with the worker on; say how many effects were left when the last filing was answered."""
    stage.refresh()
    with psycopg.connect(stage.node.urls.owner, autocommit=True) as owner:
        # What the measurements without a worker left behind.
        owner.execute("TRUNCATE kernel_outboxrow")
    send(stage.node.port, stage.requests(CLIENTS[-1]), seconds=stage.size.seconds)
    _wait(0)
    heard = send(stage.node.port, stage.requests(CLIENTS[-1]), seconds=stage.size.effects)
    heard.expect(_FILED)
    left, began = outbox.backlog().waiting, time.monotonic()
    _wait(0)
    caught_up = time.monotonic() - began
    done = (len(heard.answers) - left) / heard.seconds
    bills = recount.bills(stage.keys)
    yield rate(
        "submit_effects",
        [heard.rate],
        backlog=left,
        effects_per_second=done,
        seconds_to_catch_up=caught_up,
        p95_ms=heard.at(0.95),
        bills_wrong=bills.wrong + bills.doubled,
    )


def _wait(most: int, seconds: float = 300.0) -> None:
    deadline = time.monotonic() + seconds
    while outbox.backlog().waiting > most and time.monotonic() < deadline:
        time.sleep(0.1)
    connection.close()
