"""Finding among the whole national catalogue, where its file is here: the search, and its page."""

from __future__ import annotations

import gzip
import os
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.db import connection

from bench.figures import Figure, duration, percentile
from bench.stage import send
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.procedures.actions import Received, import_records
from motcua.procedures.base.finding.everyday import shipped_phrases
from motcua.procedures.base.national.records import read_record
from motcua.procedures.models import Procedure
from motcua.procedures.queries import find_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.stage import Stage

_BESIDE = Path(__file__).parents[2] / "shared" / "data"
_PAGE = "GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n"
_FIVE_THOUSAND = 5000
_WARM = 16


def finding(stage: Stage) -> Iterator[Figure]:
    """Search by words of names and by everyday phrases, beside one look-up and a bare page."""
    file = Path(os.environ.get("MOTCUA_SHARED_DATA") or _BESIDE) / "procedures.jsonl.gz"
    if not file.is_file():
        return
    if Procedure.objects.count() < _FIVE_THOUSAND:
        with gzip.open(file) as lines:
            records = [Received(*read_record(line)) for line in lines]
        for _told in import_records(actor=SYSTEM, records=records, now=clock.now()):
            pass
    count, rng = float(Procedure.objects.count()), random.Random(1)
    asked = _asked(stage.size.requests, rng)
    codes = rng.choices(list(Procedure.objects.values_list("code", flat=True)), k=len(asked))
    find_codes(asked[0])
    rounds = [_timed(asked, find_codes) for _ in range(stage.size.rounds)]
    floors = [_timed(codes, _look_up) for _ in range(stage.size.rounds)]
    connection.close()
    yield duration("finding_p95", _p95s(rounds), _p95s(floors), procedures=count)
    addresses = [f"/procedures?q={quote(words)}" for words in asked]
    # Each web process reads the words at its first search: that is not measured.
    send(stage.node.port, [_requests(addresses[:_WARM]) for _ in range(_WARM)]).expect(200)
    pages = [_opened(stage, addresses) for _ in range(stage.size.rounds)]
    bare = [_opened(stage, ["/help"] * len(asked)) for _ in pages]
    yield duration("finding_page_p95", pages, bare, procedures=count)


def _asked(count: int, rng: random.Random) -> list[str]:
    """Give as many words of names in their order as everyday phrases."""
    phrases, names = list(shipped_phrases()), list(Procedure.objects.values_list("search_text"))
    found = []
    for (name,) in rng.choices(names, k=count // 2):
        words = name.split()
        places = sorted(rng.sample(range(len(words)), min(3, len(words))))
        found.append(" ".join(words[place] for place in places))
    return [*found, *rng.choices(phrases, k=count - len(found))]


def _timed(asked: Sequence[str], act: Callable[[str], object]) -> list[float]:
    took = []
    for each in asked:
        began = time.perf_counter()
        act(each)
        took.append(time.perf_counter() - began)
    return took


def _look_up(code: str) -> object:
    return Procedure.objects.filter(code=code).values_list("pk", flat=True).first()


def _p95s(rounds: Sequence[Sequence[float]]) -> list[float]:
    return [1000 * percentile(each, 0.95) for each in rounds]


def _opened(stage: Stage, paths: Sequence[str]) -> float:
    return send(stage.node.port, [_requests(paths)]).expect(200).at(0.95)


def _requests(paths: Sequence[str]) -> Iterator[bytes]:
    return (_PAGE.format(path).encode() for path in paths)
