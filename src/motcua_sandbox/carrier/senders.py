"""Who may send parcels: from the command line and from `senders.json`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from motcua_sandbox.courier import Party
from motcua_sandbox.hot import ConfigError, HotFile, read_secret

if TYPE_CHECKING:
    from pathlib import Path

    from motcua_sandbox.logs import Log

_CODE = re.compile(r"[A-Za-z0-9._-]{1,32}", re.ASCII)
_FLAG = re.compile(r"([^:]+):([^:]+):(https?://.+)")
_URL = re.compile(r"https?://[^\s@]+")


@dataclass(frozen=True, slots=True)
class Sender:
    """An office that sends parcels; an empty `webhook_url` means that it wants no news."""

    code: str
    secret: bytes
    webhook_url: str


class Senders:
    """All senders, those of the file first; the file is read again when it changes."""

    def __init__(self, folder: Path, flags: list[str], log: Log) -> None:
        """Read everything; raise ConfigError when something cannot be used."""
        self._folder = folder
        self._fixed = dict(self._from_flag(flag) for flag in flags)
        self._file = HotFile(folder / "senders.json", self._from_json, log)

    @property
    def problem(self) -> str:
        """Why the newest version of the file is not in force, empty when it is."""
        return self._file.problem

    def get(self, code: str) -> Sender | None:
        """Give a sender by code."""
        return self._file.current().get(code)

    def party(self, code: str) -> Party | None:
        """Give whom to send a sender's events to."""
        sender = self.get(code)
        return Party(code, sender.secret, sender.webhook_url) if sender else None

    def _from_flag(self, flag: str) -> tuple[str, Sender]:
        match = _FLAG.fullmatch(flag)
        if match is None:
            raise ConfigError("--sender is not CODE:SECRETFILE:WEBHOOK_URL")
        code, secret_file, url = match.groups()
        return code, self._checked(code, secret_file, url)

    def _from_json(self, value: Any) -> dict[str, Sender]:
        found = dict(self._fixed)
        for item in value.get("senders", []):
            url = item.get("webhook_url", "")
            found[item["code"]] = self._checked(item["code"], item["secret_file"], url)
        return found

    def _checked(self, code: str, secret_file: str, url: str) -> Sender:
        if not _CODE.fullmatch(code):
            raise ConfigError(f"the sender code {code!r} is malformed")
        if url and not _URL.fullmatch(url):
            raise ConfigError(f"sender {code}: {url!r} is no http address")
        return Sender(code, read_secret(self._folder, secret_file), url)
