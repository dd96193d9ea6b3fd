"""Acts: done once, entered whole, refused with nothing written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.integration.cases.cast import (
    ID_NUMBER,
    LIFANG,
    MONDAY,
    NAME,
    PHONE,
    REQUEST,
    THIRD,
    WANGQIANG,
    consulting,
    do,
    dump,
    examining,
    opened,
    rows,
    zhangming,
)
from tests.support.record import lifted

from fadu.cases import acts, corrections, moments, store
from fadu.cases.errors import ActError, Forbidden, NoSuchCase, Overtaken
from fadu.cases.keys import master, signing
from fadu.cases.models import Case, Counter, Entry, Lookup, Outbox, Part, Task
from fadu.evidence import secrets
from fadu.evidence.checkpoint import verify_receipt

pytestmark = pytest.mark.django_db


def test_a_case_is_opened_with_number_receipt_and_code() -> None:
    done = opened()
    case = Case.objects.get(uid=done.uid)
    assert (done.number, done.seq, case.stage) == ("示外办公开〔2023〕1号", 1, "submitted")
    assert verify_receipt(done.receipt(), signing().public_key())
    assert secrets.check_code(master(), done.number, done.code, bytes(case.code))
    assert not secrets.check_code(master(), "示外办公开〔2023〕2号", done.code, bytes(case.code))


def test_a_receipt_speaks_of_this_entry_alone() -> None:
    receipt = opened().receipt()
    for name, value in {"seq": 2, "hash": "0" * 64, "case": "other", "recorded_at": "2023-09-11T00:00:00Z"}.items():
        assert not verify_receipt({**receipt, name: value}, signing().public_key())


def test_a_form_posted_twice_makes_one_case() -> None:
    first = opened(idem="form-1")
    second = opened(idem="form-1")
    assert (second.uid, second.hash, second.repeated) == (first.uid, first.hash, True)
    assert Case.objects.count() == 1


def test_an_act_posted_twice_is_one_entry() -> None:
    uid = opened().uid
    given: dict[str, Any] = {"by": LIFANG, "at": MONDAY, "source": "desk", "idem": "receive-1"}
    first = acts.perform(uid, "receive", **given)
    second = acts.perform(uid, "receive", **given)
    assert (second.seq, second.hash, second.repeated) == (first.seq, first.hash, True)
    assert Entry.objects.count() == 2


def test_a_key_used_elsewhere_shows_nothing_of_that_other_case() -> None:
    other = opened(idem="key-of-another").uid
    uid = opened().uid
    with pytest.raises(ActError):
        acts.perform(uid, "withdraw", by=zhangming(uid), at=MONDAY, source="portal", idem="key-of-another")
    assert Case.objects.get(uid=other).stage == "submitted"


# At rest --------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_personal_data_lie_encrypted() -> None:
    uid = consulting()
    do(uid, "consult.reply", 20, opinion="不同意公开", opinion_reason="商业秘密")
    kept = dump()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        kept += Path(str(connection.settings_dict["NAME"])).read_bytes()
    assert REQUEST["wanted"].encode() in kept, "the dump shows what is not personal"
    for secret in (NAME, PHONE, ID_NUMBER, THIRD["third_party"]["name"]):
        assert secret.encode() not in kept


def test_exact_look_up_finds_the_case_by_keyed_hash() -> None:
    opened()
    token = secrets.lookup_token(master(), "phone", " 138 0000 1234 ")
    assert Lookup.objects.get(token=token).subject.case.number == "示外办公开〔2023〕1号"
    assert not Lookup.objects.filter(token=secrets.lookup_token(master(), "id_number", PHONE)).exists()


def test_every_third_party_can_be_looked_up() -> None:
    uid = examining()
    do(uid, "consult", 13, **THIRD)
    do(uid, "consult", 13, third_party={"name": "另一示例公司", "phone": "021-11111111", "kind": "法人或者其他组织"})
    assert Lookup.objects.filter(token=secrets.lookup_token(master(), "phone", "021-11111111")).exists()


# Together, in time, apart ---------------------------------------------------------------------------------------------


def _history(monkeypatch: pytest.MonkeyPatch, batch: int) -> list[tuple[bytes, ...]]:
    """Twelve cases of history under a fixed clock and fixed randomness; every byte that was entered."""
    numbers = count(1)

    def fixed(n: int) -> bytes:
        return next(numbers).to_bytes(n, "big")

    assert master()
    assert signing()
    monkeypatch.setattr("os.urandom", fixed)
    monkeypatch.setattr(acts.random, "token_hex", lambda n: fixed(n).hex())
    steps: list[Any] = []
    uids: list[str] = []

    def begin() -> acts.Done:
        done = opened()
        uids.append(done.uid)
        return done

    for n in range(12):
        steps.append(begin)
        steps += [
            lambda n=n, act=act, day=day: do(uids[n], act, day)
            for act, day in (("receive", 11), ("take_up", 12), ("send_up", 13))
        ]
    with moments.at(datetime(2026, 3, 2, 1, 2, 3, tzinfo=UTC)):
        acts.perform_many(steps, batch=batch)
    monkeypatch.undo()
    entered = Entry.objects.order_by("case__uid", "seq").values_list("record", "hash")
    parts = Part.objects.order_by("entry__case__uid", "entry__seq", "name").values_list("salt", "data")
    return [tuple(bytes(v) for v in row) for row in (*entered, *parts)]


def test_history_in_batches_is_byte_for_byte_what_single_acts_give(monkeypatch: pytest.MonkeyPatch) -> None:
    one_by_one = _history(monkeypatch, 1)
    with lifted():
        _empty()
    assert _history(monkeypatch, 7) == one_by_one


def _empty() -> None:
    for model in (Part, Lookup, Task, Outbox, Counter):
        model.objects.all().delete()
    with connection.cursor() as cursor:
        for table in ("waiting", "subject", "run", "measure", "entry", "case"):
            cursor.execute(f"DELETE FROM cases_{table}")


def test_an_act_on_a_closed_case_says_what_is_possible() -> None:
    uid = examining()
    do(uid, "answer", 13, outcome="granted")
    before = rows()
    with pytest.raises(Forbidden, match="更正记录"):
        do(uid, "send_up", 13)
    assert rows() == before


def test_a_batch_that_fails_leaves_nothing_of_itself() -> None:
    uid = opened().uid
    before = rows()
    with pytest.raises(Forbidden):
        acts.perform_many([opened, partial(do, uid, "receive", 11), partial(do, uid, "receive", 11)])
    assert rows() == before


@pytest.mark.django_db(transaction=True)
def test_after_a_failed_batch_the_office_goes_on() -> None:
    with pytest.raises(NoSuchCase):
        acts.perform_many([opened, partial(do, "no-such-case", "receive", 11)])
    done = opened()
    assert store.read(done.uid) is not None


@pytest.mark.parametrize(("origin", "mark"), [("sample", "样"), ("sandbox", "试"), ("import", "入")])
def test_what_is_not_the_office_s_own_has_numbers_of_its_own(origin: str, mark: str) -> None:
    assert opened().number == "示外办公开〔2023〕1号"
    assert [opened(origin=origin).number for _ in "ab"] == [f"示外办公开{mark}〔2023〕{n}号" for n in (1, 2)]
    assert opened().number == "示外办公开〔2023〕2号"


def test_an_unknown_origin_opens_nothing() -> None:
    before = rows()
    with pytest.raises((ActError, KeyError)):
        opened(origin="nowhere")
    assert rows() == before


def test_silence_is_entered_by_time_before_the_next_act() -> None:
    uid = consulting()
    done = acts.perform(uid, "send_up", by=LIFANG, at=date(2023, 10, 20), source="desk")
    assert list(Entry.objects.order_by("seq").values_list("act", "actor"))[-2:] == [
        ("consult.lapse", "time"),
        ("send_up", "lifang"),
    ]
    assert done.seq == 7


def test_an_act_on_the_last_day_comes_before_silence() -> None:
    uid = consulting()
    due = next(r.due for r in store.read(uid).standing.runs.values() if r.clock == "consult.term")  # type: ignore[union-attr]
    acts.perform(uid, "consult.reply", by=LIFANG, at=due, data={"opinion": "同意公开"}, source="desk")
    assert not Entry.objects.filter(act="consult.lapse").exists()


# Meanwhile ------------------------------------------------------------------------------------------------------------


def test_what_others_did_meanwhile_is_said() -> None:
    uid = examining()
    do(uid, "send_up", 13, by=LIFANG)
    with pytest.raises(Overtaken, match="送审"):
        acts.perform(
            uid, "answer", by=LIFANG, at=date(2023, 9, 13), data={"outcome": "granted"}, source="desk", seen=3
        )


def test_what_does_not_concern_the_act_is_no_hindrance() -> None:
    uid = examining()
    do(uid, "fadu.clerical", 13, note="电话核实收件地址")
    assert acts.perform(uid, "send_up", by=LIFANG, at=date(2023, 9, 13), source="desk", seen=3).seq == 5


def test_a_correction_meanwhile_is_said() -> None:
    uid = examining()
    corrections.void(uid, 3, by=LIFANG, second=WANGQIANG, reason="误记")
    with pytest.raises(Overtaken):
        acts.perform(
            uid, "answer", by=LIFANG, at=date(2023, 9, 13), data={"outcome": "granted"}, source="desk", seen=3
        )
