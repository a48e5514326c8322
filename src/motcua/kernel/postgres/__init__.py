"""The one package that knows the embedded PostgreSQL: finds it, starts it, stops it.

The server listens on a Unix socket only. Who may connect is decided by the kernel of the operating
system (peer authentication): the account that runs motcua, and nobody else, may take the roles.
"""

from __future__ import annotations

from motcua.kernel.postgres.errors import PostgresFailed
from motcua.kernel.postgres.programs import ENVIRONMENT, OLDEST, Programs, find_programs
from motcua.kernel.postgres.server import (
    APP,
    DATABASE,
    OWNER,
    READ,
    SUPERUSER,
    Server,
    Urls,
    temporary_server,
)

__all__ = [
    "APP",
    "DATABASE",
    "ENVIRONMENT",
    "OLDEST",
    "OWNER",
    "READ",
    "SUPERUSER",
    "PostgresFailed",
    "Programs",
    "Server",
    "Urls",
    "find_programs",
    "temporary_server",
]
