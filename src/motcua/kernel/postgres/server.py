"""One embedded server: made, started, recovered and stopped under a data folder."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg

from motcua.kernel.postgres.errors import ROOM_FOR_A_NEW_SERVER, explained, explained_log
from motcua.kernel.postgres.programs import ENVIRONMENT, Programs, find_programs
from motcua.kernel.postgres.tuning import DURABLE, FORGETFUL, configuration
from motcua.kernel.processes import (
    Account,
    Identity,
    account_for,
    dies_with_parent,
    end,
    identify,
    own_account,
    wait_until_gone,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType

DATABASE = "motcua"
SUPERUSER = "postgres"
OWNER, APP, READ = "motcua_owner", "motcua_app", "motcua_read"

_SOCKET = ".s.PGSQL.5432"
_LONGEST_SOCKET_PATH = 107
_WHO_MAY = [f"local {what} all peer map=motcua" for what in ("all", "replication")]
_ROOM_TO_START = 64 * 1024**2
_SECONDS_TO_RECOVER = 300.0
_SECONDS_TO_STOP = 30.0
# For a folder inside one that other accounts may not enter, such as /root: one capability, to pass
# and to read. access(2) looks at it only with this bit set.
_PASS_THROUGH = (
    "--inh-caps=+dac_read_search",
    "--ambient-caps=+dac_read_search",
    "--bounding-set=-all,+dac_read_search",
    "--securebits=+no_setuid_fixup",
)


@dataclass(frozen=True, slots=True)
class Urls:
    """One connection string for each role of the node's database."""

    superuser: str
    owner: str
    app: str
    read: str


