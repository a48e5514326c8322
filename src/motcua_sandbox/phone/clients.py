"""Who may send messages: from the command line and from `clients.json`."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from motcua_sandbox.courier import Party
from motcua_sandbox.hot import ConfigError, HotFile, read_secret

if TYPE_CHECKING:
    from pathlib import Path

    from motcua_sandbox.logs import Log

_CODE = re.compile(r"[A-Za-z0-9._-]{1,32}", re.ASCII)
_FLAG = re.compile(r"([^:]+):([^:]+):([^:]+):(https?://.+)")
_URL = re.compile(r"https?://[^\s@]+")


@dataclass(frozen=True, slots=True)
class Client:
    """A sender of messages; an empty `webhook_url` means that it wants no reports.

    `number` is what phones write to; messages to it go to `inbox_url` where there is one.
    """

    code: str
    sender: str
    token: bytes
    secret: bytes
    webhook_url: str
    number: str = ""
    inbox_url: str = ""


INBOX = "/inbox"
"""What the party's name ends with that gets the messages written to a client."""


class Clients:
    """All clients, those of the file first; the file is read again when it changes."""

    def __init__(self, folder: Path, flags: list[str], log: Log) -> None:
        """Read everything; raise ConfigError when something cannot be used."""
        self._folder = folder
        self._fixed = dict(self._from_flag(flag) for flag in flags)
        self._file = HotFile(folder / "clients.json", self._from_json, log)

    @property
    def problem(self) -> str:
        """Why the newest version of the file is not in force, empty when it is."""
        return self._file.problem

    def party(self, code: str) -> Party | None:
        """Give whom to send a client's events to."""
        client = self._file.current().get(code.removesuffix(INBOX))
        if client is None:
            return None
        url = client.inbox_url if code.endswith(INBOX) else client.webhook_url
        return Party(code, client.secret, url or client.webhook_url)

    def of_number(self, number: str) -> Client | None:
        """Give the client that a number leads to; spaces do not count."""
        wanted = number.replace(" ", "")
        found = (one for one in self._file.current().values() if one.number == wanted)
        return next(found, None) if wanted else None

    def numbers(self) -> list[str]:
        """Give the numbers that phones can write to."""
        return [one.number for one in self._file.current().values() if one.number]

    def get(self, code: str) -> Client | None:
        """Give a client by code."""
        return self._file.current().get(code)

    def by_token(self, authorization: str) -> Client | None:
        """Give the client whose bearer token this header carries."""
        kind, _, token = authorization.partition(" ")
        found = None
        for client in self._file.current().values():
            if hmac.compare_digest(client.token, token.strip().encode()) and kind == "Bearer":
                found = client
        return found

    def _from_flag(self, flag: str) -> tuple[str, Client]:
        match = _FLAG.fullmatch(flag)
        if match is None:
            raise ConfigError("--client is not CODE:TOKENFILE:SECRETFILE:WEBHOOK_URL")
        code, token_file, secret_file, url = match.groups()
        return code, self._checked(code, code, (token_file, secret_file), url)

    def _from_json(self, value: Any) -> dict[str, Client]:
        found = dict(self._fixed)
        for item in value.get("clients", []):
            secrets = (item["token_file"], item["secret_file"])
            url, sender = item.get("webhook_url", ""), item.get("sender", item["code"])
            client = self._checked(item["code"], sender, secrets, url)
            number, inbox = str(item.get("number", "")), item.get("inbox_url", "")
            if inbox and not _URL.fullmatch(inbox):
                raise ConfigError(f"client {client.code}: {inbox!r} is no http address")
            found[client.code] = replace(client, number=number, inbox_url=inbox)
        return found

    def _checked(self, code: str, sender: str, secrets: tuple[str, str], url: str) -> Client:
        if not _CODE.fullmatch(code):
            raise ConfigError(f"the client code {code!r} is malformed")
        if url and not _URL.fullmatch(url):
            raise ConfigError(f"client {code}: {url!r} is no http address")
        token, secret = (read_secret(self._folder, name) for name in secrets)
        return Client(code, sender, token, secret, url)
