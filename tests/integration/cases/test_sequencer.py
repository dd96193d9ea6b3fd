"""The log: every entry in it once, in order, under signed heads that extend each other."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection
from tests.integration.cases.cast import examining
from tests.support.record import lifted

from fadu.cases import sequencer
from fadu.cases.health import conditions
from fadu.cases.keys import signing
from fadu.cases.models import Checkpoint, Entry, Leaf, Node, Waiting
from fadu.cases.moments import at
from fadu.cases.sequencer import LogBroken, consistency, head, inclusion, log_size, sequence, sign_head
from fadu.evidence import checkpoint, merkle

pytestmark = pytest.mark.django_db


def root_of_entries(size: int) -> bytes:
    """The root over the hashes of the entries, computed from nothing but these."""
    hashes = [bytes(h) for h in Leaf.objects.order_by("index").values_list("entry__hash", flat=True)[:size]]
    nodes, _ = merkle.append(0, hashes, lambda level, index: b"")
    kept = {(level, index): hash for level, index, hash in nodes}
    return merkle.root(size, lambda level, index: kept[level, index])


def test_every_entry_gets_one_place() -> None:
    for _ in range(3):
        examining()
    assert Waiting.objects.count() == 9
    assert [sequence(4), sequence(4), sequence(4), sequence(4)] == [4, 4, 1, 0]
    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == list(range(9))
    entries = list(Leaf.objects.order_by("index").values_list("entry_id", flat=True))
    assert entries == list(Entry.objects.order_by("id").values_list("id", flat=True))


def test_batches_of_any_size_make_the_same_tree() -> None:
    for _ in range(4):
        examining()
    for size in (1, 2, 5, 4):
        sequence(size)
    found = sign_head()
    assert found is not None
    assert checkpoint.verify(found.note, signing().public_key()).root == root_of_entries(12)


def test_a_head_is_signed_only_when_the_log_grew() -> None:
    assert (sequence(), sign_head(), head(), log_size()) == (0, None, None, 0)
    examining()
    assert sign_head() is None
    sequence()
    first = sign_head()
    assert first is not None
    assert first == head()
    assert sign_head() is None
    assert head(at_least=4) is None
    examining()
    sequence()
    assert sign_head() == head(at_least=4)


def test_proofs_hold_for_every_entry_and_between_all_heads() -> None:
    roots = {}
    for _ in range(5):
        examining()
        sequence()
        made = sign_head()
        assert made is not None
        roots[made.size] = checkpoint.verify(made.note, signing().public_key()).root
    for size, root in roots.items():
        for index in range(size):
            hash = bytes(Leaf.objects.get(index=index).entry.hash)
            proof = [bytes.fromhex(h) for h in inclusion(index, size)]
            assert merkle.verify_inclusion(hash, index, size, proof, root)
            assert not merkle.verify_inclusion(hash[::-1], index, size, proof, root)
    for old in roots:
        for new in (n for n in roots if n > old):
            proof = [bytes.fromhex(h) for h in consistency(old, new)]
            assert merkle.verify_consistency(old, new, roots[old], roots[new], proof)


def _grown() -> None:
    """Three signed entries, and three more that wait to be signed."""
    examining()
    sequence()
    assert sign_head()
    examining()
    sequence()


def test_nothing_is_signed_on_top_of_a_log_cut_short() -> None:
    examining()
    sequence()
    sign_head()
    with lifted():
        Leaf.objects.filter(index=2).delete()
    with pytest.raises(LogBroken, match="截去"):
        sign_head()
    assert Checkpoint.objects.count() == 1


def test_nothing_is_signed_on_top_of_a_log_rewritten() -> None:
    _grown()
    with lifted():
        Node.objects.filter(level=0, index=2).update(hash=b"\0" * 32)
    with pytest.raises(LogBroken, match="改动"):
        sign_head()
    assert Checkpoint.objects.count() == 1


def test_a_missing_node_is_named() -> None:
    _grown()
    with lifted():
        Node.objects.filter(level=1, index=0).delete()
    with pytest.raises(LogBroken, match="第 1 层第 0 个节点"):
        sign_head()
    with pytest.raises(LogBroken):
        inclusion(3, 6)


@pytest.mark.django_db(transaction=True)
def test_a_death_between_leaves_and_commit_repeats_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    examining()

    def die(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sequencer.Node.objects, "bulk_create", die)
        with pytest.raises(KeyboardInterrupt):
            sequence()
    assert (Leaf.objects.count(), Node.objects.count(), Waiting.objects.count()) == (0, 0, 3)
    assert sequence() == 3
    assert sign_head() is not None


@pytest.mark.django_db(transaction=True)
def test_two_sequencers_do_not_meet() -> None:
    examining()
    other = connection.copy()
    try:
        with other.cursor() as cursor, connection.cursor() as own:
            cursor.execute("BEGIN" if connection.vendor == "postgresql" else "BEGIN IMMEDIATE")
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [sequencer.LOCK])
                assert (sequence(), sign_head()) == (0, None)
            else:
                own.execute("PRAGMA busy_timeout = 50")
                with pytest.raises(OperationalError, match="locked"):
                    sequence()
            cursor.execute("ROLLBACK")
    finally:
        other.close()
        connection.close()
    assert sequence() == 3


def test_health_tells_of_entries_that_wait_too_long() -> None:
    with at(datetime(2026, 3, 2, 9, 0, tzinfo=UTC)):
        examining()
        assert next(c for c in conditions() if c.title == "记录入序").ok
    with at(datetime(2026, 3, 2, 9, 6, tzinfo=UTC)):
        late = next(c for c in conditions() if c.title == "记录入序")
        assert not late.ok
        assert "fadu work" in late.detail
        sequence()
        assert next(c for c in conditions() if c.title == "记录入序").ok
