"""A changed declaration: what differs, what may differ, and when a fix names it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from tests.unit.procedure.duties import LAW, Reading

from fadu.law.dated import InForce
from fadu.procedure import OFFICE, Act, Procedure, Stage, fix, since
from fadu.procedure.amending import differences, silent_change, substance
from fadu.procedure.declaration import Declaration

WHY = {"why": "误写", "reviewed": "王强/办公室主任", "on": "2026-11-24"}


def version(end: str = "办结", **said: Any) -> Declaration:
    class Small(Procedure):
        id = "small"
        title = "小事项"
        basis = LAW[1]
        in_force = said.get("in_force", since("2020-01-01"))
        register = "小"
        fee = said.get("fee", "")
        fixes = tuple(fix(was=was, **WHY) for was in said.get("was", ()))

        opened = Stage("已受理")
        closed = Stage("已办结", final=True)
        begin = Act("受理", to=opened, by=OFFICE, basis=LAW[1])
        finish = Act(end, at=opened, to=closed, by=OFFICE, basis=LAW[2])

    return Small.declaration


OLD, NEW = version(), version("办完", fee="不收费")


def test_a_fix_is_part_of_the_declaration_and_read_back() -> None:
    fixed = version(was=[OLD.sha])
    read = Declaration.from_text(fixed.text)
    assert [(f.was, f.reviewed) for f in read.fixes] == [(OLD.sha, "王强/办公室主任")]
    assert fixed.sha != OLD.sha
    assert version(was=[OLD.sha]).sha == fixed.sha


def test_the_next_version_does_not_inherit_fixes() -> None:
    class Fixed(Reading):
        fixes = fix(was="0" * 64, **WHY)

    class Next(Fixed):
        in_force = since("2021-01-01")

    assert len(Fixed.declaration.fixes) == 1
    assert Next.declaration.fixes == ()


def test_the_first_difference_is_named_by_its_path() -> None:
    first, second = differences(OLD, NEW)
    assert str(first) == 'acts[finish].title 原为 "办结"，现为 "办完"'
    assert str(second) == 'fee 原为 ""，现为 "不收费"'


def test_what_is_gone_or_moved_is_a_difference() -> None:
    gone = replace(OLD, stages=OLD.stages[:1])
    assert [d.path for d in differences(OLD, gone)] == ["stages[closed]"]
    assert differences(OLD, gone)[0].new == "没有"
    moved = replace(OLD, stages=OLD.stages[::-1])
    assert [(d.path, d.old) for d in differences(OLD, moved)] == [("stages", '["opened", "closed"]')]


def test_a_long_value_is_cut() -> None:
    assert len(differences(OLD, version(fee="长" * 500))[0].new) < 100


def test_the_last_day_and_the_fixes_are_no_change_of_substance() -> None:
    ended = version(in_force=InForce.between("2020-01-01", "2026-12-31"))
    assert ended.sha != OLD.sha
    assert not differences(OLD, ended)
    assert substance(version(was=[OLD.sha])) == substance(OLD)


def test_a_text_of_an_older_engine_is_the_same_and_keeps_its_hash() -> None:
    text = OLD.text.replace('"fixes":[],', "")
    assert text != OLD.text
    older = Declaration.from_text(text)
    assert older.text == text
    assert older.sha == hashlib.sha256(text.encode()).hexdigest() != OLD.sha
    assert not differences(older, OLD)


def test_a_silent_change_is_named_with_what_to_write() -> None:
    problem = silent_change(NEW, OLD.sha, {OLD.sha: OLD})
    assert problem is not None
    assert problem.id == "fadu.E108"
    assert problem.place == "small@2020-01-01"
    assert "acts[finish].title" in problem.message
    assert "另有 1 处不同" in problem.message
    assert f'was="{OLD.sha}"' in problem.remedy
    assert "in_force" in problem.remedy


def test_a_fix_lets_a_change_pass_and_only_the_one_it_names() -> None:
    kept = {OLD.sha: OLD, NEW.sha: NEW}
    fixed = version("结束", was=[OLD.sha])
    assert silent_change(fixed, OLD.sha, kept) is None
    assert silent_change(fixed, NEW.sha, kept) is not None
    assert silent_change(version("结束", was=[OLD.sha, NEW.sha]), NEW.sha, kept) is None
    assert silent_change(version("结束", was=["0" * 64]), OLD.sha, kept) is not None


def test_a_fix_of_one_spelling_is_a_fix_of_the_same_substance() -> None:
    ended = version(in_force=InForce.between("2020-01-01", "2026-12-31"))
    kept = {OLD.sha: OLD, ended.sha: ended}
    assert silent_change(version("结束", was=[OLD.sha]), ended.sha, kept) is None
