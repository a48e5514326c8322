"""The demo's bank, telephone, mailbox, mail server, carrier, apps: known only over the wire."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from motcua.cli import lan
from motcua.cli.ports import choose
from motcua.cli.programs import Program, inherited
from motcua.config import env
from motcua.config.secret import read_or_make
from motcua.demo.scanner import MAILBOX, SCANNER

if TYPE_CHECKING:
    from pathlib import Path

    from motcua.cli.home import Home
    from motcua.cli.lan import Certificate

_NAMES = ("bank", "phone", "mail", "smtp", "carrier", "imap", "apps")
_PAGES = ("bank", "phone", "mail", "carrier", "apps")
NUMBER = "8088"
"""What phones of the demo write to."""
_BOUNCES = "tra-lai@motcua.localhost"
_HOLDER = "UBND THANH PHO HA NOI"


@dataclass(frozen=True, slots=True)
class Sandboxes:
    """Where the sandboxes listen (`bind`), how others reach them (`host`), their ports by name."""

    bind: str
    host: str
    ports: dict[str, int]

    def address(self, name: str) -> str:
        """Give the address of a sandbox's pages."""
        return f"http://{self.host}:{self.ports[name]}"


def place(home: Home, bind: str, host: str) -> Sandboxes:
    """Choose ports, those of the settings and of the last run first, and remember them."""
    wanted = {name: env.number(f"MOTCUA_SANDBOX_{name.upper()}_PORT") for name in _PAGES}
    remembered = home.read("ports") | {name: port for name, port in wanted.items() if port}
    ports = choose(_NAMES, remembered, env.number("PORT") + 1)
    home.write("ports", ports)
    return Sandboxes(bind, host, ports)


def environment(home: Home, placed: Sandboxes) -> dict[str, str]:
    """Give the settings that make a node use the sandboxes, and a folder for scans of one's own."""
    user, password = quote(MAILBOX, safe=""), quote(read_or_make(_password(home)), safe="")
    imap = f"127.0.0.1:{placed.ports['imap']}"
    ports = {f"MOTCUA_SANDBOX_{name.upper()}_PORT": str(placed.ports[name]) for name in _PAGES}
    return ports | {
        "MOTCUA_BANK_URL": placed.address("bank"),
        "MOTCUA_BANK_HOLDER": env.text("MOTCUA_BANK_HOLDER") or _HOLDER,
        "MOTCUA_SMS_URL": f"http://127.0.0.1:{placed.ports['phone']}",
        "MOTCUA_SMS_NUMBER": env.text("MOTCUA_SMS_NUMBER") or NUMBER,
        "MOTCUA_WALLET_URL": f"http://127.0.0.1:{placed.ports['phone']}",
        "MOTCUA_TERMINAL_URL": placed.address("bank"),
        "MOTCUA_CARRIER_URL": f"http://127.0.0.1:{placed.ports['carrier']}",
        "MOTCUA_SMTP_URL": f"smtp://127.0.0.1:{placed.ports['smtp']}",
        "MOTCUA_WEB_PUSH": env.text("MOTCUA_WEB_PUSH") or "mailto:quantri@vidu.vn",
        "MOTCUA_PUSH_SANDBOX": f"http://127.0.0.1:{placed.ports['apps']}",
        "MOTCUA_ZALO_URL": f"http://127.0.0.1:{placed.ports['apps']}/zalo",
        "MOTCUA_ZALO_TEMPLATES": str(_zalo_templates(home)),
        "MOTCUA_VNEID_URL": f"http://127.0.0.1:{placed.ports['apps']}/vneid",
        "MOTCUA_MAIL_BOUNCES": _BOUNCES,
        "MOTCUA_BOUNCE_MAIL": str(_returned(home)),
        "MOTCUA_SCANS": env.text("MOTCUA_SCANS") or str(home.folder / "scans"),
        "MOTCUA_SCAN_MAIL": f"imaps://{user}:{password}@{imap}/INBOX",
        "MOTCUA_SCAN_MAIL_CA": str(_encryption(home).certificate),
    }


