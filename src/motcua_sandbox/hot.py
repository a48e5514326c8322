"""Configuration files that are read again when they change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from motcua_sandbox.logs import Log

T = TypeVar("T")
LEAST_SECRET = 32
"""Bytes a secret must have."""


class ConfigError(Exception):
    """The configuration cannot be used; the message is one sentence that says why."""


class HotFile(Generic[T]):
    """A JSON file that may come, change and go; a bad version leaves the last good one in force."""

    def __init__(self, path: Path, parse: Callable[[Any], T], log: Log) -> None:
        """Read the file at once; raise ConfigError when it is there and bad."""
        self._path, self._parse, self._log = path, parse, log
        self._seen: tuple[int, int] | None = None
        self.problem = ""
        self._value = self._read(self._stamp())

    def current(self) -> T:
        """Give what the newest good version of the file says."""
        stamp = self._stamp()
        if stamp != self._seen:
            try:
                self._value = self._read(stamp)
                self.problem = ""
            except ConfigError as error:
                self._seen, self.problem = stamp, str(error)
                self._log("config_refused", file=self._path.name)
        return self._value

    def _stamp(self) -> tuple[int, int] | None:
        try:
            state = self._path.stat()
        except FileNotFoundError:
            return None
        return state.st_mtime_ns, state.st_size

    def _read(self, stamp: tuple[int, int] | None) -> T:
        try:
            value = json.loads(self._path.read_bytes()) if stamp else {}
            parsed = self._parse(value)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            text = f"{self._path.name} cannot be used: {type(error).__name__} {error}"
            raise ConfigError(text) from error
        self._seen = stamp
        return parsed


def read_secret(folder: Path, name: str) -> bytes:
    """Give the stripped content of a secret's file; raise ConfigError when missing or short."""
    try:
        secret = (folder / name).read_bytes().strip()
    except OSError as error:
        raise ConfigError(f"the secret file {name} cannot be read") from error
    if len(secret) < LEAST_SECRET:
        raise ConfigError(f"the secret in {name} is shorter than {LEAST_SECRET} bytes")
    return secret
