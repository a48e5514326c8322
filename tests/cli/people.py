"""People who file, send files and read pages of a node over HTTP, until they are told to end."""

from __future__ import annotations

import itertools
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from motcua.demo.prove.wire import Answer, Crowd, Patience
from tests.cli.test_payment_drills import said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DONE = (200, 201)
FILE, SEND = b"POST /api/v1/dossiers ", b"POST /api/v1/files "
# Each has so much to file that nobody ends before he is told to.
_EACH = 1500
_THOUGHT = 0.4
_PAGES = ("/", "/procedures?q=khai+sinh", "/track", "/help", "/accounts/login/", "/verify")
_PREPARED = """
import json, pathlib
from motcua.demo.build import found_the_world
from motcua.demo.prove import filings
from motcua.kernel import clock
found_the_world()
people = filings.filers({filers} + {senders})
with_papers = filings.with_uploads({port}, people[:{filers}])
patterns = filings.patterns(seed=clock.now().day)
filed = [[one.decode() for one in filings.requests_of(each, patterns, "{run}", iter(range({each})))]
         for each in with_papers]
sent = [[filings.upload(each, 100 + number).decode("latin-1") for number in range({each})]
        for each in people[{filers}:]]
pathlib.Path({into!r}).write_text(json.dumps([filed, sent]))
print("SAID", "0")
"""
_THERE = """
import json
from motcua.demo.prove import recount
codes, bills = recount.codes(), recount.bills("api:%:{run}-%")
print("SAID", json.dumps({{
    "there": sorted(recount.public_ids("api:%:{run}-%")),
    "partial": recount.incomplete("api:%:{run}-%", 3),
    "codes": codes.gaps + codes.doubles,
    "bills": bills.wrong + bills.doubled,
}}))
"""


@dataclass(frozen=True)
class Recounted:
    """What tables hold against what people were told."""

    lost: int
    doubled: int
    wrong: int


@dataclass
class People:
    """Those who file, those who send files and those who read; what they heard, while what was so.

    `now` is what goes on at the moment, in a word; an answer is kept with the word of the moment at
    which it came.
    """

    port: int
    filed: list[list[str]]
    sent: list[list[str]]
    readers: int = 1
    heard: list[tuple[str, Answer]] = field(default_factory=list)
    now: str = ""
    had_nothing_left: bool = False

    @classmethod
    def prepared(
        cls, environment: dict[str, str], into: Path, run: str, *, filers: int, senders: int
    ) -> People:
        """Make the world of a node that runs, and what its people will send."""
        port = int(environment["PORT"])
        words = {"filers": filers, "senders": senders, "port": port, "run": run, "each": _EACH}
        said(environment, _PREPARED.format(**words, into=str(into)))
        return cls(port, *json.loads(into.read_text()))

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Have them all at it until the block ends."""
        ended = threading.Event()
        streams = [self._until(ended, each, "utf-8") for each in self.filed]
        streams += [self._until(ended, each, "latin-1") for each in self.sent]
        pages = [f"GET {page} HTTP/1.1\r\nHost: localhost\r\n\r\n" for page in _PAGES]
        streams += [_reading(ended, pages) for _ in range(self.readers)]
        crowd = Crowd(self.port, streams, self._hear, think=lambda: _THOUGHT)
        all_of_them = threading.Thread(target=crowd.run)
        all_of_them.start()
        try:
            yield
        finally:
            ended.set()
            all_of_them.join()

    def answers(self, now: str, path: bytes = b"") -> list[Answer]:
        """Give what was heard while something was so, of all or of one kind of request."""
        return [
            one for then, one in list(self.heard) if then == now and one.request.startswith(path)
        ]

    def done(self, now: str, path: bytes = b"") -> list[Answer]:
        """Give which of these were told that it was done."""
        return [one for one in self.answers(now, path) if one.status in DONE]

    def come_back(self) -> list[Answer]:
        """Have whoever was not told that it was done send it again, the same; give the answers."""
        later = [one.request for _, one in self.heard if one.status not in DONE]
        answers: list[Answer] = []
        patience = Patience(tries=60, pause=1.0)
        Crowd(self.port, [iter(later)], answers.append, patience).run()
        self.heard += [("later", one) for one in answers]
        return answers

    def unwell(self) -> list[tuple[str, int, bytes]]:
        """Give the answers that are not what they should be, and while what was so."""
        wrong = [(so, one) for so, one in self.heard if not is_well(one)]
        return [(so, one.status, one.request[:60] + b": " + one.body[:200]) for so, one in wrong]

    def recount(self, environment: dict[str, str], run: str) -> Recounted:
        """Compare what the node holds with what it told."""
        end = said(environment, _THERE.format(run=run))
        assert isinstance(end, dict)
        kept = [one for _, one in self.heard if one.status in DONE]
        told = {json.loads(one.body)["id"] for one in kept if one.request.startswith(FILE)}
        there = set(end["there"])
        wrong = end["partial"] + end["codes"] + end["bills"]
        return Recounted(len(told - there), len(there - told), wrong)

    def _hear(self, answer: Answer) -> None:
        self.heard.append((self.now, answer))

    def _until(self, ended: threading.Event, requests: list[str], code: str) -> Iterator[bytes]:
        for each in requests:
            if ended.is_set():
                return
            yield each.encode(code)
        self.had_nothing_left = True


def is_well(answer: Answer) -> bool:
    """Say whether an answer is what it should be: done, or in words that say when to come back."""
    if answer.status in DONE:
        return True
    is_later = answer.status in {429, 503} and answer.retry_after is not None
    if answer.request.startswith(b"GET "):
        return is_later and b"<h1" in answer.body
    return is_later and bool(json.loads(answer.body)["detail"])


def _reading(ended: threading.Event, pages: list[str]) -> Iterator[bytes]:
    for each in itertools.cycle(pages):
        if ended.is_set():
            return
        yield each.encode()
