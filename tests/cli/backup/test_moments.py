"""Restored to a moment, everything that was acknowledged by then is there, or it is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import psycopg
import pytest

from motcua.cli.backup.plan import plan
from motcua.cli.speech import Refused

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from tests.cli.backup.conftest import Backups, SmallNode

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(300)]


def end_segment(node: SmallNode) -> None:
    """Begin the next segment of the log, as a busy node does by itself."""
    with psycopg.connect(node.source.sql, autocommit=True) as connection:
        connection.execute("SELECT pg_switch_wal()")


def test_a_segment_that_began_before_the_moment_and_was_sent_again_after_it_is_read(
    backups: Backups, tmp_path: Path
) -> None:
    node = backups.node
    backups.base()
    with backups.shipping() as shipping:
        first = node.take(b"in a segment that ends")
        end_segment(node)
        second = node.take(b"in the one after it, before the moment")
        moment = node.now()
        shipping.round()
        node.take(b"after the moment")
        shipping.round()
        end_segment(node)
        node.take(b"long after the moment")
        shipping.round()

    assert backups.restore(tmp_path / "then", moment) == {first, second}

    # The end that is at the place, and nothing less, is what the log must reach.
    partial = max(name for name in backups.place.names() if "/wal/" in name)
    content = backups.place.get(partial)
    backups.place.delete(partial)
    with pytest.raises(Refused, match=r"Nhật ký dừng|The log ends"):
        backups.restore(tmp_path / "short")
    backups.place.put(partial, content)
    for name in [name for name in backups.place.names() if "/wal/" in name][:2]:
        backups.place.delete(name)
    with pytest.raises(Refused, match=r"mà bản gốc cần|which the base needs"):
        backups.restore(tmp_path / "begun")


def test_a_segment_that_ends_while_a_round_looks_is_sent_in_that_round(
    backups: Backups, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    node = backups.node
    backups.base()
    with backups.shipping() as shipping:
        receiver = shipping._receiver
        name = node.take(b"acknowledged")
        there = receiver.partial

        def ends_then() -> Path | None:
            found = there()
            end_segment(node)
            node.take(b"so that the segment after it begins")
            with psycopg.connect(node.source.sql) as connection:
                row = connection.execute(
                    "SELECT (pg_current_wal_flush_lsn() - '0/0')::bigint"
                ).fetchone()
            assert row is not None
            receiver.wait_for(row[0])
            return found

        monkeypatch.setattr(receiver, "partial", ends_then)
        done = shipping.round()
    moment = done.at

    assert name in backups.restore(tmp_path / "then", moment)


def test_of_two_nodes_that_ship_to_one_place_one_must_be_chosen(backups: Backups) -> None:
    backups.base()
    first = backups.notes.chain()
    copied = {name: backups.place.get(name) for name in backups.place.names()}
    backups.notes.begin(backups.node.now())
    backups.base()
    second = backups.notes.chain()
    chosen = plan(backups.place, backups.recovery, None)
    assert chosen.chain.name == second  # the first had ended before

    backups.notes.write("chain", {"name": first})
    backups.round()  # it had not: it ships on
    assert set(copied) <= set(backups.place.names())
    with pytest.raises(Refused, match=f"{first}.*{second}"):
        plan(backups.place, backups.recovery, None)
    assert plan(backups.place, backups.recovery, None, first).chain.name == first


def test_a_moment_that_happened_twice_is_refused_until_a_base_tells_which(
    backups: Backups,
) -> None:
    backups.base()
    before = backups.notes.reached()
    assert before is not None
    ahead = before.at + timedelta(minutes=10)  # the clock had been ten minutes fast
    backups.notes.reach(type(before)(ahead, before.lsn))
    done = backups.round()
    assert done.is_set_back
    backups.round()

    def chosen(to: datetime) -> str:
        return plan(backups.place, backups.recovery, to).base

    with pytest.raises(Refused, match=r"vặn lùi|put back"):
        chosen(backups.notes.reached().at)  # type: ignore[union-attr]
    assert plan(backups.place, backups.recovery, None).base
    taken = backups.base()
    assert not taken.is_set_back
    backups.round()
    assert chosen(backups.notes.reached().at) == max(backups.notes.bases())  # type: ignore[union-attr]
