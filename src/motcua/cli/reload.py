"""`motcua reload`: the processes of a node that runs are replaced while the pages go on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import click

from motcua.cli.help import Spoken
from motcua.cli.home import Home
from motcua.cli.progress import line, step
from motcua.cli.speech import Refused, refusals, say
from motcua.cli.supervisor import RENEW
from motcua.config import env
from motcua.kernel.processes import Identity, identify, is_alive

if TYPE_CHECKING:
    from pathlib import Path

_SECONDS = 180.0


@click.command("reload", cls=Spoken)
def reload() -> None:
    """Thay các tiến trình bằng bản vừa cài · Put the release just installed in their place.

    Nâng cấp lược đồ, khởi động trang web mới bên cạnh, chuyển người xem sang rồi mới tắt cái cũ;
    tiến trình nền được khởi động lại · Migrates, starts new web processes beside the old ones,
    hands over, and only then ends those; the worker is started again.
    """
    home = Home(env.data_folder())
    with refusals():
        supervisor, web = _running(home)
        # The same as at a start, and before it: the old code works on the new schema.
        prepared = subprocess.run([sys.executable, "-m", "motcua.cli.prepare"], check=False)
        if prepared.returncode != 0:
            raise click.exceptions.Exit(1)
        with step("Chuyển sang tiến trình mới", "Handing over to new processes"):
            os.kill(supervisor.pid, RENEW)
            _wait_for_others(home, supervisor, web)
    line(say("Đã thay xong.", "Done."))


def _running(home: Home) -> tuple[Identity, Identity]:
    """Give the supervisor and the web process of a folder. Raises `Refused`."""
    lock = home.run / "supervisor.lock"
    pid = int(lock.read_text().strip() or 0) if lock.exists() else 0
    supervisor = identify(pid) if pid and _is_held(home) else None
    if supervisor is None:
        raise Refused(
            f"Không có nút nào đang chạy từ {home.folder}; hãy dùng motcua serve.",
            f"No node runs from {home.folder}; use motcua serve.",
        )
    return supervisor, _web(home.run)


def _is_held(home: Home) -> bool:
    try:
        with home.claimed():
            return False
    except Refused:
        return True


def _web(run: Path) -> Identity:
    return Identity(**json.loads((run / "web.process").read_text()))


def _wait_for_others(home: Home, supervisor: Identity, old: Identity) -> None:
    deadline = time.monotonic() + _SECONDS
    while _web(home.run) == old or is_alive(old):
        if time.monotonic() > deadline or not is_alive(supervisor):
            raise Refused(
                "Tiến trình mới không khởi động được; các tiến trình cũ vẫn chạy. Xem nhật ký web.",
                "The new processes do not start; the old ones go on. See the log of web.",
            )
        time.sleep(0.2)
