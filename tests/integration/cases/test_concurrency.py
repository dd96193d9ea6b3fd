"""Several at once: nothing twice, nothing lost, nobody overruled unawares. On SQLite the writers of one file take turns."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.db import connections
from tests.integration.cases.cast import BOTH, LIFANG, do, examining, opened, verified

from fadu.cases import acts, corrections, store
from fadu.cases.acts import Done
from fadu.cases.errors import ActError, Forbidden, Overtaken
from fadu.cases.models import Case, Entry, Leaf, Node, Waiting
from fadu.cases.sequencer import sequence, sign_head

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("_rebuilt_the_same")]


def together(*works: Callable[[], Any]) -> list[Any]:
    """Do all of these at the same time; gives each one's result, or the refusal that it met."""
    found: list[Any] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place: int) -> None:
        try:
            start.wait(10)
            found[place] = works[place]()
        except ActError as refusal:
            found[place] = refusal
        except BaseException as failure:
            found[place] = failure
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    broken = [f for f in found if isinstance(f, BaseException) and not isinstance(f, ActError)]
    assert not broken, broken
    return found


def test_numbers_have_no_gaps() -> None:
    opened()  # The texts of the duty are kept before anybody races.
    together(*[lambda: [opened() for _ in range(6)]] * 4)
    numbers = sorted(int(re.findall(r"〕(\d+)号", n)[0]) for n in Case.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 26))


def test_the_first_cases_of_an_office_race() -> None:
    made = together(*[opened] * 4)
    assert sorted(d.number for d in made) == [f"示外办公开〔2023〕{n}号" for n in range(1, 5)]


def test_one_form_posted_by_many_is_one_case() -> None:
    opened()
    made = together(*[lambda: opened(idem="one-form")] * 4)
    assert len({d.uid for d in made}) == 1
    assert [d.repeated for d in made].count(False) == 1
    assert Case.objects.count() == 2


def test_one_act_posted_by_many_is_one_entry() -> None:
    uid = opened().uid

    def receive() -> Done:
        return acts.perform(uid, "receive", by=LIFANG, at=date(2023, 9, 11), source="desk", idem="receive")

    made = together(*[receive] * 4)
    assert {(d.seq, d.hash) for d in made} == {(2, made[0].hash)}
    assert Entry.objects.filter(case__uid=uid).count() == 2


def test_of_many_who_want_the_same_one_does_it() -> None:
    uid = opened().uid
    made = together(*[lambda: do(uid, "receive", 11)] * 4)
    assert [isinstance(d, Done) for d in made].count(True) == 1
    assert all(isinstance(d, Done | Forbidden | Overtaken) for d in made)
    assert Entry.objects.filter(case__uid=uid).count() == 2


def test_notes_of_many_all_stand() -> None:
    uid = examining()

    def notes(who: int) -> list[str]:
        kept = []
        for n in range(4):
            # Whoever is too late eight times in a row is told to try again.
            with suppress(ActError):
                do(uid, "fadu.clerical", 13, note=f"{who}-{n}")
                kept.append(f"{who}-{n}")
        return kept

    kept = together(*[lambda who=who: notes(who) for who in range(3)])
    seqs = list(Entry.objects.filter(case__uid=uid).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, 4 + sum(map(len, kept))))
    assert verified(uid) == []


def test_sequencers_beside_writers_make_one_log() -> None:
    opened()
    work: list[Callable[[], Any]] = [lambda: [examining() for _ in range(4)]] * 2
    work += [lambda: [sequence(3) for _ in range(12)]] * 2
    together(*work)
    while sequence():
        pass
    assert sign_head() is not None
    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == list(range(Entry.objects.count()))
    assert not Waiting.objects.exists()
    assert Node.objects.filter(level=0).count() == Entry.objects.count()
    assert verified(*Case.objects.values_list("uid", flat=True)) == []


# One exact moment: somebody else writes between our reading and our writing -------------------------------------------


def _meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], Any], times: int = 1) -> None:
    write, left = store.write, [times]

    def late(rows: Any) -> Any:
        if left[0]:
            left[0] -= 1
            with monkeypatch.context() as patched:
                patched.setattr(store, "write", write)
                happens()
        return write(rows)

    monkeypatch.setattr(store, "write", late)


def test_what_does_not_matter_is_passed_over_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    uid = examining()
    _meanwhile(monkeypatch, lambda: do(uid, "fadu.clerical", 13, note="x"))
    assert do(uid, "send_up", 13).seq == 5


@pytest.mark.parametrize("happens", ["send_up", "answer", "withdraw", "作废"])
def test_what_matters_is_said(happens: str, monkeypatch: pytest.MonkeyPatch) -> None:
    uid = examining()

    def change() -> None:
        if happens == "作废":
            corrections.void(uid, 3, **BOTH)
        else:
            do(uid, happens, 13, **({"outcome": "granted"} if happens == "answer" else {}))

    _meanwhile(monkeypatch, change)
    with pytest.raises((Overtaken, Forbidden)) as refusal:
        do(uid, "answer", 13, outcome="partly", reason="其余涉及第三方商业秘密")
    assert refusal.value.status == 409
    assert Entry.objects.filter(case__uid=uid).count() == 4


def test_a_correction_that_comes_second_is_made_on_what_is_then_there(monkeypatch: pytest.MonkeyPatch) -> None:
    uid = examining()
    read, left = store.read, [1]

    def early(uid: str) -> Any:
        found = read(uid)
        if left[0]:
            left[0] -= 1
            do(uid, "send_up", 13)
        return found

    monkeypatch.setattr(store, "read", early)
    made = corrections.rectify(uid, 2, at=date(2023, 9, 12), **BOTH)
    assert made.seq == 5
    assert Case.objects.get(uid=uid).stage == "reviewing"


def test_one_who_is_always_too_late_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    uid = examining()
    _meanwhile(monkeypatch, lambda: do(uid, "fadu.clerical", 13, note="x"), times=acts.TRIES)
    with pytest.raises(ActError, match="频繁"):
        do(uid, "fadu.clerical", 13, note="y")
    assert Entry.objects.filter(case__uid=uid).count() == 3 + acts.TRIES
