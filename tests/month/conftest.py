"""A node whose days can be skipped, its bank, and two accountants at their desks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from motcua.cli.home import Home
from motcua.cli.temporary import TemporaryNode
from motcua.config import env
from tests.journeys.conftest import DESKTOP, SETTINGS, Office
from tests.journeys.officials import enter
from tests.ports import free_port
from tests.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PLAYED = SETTINGS | {"MOTCUA_DEMO": "1"}
ACCOUNT = env.text("MOTCUA_BANK_ACCOUNT").replace(":", "/")
MERCHANT = {"merchant": env.text("MOTCUA_BANK_MERCHANT")}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let it need a browser and the network of this machine, and take its time."""
    for item in items:
        if "month" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.enable_socket)
            item.add_marker(pytest.mark.timeout(3600))


@pytest.fixture(scope="session")
def played(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TemporaryNode]:
    """Run a node on which days can be skipped; MONTH_NODE=FOLDER:PORT takes one that runs."""
    del chromium
    if running := os.environ.get("MONTH_NODE"):
        folder, _, port = running.rpartition(":")
        yield TemporaryNode(Home(Path(folder)), int(port))
        return
    data = tmp_path_factory.mktemp("m") / "node"
    (data / "run").mkdir(mode=0o700, parents=True)
    made = TemporaryNode(Home(data), free_port())
    with made.running(("-m", "tests.journeys.node"), PLAYED):
        yield made


@pytest.fixture(scope="session")
def ward(played: TemporaryNode) -> Iterator[Office]:
    """Open the ward."""
    made = Office(played, "tests.month.office", PLAYED)
    yield made
    made.close()


class Bank:
    """The bank: its payers, its operator, and the statements it gives."""

    def __init__(self, node: TemporaryNode) -> None:
        port = node.home.read("ports")["bank"]
        limits = httpx.Limits(max_keepalive_connections=0)
        base = f"http://127.0.0.1:{port}"
        self._web = httpx.Client(base_url=base, trust_env=False, limits=limits, timeout=30)

    def turn(self, **faults: object) -> None:
        """Let the bank misbehave, or stop."""
        self._web.post("/faults", json=faults).raise_for_status()

    def transfer(self, content: str, amount: int, times: int = 1) -> None:
        """Transfer money to the ward's account."""
        told = {"account": ACCOUNT, "amount": amount, "content": content, "times": times}
        assert self._web.post("/operate/transfer", data=told).is_redirect

    def pay(self, address: str) -> None:
        """Pay at the gateway, where a payer was sent to."""
        self._at_gateway(address, "pay")

    def cancel(self, address: str) -> None:
        """Give up at the gateway."""
        self._at_gateway(address, "cancel")

    def charge_back(self, transaction: str) -> None:
        """Take a payment back."""
        told = {"reason": "Chủ thẻ khiếu nại"}
        assert self._web.post(f"/transactions/{transaction}/charge-back", data=told).is_redirect

    def statement(self, day: str, form: str, folder: Path) -> Path:
        """Save the statement of a day; `form` is `csv` or `camt.053`."""
        answer = self._web.get("/statement.csv", params={**MERCHANT, "day": day, "form": form})
        path = folder / f"{day}.{'csv' if form == 'csv' else 'xml'}"
        path.write_bytes(answer.raise_for_status().content)
        return path

    def _at_gateway(self, address: str, what: str) -> None:
        shown = self._web.get(address)
        assert shown.is_redirect, shown.text
        order = shown.headers["Location"].partition("?")[0]
        assert self._web.post(f"{order}/{what}").is_redirect


@pytest.fixture(scope="session")
def bank(played: TemporaryNode) -> Bank:
    """Give the bank."""
    return Bank(played)


@pytest.fixture(scope="session")
def books(chromium: Browser, played: TemporaryNode, ward: Office) -> Iterator[tuple[Page, Page]]:
    """Two accountants of the ward, each at a desk, signed in with a second factor."""
    watch = Watch()
    contexts = []
    pages = []
    for email in (ward.official(role="accountant"), ward.second_accountant()):
        context = chromium.new_context(
            base_url=f"http://desk.localhost:{played.port}",
            locale="vi-VN",
            viewport=DESKTOP,
            reduced_motion="reduce",
        )
        watch.over(context)
        contexts.append(context)
        pages.append(context.new_page())
        enter(pages[-1], email)
    yield pages[0], pages[1]
    for context in contexts:
        context.close()
    assert watch.unexpected == []
