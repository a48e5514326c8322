"""A node under the product's supervisor, with or without its worker: `python -m bench.serving`."""

from __future__ import annotations

import subprocess
import sys

from motcua.cli import database, programs
from motcua.cli.home import Home
from motcua.cli.ports import listen_on
from motcua.cli.supervisor import Supervisor
from motcua.config import env
from motcua.kernel.postgres import Server

WITH_WORKER = "--worker"


def main(arguments: list[str]) -> None:
    """Run database and web, and the worker where asked, until told to stop."""
    home = Home(env.data_folder())
    home.open()
    listening = listen_on("127.0.0.1", env.number("PORT"))
    with home.claimed(), listening, Supervisor(home, print, shows_logs=False) as supervisor:
        server = Server(home.folder)
        supervisor.keep(server)
        found = database.embedded(server, alone=True)
        environment = programs.inherited(found.environment())
        prepare = [sys.executable, "-m", "motcua.cli.prepare"]
        owner = {"DATABASE_OWNER_URL": found.owner}
        subprocess.run(prepare, env={**environment, **owner}, check=True)
        wanted = [programs.web(listening, environment, None)]
        if WITH_WORKER in arguments:
            wanted.append(programs.worker(environment))
        supervisor.start(wanted)
        supervisor.watch()


if __name__ == "__main__":
    main(sys.argv[1:])
