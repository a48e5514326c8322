"""The data folder: one supervisor, nobody else's files, what a killed one left."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from motcua.cli.home import Home
from motcua.cli.speech import Refused
from motcua.kernel.processes import Identity, identify, is_alive

if TYPE_CHECKING:
    from pathlib import Path

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "data")
    home.open()
    return home


def test_a_second_supervisor_on_one_folder_is_refused_in_a_sentence(home: Home) -> None:
    with home.claimed(), pytest.raises(Refused, match="đang được một bộ giám sát khác dùng"):
        home.claimed().__enter__()
    with home.claimed():
        pass  # given back


def test_two_folders_can_be_held_at_once(home: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    other.open()
    with home.claimed(), other.claimed():
        pass


def test_a_folder_with_somebody_elses_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")

    with pytest.raises(Refused, match="không phải thư mục dữ liệu"):
        Home(tmp_path).open()

    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_full_disk_is_said(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    full = SimpleNamespace(total=1, used=1, free=0)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: full)

    with pytest.raises(Refused, match="không còn đủ chỗ trống"):
        home.open()


def test_the_folder_is_private(home: Home) -> None:
    assert home.folder.stat().st_mode & 0o077 == 0
    home.write("ports", {"bank": 8001})
    assert (home.folder / "ports.json").stat().st_mode & 0o077 == 0
    assert home.read("ports") == {"bank": 8001}


def test_what_a_killed_supervisor_left_is_ended(home: Home) -> None:
    with subprocess.Popen(SLEEP, start_new_session=True) as left:
        identity = identify(left.pid)
        assert identity is not None
        home.remember("web", identity)

        home.end_leftovers()

        assert not is_alive(identity)
    assert list(home.run.glob("*.process")) == []


def test_the_children_of_a_dead_leader_are_ended_too(home: Home) -> None:
    code = f"import subprocess; print(subprocess.Popen({SLEEP!r}).pid, flush=True)"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as leader:
        identity = identify(leader.pid)
        assert identity is not None
        home.remember("web", identity)
        assert leader.stdout is not None
        orphan = identify(int(leader.stdout.readline()))
        leader.wait()
    assert orphan is not None
    assert is_alive(orphan)

    home.end_leftovers()

    assert not is_alive(orphan)


def test_a_number_that_now_belongs_to_somebody_else_is_left_alone(home: Home) -> None:
    with subprocess.Popen(SLEEP, start_new_session=True) as stranger:
        identity = identify(stranger.pid)
        assert identity is not None
        home.remember("web", dataclasses.replace(identity, started="1"))

        home.end_leftovers()

        assert is_alive(identity)
        stranger.kill()


def test_a_note_cut_short_by_a_crash_is_dropped(home: Home) -> None:
    (home.run / "web.process").write_text(json.dumps(dataclasses.asdict(Identity(1, "2")))[:9])

    home.end_leftovers()

    assert list(home.run.glob("*.process")) == []


def test_a_log_that_grew_large_is_set_aside(home: Home) -> None:
    home.log("web").write_bytes(b"x" * (10 * 1024**2 + 1))

    assert not home.log("web").exists()
    assert (home.folder / "log" / "web.log.1").exists()
