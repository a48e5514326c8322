"""Shipping for good: a round every few seconds, a base every night, on after any fault."""

from __future__ import annotations

import shutil
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from motcua.cli.backup import bases
from motcua.cli.backup.notes import moment_of
from motcua.cli.backup.receiving import Receiver
from motcua.cli.backup.shipping import Shipping
from motcua.cli.progress import line
from motcua.cli.speech import Refused, say
from motcua.config import env
from motcua.kernel import clock

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from datetime import datetime

    from motcua.cli.backup.keys import Closing
    from motcua.cli.backup.notes import Notes
    from motcua.cli.backup.places import Place
    from motcua.cli.backup.source import Source

_MEGABYTE = 1024**2
_BETWEEN_TRIES = 600.0


class Streaming:
    """One node being shipped to one place until told to stop."""

    def __init__(
        self,
        source: Source,
        place: Place,
        keys: Closing,
        notes: Notes,
        *,
        start_base: Callable[[], subprocess.Popen[bytes]],
    ) -> None:
        self._source, self._place, self._keys, self._notes = source, place, keys, notes
        self._receiver = Receiver(source, notes.wal)
        self._shipping: Shipping | None = None
        self._start_base = start_base
        self._base: subprocess.Popen[bytes] | None = None
        self._tried: float | None = None
        self._is_set_back = False
        self._ended = threading.Event()
        self._said = ""

    def stop(self) -> None:
        """End after the round in hand."""
        self._ended.set()

    def run(self) -> None:
        """Ship until told to stop; what goes wrong is told once and tried again."""
        try:
            while not self._ended.is_set():
                try:
                    self._once()
                    self._tell("")
                except (Refused, OSError) as error:
                    self._tell(str(getattr(error, "message", error)))
                    self._make_room()
                self._ended.wait(env.number("MOTCUA_BACKUP_SECONDS"))
        finally:
            self._receiver.stop()
            if self._base is not None and self._base.poll() is None:
                self._base.terminate()
                self._base.wait()

    def _once(self) -> None:
        self._receiver.keep()
        if self._receiver.has_gap() or not self._notes.chain():
            # What comes after a gap in the log needs a base of its own.
            self._notes.begin(clock.system_now())
            self._shipping = None
        if self._shipping is None:
            self._shipping = Shipping(
                self._source, self._place, self._keys, self._notes, self._receiver
            )
        done = self._shipping.round()
        self._is_set_back = self._is_set_back or done.is_set_back
        self._look_after_bases(clock.system_now())

    def _look_after_bases(self, now: datetime) -> None:
        if self._base is not None:
            if self._base.poll() is None:
                return
            days = env.number("MOTCUA_BACKUP_DAYS")
            bases.prune(self._source, self._place, self._notes, now=now, days=days)
            bases.list_packs(self._place, self._keys, self._notes, now)
            self._base = None
            self._shipping = None  # the next round looks for every file
            return
        if self._is_base_due(now):
            self._tried = time.monotonic()
            self._is_set_back = False
            self._base = self._start_base()

    def _is_base_due(self, now: datetime) -> bool:
        """Say whether the hour for bases has struck since the last one, or there is none.

        Or the clock was put back: moments that happened twice are told apart by a base between.
        """
        if self._tried is not None and time.monotonic() - self._tried < _BETWEEN_TRIES:
            return False
        last = max(self._notes.bases(), default="")
        if not last or self._is_set_back:
            return True
        struck = clock.civil(now).replace(
            hour=env.number("MOTCUA_BACKUP_HOUR"), minute=0, second=0, microsecond=0
        )
        struck = struck if struck <= now else struck - timedelta(days=1)
        return moment_of(last) < struck

    def _make_room(self) -> None:
        """Give up the log that waits here before the node's own disk is full of it."""
        reserve = env.number("MOTCUA_DISK_RESERVE") * _MEGABYTE
        if shutil.disk_usage(self._source.data).free > reserve:
            return
        self._receiver.forget()
        (self._notes.folder / "chain.json").unlink(missing_ok=True)
        line(
            say(
                "Ổ đĩa sắp đầy: bỏ nhật ký đang chờ gửi; lần tới bắt đầu bằng một bản gốc mới.",
                "The disk is nearly full: the log that waits is dropped; the next begins anew.",
            )
        )

    def _tell(self, text: str) -> None:
        if text and text != self._said:
            line(text)
        elif self._said and not text:
            line(say("Sao lưu lại chạy.", "Backups go on again."))
        self._said = text