class Server:
    """One PostgreSQL under `<data folder>/postgres`, started and stopped by whoever asks first."""

    def __init__(
        self,
        data_dir: Path,
        tuning: Mapping[str, str] = DURABLE,
        *,
        patience: float = _SECONDS_TO_RECOVER,
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.folder = self.data_dir / "postgres"
        self._tuning = tuning
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None

    # --- what callers use ------------------------------------------------------------------------

    def start(self) -> Urls:
        """Start the server unless it runs already, and give the connections.

        Makes the data at the first start and recovers what a killed server left. Raises
        PostgresFailed with one sentence when it cannot.
        """
        try:
            self._open_the_way()
            with self._alone():
                if not self.is_running():
                    self._start()
                self._ensure_roles_and_database()
        except OSError as error:
            raise explained(error, self.data_dir) from error
        return self.urls

    def start_alone(self) -> Urls:
        """Start the server as our own child; one that somebody left running is stopped first."""
        if self._process is None:
            self.end()
        return self.start()

    def end(self) -> None:
        """Stop the server of this data folder, whoever started it."""
        leftover = self._postmaster()
        if leftover is not None:
            end(leftover, first=signal.SIGINT, patience=_SECONDS_TO_STOP)

    def stop(self) -> None:
        """Stop the server if this object started it: sessions end, everything is written."""
        if self._process is None:
            return
        identity = identify(self._process.pid)
        if identity is not None:
            end(identity, first=signal.SIGINT, patience=_SECONDS_TO_STOP)
        self._process.wait()
        self._process = None
        if self._socket_folder() != self.folder:
            shutil.rmtree(self._socket_folder(), ignore_errors=True)

    def is_running(self) -> bool:
        """Say whether a server on this data folder accepts connections."""
        lines = self._pid_file()
        return self._postmaster() is not None and lines[7:8] == ["ready"]

    @property
    def urls(self) -> Urls:
        """Give the connections, whether or not the server runs."""
        host = quote(str(self._socket_folder()), safe="")
        roles = (SUPERUSER, OWNER, APP, READ)
        return Urls(*(f"postgresql://{role}@/{DATABASE}?host={host}" for role in roles))

    def __enter__(self) -> Urls:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    # --- folders and accounts --------------------------------------------------------------------

    @property
    def _account(self) -> Account:
        return account_for(self.folder if self.folder.exists() else self.data_dir)

    def _open_the_way(self) -> None:
        """Make the data folder, private; the server's account may pass through it, not look in."""
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        account = self._account
        if account.uid != os.geteuid():
            os.chown(self.data_dir, -1, account.gid)
            self.data_dir.chmod(0o710)
        needed = _ROOM_TO_START if self.folder.exists() else ROOM_FOR_A_NEW_SERVER
        if shutil.disk_usage(self.data_dir).free < needed:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.data_dir / "postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _socket_folder(self) -> Path:
        """Give the folder of the socket: the data's own, or a short one where its path is long."""
        if len(os.fsencode(self.folder / _SOCKET)) <= _LONGEST_SOCKET_PATH:
            return self.folder
        mark = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path("/tmp") / f"motcua-{self._account.uid}-{mark}"  # noqa: S108 - checked when made

    def _make_socket_folder(self) -> None:
        folder, account = self._socket_folder(), self._account
        if folder == self.folder:
            return
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            os.chown(folder, account.uid, account.gid)
        state = folder.lstat()
        if not folder.is_dir() or folder.is_symlink() or state.st_uid != account.uid:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
        folder.chmod(0o700)

    # --- starting --------------------------------------------------------------------------------

    def _start(self) -> None:
        version = self.folder / "PG_VERSION"
        programs = find_programs(int(version.read_text()) if version.exists() else None)
        if not version.exists():
            self._make_data(programs)
        self._clear_leftovers()
        self._make_socket_folder()
        self._write_configuration(programs)
        self._launch(programs)

    def _make_data(self, programs: Programs) -> None:
        """Run initdb beside the place and move the result there, so that none is half-made."""
        new, account = self.folder.with_suffix(".new"), self._account
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        os.chown(new, account.uid, account.gid)
        locale = ["--locale=C.UTF-8"]
        if programs.major >= 17:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        options = ["--data-checksums", "--encoding=UTF8", "--auth=peer", f"--username={SUPERUSER}"]
        if self._tuning["fsync"] == "off":
            options.append("--no-sync")
        command = [programs.path("initdb"), "-D", str(new), *options, *locale]
        answer = subprocess.run(  # noqa: S603 - a program of PostgreSQL
            self._wrapped(command),
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=ENVIRONMENT,
        )
        if answer.returncode != 0:
            shutil.rmtree(new, ignore_errors=True)
            raise explained_log(answer.stderr)
        new.rename(self.folder)

    def _write_configuration(self, programs: Programs) -> None:
        """Write the server's settings anew; `local.conf` beside them is the administrator's."""
        account, own = self._account, own_account()
        rows = [f'motcua "{own.name}" {role}' for role in (SUPERUSER, OWNER, APP, READ)]
        settings = configuration(self._tuning, self._socket_folder(), programs.major)
        for name, lines in (
            ("postgresql.conf", settings),
            ("pg_hba.conf", _WHO_MAY),
            ("pg_ident.conf", rows),
        ):
            path = self.folder / name
            path.write_text("".join(f"{line}\n" for line in lines))
            os.chown(path, account.uid, account.gid)

    def _launch(self, programs: Programs) -> None:
        logs = self.data_dir / "log"
        logs.mkdir(mode=0o700, exist_ok=True)
        if (logs / "postgres.log").exists():  # what led to a crash is kept once
            (logs / "postgres.log").replace(logs / "postgres.log.1")
        with (logs / "postgres.log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - a program of PostgreSQL
                self._wrapped([programs.path("postgres"), "-D", str(self.folder)]),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=ENVIRONMENT,
                start_new_session=True,  # Ctrl-C is for the supervisor, which stops us last
                preexec_fn=dies_with_parent(signal.SIGINT),  # noqa: PLW1509 - one system call
            )
        deadline = time.monotonic() + self._patience
        while not self.is_running():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise explained_log((logs / "postgres.log").read_text(errors="replace"))
            time.sleep(0.02)

    def _wrapped(self, command: list[str]) -> list[str]:
        """Put before a command what makes it run as the server's account."""
        account = self._account
        if account.uid == os.geteuid():
            return command
        become = [
            shutil.which("setpriv") or "setpriv",
            f"--reuid={account.uid}",
            f"--regid={account.gid}",
            "--clear-groups",
            "--pdeathsig=INT",
        ]
        reach = [*become, shutil.which("test") or "test", "-x"]
        for path in (command[0], str(self.data_dir)):
            if subprocess.run([*reach, path], check=False).returncode != 0:  # noqa: S603
                return [*become, *_PASS_THROUGH, *command]
        return [*become, *command]

    # --- recovering ------------------------------------------------------------------------------

    def _pid_file(self) -> list[str]:
        try:
            text = (self.folder / "postmaster.pid").read_text()
        except FileNotFoundError:
            return []
        return [line.strip() for line in text.splitlines()]

    def _postmaster(self) -> Identity | None:
        lines = self._pid_file()
        pid = int(lines[0]) if lines else 0
        return identify(pid) if pid and self._works_here(pid) else None

    def _works_here(self, pid: int) -> bool:
        """Say whether a process stands in the data folder, as all of PostgreSQL's own do."""
        if not Path("/proc/self").exists():
            return True
        try:
            is_server = Path(f"/proc/{pid}/comm").read_text().strip() in {"postgres", "postmaster"}
            return is_server and Path(f"/proc/{pid}/cwd").samefile(self.folder)
        except OSError:
            return False

    def _clear_leftovers(self) -> None:
        """End what a killed server left running, and forget its lock files.

        Their number may belong to another process by now, which PostgreSQL cannot tell.
        """
        stopping = self._postmaster()
        if stopping is not None:
            wait_until_gone(stopping, _SECONDS_TO_STOP)
        numbers = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
        for pid in filter(self._works_here, numbers):
            if identity := identify(pid):
                end(identity, first=signal.SIGQUIT, patience=2.0)
        for path in (self.folder / "postmaster.pid", self._socket_folder() / f"{_SOCKET}.lock"):
            path.unlink(missing_ok=True)

    # --- contents --------------------------------------------------------------------------------

    def _ensure_roles_and_database(self) -> None:
        names = "SELECT rolname FROM pg_roles UNION ALL SELECT datname FROM pg_database"
        address = self.urls.superuser.replace(f"/{DATABASE}?", "/postgres?")
        with psycopg.connect(address, autocommit=True) as connection:
            there = {row[0] for row in connection.execute(names)}
            for role, powers in ((OWNER, " CREATEROLE"), (APP, ""), (READ, "")):
                if role not in there:
                    connection.execute(f"CREATE ROLE {role} LOGIN{powers}".encode())
            connection.execute(f"GRANT {APP}, {READ} TO {OWNER} WITH ADMIN OPTION".encode())
            if DATABASE not in there:
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}".encode())


@contextlib.contextmanager
def temporary_server() -> Iterator[Urls]:
    """Run a server for tests in a folder of its own, and forget it: fast, and not durable.

    Its owner may create databases.
    """
    with tempfile.TemporaryDirectory(prefix="motcua-test-") as folder:
        server = Server(Path(folder), FORGETFUL)
        with server as urls:
            with psycopg.connect(urls.superuser, autocommit=True) as connection:
                connection.execute(f"ALTER ROLE {OWNER} CREATEDB".encode())
            yield urls
