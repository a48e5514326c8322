"""`python -m motcua_sandbox.mail`: run the mailbox."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from motcua_sandbox import launch
from motcua_sandbox.launch import Sandbox, StartupError
from motcua_sandbox.mail import letters
from motcua_sandbox.mail.pages import Pages
from motcua_sandbox.mail.smtp import SmtpServer
from motcua_sandbox.store import Store
from motcua_sandbox.web import Route

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from motcua_sandbox.logs import Log


def build(options: argparse.Namespace, log: Log) -> Sandbox:
    """Put the mailbox together; raise StartupError when the SMTP port cannot be used."""
    store = Store(options.data / "mail.sqlite3", letters.SCHEMA)
    try:
        smtp = SmtpServer((options.bind, options.smtp_port), store, log)
    except OSError as error:
        text = f"port {options.smtp_port} cannot be used: {error.strerror}"
        raise StartupError(text) from error
    pages = Pages(store)
    routes = [
        Route("GET", "/", pages.inboxes),
        Route("GET", "/inboxes/{id}", pages.inbox),
        Route("GET", "/messages/{id}", pages.letter),
        Route("GET", "/messages/{id}/html", pages.html),
        Route("GET", "/messages/{id}/attachments/{number}", pages.attachment),
        Route("POST", "/forget", pages.forget),
        Route("GET", "/api/messages", pages.listed),
        Route("GET", "/api/messages/{id}/raw", pages.raw),
    ]
    return Sandbox(routes, [smtp])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mailbox until it is told to stop; give the exit code."""
    parser = launch.parser("mail", 8803)
    parser.add_argument("--smtp-port", type=int, default=8804, help="0 takes a free one")
    return launch.run(parser.parse_args(arguments), build)


if __name__ == "__main__":
    sys.exit(main())
