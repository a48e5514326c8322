"""The server's settings: durable for work, forgetful for tests."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Two cores and a few dozen connections. What was acknowledged is on the disk: fsync and
# synchronous_commit stay on. The log keeps no statement and no value, which may be personal data.
DURABLE: Mapping[str, str] = MappingProxyType(
    {
        "fsync": "on",
        "synchronous_commit": "on",
        "shared_buffers": "256MB",
        "effective_cache_size": "1GB",
        "work_mem": "8MB",
        "maintenance_work_mem": "64MB",
        "wal_buffers": "16MB",
        "wal_compression": "on",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "max_connections": "100",
        "random_page_cost": "1.1",
        "jit": "off",
        "max_parallel_workers_per_gather": "1",
        "autovacuum_naptime": "20s",
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
        **tuning,
    }
    if major >= 18:
        settings["io_method"] = "sync"
    lines = [f"{name} = '{_quoted(value)}'" for name, value in settings.items()]
    return [*lines, "include_if_exists 'local.conf'"]


def _quoted(value: str) -> str:
    return value.replace("'", "''")
