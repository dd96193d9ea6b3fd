"""Mutations: each changes one thing, and worked cases that say enough notice it."""

from dataclasses import replace

import pytest
from tests.unit.procedure.duties import CALENDAR, READING

from fadu.procedure.mutations import mutants, survivors, trials
from fadu.procedure.worked import WorkedCase
from fadu.procedure.worked_files import read_cases

KILLS = [
    ("提供期限：期限20个工作日改为21个工作日", "{received: 2023-09-11, due: {提供期限: 2023-10-13}}"),
    ("提供期限：期限20个工作日改为20日", "{received: 2023-09-11, due: {提供期限: 2023-10-13}}"),
    ("提供期限：期限10个工作日改为9个工作日", "{received: 2023-06-05, due: {提供期限: 2023-06-19}}"),
    ("提供期限：延长的上限10改为9", "{received: 2023-09-11, acts: [2023-09-11 开始查找, 2023-09-12 延期提供 10]}"),
    (
        "提供期限：延长的上限10改为11",
        "{received: 2023-09-11, acts: [2023-09-11 开始查找, 2023-09-12 延期提供 11], refuse: 第十一条}",
    ),
    (
        "提供期限：不扣除“征求权属人意见”的时间",
        "{received: 2023-09-11, acts: [2023-09-11 开始查找, 2023-09-12 征求权属人意见], due: {提供期限: 未定}}",
    ),
    ("提供期限：不自“登记申请”起算", "{received: 2023-09-11, due: {提供期限: 2023-10-13}}"),
    ("提供期限：“提供”不终止计算", "{received: 2023-09-11, acts: [2023-10-16 提供 全部提供], late: [提供]}"),
    (
        "提供期限：“要求补充”不停止计算",
        "{received: 2023-09-11, acts: [2023-09-12 要求补充 2023-09-20], due: {提供期限: 等待}}",
    ),
    (
        "提供期限：“补充”不重新起算",
        "{received: 2023-09-11, acts: [2023-09-12 要求补充 2023-09-20, 2023-09-13 补充], due: {提供期限: 2023-10-17}}",
    ),
    ("要求补充：逾期仍可进行", "{received: 2023-09-11, today: 2023-09-15, may_not: {要求补充: 第四条}}"),
    (
        "要求补充：不限一次",
        "{received: 2023-09-11, acts: [2023-09-12 要求补充 2023-09-20, 2023-09-13 补充], may_not: {要求补充: 第四条}}",
    ),
    (
        "终止查阅：不等“补充期限”届满",
        "{received: 2023-09-11, acts: [2023-09-12 要求补充 2023-09-20], may_not: {终止查阅: 第四条}}",
    ),
    (
        "提供：不等“征求权属人意见”结束",
        "{received: 2023-09-11, acts: [2023-09-11 开始查找, 2023-09-12 征求权属人意见], may_not: {提供: 第九条}}",
    ),
    (
        "延期提供：承办人也可以进行",
        "{received: 2023-09-11, acts: [2023-09-11 开始查找], may_not: {延期提供（承办人）: 第十一条}}",
    ),
    (
        "送核：承办人换成查阅人",
        "{received: 2023-09-11, acts: [2023-09-11 开始查找], may: [送核（承办人）]}",
    ),
    ("开始查找：不改变环节", "{received: 2023-09-11, acts: [2023-09-11 开始查找], stage: 查找中}"),
    ("提供：在“已登记”不能进行", "{received: 2023-09-11, may: [提供]}"),
    (
        "征求权属人意见期限：届满不发生“权属人逾期未提意见”",
        "{received: 2023-09-11, acts: [2023-09-11 开始查找, 2023-09-12 征求权属人意见, 2023-09-12 送达 征询函],"
        " today: 2023-10-12, due: {提供期限: 2023-11-06}}",
    ),
]


def cases(*bodies: str) -> tuple[WorkedCase, ...]:
    text = "\n".join(f"- {{case: 例{n}, {body[1:]}" for n, body in enumerate(bodies))
    return read_cases(text, "cases/reading.yaml", [READING])


def test_each_mutant_differs_in_its_own_way() -> None:
    made = list(mutants(READING))
    assert len({name for name, _ in made}) == len(made)
    assert len({m.text for _, m in made} | {READING.text}) == len(made) + 1


def test_without_cases_everything_survives() -> None:
    assert survivors(READING, (), CALENDAR) == tuple(name for name, _ in mutants(READING))


@pytest.mark.parametrize(("mutant", "body"), KILLS)
def test_the_case_that_speaks_of_it_notices_a_mutant(mutant: str, body: str) -> None:
    (case,) = cases(body)
    assert survivors(READING, (replace(case, due={}, late=(), may=(), may_not=()),), CALENDAR)
    broken = {t.mutant: t.broken for t in trials(READING, (case,), CALENDAR)}
    assert broken[mutant] == "例0"


def test_what_a_mutant_leaves_alone_stays() -> None:
    for name, mutant in mutants(READING):
        assert replace(mutant, clocks=READING.clocks, acts=READING.acts) == READING, name
