"""A place that refuses, or a base that is killed, in the middle: said, behind, and nothing half."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import boto3
import httpx
import pytest

from motcua.cli.backup import bases, keys
from motcua.cli.backup.looking import chains
from motcua.cli.backup.places import Bucket, Folder, PlaceFailed
from motcua.cli.backup.plan import plan
from motcua.cli.speech import Refused
from motcua.kernel import backups as far
from tests.cli.backup.conftest import Backups
from tests.cli.backup.test_interrupted import often, streaming, wait_until_shipped

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.backup.conftest import SmallNode

__all__ = ["often"]

pytestmark = [pytest.mark.enable_socket, pytest.mark.timeout(300), pytest.mark.promise("P16")]

_KILLED = """
import os, signal, sys
from pathlib import Path
from motcua.cli.backup import bases, keys
from motcua.cli.backup.notes import Notes
from motcua.cli.backup.places import Folder
from motcua.cli.backup.source import Source
from motcua.kernel.postgres import find_programs
data, url, place = Path(sys.argv[1]), sys.argv[2], Folder(Path(sys.argv[3]))
source = Source(data, url, url, find_programs())
bases.LARGEST = 1024**2

def note(_text):
    # Once some of it lies at the place, however fast it came there.
    if any("/base/" in name for name in place.names()):
        os.kill(os.getpid(), signal.SIGKILL)

bases.take(source, place, keys.closing(data), Notes(data).chain(), note)
"""


class Doors:
    """Who may use the bucket: access keys of one person, written where boto3 looks for them."""

    def __init__(self, address: str, file: Path) -> None:
        self._address, self._file = address, file
        self._people = boto3.client("iam", endpoint_url=address)
        self._people.create_user(UserName="nut-1")
        everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        self._people.put_user_policy(
            UserName="nut-1",
            PolicyName="all",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [everything]}),
        )

    def are_guarded(self, *, guarded: bool) -> None:
        count = "0" if guarded else "inf"
        httpx.post(f"{self._address}/moto-api/reset-auth", content=count).raise_for_status()

    def give_key(self) -> str:
        """Make a key and write it down; give its name."""
        made = self._people.create_access_key(UserName="nut-1")["AccessKey"]
        told = (made["AccessKeyId"], made["SecretAccessKey"])
        lines = "[default]\naws_access_key_id = {}\naws_secret_access_key = {}\n"
        self._file.write_text(lines.format(*told))
        return str(made["AccessKeyId"])

    def take_away(self, key: str) -> None:
        self.are_guarded(guarded=False)
        self._people.delete_access_key(UserName="nut-1", AccessKeyId=key)
        self.are_guarded(guarded=True)


@pytest.mark.usefixtures("often")
def test_keys_that_are_taken_away_are_said_and_new_ones_are_found_without_a_new_start(
    node: SmallNode,
    recovery: keys.Opening,
    bucket: Bucket,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    doors = Doors(bucket._endpoint, tmp_path / "keys")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "keys"))
    first = doors.give_key()
    doors.are_guarded(guarded=True)
    backups = Backups(node, bucket, recovery)
    kept = {node.take(b"before")}
    backups.base()
    with streaming(backups) as stream:
        wait_until_shipped(backups)
        doors.take_away(first)
        kept.add(node.take(b"while nothing is taken in"))
        deadline = time.monotonic() + 60
        while not stream._said:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        reached = backups.notes.reached()
        assert reached is not None
        assert reached.at < node.now()
        # The console, the doctor and the metrics tell from this how much would be lost.
        told = far.Backups(are_set=True, reached=reached.at)
        assert told.are_late(reached.at + far.LATE + timedelta(seconds=1))
        doors.are_guarded(guarded=False)
        doors.give_key()
        doors.are_guarded(guarded=True)
        wait_until_shipped(backups)
    said = capsys.readouterr().out
    assert said.count("không nhận khóa truy cập") == 1
    assert "InvalidAccessKeyId" in said
    assert "Sao lưu lại chạy" in said
    assert backups.restore(tmp_path / "back") == kept


class Failing(Folder):
    """A place that refuses everything after so many pieces."""

    left = 2

    def put(self, name: str, content: bytes) -> None:
        if "/base/" in name:
            self.left -= 1
            if self.left < 0:
                raise PlaceFailed("Nơi sao lưu từ chối.", "The place refuses.")
        super().put(name, content)


def test_a_base_that_is_refused_in_the_middle_is_none(
    node: SmallNode, recovery: keys.Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bases, "LARGEST", 1024**2)
    kept = {node.take(b"before")}
    half = Backups(node, Failing(tmp_path / "place"), recovery)
    with pytest.raises(PlaceFailed, match=r"từ chối|refuses"):
        half.base()
    _is_no_base(half)
    _comes_whole(Backups(node, Folder(tmp_path / "place"), recovery), kept, tmp_path)


def test_a_base_that_was_killed_in_the_middle_is_none(backups: Backups, tmp_path: Path) -> None:
    node = backups.node
    kept = {node.take(b"before")}
    with backups.shipping() as shipping:
        shipping.round()
    words = (str(node.source.data), node.source.sql, str(tmp_path / "place"))
    answer = subprocess.run([sys.executable, "-c", _KILLED, *words], check=False)
    assert answer.returncode == -signal.SIGKILL
    _is_no_base(backups)
    _comes_whole(backups, kept, tmp_path)


def _is_no_base(backups: Backups) -> None:
    """See pieces of a base at the place that nobody takes for a whole one."""
    assert [name for name in backups.place.names() if "/base/" in name]
    assert [list(each.bases) for each in chains(backups.place)] in ([], [[]])
    assert backups.notes.bases() == {}
    with pytest.raises(Refused):
        plan(backups.place, backups.recovery, None)


def _comes_whole(backups: Backups, kept: set[str], tmp_path: Path) -> None:
    """Make another base; it is restored, and the next pruning throws the pieces away."""
    halves = {name for name in backups.place.names() if "/base/" in name}
    backups.base()
    assert backups.restore(tmp_path / "back") == kept
    now = backups.node.now()
    bases.prune(backups.node.source, backups.place, backups.notes, now=now, days=3)
    assert halves.isdisjoint(backups.place.names())


def test_a_lost_recovery_key_is_named_and_what_it_means(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        keys.opening(tmp_path / "lost.key")
    said = str(refusal.value.message)
    assert str(tmp_path / "lost.key") in said
    assert "không mở được bản sao lưu nào" in said or "no backup can be opened" in said
