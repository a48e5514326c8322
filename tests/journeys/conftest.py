"""One whole node for all journeys of a process, a browser, and people who come to it."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from motcua.cli import sandboxes
from motcua.cli.home import Home
from motcua.cli.temporary import TemporaryNode
from tests.journeys.officials import enter
from tests.journeys.outside import Bank, Sandbox
from tests.journeys.people import Citizen
from tests.ports import free_port
from tests.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import Browser, BrowserContext, Page

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
SETTINGS = {"MOTCUA_DEMO": "0", "MOTCUA_WEB_WORKERS": "1", "MOTCUA_PROXIES": "1"}
NAMES = ("Nguyễn Thị Hoa", "Trần Văn Lúa", "Lê Thị Sen", "Phạm Văn Tre", "Hoàng Thị Mai")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let every journey need a browser and the network of this machine, and take its time."""
    for item in items:
        if "journeys" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.long)
            item.add_marker(pytest.mark.enable_socket)
            item.add_marker(pytest.mark.timeout(900))  # the first one starts the node


@pytest.fixture(scope="session")
def node(chromium: Browser) -> Iterator[TemporaryNode]:
    """Run a node that is no demo; JOURNEYS_NODE=FOLDER:PORT takes one that runs already."""
    del chromium
    if running := os.environ.get("JOURNEYS_NODE"):
        folder, _, port = running.rpartition(":")
        yield TemporaryNode(Home(Path(folder)), int(port))
        return
    # Short, so that the database's socket fits into it.
    with tempfile.TemporaryDirectory(prefix="motcua-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "node"
        (data / "run").mkdir(mode=0o700, parents=True)
        made = TemporaryNode(Home(data), free_port())
        with made.running(("-m", "tests.journeys.node"), SETTINGS):
            yield made


class Office:
    """The process that acts for the officials, on a node with some settings."""

    def __init__(
        self,
        node: TemporaryNode,
        module: str = "tests.journeys.office",
        settings: Mapping[str, str] = SETTINGS,
    ) -> None:
        placed = sandboxes.Sandboxes("127.0.0.1", "localhost", node.home.read("ports"))
        own = {
            **node.environment(),
            **settings,
            **sandboxes.environment(node.home, placed),
            "DATABASE_URL": node.urls.app,
            "DJANGO_SETTINGS_MODULE": "motcua.config.settings",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            env=own,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __getattr__(self, act: str) -> Callable[..., Any]:
        """Give an act of the office as a function."""

        def ask(**asked: object) -> Any:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(json.dumps({"act": act, **asked}) + "\n")
            self._process.stdin.flush()
            answer = json.loads(self._process.stdout.readline())
            assert "failed" not in answer, answer["failed"]
            return answer["done"]

        return ask

    def close(self) -> None:
        """Let everybody go home."""
        self._process.communicate()


@pytest.fixture(scope="session")
def office(node: TemporaryNode) -> Iterator[Office]:
    """Open the ward's office."""
    made = Office(node)
    yield made
    made.close()


@pytest.fixture(scope="session")
def site(node: TemporaryNode) -> str:
    """The address of the citizens' pages."""
    return f"http://localhost:{node.port}"


@pytest.fixture(scope="session")
def sandbox(node: TemporaryNode) -> Sandbox:
    """Give what the sandboxes were sent."""
    return Sandbox(node)


@pytest.fixture
def bank(node: TemporaryNode) -> Iterator[Bank]:
    """Give the bank behind its counter; it is well again afterwards."""
    made = Bank(node)
    yield made
    made.turn(drop=False)


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fail the test on anything the browser complains of."""
    made = Watch()
    yield made
    assert made.unexpected == []


_addresses = itertools.count(1)


@pytest.fixture
def device(chromium: Browser, site: str, watch: Watch) -> Iterator[Callable[..., BrowserContext]]:
    """Give a new device, a phone unless told otherwise, at a network address of the test's own."""
    opened: list[BrowserContext] = []
    number = next(_addresses)
    address = {"X-Forwarded-For": f"10.{os.getpid() % 250}.{number // 250}.{number % 250 + 1}"}

    def new(**options: Any) -> BrowserContext:
        context = chromium.new_context(
            **{
                "base_url": site,
                "locale": "vi-VN",
                "viewport": PHONE,
                "extra_http_headers": address,
                "reduced_motion": "reduce",
                **options,
            }
        )
        watch.over(context)
        opened.append(context)
        return context

    yield new
    for context in opened:
        context.close()


@pytest.fixture
def secrets() -> dict[Page, str]:
    """Keep the secrets of the authenticator apps of those at a desk."""
    return {}


@pytest.fixture
def desk(
    office: Office,
    device: Callable[..., BrowserContext],
    node: TemporaryNode,
    secrets: dict[Page, str],
) -> Callable[[str], Page]:
    """Give an official, by role, signed in at a desk with a second factor just enrolled."""

    def sit_down(role: str) -> Page:
        page = device(base_url=f"http://desk.localhost:{node.port}", viewport=DESKTOP).new_page()
        secrets[page] = enter(page, office.official(role=role))
        return page

    return sit_down


_people = itertools.count(int.from_bytes(os.urandom(2)) * 10)


@pytest.fixture
def citizen(office: Office, device: Callable[..., BrowserContext]) -> Citizen:
    """Somebody nobody else is, with a phone in hand."""
    number = next(_people) % 1_000_000
    facts = office.come(number=number, name=NAMES[number % len(NAMES)])
    return Citizen(facts, device().new_page())
