"""Finds what was done to the audit log behind our back, even by the database's superuser.

Every digest, leaf and root is computed anew and compared with what is stored and with the tree
heads kept outside the database. The first bad row of each agency is named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, transaction

from motcua.kernel import merkle
from motcua.kernel.audit import heads
from motcua.kernel.models import AuditLog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_CHUNK = 5000
_MOST_PROBLEMS = 20

_LEAVES = """
SELECT leaf.position, leaf.row_id, leaf.digest, r.tx::text::numeric,
    CASE
        WHEN r.id IS NULL THEN 'row_deleted'
        WHEN r.version <> 1 OR r.digest <> audit_digest_v1(r) OR r.digest <> leaf.digest
            OR r.agency_id <> leaf.agency_id THEN 'row_changed'
        ELSE ''
    END
FROM kernel_auditleaf leaf LEFT JOIN kernel_auditrow r ON r.id = leaf.row_id
WHERE leaf.agency_id = %s AND leaf.position >= %s ORDER BY leaf.position LIMIT %s
"""
_AGENCIES = """
SELECT agency_id FROM kernel_auditlog UNION SELECT DISTINCT agency_id FROM kernel_auditleaf
ORDER BY 1
"""
# Rows that the sealer has passed by and that are in no log: written with an old number, or their
# leaf was taken out.
_SMUGGLED = """
SELECT r.agency_id, r.id FROM kernel_auditrow r, kernel_auditcursor place
WHERE (r.tx, r.id) <= (place.tx, place.row_id)
  AND NOT EXISTS (SELECT FROM kernel_auditleaf leaf WHERE leaf.row_id = r.id)
ORDER BY r.id LIMIT 20
"""
_UNSEALED = """
SELECT count(*) FROM kernel_auditrow r
WHERE NOT EXISTS (SELECT FROM kernel_auditleaf leaf WHERE leaf.row_id = r.id)
"""


class _Leaf(NamedTuple):
    position: int
    row_id: int
    digest: bytes
    tx: int | None
    fault: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: its kind, where in the log it is and which row (None where it has no row).

    Kinds: `row_deleted`, `row_changed`, `leaf_missing`, `reordered`, `root_changed`,
    `head_mismatch`, `tail_cut`, `row_smuggled`, `head_bad`, `heads_missing`.
    """

    kind: str
    agency: int | None
    position: int | None
    row: int | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AgencyReport:
    """What was found in the log of one agency; `problems` begins with the first bad row."""

    agency: int
    size: int
    root: str
    heads: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in all logs; `unsealed` rows wait for the sealer or were smuggled in."""

    agencies: tuple[AgencyReport, ...]
    problems: tuple[Problem, ...]
    unsealed: int

    @property
    def is_sound(self) -> bool:
        """Say that nothing was tampered with."""
        return not self.problems


@dataclass(slots=True)
class _Walk:
    """The state of one pass over the leaves of an agency: `size` with holes, `hashed` without."""

    agency: int
    heads: Sequence[heads.Head]
    frontier: list[bytes] = field(default_factory=list)
    size: int = 0
    hashed: int = 0
    good: int = 0
    before: tuple[int, int] = (0, 0)
    out_of_order: _Leaf | None = None
    problems: list[Problem] = field(default_factory=list)

    def blame(self, kind: str, position: int | None, row: int | None, detail: str = "") -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(kind, self.agency, position, row, detail))

    def step(self, leaf: _Leaf) -> None:
        """Take the next leaf."""
        if leaf.position != self.size:
            self.blame("leaf_missing", self.size, None, f"{leaf.position - self.size}")
            self.size = leaf.position
        if leaf.fault:
            self.blame(leaf.fault, leaf.position, leaf.row_id)
        here = (leaf.tx or 0, leaf.row_id)
        if here < self.before and self.out_of_order is None:
            self.out_of_order = leaf
        self.before = here
        merkle.append(self.frontier, self.hashed, merkle.leaf_hash(bytes(leaf.digest)))
        self.hashed += 1
        self.size += 1
        self.compare_heads()

    def compare_heads(self) -> None:
        """Compare the root so far with the heads exported at this size."""
        for head in (each for each in self.heads if each.size == self.size):
            if merkle.root_of(self.frontier).hex() == head.root:
                self.good = self.size
            elif not self.problems:
                self.blame_order("head_mismatch", f"{head.place} {self.good}..{self.size}")

    def blame_order(self, kind: str, detail: str) -> None:
        """Blame the first leaf out of order, or else what follows the last good head."""
        if leaf := self.out_of_order:
            self.blame("reordered", leaf.position, leaf.row_id, detail)
        else:
            self.blame(kind, self.good, None, detail)


def verify(where: Path | None = None) -> Report:
    """Check every log against its rows and against the heads in a folder (the node's own)."""
    lines = list(heads.read(where or heads.folder()))
    exported = [line for line in lines if isinstance(line, heads.Head)]
    loose = [
        Problem("head_bad", None, None, None, f"{line.place}: {line.reason}")
        for line in lines
        if isinstance(line, heads.BadLine)
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        # One state of the database for the whole check, however long it takes.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(_AGENCIES)
        numbers = {row[0] for row in cursor.fetchall()} | {head.agency for head in exported}
        reports = tuple(_verify_agency(number, exported) for number in sorted(numbers))
        cursor.execute(_SMUGGLED)
        loose += [Problem("row_smuggled", agency, None, row) for agency, row in cursor.fetchall()]
        cursor.execute(_UNSEALED)
        unsealed = cursor.fetchone()[0]
    problems = [problem for report in reports for problem in report.problems]
    return Report(reports, (*problems, *loose), unsealed)


def _verify_agency(agency: int, exported: Sequence[heads.Head]) -> AgencyReport:
    own = [head for head in exported if head.agency == agency]
    walk = _Walk(agency, own)
    for leaf in _leaves(agency):
        walk.step(leaf)
    root = merkle.root_of(walk.frontier).hex()
    log = AuditLog.objects.filter(pk=agency).first()
    expected = (log.size, bytes(log.root).hex()) if log else (0, merkle.EMPTY.hex())
    largest = max((head.size for head in own), default=0)
    if walk.size < max(largest, expected[0]):
        walk.blame("tail_cut", walk.size, None, f"{max(largest, expected[0]) - walk.size}")
    if log and largest < log.exported_size:
        walk.blame("heads_missing", None, None, f"{largest}..{log.exported_size}")
    if not walk.problems and (walk.size, root) != expected:
        walk.blame_order("root_changed", f"{expected[0]}")
    return AgencyReport(agency, walk.size, root, len(own), tuple(walk.problems))


def _leaves(agency: int) -> Iterator[_Leaf]:
    position = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_LEAVES, (agency, position, _CHUNK))
            rows = cursor.fetchall()
        yield from (_Leaf(*row) for row in rows)
        if len(rows) < _CHUNK:
            return
        position = rows[-1][0] + 1
