"""`motcua worker`: one process that does jobs, hands on events and seals the audit log."""

from __future__ import annotations

import asyncio
import importlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

import click

from motcua.cli import database, django
from motcua.cli.help import Spoken
from motcua.cli.speech import refusals

if TYPE_CHECKING:
    from collections.abc import Callable

    from procrastinate import App

# Each takes the flag that tells it to end.
LOOPS = (
    "motcua.kernel.outbox:run_forever",
    "motcua.kernel.audit.sealer:run_forever",
    "motcua.notifications.tasks:run_forever",
)
_SECONDS_TO_FINISH = 5.0
_JOBS_AT_ONCE = 2


@click.command(cls=Spoken)
def worker() -> None:
    """Chạy riêng tiến trình nền · Run the worker alone.

    Làm việc nền, chuyển sự kiện, niêm phong nhật ký cho tới khi dừng · Does jobs, hands on events
    and seals the audit log until told to stop.
    """
    with refusals(), database.outlived() as found:
        django.setup(found.app)
        stop = threading.Event()
        loops = [_Loop(path, stop) for path in LOOPS]
        for loop in loops:
            loop.start()
        _do_jobs()
        stop.set()
        for loop in loops:
            loop.join(_SECONDS_TO_FINISH)
    if any(loop.has_failed for loop in loops):
        sys.exit(1)


class _Loop(threading.Thread):
    """A loop in a thread of its own; when it fails the process ends and is started again."""

    def __init__(self, path: str, stop: threading.Event) -> None:
        super().__init__(name=path.partition(":")[0].rpartition(".")[2], daemon=True)
        module, _, attribute = path.partition(":")
        self._run_forever: Callable[[threading.Event], None] = getattr(
            importlib.import_module(module), attribute
        )
        self._told_to_end = stop
        self.has_failed = False

    def run(self) -> None:
        try:
            self._run_forever(self._told_to_end)
        except BaseException:
            self.has_failed = True
            os.kill(os.getpid(), signal.SIGTERM)
            raise


def _do_jobs() -> None:
    """Run procrastinate until SIGTERM or SIGINT; the job in hand is given some seconds."""
    # Imported after the setup: the app is made when Django is ready.
    from procrastinate.contrib.django import app  # noqa: PLC0415
    from procrastinate.contrib.django.django_connector import DjangoConnector  # noqa: PLC0415

    from motcua.kernel.jobs import WorkerConnector  # noqa: PLC0415

    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(WorkerConnector(app.connector)) as working:
        asyncio.run(_work(working))


async def _work(app: App) -> None:
    async with app.open_async():
        await app.run_worker_async(
            concurrency=_JOBS_AT_ONCE, shutdown_graceful_timeout=_SECONDS_TO_FINISH
        )
