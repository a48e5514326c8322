"""What the commands of backups say when they cannot do what is asked: one sentence each."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from psycopg.conninfo import conninfo_to_dict

from motcua.cli.backup.bases import WHOLE
from motcua.cli.backup.looking import chains, tell_list
from motcua.cli.backup.places import Folder
from motcua.cli.backup.restore import make_way
from motcua.cli.backup.source import Source
from motcua.cli.home import Home
from motcua.cli.speech import Refused
from motcua.kernel.postgres import find_programs
from tests.cli.nodes import MOTCUA, refused

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.enable_socket]


def test_nothing_to_back_up_and_nowhere_to_put_it(
    environment: dict[str, str], tmp_path: Path
) -> None:
    assert "MOTCUA_BACKUP_TO" in refused(environment, "backup")
    set_up = environment | {"MOTCUA_BACKUP_TO": environment["MOTCUA_DATA"] + "-place"}
    assert "khóa phục hồi" in refused(set_up, "backup")
    assert "Chưa có khóa của nút" in refused(set_up, "backup", "key", "--to", str(tmp_path / "key"))
    assert "tệp hay thư mục" in refused(set_up, "restore", "--key", "/nothing/here")


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    into = tmp_path / "node"
    make_way(into, is_over=False)
    into.mkdir()
    make_way(into, is_over=False)
    (into / "keys").mkdir()
    with pytest.raises(Refused, match=r"không trống|not empty"):
        make_way(into, is_over=False)

    home = Home(into)
    home.open()
    with home.claimed(), pytest.raises(Refused, match=r"Một nút đang chạy|node runs from"):
        make_way(into, is_over=True)
    make_way(into, is_over=True)
    aside = next(tmp_path.glob("node.before-*"))
    assert (aside / "keys").exists()
    assert not into.exists()


def test_a_time_that_is_none_is_wrong_use(environment: dict[str, str]) -> None:
    answer = subprocess.run(
        [*MOTCUA, "restore", "--key", "k", "--to", "yesterday"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert "yesterday" in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


def test_what_must_be_a_number_is_asked_for_before_anything_is_made(
    environment: dict[str, str], tmp_path: Path
) -> None:
    assert "MOTCUA_BACKUP_HOUR=25" in refused(environment | {"MOTCUA_BACKUP_HOUR": "25"}, "backup")
    assert not (tmp_path / "data").exists()


def test_no_password_stands_where_every_account_of_the_machine_reads_it(tmp_path: Path) -> None:
    url = "postgresql://copier:s3cret-word@127.0.0.1:5433/motcua?sslmode=disable"
    source = Source(tmp_path, url, url, find_programs())
    told = conninfo_to_dict(source.copying())
    assert "s3cret-word" not in source.copying()
    assert (told["user"], told["host"], told["port"]) == ("copier", "127.0.0.1", "5433")
    assert (told["dbname"], told["sslmode"]) == ("motcua", "disable")
    assert source.environment["PGPASSWORD"] == "s3cret-word"


def test_what_a_stranger_lays_between_the_pieces_is_no_base(tmp_path: Path) -> None:
    place = Folder(tmp_path)
    for base in ("20261120T083000000000Z", "x", "20269999T083000000000Z"):
        place.put(f"20261120T080000000000Z-abc123/base/{base}/{WHOLE}", b"x")
    [chain] = chains(place)
    assert chain.bases == ["20261120T083000000000Z"]
    tell_list(place, as_json=True)