def programs(
    home: Home, placed: Sandboxes, portal: str, certificate: Certificate | None
) -> list[Program]:
    """Give the programs; `portal` is the address that payers and webhooks come back to."""
    keys = home.folder / "keys"
    read_or_make(keys / "bank")
    read_or_make(keys / "sms")
    read_or_make(keys / "carrier")
    read_or_make(keys / "wallet")
    read_or_make(keys / "terminal")
    read_or_make(keys / "zalo")
    read_or_make(keys / "vneid")
    merchant, sender = env.text("MOTCUA_BANK_MERCHANT"), env.text("MOTCUA_CARRIER_SENDER")
    bank, _, number = env.text("MOTCUA_BANK_ACCOUNT").partition(":")
    webhook = f"{portal}/api/webhooks/bank"
    machines, told = env.text("MOTCUA_TERMINAL_MERCHANT"), f"{portal}/api/webhooks/terminal"
    trusted = [f"--ca={certificate.certificate}"] if certificate else []
    _register_clients(home.folder / "sandbox" / "phone", keys, f"{portal}/api/webhooks")
    return [
        _program(
            *(home, placed, "bank"),
            f"--merchant={merchant}:{keys / 'bank'}:{webhook}:{portal}",
            f"--account={merchant}:{bank}:{number}:{env.text('MOTCUA_BANK_HOLDER') or _HOLDER}",
            f"--merchant={machines}:{keys / 'terminal'}:{told}:{portal}",
            *trusted,
        ),
        _program(home, placed, "phone", *trusted),
        _program(
            *(home, placed, "mail"),
            f"--smtp-port={placed.ports['smtp']}",
            f"--lay={MAILBOX}={_letters(home)}",
            f"--lay={_BOUNCES}={_returned(home)}",
            f"--scanner={SCANNER}",
        ),
        _mail_server(home, placed),
        _program(
            *(home, placed, "carrier"),
            f"--sender={sender}:{keys / 'carrier'}:{portal}/api/webhooks/carrier",
            *trusted,
        ),
        _program(
            *(home, placed, "apps"),
            f"--public=http://127.0.0.1:{placed.ports['apps']}",
            f"--zalo-token={keys / 'zalo'}",
            f"--vneid-token={keys / 'vneid'}",
        ),
    ]


def _program(home: Home, placed: Sandboxes, name: str, *options: str) -> Program:
    command = (
        *(sys.executable, "-m", f"motcua_sandbox.{name}"),
        f"--port={placed.ports[name]}",
        f"--bind={placed.bind}",
        f"--data={home.folder / 'sandbox' / name}",
        f"--turns={home.folder / 'demo' / 'clock.json'}",
        *options,
    )
    return Program(name, command, _theirs(), patience=3.0)


def _mail_server(home: Home, placed: Sandboxes) -> Program:
    """Give the server over which the counter reads its mailbox: on this machine, encrypted."""
    encryption = _encryption(home)
    command = (
        *(sys.executable, "-m", "motcua_sandbox.imap"),
        f"--port={placed.ports['imap']}",
        f"--data={_letters(home)}",
        f"--certificate={encryption.certificate}",
        f"--key={encryption.key}",
        f"--user={MAILBOX}",
        f"--password-file={_password(home)}",
    )
    return Program("imap", command, _theirs(), patience=3.0)


def _zalo_templates(home: Home) -> Path:
    """Write which template of the sandbox's Zalo each message takes, as an agency would."""
    file = home.folder / "sandbox" / "zalo.yaml"
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    names = ("submitted", "accepted", "supplement", "payment", "finished", "returned", "apology")
    file.write_text("".join(f'{name}: "{50_001 + at}"\n' for at, name in enumerate(names)))
    return file


def _theirs() -> dict[str, str]:
    """Give the environment of the programs: nothing of ours reaches them, no key, no database."""
    return {
        key: value
        for key, value in inherited().items()
        if not key.startswith(("MOTCUA_", "DATABASE_"))
    }


def _letters(home: Home) -> Path:
    return home.folder / "sandbox" / "imap"


def _returned(home: Home) -> Path:
    return home.folder / "sandbox" / "returned"


def _password(home: Home) -> Path:
    return home.folder / "keys" / "imap"


def _encryption(home: Home) -> Certificate:
    return lan.certificate(home.folder / "keys", "127.0.0.1", ["localhost"])


def _register_clients(folder: Path, keys: Path, webhooks: str) -> None:
    """Make us a client of the telephone network, with a number of ours, and of mobile money."""
    folder.mkdir(mode=0o700, exist_ok=True)
    sender = {
        "code": "MOTCUA",
        "sender": "MOTCUA",
        "token_file": str(keys / "sms"),
        "secret_file": str(keys / "sms"),
        "number": env.text("MOTCUA_SMS_NUMBER") or NUMBER,
        "webhook_url": f"{webhooks}/sms",
        "inbox_url": f"{webhooks}/text",
    }
    wallet = {
        "code": env.text("MOTCUA_WALLET_CLIENT"),
        "sender": "Ví di động",
        "token_file": str(keys / "wallet"),
        "secret_file": str(keys / "wallet"),
        "webhook_url": f"{webhooks}/wallet",
    }
    (folder / "clients.json").write_text(json.dumps({"clients": [sender, wallet]}))
