"""The floor under filing: the same SQL function, called straight on the database."""

from __future__ import annotations

import threading
import time
import uuid
from typing import TYPE_CHECKING

import psycopg

from motcua.dossiers.actions.statement import STATEMENT, Filing, Submission, arguments
from motcua.identity.models import Account
from motcua.identity.queries import actor_for
from motcua.kernel import clock
from motcua.procedures import queries as catalogue
from motcua.procedures.enums import Channel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from motcua.demo.prove.filings import Filer, Pattern

_KEY = 0
_WARM_UP = 12
_MOST_PATTERNS = 20


def straight(
    url: str, people: Sequence[Filer], patterns: Sequence[Pattern], seconds: float
) -> float:
    """Give the filings a second of one connection for each filer, arguments made beforehand.

    The statement is prepared and its plans are made before the clock runs.
    """
    callers = [_Caller(url, _batch(filer, patterns[:_MOST_PATTERNS])) for filer in people]
    ready = threading.Barrier(len(callers) + 1)
    threads = [threading.Thread(target=each.call, args=(ready, seconds)) for each in callers]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.monotonic()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    for each in callers:
        if each.failure is not None:
            raise each.failure
    return sum(each.count for each in callers) / took


class _Caller:
    """One connection that files one dossier after the other."""

    def __init__(self, url: str, batch: list[list[object]]) -> None:
        self._url = url
        self._batch = batch
        self.count = 0
        self.failure: Exception | None = None

    def call(self, ready: threading.Barrier, seconds: float) -> None:
        try:
            with psycopg.connect(self._url, autocommit=True) as connection:
                for number in range(_WARM_UP):
                    self._file(connection, number)
                ready.wait()
                deadline = time.monotonic() + seconds
                while time.monotonic() < deadline:
                    self._file(connection, self.count)
                    self.count += 1
        except Exception as error:  # noqa: BLE001 - raised where the threads are joined
            self.failure = error
            ready.abort()

    def _file(self, connection: psycopg.Connection[tuple[object, ...]], number: int) -> None:
        values = self._batch[number % len(self._batch)]
        (place,) = (place for place, one in enumerate(values) if isinstance(one, uuid.UUID))
        values[_KEY], values[place] = f"floor:{uuid.uuid4()}", uuid.uuid4()
        row = connection.execute(STATEMENT, values, prepare=True).fetchone()
        assert row is not None
        assert row[0] == "created", row


def _batch(filer: Filer, patterns: Sequence[Pattern]) -> list[list[object]]:
    now = clock.now()
    actor = actor_for(Account.objects.get(pk=filer.account_id), now)
    batch: list[list[object]] = []
    for pattern in patterns:
        offering = catalogue.offering(pattern.offering_id)
        papers = zip(pattern.papers, map(uuid.UUID, filer.uploads), strict=True)
        filing = Filing(pattern.offering_id, Channel.ONLINE, "vi", pattern.answers, tuple(papers))
        clean = dict(pattern.answers)
        rules = catalogue.rules(offering.version_id)
        asked = rules.papers(clean, Channel.ONLINE, clock.civil_date(now))
        limits = {row.code: row.paper for row in asked}
        submission = Submission(filing, clean, "", None, uuid.uuid4(), now, limits)
        batch.append(list(arguments(submission, actor, offering, rules)))
    return batch
