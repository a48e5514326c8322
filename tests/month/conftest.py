"""A node whose days can be skipped, its bank and phones, and those who take and keep money."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from motcua.cli.home import Home
from motcua.cli.temporary import TemporaryNode
from tests.journeys.conftest import DESKTOP, SETTINGS, Office
from tests.journeys.officials import enter
from tests.month.desks import Counter, Keepers
from tests.month.outside import Bank, Phones
from tests.ports import free_port
from tests.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    Sit = Callable[[str], Page]

PLAYED = SETTINGS | {"MOTCUA_DEMO": "1"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let it need a browser and the network of this machine, and take its time."""
    for item in items:
        if "month" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.long)
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


@pytest.fixture(scope="session")
def outside(played: TemporaryNode) -> tuple[Bank, Phones]:
    """Give the bank and the telephone network."""
    return Bank(played), Phones(played)


@pytest.fixture(scope="session")
def sit(chromium: Browser, played: TemporaryNode) -> Iterator[Sit]:
    """Give a page of its own to somebody, at an address of the node; nothing is complained of."""
    watch = Watch()
    watch.expect(f":{played.port}/thu-phi/sao-ke")  # the node may fetch a statement before they do
    contexts = []

    def new(host: str) -> Page:
        context = chromium.new_context(
            base_url=f"http://{host}:{played.port}",
            locale="vi-VN",
            viewport=DESKTOP,
            reduced_motion="reduce",
        )
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield new
    for context in contexts:
        context.close()
    assert watch.unexpected == []


@pytest.fixture(scope="session")
def desks(sit: Sit, ward: Office) -> tuple[Keepers, Counter, Page]:
    """Give two accountants, the receptionist, and the browser of somebody without an account.

    Officials sit at a desk each, signed in with a second factor.
    """
    first, second, third = (sit("desk.localhost") for _ in range(3))
    enter(first, ward.official(role="accountant"))
    enter(second, ward.second_accountant())
    enter(third, ward.official(role="receptionist"))
    return Keepers(first, second), Counter(third), sit("localhost")
