"""Compact proofs that an act is in the log, and that the log only grew."""

from __future__ import annotations

from dataclasses import dataclass

from motcua.kernel import merkle
from motcua.kernel.errors import NotFound
from motcua.kernel.models import AuditLeaf


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That a row's digest stands at `position` of the agency's log of `size` leaves."""

    agency: int
    position: int
    size: int
    digest: bytes
    root: bytes
    path: tuple[bytes, ...]

    def holds(self) -> bool:
        """Check the proof against its own root; compare that with a signed tree head."""
        leaf = merkle.leaf_hash(self.digest)
        return merkle.verify_inclusion(leaf, self.position, self.size, self.path, self.root)


def inclusion(row_id: int, *, size: int) -> Inclusion:
    """Prove that a row is among the first `size` leaves of its agency's log (a head's size).

    Reads those leaves: about a second a million. Raises `NotFound` when it is not among them.
    """
    leaf = AuditLeaf.objects.filter(row_id=row_id, position__lt=size).first()
    if leaf is None:
        raise NotFound
    leaves = _leaves(leaf.agency_id, size)
    path = merkle.inclusion_proof(leaves, leaf.position)
    return Inclusion(
        agency=leaf.agency_id,
        position=leaf.position,
        size=size,
        digest=bytes(leaf.digest),
        root=merkle.root(leaves),
        path=tuple(path),
    )


def consistency(agency: int, *, old_size: int, size: int) -> tuple[bytes, ...]:
    """Prove that an agency's log of `old_size` leaves is the beginning of that of `size`.

    Check it with `merkle.verify_consistency` and the roots of two heads. Raises `NotFound` when
    the log is shorter.
    """
    return tuple(merkle.consistency_proof(_leaves(agency, size), old_size))


def _leaves(agency: int, size: int) -> list[bytes]:
    digests = (
        AuditLeaf.objects.filter(agency_id=agency, position__lt=size)
        .order_by("position")
        .values_list("digest", flat=True)
    )
    leaves = [merkle.leaf_hash(bytes(digest)) for digest in digests]
    if len(leaves) < size:
        raise NotFound
    return leaves
