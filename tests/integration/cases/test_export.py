"""Evidence from end to end: what an office gives away is checked by a stranger who has neither the office's system nor its database."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.integration.cases.cast import (
    BOTH,
    CHENJING,
    LIFANG,
    THIRD,
    ZHAOMIN,
    consulting,
    do,
    examining,
    zhangming,
)
from tests.support.record import lifted

from fadu.cases import corrections
from fadu.cases.case_view import case_view
from fadu.cases.errors import NoSuchCase
from fadu.cases.export import Damaged, export
from fadu.cases.keys import signing
from fadu.cases.models import Case, Checkpoint, DeclarationText, Entry, Leaf, Node, Part, Subject, Waiting
from fadu.cases.sequencer import Head, LogBroken, sequence, sign_head
from fadu.evidence.chain import entry_hash
from fadu.evidence.checkpoint import generate, public_pem
from fadu.evidence.export import verify_export
from fadu.evidence.report import Report
from fadu.policy import ANONYMOUS, SYSTEM

pytestmark = pytest.mark.django_db
STRANGER = "import sys, runpy; sys.modules['django'] = None; sys.argv[0] = 'verify'; runpy.run_module('fadu.evidence', run_name='__main__')"


def logged() -> Head:
    sequence()
    made = sign_head()
    assert made is not None
    return made


def every(**given: Any) -> dict[str, Any]:
    return export(list(Case.objects.values_list("uid", flat=True)), SYSTEM, **given)


def checked(data: dict[str, Any], **given: Any) -> Report:
    return verify_export(json.dumps(data, ensure_ascii=False).encode(), **given)


def stranger(folder: Path, data: dict[str, Any], *more: str) -> subprocess.CompletedProcess[str]:
    """Verify in a process that has no Django, no settings and no database."""
    file = folder / "export.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    words = [sys.executable, "-c", STRANGER, str(file), *more]
    return subprocess.run(words, env={"PATH": ""}, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def two_cases() -> tuple[str, str]:
    """A case with a third party and one that was answered, all of it in the log."""
    first, second = consulting(), examining()
    do(second, "answer", 13, outcome="granted")
    logged()
    return first, second


def test_a_stranger_verifies_all_of_it(tmp_path: Path, two_cases: tuple[str, str]) -> None:
    old = Checkpoint.objects.get()
    do(two_cases[0], "consult.reply", 20, opinion="同意公开")
    logged()
    (tmp_path / "old").write_text(old.note)
    (tmp_path / "key.pem").write_text(public_pem(signing().public_key()))
    outside = ["--checkpoint", str(tmp_path / "old"), "--key", str(tmp_path / "key.pem")]
    done = stranger(tmp_path, every(since=[old.size]), *outside)
    assert done.returncode == 0, done.stdout + done.stderr
    without_proof = stranger(tmp_path, every(), *outside)
    assert without_proof.returncode == 1
    (tmp_path / "other.pem").write_text(public_pem(generate().public_key()))
    assert stranger(tmp_path, every(), "--key", str(tmp_path / "other.pem")).returncode == 1


def test_what_the_log_has_not_taken_in_yet_is_no_fault(two_cases: tuple[str, str]) -> None:
    do(two_cases[0], "consult.reply", 20, opinion="同意公开")
    assert checked(every()).faults == ()
    sequence()
    assert checked(every()).faults == ()


# Tampering ------------------------------------------------------------------------------------------------------------


def _entry(uid: str, **values: Any) -> None:
    assert Entry.objects.filter(case__uid=uid, seq=2).update(**values) == 1


def _record(uid: str, change: Callable[[bytes], bytes]) -> None:
    _entry(uid, record=change(bytes(Entry.objects.get(case__uid=uid, seq=2).record)))


def _part(uid: str, which: str, **values: Any) -> None:
    assert Part.objects.filter(entry__case__uid=uid, entry__seq=1, name=which).update(**values) == 1


def _delete_entry(uid: str) -> None:
    with connection.cursor() as cursor:
        id = Entry.objects.get(case__uid=uid, seq=2).id
        for table in ("cases_leaf", "cases_waiting", "cases_outbox", "cases_part"):
            cursor.execute(f"DELETE FROM {table} WHERE entry_id = %s", [id])
        cursor.execute("DELETE FROM cases_entry WHERE id = %s", [id])


def _swap_leaves() -> None:
    first, second = Leaf.objects.order_by("index")[1:3]
    Leaf.objects.filter(index__in=(first.index, second.index)).delete()
    Leaf.objects.create(index=first.index, entry_id=second.entry_id)
    Leaf.objects.create(index=second.index, entry_id=first.entry_id)


TAMPERED: dict[str, tuple[int, Callable[[str], Any]]] = {
    "record": (2, lambda uid: _record(uid, lambda r: r.replace(b"2023-09-11", b"2023-09-10"))),
    "record of another spelling": (2, lambda uid: _record(uid, lambda r: r.replace(b'"act":', b'"act": '))),
    "record unreadable": (2, lambda uid: _record(uid, lambda r: b"\xff\xfe" + r)),
    "record emptied": (2, lambda uid: _record(uid, lambda r: b"{}")),
    "record without parts": (2, lambda uid: _record(uid, lambda r: b"[]")),
    "hash": (2, lambda uid: _entry(uid, hash=b"\0" * 32)),
    "record and hash": (2, lambda uid: _rehashed(uid)),
    "entry deleted": (2, lambda uid: _delete_entry(uid)),
    "content": (1, lambda uid: _part(uid, "internal", data=b'{"wanted":"x"}')),
    "content unreadable": (1, lambda uid: _part(uid, "internal", data=b"\xff")),
    "personal content": (1, lambda uid: _part(uid, "personal:applicant", data=b"\0" * 60)),
    "salt": (1, lambda uid: _part(uid, "internal", salt=b"\0" * 16)),
    "part deleted": (1, lambda uid: Part.objects.filter(entry__case__uid=uid, entry__seq=1).delete()),
    "part renamed": (1, lambda uid: _part(uid, "internal", name="public")),
    "leaves swapped": (2, lambda uid: _swap_leaves()),
}


UNSHOWABLE = (
    "record of another spelling",
    "record unreadable",
    "record emptied",
    "record without parts",
    "content unreadable",
    "personal content",
)
"""What can't be put into an export at all: the export itself is refused, and says where."""


