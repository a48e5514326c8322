"""Shipping that is interrupted goes on by itself, says so, and what is missing is named."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg
import pytest

from motcua.cli.backup import looking
from motcua.cli.backup.places import Bucket, Folder, Missing, PlaceFailed
from motcua.cli.backup.streaming import Streaming
from motcua.cli.speech import Refused
from tests.cli.backup.conftest import Backups

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from motcua.cli.backup import keys
    from tests.cli.backup.conftest import SmallNode
    from tests.drilling import Drill

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(300)]

_PATIENCE = 120.0


@contextmanager
def streaming(backups: Backups) -> Iterator[Streaming]:
    """Ship for good, as `motcua backup stream` does."""
    stream = Streaming(
        backups.node.source,
        backups.place,
        backups.closing,
        backups.notes,
        start_base=lambda: subprocess.Popen(["true"]),
    )
    shipping = threading.Thread(target=stream.run)
    shipping.start()
    try:
        yield stream
    finally:
        stream.stop()
        shipping.join()


def wait_until_shipped(backups: Backups) -> float:
    """Wait until everything of this moment is at the place; give the seconds it took."""
    moment, began = backups.node.now(), time.monotonic()
    while (reached := backups.notes.reached()) is None or reached.at < moment:
        assert time.monotonic() - began < _PATIENCE
        time.sleep(0.05)
    return time.monotonic() - began


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_BACKUP_SECONDS", "1")


@pytest.mark.usefixtures("often")
def test_a_place_that_cannot_be_reached_is_told_once_and_gets_all_when_it_is_back(
    backups: Backups, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = [backups.node.take(b"before")]
    backups.base()
    place, away = tmp_path / "place", tmp_path / "away"
    with streaming(backups) as stream:
        wait_until_shipped(backups)
        place.rename(away)
        place.write_text("no folder")  # as where nothing is mounted
        kept.append(backups.node.take(os.urandom(1000)))
        deadline = time.monotonic() + _PATIENCE
        while not stream._said:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        place.unlink()
        away.rename(place)
        wait_until_shipped(backups)
    said = capsys.readouterr().out
    assert said.count("Nơi sao lưu") == 1
    assert "Sao lưu lại chạy" in said
    assert backups.restore(tmp_path / "back") == set(kept)


@pytest.mark.drill
@pytest.mark.promise("P16")
@pytest.mark.usefixtures("often")
def test_a_place_that_is_full_is_told_and_gets_all_once_there_is_room(
    node: SmallNode,
    recovery: keys.Opening,
    disk: Callable[[int], Path],
    tmp_path: Path,
    drill: Drill,
) -> None:
    small = disk(200)
    backups = Backups(node, Folder(small / "place"), recovery)
    kept = {node.take(b"before")}
    backups.base()
    with streaming(backups) as stream:
        wait_until_shipped(backups)
        state = os.statvfs(small)
        (small / "filler").write_bytes(bytes(state.f_bavail * state.f_frsize))
        kept |= {node.take(os.urandom(100_000)) for _ in range(10)}
        deadline = time.monotonic() + _PATIENCE
        while "đã đầy" not in stream._said:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        (small / "filler").unlink()
        longest = wait_until_shipped(backups)
    there = backups.restore(tmp_path / "back")

    drill.counts(tried=len(kept), lost=len(kept - there), longest=longest)
    assert there == kept


@pytest.mark.drill
@pytest.mark.promise("P16")
@pytest.mark.usefixtures("often")
def test_database_and_receiver_killed_while_shipping_lose_nothing(
    backups: Backups, tmp_path: Path, drill: Drill
) -> None:
    node, longest = backups.node, 0.0
    kept = {node.take(b"before")}
    backups.base()
    with streaming(backups) as stream:
        for number in range(4):
            wait_until_shipped(backups)
            kept.add(node.take(f"acknowledged {number}".encode()))
            if number % 2:
                node.kill_database()
            else:
                process = stream._receiver._process
                assert process is not None
                process.send_signal(signal.SIGKILL)
            kept.add(node.take(f"at once after it {number}".encode()))
            longest = max(longest, wait_until_shipped(backups))
    there = backups.restore(tmp_path / "back")

    drill.counts(tried=len(kept), lost=len(kept - there), longest=longest)
    assert there == kept


def test_what_was_deleted_at_the_place_is_named_by_the_check_and_refused_by_a_restoration(
    backups: Backups, tmp_path: Path
) -> None:
    backups.node.take(b"a file")
    backups.base()
    names = backups.place.names()
    assert list(looking.damaged(backups.place, backups.recovery, str)) == []
    for kind in ("/files/", "/base/"):
        name = next(each for each in names if kind in each)
        content = backups.place.get(name)
        backups.place.delete(name)
        told = list(looking.damaged(backups.place, backups.recovery, str))
        assert [one for one in told if name in one] == told != []
        with pytest.raises(Missing, match=name):
            backups.restore(tmp_path / kind.strip("/"))
        backups.place.put(name, content)
    last = max(each for each in names if "/wal/" in each)
    backups.place.delete(last)
    (told,) = looking.damaged(backups.place, backups.recovery, str)
    assert "thiếu đoạn nhật ký cuối" in told


def test_a_bucket_that_is_not_ours_is_said_in_a_sentence_and_nothing_is_noted(
    node: SmallNode, bucket: Bucket, recovery: keys.Opening
) -> None:
    strange = Bucket("khong-phai-cua-ta", "nut-1", bucket._endpoint)
    with pytest.raises(PlaceFailed, match="NoSuchBucket"):
        Backups(node, strange, recovery).base()
    assert Backups(node, strange, recovery).notes.reached() is None
    with pytest.raises(Missing, match="nothing/there"):
        bucket.get("nothing/there")
    with pytest.raises(Refused):
        strange.names()


@pytest.mark.parametrize("turn", [1, 2])
def test_a_place_that_a_node_ships_to_meanwhile_is_checked_and_restored_without_alarm(
    backups: Backups, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, turn: int
) -> None:
    kept = {backups.node.take(b"before")}
    backups.base()
    listed, turns = backups.place.names, iter([False] * (turn - 1) + [True])

    def ships_after(prefix: str = "") -> dict[str, int]:
        """List what is there; once, at once after it, a segment ends and is shipped."""
        found = listed(prefix)
        if not next(turns, False):
            return found
        kept.add(backups.node.take(os.urandom(10)))
        with psycopg.connect(backups.node.source.sql, autocommit=True) as connection:
            connection.execute("SELECT pg_switch_wal()")
        kept.add(backups.node.take(os.urandom(10)))
        backups.round()
        return found

    monkeypatch.setattr(backups.place, "names", ships_after)
    assert list(looking.damaged(backups.place, backups.recovery, str)) == []
    turns = iter([False] * (turn - 1) + [True])
    before = set(kept)
    assert backups.restore(tmp_path / "back") >= before
