"""A node under one supervisor: data folder, database, schema, sandboxes, web and worker."""

from __future__ import annotations

import contextlib
import http.client
import ssl
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from motcua.cli import database, programs, progress
from motcua.cli.external import check
from motcua.cli.ports import listen_on
from motcua.cli.speech import Refused, language, say
from motcua.cli.supervisor import Supervisor
from motcua.config import env
from motcua.kernel.postgres import Server

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator, Mapping, Sequence

    from motcua.cli.database import Database
    from motcua.cli.home import Home
    from motcua.cli.lan import Certificate
    from motcua.cli.programs import Program

_SECONDS_TO_COME_UP = 120.0
_SECONDS_TO_ANSWER = 10.0  # the first request loads every page
_SERVER_ERROR = 500
_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not bound to


@dataclass(frozen=True, slots=True)
class Plan:
    """What one start consists of, beside what every node has."""

    environment: Mapping[str, str] = field(default_factory=dict)
    beside: Sequence[Program] = ()
    preparations: Sequence[str] = ("motcua.cli.prepare",)
    certificate: Certificate | None = None
    bind: str = ""
    shows_logs: bool = True


def look_before(home: Home, bind: str) -> None:
    """Raise Refused for what would stop a first start, before anything is made for it."""
    if not home.is_new:
        return
    listen_on(bind, env.number("PORT")).close()
    if found := database.named():
        check(found)


class Node:
    """One installation being started, watched and stopped."""

    def __init__(self, home: Home, plan: Plan) -> None:
        self._home = home
        self._plan = plan
        self._port = env.number("PORT")
        self._bind = plan.bind or env.text("MOTCUA_BIND")
        self._environment = programs.inherited(plan.environment, {"MOTCUA_LANGUAGE": language()})

    @contextlib.contextmanager
    def running(self) -> Iterator[Supervisor]:
        """Start everything; give the supervisor once the pages answer; stop everything after."""
        look_before(self._home, self._bind)
        with contextlib.ExitStack() as stack:
            self._home.open()
            stack.enter_context(self._home.claimed())
            self._home.end_leftovers()
            listening = stack.enter_context(listen_on(self._bind, self._port))
            supervisor = stack.enter_context(
                Supervisor(self._home, _tell, shows_logs=self._plan.shows_logs)
            )
            found = self._open_database(supervisor)
            self._environment.update(found.environment())
            for module in self._plan.preparations:
                self._prepare(module, found)
            self._start(supervisor, listening, self._backup(found))
            yield supervisor

    def _open_database(self, supervisor: Supervisor) -> Database:
        if found := database.named():
            with progress.step("Cơ sở dữ liệu", "Database"):
                check(found)
            return found
        with progress.step("PostgreSQL nhúng", "Embedded PostgreSQL"):
            server = Server(self._home.folder)
            supervisor.keep(server)
            return database.embedded(server, alone=True)

    def _prepare(self, module: str, found: Database) -> None:
        """Run a preparation; it says itself what is wrong, in one sentence."""
        own = {**self._environment, "DATABASE_OWNER_URL": found.owner}
        result = subprocess.run([sys.executable, "-m", module], env=own, check=False)  # noqa: S603
        if result.returncode != 0:
            raise click.exceptions.Exit(1)

    def _start(
        self, supervisor: Supervisor, listening: socket.socket, more: Sequence[Program]
    ) -> None:
        web = programs.web(listening, self._environment, self._plan.certificate)
        rest = [*self._plan.beside, programs.worker(self._environment), *more]
        names = "".join(f", {program.name}" for program in self._plan.beside)
        with progress.step(f"Trang web, tiến trình nền{names}", f"Web, worker{names}"):
            supervisor.start([web, *rest])
            if not supervisor.wait_until(self._answers, _SECONDS_TO_COME_UP):
                raise self._did_not_come_up(supervisor)

    def _backup(self, found: Database) -> list[Program]:
        """Give the program that ships backups, where there is a place for them.

        It copies the server, which the application's role may not.
        """
        if not env.text("MOTCUA_BACKUP_TO"):
            return []
        own = {"DATABASE_URL": "", "DATABASE_READ_URL": ""}
        if not found.is_embedded:
            own = {"DATABASE_URL": found.app, "DATABASE_OWNER_URL": found.owner}
        return [programs.backup({**self._environment, **own})]

    def _did_not_come_up(self, supervisor: Supervisor) -> BaseException:
        if supervisor.is_stopping:
            return KeyboardInterrupt()
        folder = self._home.folder / "log"
        return Refused(
            f"Một tiến trình không khởi động được; xem nhật ký trong {folder}.",
            f"A process did not come up; see its log in {folder}.",
        )

    def _answers(self) -> bool:
        """Say whether the pages answer; a redirect to HTTPS is an answer too."""
        name = self._environment.get("MOTCUA_PORTAL_HOSTS") or env.text("MOTCUA_PORTAL_HOSTS")
        with contextlib.closing(self._connection()) as connection:
            try:
                connection.request("GET", "/healthz", headers={"Host": name.partition(",")[0]})
                return connection.getresponse().status < _SERVER_ERROR
            except (OSError, http.client.HTTPException):
                return False

    def _connection(self) -> http.client.HTTPConnection:
        host = "127.0.0.1" if self._bind in _EVERYWHERE else self._bind
        if self._plan.certificate is None:
            return http.client.HTTPConnection(host, self._port, timeout=_SECONDS_TO_ANSWER)
        trusted = ssl.create_default_context(cafile=str(self._plan.certificate.certificate))
        trusted.check_hostname = False  # asked by address, made for the names people use
        return http.client.HTTPSConnection(
            host, self._port, timeout=_SECONDS_TO_ANSWER, context=trusted
        )


def _tell(name: str) -> None:
    moment = time.strftime("%H:%M:%S")
    progress.line(say(f"{moment} {name}: khởi động lại", f"{moment} {name}: started again"))
