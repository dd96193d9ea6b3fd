"""Every projection follows from the entries: whatever was changed is found and put right, and a damaged record is left alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.integration.cases.cast import case, consulting, do, examining, opened
from tests.support.record import lifted

from fadu.cases.models import Case, Entry, Measure, Part, Run, Task
from fadu.cases.rebuild import Damaged, rebuild, rebuilt
from fadu.cli.main import main

pytestmark = pytest.mark.django_db


def _cases() -> str:
    """Three cases, the first of them the one to be tampered with."""
    uid = consulting()
    done = examining()
    do(done, "answer", 13, outcome="granted")
    opened()
    return uid


CHANGES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "number": ("case", lambda uid: Case.objects.filter(uid=uid).update(number="示外办公开〔2023〕99号")),
    "procedure": ("case", lambda uid: Case.objects.filter(uid=uid).update(procedure="other")),
    "origin": ("case", lambda uid: Case.objects.filter(uid=uid).update(origin="sandbox")),
    "unit": ("case", lambda uid: Case.objects.filter(uid=uid).update(unit="consular")),
    "handler": ("case", lambda uid: Case.objects.filter(uid=uid).update(handler="zhaomin")),
    "heading": ("case", lambda uid: Case.objects.filter(uid=uid).update(heading="x")),
    "stage": ("case", lambda uid: Case.objects.filter(uid=uid).update(stage="answered")),
    "outcome": ("case", lambda uid: Case.objects.filter(uid=uid).update(outcome="granted")),
    "opened": ("case", lambda uid: Case.objects.filter(uid=uid).update(opened=date(2022, 1, 1))),
    "closed": ("case", lambda uid: Case.objects.filter(uid=uid).update(closed=date(2023, 9, 15))),
    "next_due": ("case", lambda uid: Case.objects.filter(uid=uid).update(next_due=date(2030, 1, 1))),
    "sweep_on": ("case", lambda uid: Case.objects.filter(uid=uid).update(sweep_on=None)),
    "version": ("case", lambda uid: Case.objects.filter(uid=uid).update(version=99)),
    "head": ("case", lambda uid: Case.objects.filter(uid=uid).update(head=b"\0" * 32)),
    "uid": ("case", lambda uid: Case.objects.filter(uid=uid).update(uid="another")),
    "standing": ("standing", lambda uid: Case.objects.filter(uid=uid).update(standing="{}")),
    "run gone": ("runs", lambda uid: Run.objects.filter(case__uid=uid).delete()),
    "run moved": ("runs", lambda uid: Run.objects.filter(case__uid=uid).update(due=date(2030, 1, 1))),
    "run kept from late": ("runs", lambda uid: Run.objects.filter(case__uid=uid).update(late=True)),
    "task gone": ("tasks", lambda uid: Task.objects.filter(case__uid=uid).delete()),
    "task of another unit": ("tasks", lambda uid: Task.objects.filter(case__uid=uid).update(unit="consular")),
    "measure": ("measures", lambda uid: Measure.objects.filter(case__uid=uid, name="form").update(text="x")),
    "measure gone": ("measures", lambda uid: Measure.objects.filter(case__uid=uid).delete()),
    "entry's day": ("entries", lambda uid: Entry.objects.filter(case__uid=uid, seq=2).update(day=date(2022, 1, 1))),
    "entry's act": ("entries", lambda uid: Entry.objects.filter(case__uid=uid, seq=2).update(act="answer")),
    "entry's actor": ("entries", lambda uid: Entry.objects.filter(case__uid=uid, seq=2).update(actor="zhaomin")),
}


def everything() -> list[Any]:
    tables = (Case, Entry, Run, Task, Measure)
    ordered = (
        ("uid",),
        ("case__number", "seq"),
        ("case__number", "key"),
        ("case__number", "key"),
        ("case__number", "name"),
    )
    found: list[Any] = []
    for table, order in zip(tables, ordered, strict=True):
        names = [f.attname for f in table._meta.fields if table in (Case, Entry) or f.name != "id"]
        rows = table._default_manager.order_by(*order).values_list(*names)
        found += [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows]
    return found


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_is_found_and_put_right(name: str) -> None:
    uid = _cases()
    before = everything()
    what, change = CHANGES[name]
    change(uid)
    assert everything() != before
    (shown,) = rebuild(write=False)
    assert (shown.what, shown.damaged) == ((what,), False)
    assert everything() != before
    assert [d.what for d in rebuild()] == [shown.what]
    assert everything() == before
    assert list(rebuild()) == []


DAMAGES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "record": ("第 2 条", lambda uid: _rewrite(uid, 2, lambda r: r.replace(b"2023-09-11", b"2023-09-10"))),
    "record unreadable": ("第 2 条", lambda uid: _rewrite(uid, 2, lambda r: b"\xff" + r)),
    "hash": ("第 2 条", lambda uid: Entry.objects.filter(case__uid=uid, seq=2).update(hash=b"\0" * 32)),
    "order": ("缺第 3 条", lambda uid: Entry.objects.filter(case__uid=uid, seq=3).update(seq=30)),
    "content": ("", lambda uid: Part.objects.filter(entry__case__uid=uid, name="internal").update(data=b"{")),
}


def _rewrite(uid: str, seq: int, change: Callable[[bytes], bytes]) -> None:
    entry = Entry.objects.get(case__uid=uid, seq=seq)
    entry.record = change(bytes(entry.record))
    entry.save()


@pytest.mark.parametrize("name", DAMAGES)
def test_of_a_damaged_record_nothing_is_made(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    uid = _cases()
    what, change = DAMAGES[name]
    with lifted():
        change(uid)
    before = everything()
    (found,) = rebuild()
    assert found.damaged
    assert found.number == case(uid).number
    assert what in found.what[0]
    assert everything() == before
    assert main(["rebuild"]) == 1
    said = capsys.readouterr().out
    assert found.number in said
    assert "备份" in said
    with pytest.raises(Damaged):
        rebuilt(Case.objects.get(uid=uid))


def test_a_case_without_a_record_is_damaged() -> None:
    uid = opened().uid
    Case.objects.create(**{**Case.objects.values().get(uid=uid), "id": None, "uid": "empty", "number": "x"})
    assert [(d.number, d.damaged) for d in rebuild()] == [("x", True)]


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    uid = _cases()
    assert main(["rebuild"]) == 0
    assert "3 件案卷，0 件" in capsys.readouterr().out
    Case.objects.filter(uid=uid).update(stage="answered")
    assert main(["rebuild", "--dry-run"]) == 1
    assert "已按记录改正" not in capsys.readouterr().out
    assert main(["rebuild"]) == 1
    assert "已按记录改正" in capsys.readouterr().out
    assert main(["rebuild"]) == 0


def test_many_cases_are_gone_through_in_batches() -> None:
    for _ in range(5):
        opened()
    seen: list[int] = []
    assert list(rebuild(seen.append, batch=2)) == []
    assert seen == [2, 4, 5]
