"""A duty that has cases is not changed in silence; a new version or a reviewed fix is for the cases to come."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.integration.cases import cast

from fadu.cases import acts
from fadu.cases.amendments import ChangedInSilence, refuse_silent_changes, silent_changes
from fadu.cases.models import Case, DeclarationText
from fadu.cases.rebuild import rebuild
from fadu.cli import check, run, work
from fadu.law.dated import InForce
from fadu.procedure import Procedure, fix, since
from fadu.procedure.registry import Registry, installed, registry_of
from fadu_common.procedures.disclosure import Disclosure

pytestmark = pytest.mark.django_db
BEFORE = Disclosure.declaration


def version(fee: str, *was: str, **more: Any) -> type[Procedure]:
    """The duty with another sentence on fees, and fixes of the declarations named."""
    fixes = tuple(fix(was=each, why="误写", reviewed="王强/办公室主任", on="2026-11-24") for each in was)
    return type("Changed", (Disclosure,), {"fee": fee, "fixes": fixes, **more})


def registry(*versions: type[Procedure]) -> Registry:
    common, *others = installed().packs
    return registry_of((replace(common, procedures=versions), *others))


def opened(monkeypatch: pytest.MonkeyPatch, *versions: type[Procedure]) -> Case:
    """A case opened while these versions are installed."""
    with monkeypatch.context() as patched:
        patched.setattr(acts, "installed", lambda: registry(*versions))
        return Case.objects.get(uid=cast.opened().uid)


def test_without_cases_a_file_may_change() -> None:
    assert silent_changes(installed()) == ()
    assert silent_changes(registry(version("甲"))) == ()


def test_with_cases_it_may_not_and_the_change_is_named() -> None:
    cast.opened()
    assert silent_changes(installed()) == ()
    (problem,) = silent_changes(registry(version("甲")))
    assert problem.id == "fadu.E108"
    assert "fee 原为" in problem.message
    assert BEFORE.sha in problem.remedy
    with pytest.raises(ChangedInSilence, match=BEFORE.sha):
        refuse_silent_changes(registry(version("甲")))


def test_a_declaration_that_is_kept_but_opened_no_case_binds_nobody() -> None:
    DeclarationText.objects.create(sha=BEFORE.sha, procedure=BEFORE.id, text=BEFORE.text)
    assert silent_changes(registry(version("甲"))) == ()


def test_a_fix_is_for_the_cases_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    uid = cast.opened().uid
    fixed = version("甲", BEFORE.sha)
    assert silent_changes(registry(fixed)) == ()
    assert opened(monkeypatch, fixed).declaration_id == fixed.declaration.sha
    cast.do(uid, "receive", 11)
    assert Case.objects.get(uid=uid).declaration_id == BEFORE.sha
    assert list(rebuild(write=False)) == []


def test_every_further_change_needs_a_fix_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.opened()
    first = version("甲", BEFORE.sha)
    opened(monkeypatch, first)
    assert silent_changes(registry(version("乙", BEFORE.sha)))
    assert silent_changes(registry(version("乙", BEFORE.sha, first.declaration.sha))) == ()
    assert silent_changes(registry(version("乙", first.declaration.sha))) == ()


def test_going_back_is_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.opened()
    opened(monkeypatch, version("甲", BEFORE.sha))
    (problem,) = silent_changes(installed())
    assert "现为" in problem.message


def test_a_new_version_beside_the_old_one_needs_no_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.opened()
    old = version(BEFORE.fee, in_force=InForce.between(BEFORE.since, "2026-12-31"))
    new = version("甲", in_force=since("2027-01-01"))
    assert old.declaration.sha != BEFORE.sha
    assert silent_changes(registry(old, new)) == ()
    assert opened(monkeypatch, old, new).declaration_id == old.declaration.sha
    assert silent_changes(registry(old, new)) == ()


def serve() -> None:
    importlib.import_module("fadu.conf.wsgi")


STARTS: dict[str, Callable[[], Any]] = {
    "run": lambda: run.prepare(None, sample=False),
    "work": lambda: work.run(argparse.Namespace(once=True)),
    "server": serve,
}


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_the_office_does_not_start(start: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    cast.opened()
    for module in ("fadu.cli.run", "fadu.cli.work", "fadu.procedure.registry"):
        monkeypatch.setattr(f"{module}.installed", lambda: registry(version("甲")))
    monkeypatch.delitem(sys.modules, "fadu.conf.wsgi", raising=False)
    with pytest.raises(ChangedInSilence, match=r"fadu\.E108"):
        start()


def test_check_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    cast.opened()
    monkeypatch.setattr(check, "installed", lambda: registry(version("甲")))
    assert check.run(argparse.Namespace(mutate=False)) == 1
    assert "fadu.E108 disclosure@" in capsys.readouterr().out


def test_a_database_without_tables_has_nothing_to_compare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Case._meta, "db_table", "not_made_yet")
    assert silent_changes(registry(version("甲"))) == ()


def test_check_makes_no_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(connection, "vendor", "sqlite")
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "none.sqlite3"))
    assert check.on_record(registry(version("甲"))) == ()
    assert not (tmp_path / "none.sqlite3").exists()
