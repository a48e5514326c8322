"""The office on the morning of its day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.office_day.doors import Day
from tests.office_day.house import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

_LONGEST = 1800  # seconds; it takes a tenth of that where nobody else works


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the day have a browser, the network of this machine, and its time."""
    for item in items:
        if "office_day" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.long)
            item.add_marker(pytest.mark.enable_socket)
            item.add_marker(pytest.mark.timeout(_LONGEST))


@pytest.fixture
def day(chromium: Browser, port: int, tmp_path: Path) -> Iterator[Day]:
    """Open the office at six in the morning, empty; fail on any complaint of a browser."""
    with opened(tmp_path, port) as house:
        made = Day(house, chromium, port)
        yield made
        made.close()
        assert made.watch.unexpected == []
