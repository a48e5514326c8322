"""One Chromium for all browser tests of a process, and our pages on a loopback port for it."""

from __future__ import annotations

import os
import shutil
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_QUIET = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",  # there is none, and playing one costs the processor
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 60_000  # milliseconds; two cores may be busy with other tests
_LONGEST = 600  # seconds of a test that opens many pages, on such a machine


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Read no file for a run of browsers alone that has none; to read all takes half a minute."""
    if not config.option.markexpr.startswith("browser") or collection_path.suffix != ".py":
        return None
    marking = (collection_path, collection_path.parent / "conftest.py")
    texts = (one.read_text("utf-8") for one in marking if one.exists())
    return None if any("mark.browser" in text for text in texts) else True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what needs a browser take its time: how long a step may take says the patience above."""
    for item in items:
        if item.get_closest_marker("browser") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(_LONGEST))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the machine's Chromium, or skip where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium on this machine: what needs a browser was not tried")
    expect.set_options(timeout=PATIENCE)
    # Playwright keeps a loop running in this thread until the process ends, and Django would take
    # every later test in it for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET)
        # A page may take longer here than the half minute that Playwright waits by itself.
        browser.on("context", lambda context: context.set_default_timeout(PATIENCE))
        yield browser
        browser.close()


class _Counting(StaticFilesHandler):
    """Knows how many requests are being answered."""

    _lock, running = threading.Lock(), 0

    def __call__(self, *request: Any) -> Any:
        self._count(1)
        try:
            return super().__call__(*request)
        finally:
            self._count(-1)

    @classmethod
    def _count(cls, by: int) -> None:
        with cls._lock:
            cls.running += by


@contextmanager
def serving() -> Iterator[int]:
    """Serve the pages on a loopback port, and give it; what a page asked last is answered too."""
    server = LiveServerThread("127.0.0.1", _Counting, connections_override={}, port=0)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None, server.error
    yield server.port
    server.terminate()
    # A write that comes after the database was emptied would be the next test's.
    deadline = time.monotonic() + PATIENCE / 1000
    while _Counting.running and time.monotonic() < deadline:
        time.sleep(0.01)


def hold(page: Page, address: str) -> list[Route]:
    """Hold back what a page asks of an address from now on; what was asked is in the list."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(address, keep)
    return held


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait until something holds that the page does not show, such as what the server received."""
    for _ in range(PATIENCE // 50):
        if is_so():
            return
        page.wait_for_timeout(50)
    assert is_so()


@pytest.fixture
def port(transactional_db: None) -> Iterator[int]:
    """Serve both doors, and write their addresses with that port."""
    with serving() as port:
        doors = {
            "PORTAL_URL": f"http://localhost:{port}",
            "DESK_URL": f"http://desk.localhost:{port}",
        }
        with override_settings(**doors):
            yield port
