"""The worked cases of every installed duty hold, and notice every mutation. Without any pack, those of a test duty still do."""

from pathlib import Path

import pytest
from tests.unit.procedure.duties import CALENDAR, MEETING

from fadu.procedure.crosschecks import cases_by_version
from fadu.procedure.declaration import Declaration
from fadu.procedure.mutations import survivors
from fadu.procedure.registry import installed
from fadu.procedure.worked import WorkedCase, run
from fadu.procedure.worked_files import read_cases

MEETINGS = read_cases("- {case: 开会即办结, acts: [2023-09-11 登记（承办人）], stage: 已召开}", "cases", [MEETING])
DUTIES = [(MEETING, MEETINGS), *cases_by_version(installed())]
each_duty = pytest.mark.parametrize(("declaration", "cases"), DUTIES, ids=[f"{d.id}-{d.since}" for d, _ in DUTIES])


@each_duty
def test_every_worked_case_holds(declaration: Declaration, cases: tuple[WorkedCase, ...]) -> None:
    results = [run(declaration, case, CALENDAR) for case in cases]
    assert not [f"{r.case.title}: {d}" for r in results for d in r.differences]


@each_duty
def test_every_mutation_breaks_a_worked_case(declaration: Declaration, cases: tuple[WorkedCase, ...]) -> None:
    assert survivors(declaration, cases, CALENDAR) == ()


@each_duty
def test_every_worked_case_names_its_ground(declaration: Declaration, cases: tuple[WorkedCase, ...]) -> None:
    assert declaration is MEETING or all("（第" in c.title or "（《" in c.title for c in cases)


def test_case_files_lie_where_packs_keep_them() -> None:
    for pack in installed().packs:
        names = {p.stem.partition("-")[0] for p in Path(pack.folder).glob("cases/*.yaml")}
        assert names <= {p.id for p in pack.procedures}
