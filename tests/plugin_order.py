"""In which order tests begin, and which of them one process of a run takes together.

Loaded with `-p tests.plugin_order`. The order is by chance (pytest-randomly), but what is marked
`long` begins first: nobody waits at the end of a run for the one process that still has it.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from xdist.remote import Producer

_SHARED = frozenset({"tests/journeys"})
"""Folders whose tests share what takes long to set up, such as a node."""


_SELDOM = (20_000, 20, 50)
"""After how many new objects garbage is searched for; Python would every 700."""


def pytest_collection_finish() -> None:
    """Leave what was collected out of every later search for garbage, and search less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long tests first, each with those that are taken together with it."""
    long = {_taken_with(item.nodeid) for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: _taken_with(item.nodeid) not in long)


class _Together(LoadScopeScheduling):
    """Gives a process the tests of a file, or of a folder, as one piece of work."""

    def _split_scope(self, nodeid: str) -> str:
        return _taken_with(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _Together | None:
    """Keep together under `--dist loadgroup`; its own marks are not seen by pytest 9.2."""
    return _Together(config, log) if config.getoption("dist") == "loadgroup" else None


def _taken_with(nodeid: str) -> str:
    """Name what runs in one process: the tests of a folder that shares, else those of a file."""
    file = nodeid.partition("::")[0]
    folder = file.rpartition("/")[0]
    return folder if folder in _SHARED else file
