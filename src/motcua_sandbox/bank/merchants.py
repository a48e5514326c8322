"""Who is a merchant of the bank: from the command line and from `merchants.json`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from motcua_sandbox.courier import Party
from motcua_sandbox.hot import ConfigError, HotFile, read_secret

if TYPE_CHECKING:
    from pathlib import Path

    from motcua_sandbox.logs import Log

_CODE = re.compile(r"[A-Za-z0-9._-]{1,32}", re.ASCII)
_FLAG = re.compile(r"([^:]+):([^:]+):(https?://.+?):(https?://.+)")
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Account:
    """A bank account: six digits of the bank, the number, the holder's name."""

    bank: str
    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Merchant:
    """A merchant: the shared secret, where webhooks go, where payers may be sent back to."""

    code: str
    name: str
    secret: bytes
    webhook_url: str
    return_prefixes: tuple[str, ...]
    accounts: tuple[Account, ...] = ()

    def takes_back(self, url: str) -> bool:
        """Say whether a payer may be sent to this URL."""
        return any(_fits(url, prefix) for prefix in self.return_prefixes)


class Merchants:
    """All merchants, those of the file first; the file is read again when it changes."""

    def __init__(self, folder: Path, flags: list[str], accounts: list[str], log: Log) -> None:
        """Read everything; raise ConfigError when something cannot be used."""
        self._folder = folder
        self._fixed = self._from_flags(flags, accounts)
        self._file = HotFile(folder / "merchants.json", self._from_json, log)

    @property
    def problem(self) -> str:
        """Why the newest version of the file is not in force, empty when it is."""
        return self._file.problem

    def all(self) -> dict[str, Merchant]:
        """Give the merchants by code."""
        return self._file.current()

    def party(self, code: str) -> Party | None:
        """Give whom to send a merchant's events to."""
        merchant = self.all().get(code)
        return Party(code, merchant.secret, merchant.webhook_url) if merchant else None

    def owner(self, bank: str, number: str) -> tuple[Merchant, Account] | None:
        """Give the merchant an account belongs to, and the account."""
        for merchant in self.all().values():
            for account in merchant.accounts:
                if (account.bank, account.number) == (bank, number):
                    return merchant, account
        return None

    def _from_flags(self, flags: list[str], accounts: list[str]) -> dict[str, Merchant]:
        found: dict[str, Merchant] = {}
        for flag in flags:
            match = _FLAG.fullmatch(flag)
            if match is None:
                raise ConfigError("--merchant is not CODE:SECRETFILE:WEBHOOK_URL:RETURN_PREFIX")
            code, secret_file, webhook_url, prefix = match.groups()
            found[code] = self._checked(code, code, secret_file, webhook_url, (prefix,))
        for flag in accounts:
            code, bank, number, name = (*flag.split(":", 3), "", "", "", "")[:4]
            if code not in found:
                raise ConfigError(f"--account {code}: there is no such --merchant")
            account = _account({"bank": bank, "number": number, "name": name})
            found[code] = replace(found[code], accounts=(*found[code].accounts, account))
        return found

    def _from_json(self, value: Any) -> dict[str, Merchant]:
        found = dict(self._fixed)
        for item in value.get("merchants", []):
            merchant = self._checked(
                item["code"],
                item.get("name", item["code"]),
                item["secret_file"],
                item["webhook_url"],
                tuple(item["return_prefixes"]),
            )
            accounts = tuple(map(_account, item.get("accounts", [])))
            found[merchant.code] = replace(merchant, accounts=accounts)
        return found

    def _checked(
        self, code: str, name: str, secret_file: str, webhook_url: str, prefixes: tuple[str, ...]
    ) -> Merchant:
        if not _CODE.fullmatch(code):
            raise ConfigError(f"the merchant code {code!r} is malformed")
        for url in (webhook_url, *prefixes):
            if not _origin(urlsplit(url)):
                raise ConfigError(f"merchant {code}: {url!r} is no http address")
        return Merchant(code, name, read_secret(self._folder, secret_file), webhook_url, prefixes)


def _account(value: dict[str, str]) -> Account:
    bank, number = value["bank"], value["number"]
    if not re.fullmatch("[0-9]{6}", bank) or not re.fullmatch("[0-9A-Za-z]{1,19}", number):
        raise ConfigError(f"the account {bank}/{number} is malformed")
    return Account(bank, number, value.get("name", ""))


def _origin(parts: SplitResult) -> tuple[str, str, int] | None:
    """Give scheme, host and port of a plain http address, None for anything odd."""
    try:
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    if not parts.hostname or "@" in parts.netloc or "\\" in parts.geturl():
        return None
    return parts.scheme, parts.hostname, port


def _fits(url: str, prefix: str) -> bool:
    if not (url.isascii() and url.isprintable()) or set(url) & set(" %?#\\"):
        return False
    try:
        given, wanted = urlsplit(url), urlsplit(prefix)
    except ValueError:
        return False
    if _origin(given) is None or _origin(given) != _origin(wanted):
        return False
    steps, start = given.path.split("/")[1:], wanted.path.rstrip("/").split("/")[1:]
    return not {".", ".."} & set(steps) and steps[: len(start)] == start
