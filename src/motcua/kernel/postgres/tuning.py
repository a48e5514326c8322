"""The server's settings: durable for work, forgetful for tests."""

from __future__ import annotations

import os
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MIB = 2**20
_CONTAINER = Path("/sys/fs/cgroup/memory.max")
# Two cores and a few dozen connections. What was acknowledged is on the disk: fsync and
# synchronous_commit stay on. The log keeps no statement and no value, which may be personal data.
DURABLE: Mapping[str, str] = MappingProxyType(
    {
        "fsync": "on",
        "synchronous_commit": "on",
        "work_mem": "8MB",
        "wal_buffers": "16MB",
        "wal_compression": "on",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
        "max_connections": "100",
        "random_page_cost": "1.1",
        "jit": "off",
        "max_parallel_workers_per_gather": "1",
        "autovacuum_naptime": "20s",
        # Backups that do not get on must not fill the disk: past this they begin with a new base.
        "max_slot_wal_keep_size": "8GB",
    }
)
# Tests only: a crash of the machine may lose everything.
FORGETFUL: Mapping[str, str] = MappingProxyType(
    {
        **DURABLE,
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "wal_compression": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "shared_buffers": "128MB",
        "max_locks_per_transaction": "256",
    }
)


def memory() -> int:
    """Give how much memory there is for this machine or container, in MiB."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        allowed = int(_CONTAINER.read_text())
    except (OSError, ValueError):
        # No container, or one that may use all.
        allowed = whole
    return min(whole, allowed) // _MIB


def sized(mebibytes: int) -> dict[str, str]:
    """Give the settings that follow the memory, of which an eighth keeps pages of tables.

    The web, the workers and the sandboxes share the machine; the rest caches files.
    """
    return {
        "shared_buffers": f"{min(max(mebibytes // 8, 128), 4096)}MB",
        "effective_cache_size": f"{mebibytes // 2}MB",
        "maintenance_work_mem": f"{min(max(mebibytes // 64, 64), 512)}MB",
    }


def configuration(tuning: Mapping[str, str], socket_folder: Path, major: int) -> list[str]:
    """Give the lines of postgresql.conf for a server of a major version."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_checkpoints": "off",
        "log_error_verbosity": "terse",
        **sized(memory()),
        **tuning,
    }
    if major >= 18:
        settings["io_method"] = "sync"
    lines = [f"{name} = '{_quoted(value)}'" for name, value in settings.items()]
    return [*lines, "include_if_exists 'local.conf'"]


def _quoted(value: str) -> str:
    return value.replace("'", "''")
