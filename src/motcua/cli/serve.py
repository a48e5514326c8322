"""`motcua serve`: the whole node on one machine, for an agency."""

from __future__ import annotations

import click

from motcua.cli import progress
from motcua.cli.help import Spoken
from motcua.cli.home import Home
from motcua.cli.node import Node, Plan
from motcua.cli.speech import Refused, refusals, say
from motcua.config import env


@click.command(cls=Spoken)
def serve() -> None:
    """Chạy cơ sở dữ liệu, web, tiến trình nền · Run database, web and worker until told to stop."""
    home = Home(env.data_folder())
    if home.is_demo:
        raise Refused(
            f"Thư mục {home.folder} chứa thế giới minh họa; hãy dùng `motcua demo`, "
            "hoặc đặt MOTCUA_DATA khác cho một cơ quan thật.",
            f"The folder {home.folder} holds the made-up world; use `motcua demo`, or set another "
            "MOTCUA_DATA for a real agency.",
        )
    with refusals(), Node(home, Plan()).running() as supervisor:
        address = f"{env.text('MOTCUA_BIND')}:{env.text('PORT')}"
        progress.line(say(f"Đang phục vụ ở {address}", f"Serving on {address}"))
        supervisor.watch()
