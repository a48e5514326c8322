"""The embedded server: real processes, killed and started again."""

from __future__ import annotations

import errno
import os
import signal
import stat
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import psycopg
import pytest

from motcua.kernel.postgres import (
    PostgresFailed,
    Programs,
    Server,
    find_programs,
    programs as programs_module,
)
from motcua.kernel.postgres.tuning import memory, sized
from motcua.kernel.processes import Identity, identify, is_alive, wait_until_gone

if TYPE_CHECKING:
    from collections.abc import Iterator

IS_ROOT = os.geteuid() == 0


@pytest.fixture
def data(tmp_path: Path) -> Path:
    # pytest's own folders are closed to the account that runs the server for root.
    return tmp_path / "data"


@pytest.fixture
def server(data: Path) -> Iterator[Server]:
    server = Server(data)
    yield server
    server.stop()


def postmaster(server: Server) -> Identity:
    found = identify(int((server.folder / "postmaster.pid").read_text().split()[0]))
    assert found is not None
    return found


def write_a_row(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (id int)")
        connection.execute("INSERT INTO kept VALUES (7)")


def read_rows(url: str) -> list[tuple[int]]:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT id FROM kept").fetchall()


def test_a_new_server_gives_each_role_its_connection(server: Server) -> None:
    urls = server.start()

    for url, role in ((urls.owner, "motcua_owner"), (urls.app, "motcua_app")):
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT current_user, current_database()").fetchone()
        assert row == (role, "motcua")
    with psycopg.connect(urls.read) as connection:
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)


def test_the_server_listens_on_no_network_address_and_refuses_root(server: Server) -> None:
    urls = server.start()

    with psycopg.connect(urls.superuser) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert stat.S_IMODE(server.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.data_dir.stat().st_mode) & 0o007 == 0
    assert server.folder.stat().st_uid != 0


def test_the_data_is_there_after_the_server_and_its_lock_are_killed(server: Server) -> None:
    urls = server.start()
    write_a_row(urls.owner)
    victim = postmaster(server)
    os.kill(victim.pid, signal.SIGKILL)
    assert wait_until_gone(victim, 60)
    assert not server.is_running()
    # The number in the lock file now belongs to somebody else's living process.
    lock = server.folder / "postmaster.pid"
    lock.write_text(lock.read_text().replace(str(victim.pid), str(os.getppid()), 1))

    again = Server(server.data_dir)
    with again as urls:
        assert read_rows(urls.owner) == [(7,)]
    assert not again.is_running()


def test_a_second_caller_joins_the_running_server_and_leaves_it_running(server: Server) -> None:
    server.start()

    with Server(server.data_dir) as urls, psycopg.connect(urls.app) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)

    assert server.is_running()


def test_a_supervisor_takes_a_left_server_over(server: Server) -> None:
    write_a_row(server.start().owner)
    left = postmaster(server)

    supervisor = Server(server.data_dir)
    try:
        assert read_rows(supervisor.start_alone().owner) == [(7,)]
        assert not is_alive(left)
    finally:
        supervisor.stop()


def test_two_data_folders_run_side_by_side(tmp_path: Path) -> None:
    with Server(tmp_path / "one") as one, Server(tmp_path / "two") as two:
        write_a_row(one.owner)
        with pytest.raises(psycopg.errors.UndefinedTable):
            read_rows(two.owner)


def test_a_long_path_gets_a_short_private_socket_folder(tmp_path: Path) -> None:
    server = Server(tmp_path / ("x" * 100))
    with server as urls:
        write_a_row(urls.owner)
        socket = Path(str(psycopg.conninfo.conninfo_to_dict(urls.app)["host"]))
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    assert not socket.exists()


def test_data_of_another_version_is_refused_in_one_sentence(server: Server) -> None:
    server.folder.mkdir(parents=True)
    (server.folder / "PG_VERSION").write_text("9\n")

    with pytest.raises(PostgresFailed, match="PostgreSQL 9") as refusal:
        server.start()

    assert "PostgreSQL 9" in str(refusal.value.details["english"])


def test_a_machine_with_an_old_postgresql_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("postgres", "echo 'postgres (PostgreSQL) 13.4'"), ("initdb", "")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr(programs_module, "_folders", lambda: iter([tmp_path]))

    with pytest.raises(PostgresFailed, match="Cần PostgreSQL 15 trở lên, máy này có: 13"):
        find_programs()


def test_programs_that_do_not_run_here_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bin"
    broken.mkdir()
    for name in ("postgres", "initdb"):
        (broken / name).write_bytes(b"\x7fELF of another machine")
        (broken / name).chmod(0o755)
    real = find_programs()
    monkeypatch.setattr(programs_module, "_folders", lambda: iter([broken, real.folder]))

    assert find_programs() == Programs(real.folder, real.major)


def test_a_full_disk_is_said_and_nothing_is_made(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = SimpleNamespace(total=1, used=1, free=0)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: full)

    with pytest.raises(PostgresFailed, match="không còn đủ chỗ trống"):
        server.start()

    assert not server.folder.exists()


@pytest.mark.skipif(IS_ROOT, reason="root may write anywhere")
def test_a_data_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    with pytest.raises(PostgresFailed, match="Không ghi được"):
        Server(tmp_path / "data").start()


def test_a_read_only_disk_is_said(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuse)

    with pytest.raises(PostgresFailed, match="Không ghi được"):
        server.start()


def test_a_left_backend_does_not_stop_the_next_start(server: Server) -> None:
    connection = psycopg.connect(server.start().app, autocommit=True)
    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    assert row is not None
    backend = identify(row[0])
    assert backend is not None
    os.kill(backend.pid, signal.SIGSTOP)  # it cannot notice that its server is gone
    victim = postmaster(server)
    os.kill(victim.pid, signal.SIGKILL)
    assert wait_until_gone(victim, 60)

    with Server(server.data_dir) as urls, psycopg.connect(urls.app) as second:
        assert second.execute("SELECT 1").fetchone() == (1,)
    assert not is_alive(backend)
    connection.close()


def test_what_keeps_pages_follows_the_memory_within_bounds(server: Server) -> None:
    assert sized(512)["shared_buffers"] == "128MB"
    assert sized(24_000)["shared_buffers"] == "3000MB"
    assert sized(512_000)["shared_buffers"] == "4096MB"
    with psycopg.connect(server.start().app) as connection:
        (kept,) = connection.execute("SELECT pg_size_bytes(current_setting('shared_buffers'))")
    assert kept[0] == int(sized(memory())["shared_buffers"].removesuffix("MB")) * 2**20
