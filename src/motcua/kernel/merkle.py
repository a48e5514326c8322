"""Merkle trees as in RFC 6962: appending, roots, inclusion and consistency proofs. Pure.

Leaves and nodes are hashed with SHA-256 under different prefixes. A *frontier* is the roots of the
perfect subtrees a tree is made of, largest first: all it takes to append and to give the root.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash the data of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two nodes into the one above them."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def append(frontier: list[bytes], size: int, leaf: bytes) -> None:
    """Append a leaf's hash to a tree of `size` leaves, changing its frontier in place."""
    node = leaf
    while size & 1:
        node = node_hash(frontier.pop(), node)
        size >>= 1
    frontier.append(node)


def root_of(frontier: Sequence[bytes]) -> bytes:
    """Give the root of the tree that a frontier stands for."""
    if not frontier:
        return EMPTY
    node = frontier[-1]
    for left in reversed(frontier[:-1]):
        node = node_hash(left, node)
    return node


def root(leaves: Iterable[bytes]) -> bytes:
    """Give the root over some leaf hashes."""
    frontier: list[bytes] = []
    for size, leaf in enumerate(leaves):
        append(frontier, size, leaf)
    return root_of(frontier)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Give the audit path of the leaf at `index` (from 0), nearest sibling first."""
    return _path(leaves, index, 0, len(leaves))


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Give the proof that the tree of the first `old_size` leaves is a prefix of the whole."""
    if old_size == 0:
        return []
    return _subproof(leaves, old_size, 0, len(leaves), old_is_complete=True)


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes
) -> bool:
    """Say whether a leaf hash stands at `index` of the tree of `size` leaves with a root."""
    if not 0 <= index < size:
        return False
    node, last = leaf, size - 1
    for sibling in proof:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = node_hash(sibling, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and node == expected


def verify_consistency(
    old_size: int, size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether the tree with `old_root` is a prefix of the tree with `new_root`."""
    if old_size == size:
        return not proof and old_root == new_root
    if old_size == 0:
        return not proof and old_root == EMPTY
    if not 0 < old_size < size or not proof:
        return False
    # A perfect old tree is its own first node, which the proof leaves out.
    is_perfect = old_size & (old_size - 1) == 0
    nodes = [old_root, *proof] if is_perfect else list(proof)
    return _rebuild(old_size - 1, size - 1, nodes) == (old_root, new_root)


def _rebuild(index: int, last: int, nodes: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Rebuild old and new root from a consistency proof; None when it has the wrong length."""
    while index & 1:
        index, last = index >> 1, last >> 1
    old = new = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return None
        if index & 1 or index == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            new = node_hash(new, node)
        index, last = index >> 1, last >> 1
    return (old, new) if last == 0 else None


def _path(leaves: Sequence[bytes], index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_path(leaves, index, start, middle), _root_between(leaves, middle, end)]
    return [*_path(leaves, index, middle, end), _root_between(leaves, start, middle)]


def _subproof(
    leaves: Sequence[bytes], old_end: int, start: int, end: int, *, old_is_complete: bool
) -> list[bytes]:
    if old_end == end:
        return [] if old_is_complete else [_root_between(leaves, start, end)]
    middle = start + _split(end - start)
    if old_end <= middle:
        inner = _subproof(leaves, old_end, start, middle, old_is_complete=old_is_complete)
        return [*inner, _root_between(leaves, middle, end)]
    inner = _subproof(leaves, old_end, middle, end, old_is_complete=False)
    return [*inner, _root_between(leaves, start, middle)]


def _root_between(leaves: Sequence[bytes], start: int, end: int) -> bytes:
    return root(leaves[place] for place in range(start, end))


def _split(size: int) -> int:
    """Give the largest power of two smaller than a size."""
    return 1 << ((size - 1).bit_length() - 1)
