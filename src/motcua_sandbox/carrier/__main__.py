"""`python -m motcua_sandbox.carrier`: run the carrier."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from motcua_sandbox import events, launch
from motcua_sandbox.carrier import pages, parcels
from motcua_sandbox.carrier.api import Api
from motcua_sandbox.carrier.parcels import Carrier
from motcua_sandbox.carrier.senders import Senders
from motcua_sandbox.guard import when_up
from motcua_sandbox.launch import Sandbox
from motcua_sandbox.store import Store
from motcua_sandbox.web import Route
from motcua_sandbox.workbench import Workbench

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from motcua_sandbox.logs import Log
    from motcua_sandbox.web import Handler

FAULTS = ("delay", "duplicate", "reorder", "stale", "limit", "drop", "forged", "down")


def build(options: argparse.Namespace, log: Log) -> Sandbox:
    """Put the carrier together; raise ConfigError when a sender cannot be used."""
    senders = Senders(options.data, options.sender, log)
    store = Store(options.data / "carrier.sqlite3", events.SCHEMA, parcels.SCHEMA)
    carrier = Carrier(store, senders)
    bench = Workbench(store, pages.HOUSE, FAULTS)
    courier = launch.courier(options, store, senders.party, log)
    return Sandbox([*_routes(carrier, bench), *bench.routes()], [courier])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the carrier until it is told to stop; give the exit code."""
    parser = launch.parser("carrier", 8805)
    launch.add_courier_arguments(parser)
    shape = "CODE:SECRETFILE:WEBHOOK_URL"
    parser.add_argument("--sender", action="append", default=[], metavar=shape)
    return launch.run(parser.parse_args(arguments), build)


def _routes(carrier: Carrier, bench: Workbench) -> list[Route]:
    page, api = pages.Pages(carrier, bench), Api(carrier)

    def up(path: str, handler: Handler) -> Route:
        return Route("POST", path, when_up(carrier.store, handler))

    return [
        Route("GET", "/", page.listed),
        Route("GET", "/parcels/{id}", page.parcel),
        Route("POST", "/parcels/{id}/move", page.move),
        Route("GET", "/operator", page.operator),
        up("/api/quote", api.quote),
        up("/api/parcels", api.create),
        up("/api/cancel", api.cancel),
        up("/api/track", api.track),
    ]


if __name__ == "__main__":
    sys.exit(main())
