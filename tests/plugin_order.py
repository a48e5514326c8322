"""In which order tests begin, and which of them one process of a run takes together.

Loaded with `-p tests.plugin_order`. The order is by chance (pytest-randomly), but what is marked
`long` begins first: nobody waits at the end of a run for the one process that still has it.
"""

from __future__ import annotations

import gc

import pytest


def pytest_collection_finish() -> None:
    """Leave what was collected out of every later search for garbage."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put long tests first; keep the tests of a file together under `--dist loadgroup`."""
    together = {_group(item) for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: _group(item) not in together)
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(_group(item)))


def _group(item: pytest.Item) -> str:
    """Name what runs in one process: tests that share a costly fixture, else those of a file."""
    told = item.get_closest_marker("xdist_group")
    return str(told.args[0]) if told else item.path.relative_to(item.config.rootpath).as_posix()
