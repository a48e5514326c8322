"""Merkle trees agree with RFC 6962, and their proofs hold for the truth only."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, strategies as st

from motcua.kernel import merkle

# The inputs and roots that implementations of certificate transparency test with.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def tree(size):
    return [merkle.leaf_hash(str(number).encode()) for number in range(size)]


def by_definition(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return merkle.node_hash(by_definition(leaves[:split]), by_definition(leaves[split:]))


@pytest.mark.parametrize("size", range(9))
def test_the_known_roots_are_found(size):
    assert merkle.root(map(merkle.leaf_hash, INPUTS[:size])).hex() == ROOTS[size]


@given(st.integers(0, 200))
def test_appending_gives_the_root_of_the_definition(size):
    assert merkle.root(tree(size)) == by_definition(tree(size))


@given(st.integers(1, 150), st.data())
def test_every_leaf_has_a_proof_that_holds_in_its_place_only(size, data):
    index = data.draw(st.integers(0, size - 1))
    leaves = tree(size)
    proof, root = merkle.inclusion_proof(leaves, index), merkle.root(leaves)
    assert len(proof) <= max(1, (size - 1).bit_length())
    assert merkle.verify_inclusion(leaves[index], index, size, proof, root)
    other = data.draw(st.integers(-1, size + 1).filter(lambda place: place != index))
    assert not merkle.verify_inclusion(leaves[index], other, size, proof, root)
    assert not merkle.verify_inclusion(leaves[index], index, size, [*proof, root], root)
    assert not merkle.verify_inclusion(merkle.leaf_hash(b"x"), index, size, proof, root)
    for place in range(len(proof)):
        bent = [*proof[:place], merkle.EMPTY, *proof[place + 1 :]]
        assert not merkle.verify_inclusion(leaves[index], index, size, bent, root)


@given(st.integers(1, 150), st.integers(1, 150))
def test_a_log_that_only_grew_can_prove_it(one, other):
    old_size, size = sorted((one, other))
    leaves = tree(size)
    old, new = merkle.root(leaves[:old_size]), merkle.root(leaves)
    proof = merkle.consistency_proof(leaves, old_size)
    assert merkle.verify_consistency(old_size, size, old, new, proof)
    forged = merkle.root([*tree(old_size), merkle.leaf_hash(b"x")])
    assert not merkle.verify_consistency(old_size, size, forged, new, proof)
    assert not merkle.verify_consistency(old_size, size, old, forged, proof)
    assert not merkle.verify_consistency(old_size, size, old, new, [*proof, old])
    if proof:
        assert not merkle.verify_consistency(old_size, size, old, new, proof[:-1])


def test_every_log_began_empty():
    assert merkle.consistency_proof(tree(5), 0) == []
    assert merkle.verify_consistency(0, 5, merkle.EMPTY, merkle.root(tree(5)), [])
    assert not merkle.verify_consistency(0, 5, merkle.root(tree(1)), merkle.root(tree(5)), [])


def test_a_log_does_not_shrink():
    old, new = merkle.root(tree(8)), merkle.root(tree(4))
    assert not merkle.verify_consistency(8, 4, old, new, [])
