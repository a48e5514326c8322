"""`python -m motcua_sandbox.apps`: run the browsers, Zalo and VNeID."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from motcua_sandbox import events, launch
from motcua_sandbox.apps import shown
from motcua_sandbox.apps.api import Api
from motcua_sandbox.apps.pages import Pages
from motcua_sandbox.guard import when_up
from motcua_sandbox.launch import Sandbox
from motcua_sandbox.store import Store
from motcua_sandbox.web import Route

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from motcua_sandbox.logs import Log


def build(options: argparse.Namespace, log: Log) -> Sandbox:
    """Put the apps together."""
    del log
    store = Store(options.data / "apps.sqlite3", events.SCHEMA, shown.SCHEMA)
    tokens = {name: _secret(options, name) for name in ("zalo", "vneid")}
    base = options.public or f"http://127.0.0.1:{options.port}"
    api, pages = Api(store, tokens, base), Pages(store)
    routes = [
        Route("GET", "/", pages.all),
        Route("POST", "/browsers/{id}/close", pages.close),
        Route("POST", "/switch", pages.switch),
        Route("POST", "/forget", pages.forget),
        Route("POST", "/browsers", api.make_browser),
        Route("POST", "/push/{id}", when_up(store, api.push)),
        Route("POST", "/zalo/message/template", when_up(store, api.zalo)),
        Route("POST", "/vneid/messages", when_up(store, api.vneid)),
        Route("GET", "/api/shown", api.listed),
    ]
    return Sandbox(routes, [])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the apps until told to stop; give the exit code."""
    parser = launch.parser("apps", 8807)
    parser.add_argument("--public", default="", help="address that browsers are known by")
    for name in ("zalo", "vneid"):
        parser.add_argument(f"--{name}-token", type=Path, help=f"file of the token for {name}")
    return launch.run(parser.parse_args(arguments), build)


def _secret(options: argparse.Namespace, name: str) -> str:
    file = getattr(options, f"{name}_token")
    return file.read_text().strip() if file else ""


if __name__ == "__main__":
    sys.exit(main())
