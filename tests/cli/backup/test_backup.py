"""What was acknowledged comes back from a backup, up to the moment that is asked for."""

from __future__ import annotations

import json
import os
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import psycopg
import pytest

from motcua.cli.backup import bases, keys, looking
from motcua.cli.backup.pieces import Damaged
from motcua.cli.backup.plan import plan
from motcua.cli.backup.restoring import Restoring
from motcua.cli.backup.source import source
from motcua.cli.speech import Refused
from motcua.kernel import clock
from motcua.kernel.postgres import Server
from tests.cli.backup.conftest import Backups, SmallNode

if TYPE_CHECKING:
    from pathlib import Path

    from motcua.cli.backup.places import Bucket, Folder

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(300)]


def test_a_lost_node_comes_back_as_it_was_at_the_end_and_at_a_moment(
    backups: Backups, tmp_path: Path
) -> None:
    node = backups.node
    first = node.take(b"in the base")
    backups.base()
    second = node.take(os.urandom(100_000))
    moment = node.now()
    third = node.take(b"after the moment")
    node.drop(first)
    backups.round()

    assert backups.restore(tmp_path / "then", moment) == {first, second}
    assert backups.restore(tmp_path / "last") == {second, third}
    keys_of_the_node = (node.source.data / "keys" / "seal.json").read_bytes()
    assert (tmp_path / "last" / "keys" / "seal.json").read_bytes() == keys_of_the_node


def test_the_same_in_a_bucket(
    node: SmallNode, bucket: Bucket, recovery: keys.Opening, tmp_path: Path
) -> None:
    backups = Backups(node, bucket, recovery)
    kept = node.take(os.urandom(50_000))
    backups.base()
    later = node.take(b"later")
    backups.round()

    assert backups.restore(tmp_path / "back") == {kept, later}
    assert list(looking.damaged(bucket, recovery, lambda _text: None)) == []
    bucket.delete("nothing/of/that/name")  # as in a folder: no fault


def test_a_file_is_sent_once(backups: Backups) -> None:
    backups.node.take(b"once")
    assert backups.base().files == 1
    assert backups.base().files == 0
    backups.node.take(b"new")
    assert backups.round().files == 1


def test_nobody_reads_or_changes_a_piece_without_being_noticed(
    backups: Backups, tmp_path: Path
) -> None:
    backups.node.take(b"Nguyen Van An 001203004567")
    backups.base()
    pieces = sorted(path for path in (tmp_path / "place").rglob("*") if path.is_file())
    assert all(b"001203004567" not in path.read_bytes() for path in pieces)

    victim = next(path for path in pieces if "/files/" in str(path))
    raw = bytearray(victim.read_bytes())
    raw[-5] ^= 1
    victim.write_bytes(raw)
    told = list(looking.damaged(backups.place, backups.recovery, lambda _text: None))
    assert len(told) == 1
    assert victim.name in told[0]
    with pytest.raises(Damaged):
        backups.restore(tmp_path / "back")

    other = next(path for path in pieces if "/base/" in str(path))
    victim.write_bytes(other.read_bytes())
    with pytest.raises(Damaged, match=r"đó là mảnh|it is the piece"):
        backups.restore(tmp_path / "again")


def test_a_stranger_s_key_opens_nothing(backups: Backups, tmp_path: Path) -> None:
    backups.base()
    lines = (tmp_path / "recovery.key").read_text().splitlines()
    stranger = tmp_path / "stranger.key"
    other = tmp_path / "elsewhere"
    shutil.copytree(backups.node.source.data / "keys", other / "keys")
    keys.make(other, stranger)
    with pytest.raises(Refused, match=r"không mở được|does not open"):
        plan(backups.place, keys.opening(stranger), None)

    node_line = next(line for line in stranger.read_text().splitlines() if "# node" in line)
    assert node_line in lines  # the same node; only the secret differs
    stranger.write_text("nothing of the kind")
    with pytest.raises(Refused, match=r"không phải khóa|no recovery key"):
        keys.opening(stranger)


def test_a_recovery_key_is_never_written_into_the_node(node: SmallNode) -> None:
    with pytest.raises(Refused):
        keys.make(node.source.data, node.source.data / "keys" / "recovery.key")
    assert not (node.source.data / "keys" / "recovery.key").exists()


def test_nobody_else_may_read_what_lies_beside_the_node_s_keys(backups: Backups) -> None:
    lying = sorted((backups.node.source.data / "keys").iterdir())
    assert keys.RECIPIENTS in [one.name for one in lying]
    assert [one.name for one in lying if one.stat().st_mode & 0o077] == []


def test_a_moment_before_or_after_the_backups_is_refused_in_a_sentence(backups: Backups) -> None:
    backups.base()
    now = backups.node.now()
    with pytest.raises(Refused, match=r"trước thời điểm|before that moment"):
        plan(backups.place, backups.recovery, now - timedelta(days=1))
    with pytest.raises(Refused, match=r"chỉ tới|reach until"):
        plan(backups.place, backups.recovery, now + timedelta(days=1))


def test_a_restoration_cut_short_is_taken_up_again(backups: Backups, tmp_path: Path) -> None:
    names = {backups.node.take(f"{number}".encode()) for number in range(3)}
    backups.base()
    into = tmp_path / "back"
    cut = Restoring(
        backups.place, backups.recovery, plan(backups.place, backups.recovery, None), into
    )
    cut.begin()
    cut.database(lambda _text: None)
    cut.files(lambda _text: None)
    base = (into / "postgres" / "PG_VERSION").stat().st_ino

    said: list[str] = []
    again = Restoring(
        backups.place, backups.recovery, plan(backups.place, backups.recovery, None), into
    )
    again.begin()
    again.database(said.append)
    again.files(said.append)
    assert said == []  # nothing of it was fetched twice
    assert (into / "postgres" / "PG_VERSION").stat().st_ino == base
    assert backups.restore(into) == names


