"""The sealer: appends audit rows to the Merkle log of their agency, within a second of the commit.

Rows are taken in the order of (transaction, number), and only those whose transaction is older than
every transaction still running: a row that commits late can then never appear behind a sealed one.
Transactions are numbered for the whole server: a long one in another database holds sealing up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction

from motcua.kernel import clock, merkle
from motcua.kernel.audit.heads import export
from motcua.kernel.models import AuditCursor, AuditLog

if TYPE_CHECKING:
    from collections.abc import Sequence
    from threading import Event as Flag

log = structlog.get_logger(__name__)

SEALER_LOCK = 7811102
BATCH = 5000
_SECONDS_BETWEEN = 1.0
_BETWEEN_HEADS = timedelta(minutes=1)

_NEXT = """
SELECT r.id, r.agency_id, r.digest, r.tx::text FROM kernel_auditrow r
WHERE (r.tx, r.id) > (%s::xid8, %s) AND r.tx < pg_snapshot_xmin(pg_current_snapshot())
  AND NOT EXISTS (SELECT FROM kernel_auditleaf leaf WHERE leaf.row_id = r.id)
ORDER BY r.tx, r.id LIMIT %s
"""
# After a restore into another server the numbers of transactions start anew. What cannot be
# numbered yet (tx >= xmax) and is visible all the same was written by the former server.
_ADOPTED = """
SELECT r.id, r.agency_id, r.digest, r.tx::text FROM kernel_auditrow r
WHERE (r.tx < %s::xid8 OR r.tx >= pg_snapshot_xmax(pg_current_snapshot()))
  AND NOT EXISTS (SELECT FROM kernel_auditleaf leaf WHERE leaf.row_id = r.id)
ORDER BY r.tx, r.id
"""
_WHERE_WE_ARE = """
SELECT system_identifier::text, pg_snapshot_xmin(pg_current_snapshot())::text
FROM pg_control_system()
"""
_LEAVES = """
INSERT INTO kernel_auditleaf (agency_id, position, row_id, digest)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bytea[])
"""


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    agency_id: int
    digest: bytes
    tx: str


@dataclass(slots=True)
class _Leaves:
    """Columns of the leaves of a batch."""

    agencies: list[int] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)

    def add(self, row: _Row, position: int) -> None:
        self.agencies.append(row.agency_id)
        self.positions.append(position)
        self.rows.append(row.id)
        self.digests.append(row.digest)


def seal(*, now: datetime, limit: int = BATCH) -> int:
    """Append the next rows to their agencies' logs in one transaction; give their number.

    Does nothing while another sealer works.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (SEALER_LOCK,))
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_WHERE_WE_ARE)
        cluster, oldest = cursor.fetchone()
        place = AuditCursor.objects.first()
        if place is None or place.cluster != cluster:
            cursor.execute(_ADOPTED, (oldest,))
            rows = [_Row(*row) for row in cursor.fetchall()]
            _move_on(cluster, oldest, 0)
        else:
            cursor.execute(_NEXT, (str(place.tx), place.row_id, limit))
            rows = [_Row(*row) for row in cursor.fetchall()]
            if rows:
                _move_on(cluster, rows[-1].tx, rows[-1].id)
        _append(rows, now)
    return len(rows)


def seal_all(*, now: datetime) -> int:
    """Seal everything that can be sealed now; give the number of rows."""
    total = 0
    while sealed := seal(now=now):
        total += sealed
    return total


def run_forever(stop: Flag) -> None:
    """Seal every second and export the heads every minute, until told to stop.

    The last thing is to seal and export once more.
    """
    next_export = clock.system_now()
    while not stop.is_set():
        if _round(exports=clock.system_now() >= next_export):
            next_export = clock.system_now() + _BETWEEN_HEADS
        stop.wait(_SECONDS_BETWEEN)
    _round(exports=True)
    connection.close()


def _round(*, exports: bool) -> bool:
    """Seal what there is, and export the heads when it is time; True when that was done."""
    try:
        seal_all(now=clock.system_now())
        if exports:
            export(now=clock.system_now())
    except (OperationalError, InterfaceError) as error:
        log.warning("audit.database_lost", error=type(error).__name__)
        connection.close()
        return False
    except OSError as error:
        # A full disk, mostly: tried again next second, and the doctor shows the delay.
        log.warning("audit.heads_not_written", error=error.strerror)
        return False
    return exports


def _move_on(cluster: str, tx: str, row_id: int) -> None:
    place = AuditCursor(id=1, cluster=cluster, tx=int(tx), row_id=row_id)
    AuditCursor.objects.bulk_create(
        [place],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["cluster", "tx", "row_id"],
    )


def _append(rows: Sequence[_Row], now: datetime) -> None:
    if not rows:
        return
    numbers = {row.agency_id for row in rows}
    logs = {each.agency_id: each for each in AuditLog.objects.filter(pk__in=numbers)}
    for number in numbers - logs.keys():
        logs[number] = AuditLog(agency_id=number)
    frontiers = {number: [bytes(node) for node in held.frontier] for number, held in logs.items()}
    leaves = _Leaves()
    for row in rows:
        held = logs[row.agency_id]
        leaves.add(row, held.size)
        merkle.append(frontiers[row.agency_id], held.size, merkle.leaf_hash(row.digest))
        held.size += 1
    with connection.cursor() as cursor:
        cursor.execute(_LEAVES, (leaves.agencies, leaves.positions, leaves.rows, leaves.digests))
    for number, held in logs.items():
        held.frontier[:] = frontiers[number]
        held.root = merkle.root_of(frontiers[number])
        held.sealed_at = now
    AuditLog.objects.bulk_create(
        logs.values(),
        update_conflicts=True,
        unique_fields=["agency_id"],
        update_fields=["size", "frontier", "root", "sealed_at"],
    )
