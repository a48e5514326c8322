"""One Chromium for all browser tests of a process, and our pages on a loopback port for it."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_QUIET = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 20_000  # milliseconds; two cores may be busy with other tests


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
        yield browser
        browser.close()


@contextmanager
def serving() -> Iterator[int]:
    """Serve the pages on a loopback port, and give it."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={}, port=0)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None, server.error
    yield server.port
    server.terminate()


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