def _rehashed(uid: str) -> None:
    _record(uid, lambda r: r.replace(b"2023-09-11", b"2023-09-10"))
    _entry(uid, hash=entry_hash(bytes(Entry.objects.get(case__uid=uid, seq=2).record)))


@pytest.mark.parametrize("name", TAMPERED)
def test_the_first_bad_entry_is_named(name: str, two_cases: tuple[str, str]) -> None:
    uid = two_cases[0]
    seq, tamper = TAMPERED[name]
    with lifted():
        tamper(uid)
    if name in UNSHOWABLE:
        with pytest.raises(Damaged, match=f"{Case.objects.get(uid=uid).number} 第 {seq} 条"):
            every()
        return
    faults = checked(every()).faults
    assert faults
    # Rehashed, an entry is whole in itself: it is the one after it that no longer follows, and the log that does not hold it.
    assert (faults[0].case, faults[0].seq) in ((uid, seq), (uid, seq + 1))
    if name != "record and hash":
        assert faults[0].seq == seq, [f.text() for f in faults]


def test_other_tables_cannot_be_changed_unseen(two_cases: tuple[str, str]) -> None:
    assert checked(every()).ok
    text = DeclarationText.objects.values_list("text", flat=True)[0]
    with lifted():
        DeclarationText.objects.update(text=text.replace("20", "21"))
    assert [f.what for f in checked(every()).faults] == ["declaration"]


def test_a_changed_key_of_a_party_is_named(two_cases: tuple[str, str]) -> None:
    Subject.objects.filter(party="applicant").update(wrapped_key=b"\0" * 60)
    with pytest.raises(Damaged, match="密钥"):
        every()
    assert checked(every(personal=False)).ok


def test_a_changed_node_or_head_is_named(two_cases: tuple[str, str]) -> None:
    note = Checkpoint.objects.get().note
    with lifted():
        Checkpoint.objects.update(
            note=note.replace("\n8\n", "\n9\n").replace("fadu/waiban\n", "fadu/waiban\n", 1)[:-9] + "AAAAAAA=\n"
        )
    assert any(f.what == "checkpoint" for f in checked(every()).faults)
    with lifted():
        Checkpoint.objects.update(note=note)
        Node.objects.filter(level=0, index=3).update(hash=b"\0" * 32)
    assert any(f.what == "inclusion" for f in checked(every()).faults)
    with lifted():
        Node.objects.filter(level=0, index=3).delete()
    with pytest.raises(LogBroken):
        every()


# Truncated, rewritten -------------------------------------------------------------------------------------------------


