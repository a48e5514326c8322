"""`motcua web`: the web processes alone, where database and worker run elsewhere."""

from __future__ import annotations

import os

import click

from motcua.cli import database, programs
from motcua.cli.help import Spoken
from motcua.cli.home import Home
from motcua.cli.ports import listen_on
from motcua.cli.speech import Refused, refusals
from motcua.config import env


@click.command(cls=Spoken)
def web() -> None:
    """Chạy riêng các tiến trình web · Run the web processes alone.

    Phục vụ trang cho tới khi dừng, không nâng cấp lược đồ · Serves the pages until told to stop;
    nothing is migrated.
    """
    with refusals():
        found = database.named()
        if found is None:
            raise Refused(
                "Hãy đặt DATABASE_URL, hoặc dùng `motcua serve` với cơ sở dữ liệu nhúng.",
                "Set DATABASE_URL, or use `motcua serve` with the embedded database.",
            )
        Home(env.data_folder()).open()
        listening = listen_on(env.text("MOTCUA_BIND"), env.number("PORT"))
        program = programs.web(listening, programs.inherited(found.environment()), None)
        os.set_inheritable(listening.fileno(), True)
        # gunicorn takes this process over: its signals and its exit code are the unit's.
        os.execve(program.command[0], program.command, dict(program.environment))  # noqa: S606 - our own program
