"""The databases of the test run: a temporary server for each of pytest's processes.

Loaded with `-p tests.plugin_database`, so that it acts before pytest-django reads the settings.
With DATABASE_URL set that server is used by all. Without it, each process that runs tests starts an
embedded one: the audit log is sealed only up to the oldest transaction of a server, and a test may
be a transaction of half a minute. The data folder is a temporary one in either case.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from motcua.kernel.keys import make_keys
from motcua.kernel.postgres import OWNER, temporary_server

if TYPE_CHECKING:
    from collections.abc import Generator

_open = contextlib.ExitStack()
atexit.register(_open.close)  # pytest does not unconfigure when loading fails


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Set the environment before anybody reads it."""
    _make_folder()
    told = early_config.known_args_namespace
    leaves_it_to_others = bool(told.numprocesses) and "PYTEST_XDIST_WORKER" not in os.environ
    if not told.collectonly and not leaves_it_to_others:
        _start_server()
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop the server of this process."""
    _open.close()


def _make_folder() -> None:
    """Give this process keys and files of its own: one counts them while another one makes some."""
    folder = _open.enter_context(tempfile.TemporaryDirectory(prefix="motcua-data-"))
    os.environ["MOTCUA_DATA"] = folder
    make_keys(Path(folder) / "keys")


def _start_server() -> None:
    if os.environ.get("DATABASE_URL"):
        return
    urls = _open.enter_context(temporary_server())
    os.environ["DATABASE_URL"] = urls.owner
    os.environ["DATABASE_OWNER_URL"] = urls.owner
    os.environ["MOTCUA_TEST_SUPERUSER_URL"] = urls.superuser
    # So that tables are emptied row by row, whatever triggers forbid: see tests/emptying.py.
    with psycopg.connect(urls.superuser, autocommit=True) as superuser:
        superuser.execute(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}".encode())
