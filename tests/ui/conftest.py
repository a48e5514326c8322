"""The interface alone: its own addresses, no sessions, no database, assets as they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import override_settings

from tests.plugin_browser import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ALONE = {
    "ROOT_URLCONF": "tests.ui.urls",
    "DEMO": True,
    "CLOCK": "",
    "ALLOWED_HOSTS": ["testserver", "127.0.0.1"],
    "MIDDLEWARE": [
        "tests.ui.urls.record",
        "csp.middleware.CSPMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ],
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}


@pytest.fixture(scope="module")
def alone() -> Iterator[None]:
    """Put the interface on a node of its own."""
    with override_settings(**ALONE):
        yield


@pytest.fixture(scope="module")
def site(alone: None) -> Iterator[str]:
    """Serve the interface on a loopback port and give its address."""
    with serving() as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def complaints() -> list[str]:
    """Collect what the browser complains of; a test that provokes some clears the list."""
    return []


@pytest.fixture
def page(chromium: Browser, site: str, complaints: list[str]) -> Iterator[Page]:
    """Open a page that must stay on this machine, keep the content policy and not complain."""
    context = chromium.new_context(base_url=site, locale="vi-VN")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda r: None if r.url.startswith((site, "data:", "blob:")) else complaints.append(r.url),
    )
    yield page
    context.close()
    assert complaints == []
