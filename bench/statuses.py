"""One change of status: acceptance with its slip, against its bare statements."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING

import psycopg
from django.db import connection, connections

from bench.figures import Figure, rate
from motcua.agencies.models import Posting
from motcua.dossiers.actions import accept
from motcua.dossiers.models import Dossier
from motcua.identity.queries import actor_for
from motcua.kernel import clock
from motcua.kernel.clock import civil_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.stage import Stage
    from motcua.kernel.actors import Actor

_THREADS = 4
_MOST = 20_000
_BARE = (
    "SELECT * FROM dossiers_dossier WHERE id = %(id)s FOR UPDATE",
    "UPDATE dossiers_dossier SET state = 'accepted', national_code = 2, accepted_at = now(),"
    " due_at = now() WHERE id = %(id)s",
    "INSERT INTO dossiers_transition (dossier_id, at, action, from_state, to_state, actor_kind,"
    " reason, data) VALUES (%(id)s, now(), 'accept', 'filed', 'accepted', 'official', '', '{}')",
    "INSERT INTO kernel_auditrow (at, agency_id, actor_kind, action, subject_kind, subject_id,"
    " dossier_id, data) VALUES (now(), %(agency)s, 'official', 'dossiers.accept', 'dossier',"
    " %(id)s::text, %(id)s, '{}')",
    "INSERT INTO kernel_outboxrow (agency_id, name, payload, emitted_at)"
    " VALUES (%(agency)s, 'bench.nothing', '{}', now())",
    "INSERT INTO dossiers_slipnumbering AS held (agency_id, form, year, last)"
    " VALUES (%(agency)s, '99', 2026, 1)"
    " ON CONFLICT (agency_id, form, year) DO UPDATE SET last = held.last + 1 RETURNING last",
    "INSERT INTO dossiers_slip (public_id, dossier_id, form, agency_id, year, number, issued_at,"
    " data) SELECT gen_random_uuid(), %(id)s, '99', %(agency)s, 2026, last, now(), '{}'"
    " FROM dossiers_slipnumbering WHERE agency_id = %(agency)s AND form = '99' AND year = 2026",
)


def status_change(stage: Stage) -> Iterator[Figure]:
    """Accept dossiers through the action, in one process for each core with threads as in the web.

    The floor are the statements alone, in one transaction each, by as many connections.
    """
    cores = os.cpu_count() or 1
    claimed = [{"claims": [{"state": "asked"}]}]  # its proof is judged before anybody accepts it
    free = Dossier.objects.filter(state="filed", fee_state="none").order_by("?")
    free = free.exclude(fee_lines__contains=claimed)
    waiting = list(free.values_list("id", "agency_id")[:_MOST])
    rounds: list[float] = []
    floors: list[float] = []
    share = len(waiting) // (2 * stage.size.rounds)
    for number in range(stage.size.rounds):
        start = 2 * number * share
        floors.append(_bare(stage, waiting[start : start + share], cores * _THREADS))
        rounds.append(_accepted(stage, waiting[start + share : start + 2 * share], cores))
    yield rate("status_change", rounds, floors)


def _accepted(stage: Stage, waiting: Sequence[tuple[int, int]], cores: int) -> float:
    connections.close_all()  # a connection must not cross a fork
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(cores, mp_context=context) as pool:
        shares = [(waiting[core::cores], stage.size.seconds) for core in range(cores)]
        found = list(pool.map(_accept_share, *zip(*shares, strict=True)))
    return sum(count / took for count, took in found)


def _accept_share(waiting: Sequence[tuple[int, int]], seconds: float) -> tuple[int, float]:
    actors = {agency: _receptionist(agency) for agency in {agency for _id, agency in waiting}}
    began = time.monotonic()
    with ThreadPoolExecutor(_THREADS) as pool:
        counts = pool.map(
            lambda number: _accept_some(waiting[number::_THREADS], actors, began + seconds),
            range(_THREADS),
        )
        done = sum(counts)
    return done, time.monotonic() - began


def _accept_some(
    waiting: Sequence[tuple[int, int]], actors: dict[int, Actor], deadline: float
) -> int:
    done = 0
    for dossier_id, agency in waiting:
        if time.monotonic() > deadline:
            break
        accept(actor=actors[agency], dossier_id=dossier_id, now=clock.now())
        done += 1
    connection.close()
    return done


def _receptionist(agency: int) -> Actor:
    now = clock.now()
    postings = Posting.objects.filter(unit__agency=agency, role="receptionist")
    posting = postings.valid_on(civil_date(now)).select_related("official__account").first()
    assert posting is not None
    return actor_for(posting.official.account, now)


def _bare(stage: Stage, waiting: Sequence[tuple[int, int]], clients: int) -> float:
    counts = [0] * clients
    began = time.monotonic()
    deadline = began + stage.size.seconds

    def work(number: int) -> None:
        with psycopg.connect(stage.node.urls.app, prepare_threshold=0) as own:
            for dossier_id, agency in waiting[number::clients]:
                if time.monotonic() > deadline:
                    return
                with own.transaction():
                    for statement in _BARE:
                        own.execute(statement, {"id": dossier_id, "agency": agency})
                counts[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - began)
