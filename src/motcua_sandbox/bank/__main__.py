"""`python -m motcua_sandbox.bank`: run the bank."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from motcua_sandbox import events, launch
from motcua_sandbox.bank import books, orders, pages, slips
from motcua_sandbox.bank.api import Api
from motcua_sandbox.bank.backoffice import Backoffice
from motcua_sandbox.bank.books import Bank
from motcua_sandbox.bank.gateway import Gateway
from motcua_sandbox.bank.machines import Machines
from motcua_sandbox.bank.merchants import Merchants
from motcua_sandbox.bank.transfer import Transfer
from motcua_sandbox.guard import when_up
from motcua_sandbox.launch import Sandbox
from motcua_sandbox.store import Store
from motcua_sandbox.web import Route
from motcua_sandbox.workbench import Workbench

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from motcua_sandbox.logs import Log

FAULTS = (
    *("delay", "duplicate", "reorder", "wrong_amount", "stale", "limit"),
    *("drop", "forged", "down", "answers"),
)


def build(options: argparse.Namespace, log: Log) -> Sandbox:
    """Put the bank together; raise ConfigError when a merchant cannot be used."""
    merchants = Merchants(options.data, options.merchant, options.account, log)
    schemas = (events.SCHEMA, books.SCHEMA, orders.SCHEMA, slips.SCHEMA)
    store = Store(options.data / "bank.sqlite3", *schemas)
    bank = Bank(store, merchants)
    bench = Workbench(store, pages.OPERATORS, FAULTS)
    courier = launch.courier(options, store, merchants.party, log)
    routes = [*_operator_routes(bank, bench), *_payer_routes(bank), *bench.routes()]
    return Sandbox(routes, [courier, orders.Expiry(bank)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bank until it is told to stop; give the exit code."""
    parser = launch.parser("bank", 8801)
    launch.add_courier_arguments(parser)
    parser.add_argument(
        *("--merchant",),
        action="append",
        default=[],
        metavar="CODE:SECRETFILE:WEBHOOK_URL:RETURN_PREFIX",
    )
    parser.add_argument("--account", action="append", default=[], metavar="CODE:BANK:NUMBER:NAME")
    return launch.run(parser.parse_args(arguments), build)


def _operator_routes(bank: Bank, bench: Workbench) -> list[Route]:
    office, machines = Backoffice(bank, bench), Machines(bank)
    return [
        Route("GET", "/", office.home),
        Route("GET", "/orders", office.orders),
        Route("GET", "/transactions", office.transactions),
        Route("POST", "/operate/transfer", office.make_transfer),
        Route("POST", "/transactions/{id}/charge-back", office.charge_back),
        Route("GET", "/terminals", machines.show),
        Route("POST", "/terminals/{id}/{choice}", machines.decide),
    ]


def _payer_routes(bank: Bank) -> list[Route]:
    gateway, transfer, api = Gateway(bank), Transfer(bank), Api(bank)
    routes = [
        Route("GET", "/pay", gateway.enter),
        Route("GET", "/orders/{id}", gateway.show),
        Route("POST", "/orders/{id}/pay", gateway.pay),
        Route("POST", "/orders/{id}/cancel", gateway.cancel),
        Route("GET", "/transfer", transfer.start),
        Route("POST", "/transfer", transfer.send),
        Route("GET", "/app", transfer.scanned),
        Route("GET", "/transfers/{id}", transfer.receipt),
        Route("POST", "/api/query", api.query),
        Route("POST", "/api/refund", api.refund),
        Route("POST", "/api/terminal/charge", api.charge),
        Route("POST", "/api/terminal/cancel", api.cancel),
        Route("POST", "/api/statement", api.fetch),
        Route("GET", "/statement.csv", api.statement),
    ]
    return [Route(r.method, r.path, when_up(bank.store, r.handler)) for r in routes]


if __name__ == "__main__":
    sys.exit(main())
