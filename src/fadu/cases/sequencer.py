"""The one sequencer: gives every committed entry its place in the log, and signs the log's head.

Entries wait in `cases_waiting` from their own commit on. One process at a time takes them, in the order of their ids, appends their
hashes to the RFC 9162 tree, and takes them off the waiting list, all in one transaction. A crash loses nothing and repeats nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Q

from fadu.cases.keys import signing
from fadu.cases.models import Checkpoint, Entry, Leaf, Node, Waiting
from fadu.cases.moments import now
from fadu.evidence import checkpoint, merkle
from fadu.people.asking import rows

LOCK = 0xFAD0
BATCH = 500
_HEAD = "SELECT size, note FROM cases_checkpoint WHERE size >= %s ORDER BY size DESC LIMIT 1"


class LogBroken(Exception):
    """The log kept here is not the one that was signed: leaves or hashes are missing or were changed. Nothing is signed on top of that."""


@dataclass(frozen=True)
class Head:
    """A signed head of the log: the note as published."""

    size: int
    note: str


def sequence(batch: int = BATCH) -> int:
    """Put waiting entries into the log; gives how many. Zero also when another process is at it."""
    with transaction.atomic():
        if not _alone():
            return 0
        waiting = list(Waiting.objects.order_by("entry_id").values_list("entry_id", "entry__hash")[:batch])
        if not waiting:
            return 0
        size = log_size()
        known = _nodes(merkle.needed_for_append(size))
        nodes, _ = merkle.append(size, [bytes(hash) for _, hash in waiting], known)
        Leaf.objects.bulk_create(Leaf(index=size + i, entry_id=id) for i, (id, _) in enumerate(waiting))
        Node.objects.bulk_create(Node(level=level, index=index, hash=hash) for level, index, hash in nodes)
        Waiting.objects.filter(entry_id__in=[id for id, _ in waiting]).delete()
    return len(waiting)


def sign_head() -> Head | None:
    """Sign the log's head if it grew since the last one; the new head, or None.

    Raises:
        LogBroken: the log does not extend the head that was signed last.
    """
    with transaction.atomic():
        if not _alone():
            return None
        size, last = log_size(), head()
        if last is not None:
            _extends(last, size)
        if size == (last.size if last else 0):
            return None
        root = merkle.root(size, _nodes(merkle.needed_for_root(size)))
        at = now()
        note = checkpoint.sign(signing(), origin(), size, root, at.strftime("%Y-%m-%dT%H:%M:%SZ"))
        Checkpoint.objects.create(size=size, note=note, made_at=at)
    return Head(size, note)


def _extends(last: Head, size: int) -> None:
    """See to it that the log still holds what the last head was signed over."""
    if size < last.size:
        raise LogBroken(
            f"记录序列只有 {size} 条，而已签署的是 {last.size} 条：记录被截去，或者恢复了较旧的备份。请从最新的备份恢复。"
        )
    signed = checkpoint.verify(last.note, signing().public_key())
    if merkle.root(last.size, _nodes(merkle.needed_for_root(last.size))) != signed.root:
        raise LogBroken(f"记录序列的前 {last.size} 条与已签署的不同：记录被改动。请从备份恢复。")


def origin() -> str:
    """The name under which the office's log is known."""
    return f"fadu/{settings.FADU.office}"


def log_size() -> int:
    """How many entries the log has."""
    last = Leaf.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else int(last) + 1


def head(at_least: int = 0) -> Head | None:
    """The newest signed head, or None if there is none of at least that size."""
    newest = rows(_HEAD, (at_least,))
    return Head(*newest[0]) if newest else None


def leaf_of(entry: Entry) -> int | None:
    """The entry's place in the log, None while it waits."""
    return Leaf.objects.filter(entry=entry).values_list("index", flat=True).first()


def inclusion(index: int, size: int) -> list[str]:
    """The inclusion proof of a leaf in the log of that size, in hex."""
    return [h.hex() for h in merkle.inclusion_proof(index, size, _nodes(merkle.needed_for_inclusion(index, size)))]


def consistency(old: int, new: int) -> list[str]:
    """The proof that the log of size `new` extends the log of size `old`, in hex."""
    return [h.hex() for h in merkle.consistency_proof(old, new, _nodes(merkle.needed_for_consistency(old, new)))]


def _nodes(needed: Iterable[tuple[int, int]]) -> merkle.Get:
    """The stored hashes of these nodes, fetched in one query for each level."""
    by_level: dict[int, list[int]] = {}
    for level, index in needed:
        by_level.setdefault(level, []).append(index)
    wanted = Q(pk__in=[])
    for level, indexes in by_level.items():
        wanted |= Q(level=level, index__in=indexes)
    found = {(n[0], n[1]): bytes(n[2]) for n in Node.objects.filter(wanted).values_list("level", "index", "hash")}

    def get(level: int, index: int) -> bytes:
        if (level, index) not in found:
            raise LogBroken(f"记录序列缺少第 {level} 层第 {index} 个节点。请从备份恢复。")
        return found[level, index]

    return get


def _alone() -> bool:
    """Whether this process is the only sequencer until its transaction ends. SQLite has one writer anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        row = cursor.fetchone()
    return bool(row and row[0])
