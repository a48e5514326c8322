"""Files are judged in processes that are limited, replaced when they fail, and hold no secrets."""

from __future__ import annotations

import os
import signal
import threading
import time
import zlib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from motcua.signatures.verdicts import worker
from motcua.signatures.verdicts.findings import Conclusion, Verdict
from motcua.signatures.verdicts.pool import LARGEST, Pool
from tests.signatures.conftest import AT

if TYPE_CHECKING:
    from collections.abc import Generator

    from motcua.signatures.verdicts.trust import Trust

NOW = AT + timedelta(hours=1)


@pytest.fixture(scope="module")
def pool() -> Generator[Pool]:
    made = Pool(size=1)
    yield made
    made.close()


def ask(pool: Pool, data: bytes, trust: Trust) -> Verdict:
    return pool.judge(data, kind="pdf", trust=trust, at=NOW)


def the_process(pool: Pool) -> Any:
    return pool._places.queue[-1]


def test_the_answer_is_the_same_as_in_this_process(
    pool: Pool, signed: bytes, trust: Trust, judged: Any
) -> None:
    assert ask(pool, signed, trust) == judged(signed)


def test_a_process_serves_many_files(pool: Pool, signed: bytes, trust: Trust) -> None:
    ask(pool, signed, trust)
    before = the_process(pool).process.pid
    for _ in range(5):
        assert ask(pool, signed, trust).verdict is Conclusion.VALID
    assert the_process(pool).process.pid == before


def test_a_killed_process_is_replaced(pool: Pool, signed: bytes, trust: Trust) -> None:
    ask(pool, signed, trust)
    os.kill(the_process(pool).process.pid, signal.SIGKILL)
    time.sleep(0.1)
    assert ask(pool, signed, trust).verdict is Conclusion.VALID


def test_a_process_that_hangs_is_given_up_and_replaced(
    signed: bytes, trust: Trust, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Pool(size=1)
    try:
        ask(own, signed, trust)
        os.kill(the_process(own).process.pid, signal.SIGSTOP)
        with monkeypatch.context() as impatient:
            impatient.setattr(worker, "SECONDS", 1)
            assert ask(own, signed, trust).reason == "too-slow"
        assert ask(own, signed, trust).verdict is Conclusion.VALID
    finally:
        own.close()


def test_a_file_beyond_the_limit_is_not_read(pool: Pool, trust: Trust) -> None:
    assert ask(pool, bytes(LARGEST + 1), trust).reason == "too-large"


def _bomb() -> bytes:
    packed = zlib.compress(zlib.compress(bytes(400_000_000), 9), 9)
    head = b"%PDF-1.7\n1 0 obj\n<</Type/XRef/Size 2/W[1 2 1]/Root 1 0 R/Filter"
    return (
        head + b"[/FlateDecode/FlateDecode]/Length %d>>\nstream\n" % len(packed)
        + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF"
    )  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\n" + b"[" * 200_000 + b"\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\n" + b"<<" * 200_000 + b"\nstartxref\n9\n%%EOF",
        (
            b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\n"
            b"startxref\n9\n%%EOF"
        ),
        _bomb(),
    ],
    ids=["empty", "arrays", "dictionaries", "loop", "bomb"],
)
def test_bombs_and_loops_are_indeterminate_in_bounded_time_and_memory(
    pool: Pool, trust: Trust, data: bytes
) -> None:
    began = time.monotonic()
    assert ask(pool, data, trust).verdict is Conclusion.INDETERMINATE
    assert time.monotonic() - began < worker.SECONDS + 20


def test_the_process_stays_within_its_memory(pool: Pool, signed: bytes, trust: Trust) -> None:
    ask(pool, signed, trust)
    status = Path(f"/proc/{the_process(pool).process.pid}/status").read_text()
    peak = int(status.split("VmHWM:")[1].split()[0])
    assert peak * 1024 < worker.MEMORY


def test_the_process_knows_none_of_the_nodes_secrets(
    pool: Pool, signed: bytes, trust: Trust
) -> None:
    ask(pool, signed, trust)
    environment = Path(f"/proc/{the_process(pool).process.pid}/environ").read_bytes()
    assert b"DATABASE" not in environment
    assert b"MOTCUA" not in environment


def test_threads_share_the_processes(pool: Pool, signed: bytes, trust: Trust) -> None:
    answers: list[Verdict] = []
    threads = [
        threading.Thread(target=lambda: answers.append(ask(pool, signed, trust))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [verdict.verdict for verdict in answers] == [Conclusion.VALID] * 4
