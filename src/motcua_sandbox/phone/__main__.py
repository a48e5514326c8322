"""`python -m motcua_sandbox.phone`: run the telephone network."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from motcua_sandbox import events, launch
from motcua_sandbox.guard import when_up
from motcua_sandbox.launch import Sandbox
from motcua_sandbox.phone import messages, pages, purses, wallets
from motcua_sandbox.phone.api import Api
from motcua_sandbox.phone.clients import Clients
from motcua_sandbox.phone.messages import Network
from motcua_sandbox.store import Store
from motcua_sandbox.web import Route
from motcua_sandbox.workbench import Workbench

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from motcua_sandbox.logs import Log

FAULTS = (
    *("delay", "duplicate", "reorder", "stale", "limit", "drop", "forged", "down"),
    *("mute", "contradict"),
)


def build(options: argparse.Namespace, log: Log) -> Sandbox:
    """Put the network together; raise ConfigError when a client cannot be used."""
    clients = Clients(options.data, options.client, log)
    store = Store(options.data / "phone.sqlite3", events.SCHEMA, messages.SCHEMA, wallets.SCHEMA)
    net = Network(store, clients, options.report_delay)
    bench = Workbench(store, pages.HOUSE, FAULTS)
    courier = launch.courier(options, store, clients.party, log)
    return Sandbox([*_routes(net, bench), *bench.routes()], [courier])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the network until it is told to stop; give the exit code."""
    parser = launch.parser("phone", 8802)
    launch.add_courier_arguments(parser)
    shape = "CODE:TOKENFILE:SECRETFILE:WEBHOOK_URL"
    parser.add_argument("--client", action="append", default=[], metavar=shape)
    parser.add_argument("--report-delay", type=float, default=1.0, help="seconds until a report")
    return launch.run(parser.parse_args(arguments), build)


def _routes(net: Network, bench: Workbench) -> list[Route]:
    page, api, purse = pages.Pages(net, bench), Api(net), purses.Purses(net)
    up = net.store
    return [
        Route("GET", "/", page.phones),
        Route("GET", "/phones/{id}", page.phone),
        Route("GET", "/phones/{id}/answer", page.write),
        Route("POST", "/phones/{id}/answer", page.answer),
        Route("POST", "/phones/{id}/switch", page.switch),
        Route("GET", "/operator", page.operator),
        Route("POST", "/forget", page.forget),
        Route("GET", "/write", purse.write),
        Route("POST", "/write", purse.send),
        Route("GET", "/phones/{id}/wallet", purse.show),
        Route("POST", "/phones/{id}/wallet", purse.fill),
        Route("POST", "/phones/{id}/wallet/{charge}", purse.decide),
        Route("POST", "/wallet/charge", when_up(up, api.charge)),
        Route("POST", "/wallet/query", when_up(up, api.look)),
        Route("POST", "/wallet/refund", when_up(up, api.refund)),
        Route("POST", "/api/wallet/decide", api.decide),
        Route("POST", "/api/write", api.write),
        Route("POST", "/messages", when_up(up, api.send)),
        Route("GET", "/api/messages", api.listed),
    ]


if __name__ == "__main__":
    sys.exit(main())