@pytest.mark.drill
def test_a_gap_in_the_log_begins_a_chain_of_its_own(backups: Backups, tmp_path: Path) -> None:
    backups.base()
    first = backups.notes.chain()
    with backups.shipping():
        pass
    assert backups.notes.chain() == first  # stopped and started: the server kept the log for us
    with backups.shipping() as shipping:
        shipping._receiver.forget()  # as the server does past `max_slot_wal_keep_size`
    kept = backups.node.take(b"after the gap")
    backups.base()

    assert backups.notes.chain() != first
    assert backups.restore(tmp_path / "back") == {kept}


def test_a_segment_that_is_missing_is_said_rather_than_restored_up_to(
    backups: Backups, tmp_path: Path
) -> None:
    backups.base()
    for _ in range(3):
        with psycopg.connect(backups.node.source.sql, autocommit=True) as connection:
            connection.execute("SELECT pg_switch_wal()")
        backups.node.take(os.urandom(10))
        backups.round()
    whole = [name for name in backups.place.names() if "/wal/" in name and "partial" not in name]
    backups.place.delete(whole[-2])

    with pytest.raises(Refused, match=r"thiếu đoạn|segment is missing"):
        backups.restore(tmp_path / "back")
    told = list(looking.damaged(backups.place, backups.recovery, lambda _text: None))
    assert len(told) == 1


def test_a_given_server_is_backed_up_by_an_account_that_may_copy_it(
    node: SmallNode, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = Server(node.source.data).urls.owner
    monkeypatch.setenv("MOTCUA_DATA", str(node.source.data))
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        monkeypatch.setenv(name, owner)
    with psycopg.connect(node.source.sql) as connection:
        connection.execute("CREATE TABLE kernel_auditrow ()")
        for table in ("kernel_blob", "kernel_storedfile", "kernel_auditlog", "kernel_auditrow"):
            connection.execute(f"ALTER TABLE {table} OWNER TO motcua_owner".encode())
    with pytest.raises(Refused, match="REPLICATION"), source():
        pass
    with psycopg.connect(node.source.sql) as connection:
        connection.execute("ALTER ROLE motcua_owner REPLICATION")
    with pytest.raises(Refused, match="pg_monitor"), source():
        pass
    with psycopg.connect(node.source.sql) as connection:
        connection.execute("GRANT pg_monitor TO motcua_owner")

    recovery = node.source.data.with_name("recovery.key")
    keys.make(node.source.data, recovery)
    with source() as given:
        assert given.sql == owner
        backups = Backups(SmallNode(given), folder, keys.opening(recovery))
        kept = backups.node.take(b"kept")
        backups.base()
    assert backups.restore(node.source.data.with_name("back")) == {kept}


def test_what_no_moment_needs_is_deleted_and_all_else_is_not(
    backups: Backups, tmp_path: Path
) -> None:
    node, notes = backups.node, backups.notes
    gone, kept = node.take(b"gone"), node.take(b"kept" * 1000)
    backups.base()
    old = max(notes.bases())
    node.drop(gone)
    backups.base()
    later = clock.system_now() + timedelta(days=20)

    assert bases.prune(node.source, backups.place, notes, now=later, days=35) == 0
    # The youngest base older than the days kept carries the oldest moment of them.
    later = clock.system_now() + timedelta(days=40)
    assert bases.prune(node.source, backups.place, notes, now=later, days=35) > 0
    left = looking.chains(backups.place)[0]
    assert left.bases == sorted(notes.bases())
    assert old not in left.bases
    (notes.folder / "known").unlink()
    backups.base()  # all files anew; the packs before go when their days are over
    assert len(looking.chains(backups.place)[0].below("files")) == 2
    for days in (40, 80):
        bases.prune(node.source, backups.place, notes, now=later + timedelta(days=days), days=35)
    assert len(looking.chains(backups.place)[0].below("files")) == 1
    assert backups.restore(tmp_path / "back") == {kept}


def test_a_file_that_is_damaged_in_the_store_is_counted_not_shipped(backups: Backups) -> None:
    name = backups.node.take(b"whole")
    path = backups.node.source.data / "files" / name[:2] / name[2:4] / name
    path.write_bytes(b"other")
    done = backups.base()
    assert (done.files, done.missing) == (0, 1)


@pytest.mark.drill
def test_heads_of_the_log_after_the_moment_are_set_aside(backups: Backups, tmp_path: Path) -> None:
    node = backups.node
    folder = node.source.data / "tree-heads"
    folder.mkdir()
    day = folder / "2026-11-23.jsonl"
    day.write_text(json.dumps({"agency": 1, "size": 5}) + "\n")
    with psycopg.connect(node.source.sql) as connection:
        connection.execute("INSERT INTO kernel_auditlog VALUES (1, 5)")
    backups.base()
    moment = node.now()
    with psycopg.connect(node.source.sql) as connection:
        connection.execute("UPDATE kernel_auditlog SET size = 9")
    with day.open("a") as handle:
        handle.write(json.dumps({"agency": 1, "size": 9}) + "\n")
    backups.round()

    backups.restore(tmp_path / "then", moment)
    kept = (tmp_path / "then" / "tree-heads" / day.name).read_text()
    aside = (tmp_path / "then" / "tree-heads-after" / day.name).read_text()
    assert [json.loads(line)["size"] for line in kept.splitlines()] == [5]
    assert [json.loads(line)["size"] for line in aside.splitlines()] == [9]
    backups.restore(tmp_path / "last")
    assert (tmp_path / "last" / "tree-heads" / day.name).read_text() == day.read_text()
