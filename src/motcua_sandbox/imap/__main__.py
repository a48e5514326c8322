"""`python -m motcua_sandbox.imap`: run the mail server until it is told to stop."""

from __future__ import annotations

import argparse
import signal
import ssl
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from motcua_sandbox.imap.server import ImapServer, Office

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the Maildir in `--data` to one user; say `ready PORT` once it listens."""
    options = _parser().parse_args(arguments)
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(options.certificate, options.key)
    password = options.password_file.read_text(encoding="utf-8").strip()
    office = Office(options.data, options.user, password, can_move=not options.without_move)
    server = ImapServer((options.bind, options.port), office, trust)
    stopped = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stopped.set())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("ready", server.server_address[1], flush=True)  # noqa: T201 - what starts it waits for this
    stopped.wait()
    server.shutdown()
    server.server_close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m motcua_sandbox.imap")
    parser.add_argument("--port", type=int, default=8806, help="0 takes a free one")
    parser.add_argument("--bind", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--data", type=Path, required=True, help="Maildir folder of the letters")
    parser.add_argument("--certificate", required=True, help="PEM file of the server's certificate")
    parser.add_argument("--key", required=True, help="PEM file of its key")
    parser.add_argument("--user", required=True)
    parser.add_argument("--password-file", type=Path, required=True)
    parser.add_argument("--without-move", action="store_true", help="as servers before RFC 6851")
    return parser


if __name__ == "__main__":
    sys.exit(main())