def _delete_case(uid: str) -> None:
    """As somebody does who has the database: every row of a case, its leaves too."""
    with connection.cursor() as cursor:
        entries = "SELECT e.id FROM cases_entry e JOIN cases_case c ON c.id = e.case_id WHERE c.uid = %s"
        for table in ("cases_leaf", "cases_waiting", "cases_outbox", "cases_part", "cases_material"):
            cursor.execute(f"DELETE FROM {table} WHERE entry_id IN ({entries})", [uid])
        cases = "SELECT id FROM cases_case WHERE uid = %s"
        subjects = f"SELECT id FROM cases_subject WHERE case_id IN ({cases})"
        cursor.execute(f"DELETE FROM cases_lookup WHERE subject_id IN ({subjects})", [uid])
        for table in ("cases_run", "cases_task", "cases_measure", "cases_subject", "cases_entry"):
            cursor.execute(f"DELETE FROM {table} WHERE case_id IN ({cases})", [uid])
        cursor.execute("DELETE FROM cases_case WHERE uid = %s", [uid])


def _new_log() -> None:
    """As somebody does who also has the signing key: the log made anew from what is left."""
    for table in (Checkpoint, Node, Leaf, Waiting):
        table.objects.all().delete()
    Waiting.objects.bulk_create(Waiting(entry=e) for e in Entry.objects.order_by("id"))
    logged()


def _rewrite_case(uid: str) -> None:
    prev = ""
    for entry in Entry.objects.filter(case__uid=uid).order_by("seq"):
        record = json.loads(bytes(entry.record))
        record |= {"prev": prev, "recorded_at": "2023-09-11T00:00:00.000000Z"}
        entry.record = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        entry.hash = entry_hash(entry.record)
        entry.save()
        prev = entry.hash.hex()


def test_a_case_taken_away_is_missed(two_cases: tuple[str, str]) -> None:
    with lifted():
        _delete_case(two_cases[0])
    report = checked(every())
    assert [f.what for f in report.faults] == ["leaf-missing"]


@pytest.mark.parametrize("what", ["truncated", "rewritten"])
def test_an_old_checkpoint_shows_what_the_holder_of_the_key_did(what: str, two_cases: tuple[str, str]) -> None:
    old = Checkpoint.objects.get().note
    with lifted():
        if what == "truncated":
            _delete_case(two_cases[1])
        else:
            _rewrite_case(two_cases[0])
        _new_log()
    assert checked(every()).ok, "in itself the new record is whole"
    examining()
    logged()
    faults = checked(every(since=[7, 8, 9, 10]), checkpoint_text=old).faults
    assert [f.what for f in faults] == ["inconsistent"]


# Who may take what ----------------------------------------------------------------------------------------------------


def _kinds(data: dict[str, Any], name: str) -> set[str]:
    parts = [e["parts"][name] for e in data["cases"][0]["entries"] if name in e["parts"]]
    return {"withheld" if "withheld" in p else "open" for p in parts}


def test_one_takes_away_what_one_may_read(two_cases: tuple[str, str]) -> None:
    uid = two_cases[0]
    full, office, party = (export([uid], actor) for actor in (LIFANG, CHENJING, zhangming(uid)))
    assert {_kinds(full, n).pop() for n in ("internal", "personal:applicant", "personal:third_party")} == {"open"}
    assert _kinds(office, "personal:applicant") == {"withheld"}
    assert _kinds(office, "internal") == {"open"}
    assert _kinds(party, "personal:applicant") == {"open"}
    assert _kinds(party, "personal:third_party") == {"withheld"}
    assert THIRD["third_party"]["name"] not in json.dumps(party, ensure_ascii=False)
    assert all(checked(data).ok for data in (full, office, party))


def test_what_a_third_party_said_is_between_it_and_the_office(two_cases: tuple[str, str]) -> None:
    """Nor can it be tried out which of the two words it said: a salt lies in the record even where nothing else was said."""
    uid = two_cases[0]
    seq = do(uid, "consult.reply", 20, opinion="同意公开").seq
    corrections.rectify(uid, seq, facts={"opinion": "不同意公开"}, **BOTH)
    logged()
    office, applicant = export([uid], LIFANG), export([uid], zhangming(uid))
    assert [e["record"] is None for e in applicant["cases"][0]["entries"][-2:]] == [True, True]
    assert not [e for e in office["cases"][0]["entries"] if e["record"] is None]
    assert json.loads(office["cases"][0]["entries"][seq - 1]["record"])["parts"]
    assert all(checked(data).ok for data in (office, applicant))
    lines = {line.seq: line for line in case_view(zhangming(uid), uid).entries}
    assert lines[seq].withheld
    assert not lines[seq].facts
    assert not [line for line in case_view(LIFANG, uid).entries if line.withheld]


def test_what_one_may_not_see_is_not_there(two_cases: tuple[str, str]) -> None:
    for actor in (ZHAOMIN, ANONYMOUS, zhangming(two_cases[1])):
        with pytest.raises(NoSuchCase):
            export([two_cases[0]], actor)
    with pytest.raises(NoSuchCase):
        export(["no-such-case"], SYSTEM)
