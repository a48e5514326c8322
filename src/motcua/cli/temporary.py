"""A node of its own for a proof or a measurement: a folder that is thrown away afterwards."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from motcua.cli.home import Home
from motcua.cli.ports import choose
from motcua.cli.speech import Refused
from motcua.kernel.postgres import Server
from motcua.kernel.processes import dies_with_parent, end, identify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from motcua.kernel.postgres import Urls

SERVE = ("-m", "motcua.cli", "serve")
_FIRST_PORT = 18000
_SECONDS_TO_COME_UP = 400.0
_SECONDS_TO_STOP = 40.0
_OURS = ("MOTCUA_", "DATABASE_", "DJANGO_")


@dataclass(frozen=True, slots=True)
class TemporaryNode:
    """A node that runs: its data folder, the port of its pages, its database."""

    home: Home
    port: int

    @property
    def urls(self) -> Urls:
        """Give the connections to its database."""
        return Server(self.home.folder).urls

    @property
    def log(self) -> Path:
        """Give the file that all its processes write to."""
        return self.home.folder / "log" / "node.log"

    def environment(self) -> dict[str, str]:
        """Give the settings of this node for processes beside it; none of ours are inherited."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        own = {"MOTCUA_DATA": str(self.home.folder), "PORT": str(self.port), "MOTCUA_DEMO": "1"}
        return kept | own

    @contextlib.contextmanager
    def running(
        self, command: Sequence[str] = SERVE, more: Mapping[str, str] | None = None
    ) -> Iterator[None]:
        """Run the node under its supervisor, and stop it. Raises `Refused` when it does not start.

        `command` are the arguments of Python, `more` further settings.
        """
        self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, *command],
                env=self.environment() | dict(more or {}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one system call
            )
        try:
            self._wait_for(process)
            yield
        finally:
            if identity := identify(process.pid):
                end(identity, first=signal.SIGTERM, patience=_SECONDS_TO_STOP)
            process.wait()

    def _wait_for(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + _SECONDS_TO_COME_UP
        while not self._answers():
            if process.poll() is not None or time.monotonic() > deadline:
                tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])
                raise Refused(
                    f"Nút tạm không khởi động được:\n{tail}",
                    f"The temporary node did not start:\n{tail}",
                )
            time.sleep(0.1)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        silent = contextlib.suppress(OSError, http.client.HTTPException)
        with contextlib.closing(connection), silent:
            connection.request("GET", "/readyz", headers={"Host": "localhost"})
            return connection.getresponse().status == http.client.OK
        return False


@contextlib.contextmanager
def temporary_node() -> Iterator[TemporaryNode]:
    """Give a node in a folder of its own, not yet running; everything is removed afterwards."""
    # Short, so that the database's socket fits into it.
    with tempfile.TemporaryDirectory(prefix="motcua-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "node"
        data.mkdir(mode=0o700)
        (data / "run").mkdir(mode=0o700)
        yield TemporaryNode(Home(data), choose(("web",), {}, _FIRST_PORT)["web"])
