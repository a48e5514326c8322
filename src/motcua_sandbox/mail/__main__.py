"""`python -m motcua_sandbox.mail`: run the mailbox."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from motcua_sandbox import launch
from motcua_sandbox.launch import Sandbox, StartupError
from motcua_sandbox.mail import letters, returns
from motcua_sandbox.mail.pages import HOUSE, Pages
from motcua_sandbox.mail.round import Round
from motcua_sandbox.mail.scanner import Scanner
from motcua_sandbox.mail.smtp import SmtpServer
from motcua_sandbox.store import Store
from motcua_sandbox.web import Route

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from motcua_sandbox.logs import Log


def build(options: argparse.Namespace, log: Log) -> Sandbox:
    """Put the mailbox together; raise StartupError when the SMTP port cannot be used."""
    store = Store(options.data / "mail.sqlite3", letters.SCHEMA, returns.SCHEMA)
    way = Round(dict(options.lay))
    try:
        smtp = SmtpServer((options.bind, options.smtp_port), store, way, log)
    except OSError as error:
        text = f"port {options.smtp_port} cannot be used: {error.strerror}"
        raise StartupError(text) from error
    house = HOUSE
    if options.scanner:
        house = replace(HOUSE, links=(*HOUSE.links, ("/scan", "Máy quét", "Scanner")))
    pages = Pages(store, house)
    routes = [
        Route("GET", "/", pages.inboxes),
        Route("GET", "/inboxes/{id}", pages.inbox),
        Route("GET", "/messages/{id}", pages.letter),
        Route("GET", "/messages/{id}/html", pages.html),
        Route("GET", "/messages/{id}/attachments/{number}", pages.attachment),
        Route("POST", "/forget", pages.forget),
        Route("GET", "/api/messages", pages.listed),
        Route("GET", "/api/messages/{id}/raw", pages.raw),
        *returns.Returns(store, way).routes(),
    ]
    if options.scanner:
        routes += Scanner(store, way, options.scanner, house).routes()
    return Sandbox(routes, [smtp])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mailbox until it is told to stop; give the exit code."""
    parser = launch.parser("mail", 8803)
    parser.add_argument("--smtp-port", type=int, default=8804, help="0 takes a free one")
    laid = "ADDRESS=FOLDER: its letters are laid in a Maildir too"
    parser.add_argument("--lay", type=_laid, action="append", default=[], help=laid)
    parser.add_argument("--scanner", default="", help="address a page that is a scanner sends from")
    return launch.run(parser.parse_args(arguments), build)


def _laid(text: str) -> tuple[str, Path]:
    address, _equals, folder = text.partition("=")
    return address, Path(folder)


if __name__ == "__main__":
    sys.exit(main())
