"""The code of a letter: always the same, never guessed, read as people copy it, and made anew from the record."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from tests.integration.cases.cast import consulting, do, opened
from tests.integration.cases.conftest import forget

from fadu.cases import files, keys
from fadu.cases.models import Entry, Material
from fadu.letters.codes import ALPHABET, PRINTED, check_of, code_of, grouped, register, repair, tidy
from fadu.letters.gate import pages
from fadu.letters.making import letter, make
from fadu.letters.models import LetterCode
from fadu.letters.told import told

pytestmark = pytest.mark.django_db


def received() -> Material:
    uid = opened().uid
    return make(told(uid, do(uid, "receive", 11).seq))


def test_a_letter_that_is_made_has_its_code_on_it_and_in_the_table() -> None:
    made = received()
    noted = LetterCode.objects.get(letter=made).code
    assert re.fullmatch(f"[{ALPHABET}]{{12}}", noted)
    said = "".join("".join(pages(files.read(made.sha256))).split())
    printed = PRINTED.search(said)
    assert printed
    assert printed[1] == grouped(noted)
    assert "核验网址：http://localhost:8000/check/" in said


def test_making_it_twice_gives_the_same_code_and_the_same_bytes() -> None:
    made = received()
    before, sha256 = made.code.code, made.sha256
    assert make(told(made.case.uid, 2)) == made
    made.delete()
    again = make(told(made.case.uid, 2))
    assert (again.code.code, again.sha256) == (before, sha256)


def test_the_table_is_made_anew_from_the_record() -> None:
    first = received()
    second = make(told(consulting(), 4))
    before = dict(LetterCode.objects.values_list("letter", "code"))
    assert set(before) == {first.pk, second.pk}
    LetterCode.objects.filter(letter=first).delete()
    LetterCode.objects.filter(letter=second).update(code="000000000000")
    assert repair(write=False) == 2
    assert LetterCode.objects.filter(letter=first).count() == 0
    assert repair() == 2
    assert dict(LetterCode.objects.values_list("letter", "code")) == before
    assert repair() == 0


def test_no_two_letters_share_a_code() -> None:
    first, second = received(), make(told(consulting(), 4))
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterCode.objects.filter(letter=first).update(code=second.code.code)


def test_another_entry_another_name_and_another_key_give_another_code(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = received().entry
    assert entry is not None
    other = Entry.objects.exclude(pk=entry.pk).first()
    assert other is not None
    codes = {code_of(entry, "登记回执"), code_of(entry, "答复书"), code_of(other, "登记回执")}
    assert len(codes) == 3
    forget(keys)
    monkeypatch.setattr("fadu.letters.codes.master", lambda: b"k" * 32)
    assert code_of(entry, "登记回执") not in codes


def test_an_attachment_has_no_code() -> None:
    made = received()
    made.kind = "attachment"
    with pytest.raises(ValueError, match="no letter"):
        register(made)


@pytest.mark.parametrize(
    "typed",
    ["7K2M-Q0XW-94TB", "7k2mq0xw94tb", " 7K2M Q0XW 94TB ", "7K2M－QOXW－94TB", "７Ｋ２ＭQ0XW94TB", "7K2M·Q0XW·94TB"],
)
def test_what_people_copy_is_understood(typed: str) -> None:
    assert tidy(typed) == "7K2MQ0XW94TB"


@given(st.text(ALPHABET, min_size=12, max_size=12))
def test_a_printed_code_is_read_as_it_was_and_mistaken_letters_are_put_right(code: str) -> None:
    assert tidy(grouped(code)) == code
    assert tidy(code.replace("0", "o").replace("1", "l")) == code


@given(st.text(max_size=200))
def test_whatever_is_typed_is_taken(typed: str) -> None:
    assert len(tidy(typed)) <= 40


def test_a_letter_says_where_it_is_checked_and_one_that_is_only_foreseen_does_not() -> None:
    uid = opened().uid
    seq = do(uid, "receive", 11).seq
    record = told(uid, seq)
    found = letter(record).check
    assert found == check_of(record.entry, record.rule.letter)
    assert found.link.endswith(f"/check/{found.code.replace('-', '')}/")
