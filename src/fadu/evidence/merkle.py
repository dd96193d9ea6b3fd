"""The office's log: a Merkle tree over the hashes of all entries, in the order of their sequencing (RFC 9162).

The tree is kept as its complete sub-trees: node ``(level, index)`` covers the leaves from ``index * 2**level`` up to,
not including, ``(index + 1) * 2**level``. A node once written never changes, so a log only ever inserts rows. Every
function that reads nodes takes ``get(level, index) -> hash`` and has a ``needed_for_…`` twin that lists what it will
ask for, so that a database fetches all of it in one query.

Leaf data are entry hashes (32 bytes). All hashes are SHA-256.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

Node = tuple[int, int]
Get = Callable[[int, int], bytes]

EMPTY_ROOT = hashlib.sha256(b"").digest()


class LogError(ValueError):
    """A proof asked for leaves or sizes that the log does not have."""


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf (RFC 9162 §2.1.1): 32 bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node (RFC 9162 §2.1.1): 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def append(size: int, leaves: Iterable[bytes], get: Get) -> tuple[list[tuple[int, int, bytes]], int]:
    """Append leaf data to a log of ``size`` leaves.

    Returns the nodes to store, as ``(level, index, hash)``, and the new size. Reads only the ``needed_for_append``.
    """
    fresh: dict[Node, bytes] = {}
    for data in leaves:
        level, index, node = 0, size, leaf_hash(data)
        fresh[level, index] = node
        while index % 2:
            left = fresh.get((level, index - 1)) or get(level, index - 1)
            level, index, node = level + 1, index // 2, node_hash(left, node)
            fresh[level, index] = node
        size += 1
    return [(level, index, node) for (level, index), node in fresh.items()], size


def root(size: int, get: Get) -> bytes:
    """Merkle tree hash of the first ``size`` leaves."""
    return _range_hash(0, size, get)


def inclusion_proof(index: int, size: int, get: Get) -> list[bytes]:
    """Proof that leaf ``index`` (from 0) is in the tree of ``size`` leaves (RFC 9162 §2.1.3.1)."""
    return [_range_hash(start, end, get) for start, end in _inclusion_ranges(index, size)]


def consistency_proof(old: int, new: int, get: Get) -> list[bytes]:
    """Proof that the tree of ``new`` leaves begins with the tree of ``old`` leaves (RFC 9162 §2.1.4.1)."""
    return [_range_hash(start, end, get) for start, end in _consistency_ranges(old, new)]


def needed_for_append(size: int) -> list[Node]:
    """Nodes that ``append`` may read: the peaks of the tree."""
    return _cover(0, size)


def needed_for_root(size: int) -> list[Node]:
    """Nodes that ``root`` reads."""
    return _cover(0, size)


def needed_for_inclusion(index: int, size: int) -> list[Node]:
    """Nodes that ``inclusion_proof`` reads."""
    return [node for start, end in _inclusion_ranges(index, size) for node in _cover(start, end)]


def needed_for_consistency(old: int, new: int) -> list[Node]:
    """Nodes that ``consistency_proof`` reads."""
    return [node for start, end in _consistency_ranges(old, new) for node in _cover(start, end)]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether ``proof`` shows leaf data ``leaf`` at ``index`` in the tree with this root (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, result = index, size - 1, leaf_hash(leaf)
    for sibling in proof:
        if last == 0:
            return False
        if position % 2 or position == last:
            result = node_hash(sibling, result)
            while position % 2 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and result == root


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` shows that the older tree is the beginning of the newer one (RFC 9162 §2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    position, last = old - 1, new - 1
    while position % 2:
        position, last = position >> 1, last >> 1
    old_result = new_result = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if position % 2 or position == last:
            old_result, new_result = node_hash(sibling, old_result), node_hash(sibling, new_result)
            while position % 2 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            new_result = node_hash(new_result, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and old_result == old_root and new_result == new_root


class MemoryLog:
    """A log in memory, with the same functions behind it: for tests, and to rebuild a log from its entries."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._nodes: dict[Node, bytes] = {}
        self.append(leaves)

    def append(self, leaves: Iterable[bytes]) -> None:
        nodes, self.size = append(self.size, leaves, self.get)
        self._nodes.update({(level, index): node for level, index, node in nodes})

    def get(self, level: int, index: int) -> bytes:
        return self._nodes[level, index]

    def root(self, size: int | None = None) -> bytes:
        return root(self.size if size is None else size, self.get)

    def inclusion_proof(self, index: int, size: int | None = None) -> list[bytes]:
        return inclusion_proof(index, self.size if size is None else size, self.get)

    def consistency_proof(self, old: int, new: int | None = None) -> list[bytes]:
        return consistency_proof(old, self.size if new is None else new, self.get)


def _split(count: int) -> int:
    """The largest power of two smaller than ``count``: where RFC 9162 parts a tree of ``count`` leaves."""
    return 1 << (count - 1).bit_length() - 1


def _cover(start: int, end: int) -> list[Node]:
    """The complete sub-trees that make up leaves ``start`` to ``end``, from left to right.

    ``start`` is 0 or a multiple of a power of two not smaller than the range: true of every range in a proof.
    """
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def _range_hash(start: int, end: int, get: Get) -> bytes:
    if start == end:
        return EMPTY_ROOT
    *lefts, result = [get(level, index) for level, index in _cover(start, end)]
    for left in reversed(lefts):
        result = node_hash(left, result)
    return result


def _inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """The siblings on the way from leaf ``index`` up to the root, as ranges of leaves."""
    if not 0 <= index < size:
        raise LogError(f"no leaf {index} in a log of {size}: ask for one from 0 to {size - 1}")
    ranges = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def _consistency_ranges(old: int, new: int) -> list[tuple[int, int]]:
    """The ranges of leaves whose hashes lead from the root of ``old`` leaves to the root of ``new`` (SUBPROOF)."""
    if not 0 <= old <= new:
        raise LogError(f"no proof from {old} to {new} leaves: the older size comes first")
    if old in (0, new):
        return []
    ranges = []
    start, end = 0, new
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start:
        ranges.append((start, end))
    return ranges[::-1]
