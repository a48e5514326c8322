"""At 1,600,000 dossiers: the generator, the officials' pages, acceptances, and filing as before."""

from __future__ import annotations

import itertools
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg
from django.db.models import Count

from bench.figures import Figure, duration, rate
from bench.pages import Official, dossier_paths, measured, queue_paths, sent
from bench.stage import send
from bench.statuses import status_change
from motcua.agencies.models import Posting
from motcua.demo.volume.generate import generate
from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.kernel.clock import civil_date
from motcua.kernel.postgres import Server

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.stage import Stage
    from motcua.demo.volume.generate import Progress

_FEW, _SEED = 10_000, 2026
_CREATED = 201
_CLIENTS = 32
_OK = 200
_PERIODS = ("", "2026-q4", "2026")
_BARE = "CREATE UNLOGGED TABLE bench_bare AS SELECT * FROM dossiers_dossier LIMIT 200000"


def million(stage: Stage) -> Iterator[Figure]:
    """Measure filing at ten thousand dossiers, then everything at 1,600,000."""
    few = _generated(stage, min(_FEW, stage.size.million), _SEED)
    before = _filed(stage)
    progress = _generated(stage, stage.size.million, _SEED + 1)
    made = float(Dossier.objects.count())
    seconds = progress.seconds or 1.0
    more = {"dossiers": made, "writing_seconds": progress.writing, "few": float(few.made)}
    yield rate("generate", [progress.made / seconds], [_bare(stage)], **more)
    officials = _officials()
    yield measured(stage, "million_queue_p95", lambda: queue_paths(stage, officials), dossiers=made)
    yield measured(
        stage, "million_dossier_p95", lambda: dossier_paths(stage, officials), dossiers=made
    )
    yield measured(stage, "million_leading_p95", lambda: _leading(stage), dossiers=made)
    yield from _search(stage, officials, made)
    for figure in status_change(stage):
        yield replace(figure, name="million_transition", more={"dossiers": made})
    yield rate("million_submit", _filed(stage), before, dossiers=made)


def _generated(stage: Stage, total: int, seed: int) -> Progress:
    url = Server(stage.node.home.folder).urls.superuser
    return generate(url, total=total, seed=seed, now=clock.now(), note=lambda _progress: None)


def _bare(stage: Stage) -> float:
    """Write rows of dossiers into a table that has no index and no log; give how many a second."""
    with psycopg.connect(stage.node.urls.owner, autocommit=True) as owner:
        owner.execute("SET statement_timeout = 0")
        began = time.monotonic()
        count = owner.execute(_BARE).rowcount
        took = time.monotonic() - began
        owner.execute("DROP TABLE bench_bare")
    return count / took


def _filed(stage: Stage) -> list[float]:
    """File from 32 clients, round by round; give how many a second."""
    stage.refresh()
    send(stage.node.port, stage.requests(_CLIENTS), seconds=stage.size.seconds)
    return [
        send(stage.node.port, stage.requests(_CLIENTS), seconds=stage.size.seconds)
        .expect(_CREATED)
        .rate
        for _ in range(stage.size.rounds)
    ]


def _officials(role: str = "") -> list[Official]:
    """Give officials of the agency that has most: who receives, settles and leads."""
    most = Dossier.objects.values("agency").annotate(n=Count("pk")).order_by("-n").first()
    assert most is not None
    roles = (role,) if role else ("receptionist", "specialist", "leader")
    postings = Posting.objects.filter(unit__agency=most["agency"], role__in=roles)
    rows = postings.valid_on(civil_date(clock.now())).select_related("official__account")
    accounts = {row.official.account.pk: row.official.account for row in rows}
    return [Official(account) for account in accounts.values()]


def _leading(stage: Stage) -> list[bytes]:
    paths = [
        official.get(f"/leading/?period={period}&by={by}")
        for official in _officials("leader")
        for period in _PERIODS
        for by in ("unit", "person", "procedure")
    ]
    return list(itertools.islice(itertools.cycle(paths), stage.size.requests))


def _search(stage: Stage, officials: Sequence[Official], made: float) -> Iterator[Figure]:
    """Search by codes, whole names, parts of names, and broad words."""
    rows = Dossier.objects.filter(submission_key__startswith="volume:").order_by("public_id")
    known = list(rows.values_list("code", "applicant_name")[: stage.size.requests // 3 + 1])
    asked = []
    for code, name in known:
        words = name.split()
        asked += [code[:-2], name, f"{words[0]} {words[-1]}", words[-1]]
    official = itertools.cycle(officials)
    paths = [next(official).get(f"/?q={quote(words)}") for words in asked][: stage.size.requests]
    up = [b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"] * len(paths)
    sent(stage, paths)
    heard = [sent(stage, paths).expect(_OK) for _ in range(stage.size.rounds)]
    floors = [sent(stage, up) for _ in heard]
    for name, part in (("million_search_p50", 0.5), ("million_search_p95", 0.95)):
        values = [each.at(part) for each in heard]
        yield duration(name, values, [each.at(part) for each in floors], dossiers=made)
