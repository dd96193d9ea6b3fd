"""The log against RFC 9162: its definitions read literally are the oracle, its published roots the anchor."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fadu.evidence import merkle
from fadu.evidence.merkle import LogError, MemoryLog, verify_consistency, verify_inclusion

LEAVES = [hashlib.sha256(b"entry %d" % number).digest() for number in range(300)]

# The eight leaves and the roots of the first n of them, from the certificate-transparency reference tests.
CT_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
CT_ROOTS = [
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


def mth(leaves: list[bytes]) -> bytes:
    """MTH of RFC 9162 §2.1.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 9162 §2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 9162 §2.1.4.1."""
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


ROOTS = [mth(LEAVES[:size]) for size in range(len(LEAVES) + 1)]
LOG = MemoryLog(LEAVES)


def test_published_roots() -> None:
    log = MemoryLog(bytes.fromhex(leaf) for leaf in CT_LEAVES)
    assert [log.root(size).hex() for size in range(9)] == CT_ROOTS


def test_published_proofs() -> None:
    log = MemoryLog(bytes.fromhex(leaf) for leaf in CT_LEAVES)
    assert [item.hex() for item in log.inclusion_proof(0, 8)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [item.hex() for item in log.consistency_proof(6, 8)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_root_of_every_size() -> None:
    assert [LOG.root(size) for size in range(301)] == ROOTS


def test_inclusion_of_every_leaf_of_the_first_sizes() -> None:
    for size in range(1, 70):
        for index in range(size):
            proof = LOG.inclusion_proof(index, size)
            assert proof == path(index, LEAVES[:size])
            assert verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size])


def test_consistency_of_every_pair_of_the_first_sizes() -> None:
    for new in range(70):
        for old in range(new + 1):
            proof = LOG.consistency_proof(old, new)
            assert proof == (subproof(old, LEAVES[:new], True) if old else [])
            assert verify_consistency(old, new, ROOTS[old], ROOTS[new], proof)


@settings(max_examples=60)
@given(st.data())
def test_proofs_of_all_sizes(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 300))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert LOG.inclusion_proof(index, size) == path(index, LEAVES[:size])
    assert LOG.consistency_proof(old, size) == subproof(old, LEAVES[:size], True)
    assert verify_inclusion(LEAVES[index], index, size, LOG.inclusion_proof(index, size), ROOTS[size])
    assert verify_consistency(old, size, ROOTS[old], ROOTS[size], LOG.consistency_proof(old, size))


@given(st.data())
def test_nothing_false_is_shown_to_be_included(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 80))
    index = data.draw(st.integers(0, size - 1))
    proof = LOG.inclusion_proof(index, size)
    other = data.draw(st.integers(0, size - 1).filter(lambda other: other != index) if size > 1 else st.just(-1))
    assert not verify_inclusion(LEAVES[other], index, size, proof, ROOTS[size])
    assert not verify_inclusion(LEAVES[index], other, size, proof, ROOTS[size])
    assert not verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size - 1])
    assert not verify_inclusion(LEAVES[index], index, size, [*proof, LEAVES[0]], ROOTS[size])
    assert not verify_inclusion(LEAVES[index], size, size, proof, ROOTS[size])
    for place in range(len(proof)):
        assert not verify_inclusion(LEAVES[index], index, size, proof[:place] + proof[place + 1 :], ROOTS[size])
        changed = [*proof[:place], LEAVES[299], *proof[place + 1 :]]
        assert not verify_inclusion(LEAVES[index], index, size, changed, ROOTS[size])


@given(st.data())
def test_nothing_false_is_shown_to_be_consistent(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, 80))
    old = data.draw(st.integers(1, new - 1))
    proof = LOG.consistency_proof(old, new)
    assert not verify_consistency(old, new, ROOTS[old - 1], ROOTS[new], proof)
    assert not verify_consistency(old, new, ROOTS[old], ROOTS[new + 1], proof)
    assert not verify_consistency(new, old, ROOTS[new], ROOTS[old], proof)
    assert not verify_consistency(old, new, ROOTS[old], ROOTS[new], [*proof, LEAVES[0]])
    assert not verify_consistency(old, new, ROOTS[old], ROOTS[new], [])
    for place in range(len(proof)):
        assert not verify_consistency(old, new, ROOTS[old], ROOTS[new], proof[:place] + proof[place + 1 :])
        changed = [*proof[:place], LEAVES[299], *proof[place + 1 :]]
        assert not verify_consistency(old, new, ROOTS[old], ROOTS[new], changed)


def test_equal_and_empty_sizes_need_no_proof() -> None:
    assert verify_consistency(5, 5, ROOTS[5], ROOTS[5], [])
    assert not verify_consistency(5, 5, ROOTS[5], ROOTS[4], [])
    assert not verify_consistency(5, 5, ROOTS[5], ROOTS[5], [ROOTS[5]])
    assert verify_consistency(0, 5, ROOTS[0], ROOTS[5], [])
    assert not verify_consistency(0, 5, ROOTS[1], ROOTS[5], [])
    assert not verify_consistency(-1, 5, ROOTS[1], ROOTS[5], [])


@given(st.lists(st.integers(0, 40), max_size=8))
def test_appending_in_pieces_gives_the_same_nodes(pieces: list[int]) -> None:
    nodes: dict[tuple[int, int], bytes] = {}
    size = 0
    for piece in pieces:
        known = MemoryLog(LEAVES[:size])
        leaves = LEAVES[size : min(size + piece, 300)]
        fresh, size = merkle.append(size, leaves, known.get)
        for level, index, node in fresh:
            assert (level, index) not in nodes, "a node once written never changes"
            nodes[level, index] = node
    assert size == min(sum(pieces), 300)
    assert merkle.root(size, lambda level, index: nodes[level, index]) == ROOTS[size]
    assert nodes.keys() == {(level, index) for level in range(9) for index in range(size >> level)}


@given(st.data())
def test_needed_nodes_are_exactly_those_read(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 300))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    read: list[tuple[int, int]] = []

    def get(level: int, at: int) -> bytes:
        read.append((level, at))
        return LOG.get(level, at)

    merkle.root(size, get)
    assert read == merkle.needed_for_root(size)
    read.clear()
    merkle.inclusion_proof(index, size, get)
    assert read == merkle.needed_for_inclusion(index, size)
    read.clear()
    merkle.consistency_proof(old, size, get)
    assert read == merkle.needed_for_consistency(old, size)
    read.clear()
    merkle.append(size, LEAVES[:20], get)
    assert set(read) <= set(merkle.needed_for_append(size))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_a_proof_of_a_leaf_that_is_not_there_is_refused(index: int, size: int) -> None:
    with pytest.raises(LogError, match=f"no leaf {index} in a log of {size}"):
        merkle.needed_for_inclusion(index, size)


@pytest.mark.parametrize(("old", "new"), [(6, 5), (-1, 5)])
def test_a_proof_between_impossible_sizes_is_refused(old: int, new: int) -> None:
    with pytest.raises(LogError, match="the older size comes first"):
        LOG.consistency_proof(old, new)
