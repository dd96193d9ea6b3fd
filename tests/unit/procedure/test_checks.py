"""What is wrong with a procedure file is said when it is imported: each check by a small bad file, and all at once."""

from collections.abc import Callable

import pytest
from tests.unit.procedure.duties import LAW

from fadu.law.dated import Pivot
from fadu.procedure import (
    OFFICE,
    PERSONAL,
    TIME,
    Act,
    CaseNumber,
    Choice,
    Clock,
    Day,
    LongText,
    Outcome,
    Party,
    Procedure,
    Stage,
    Text,
    dated,
    days,
    fix,
    given,
    performs,
    served,
    since,
    when,
)
from fadu.procedure.checks import CHECKS, DeclarationError


class Sound(Procedure):
    """A file without fault, which the bad ones spoil in one place."""

    id = "sound"
    title = "正确的事项"
    basis = LAW[1]
    in_force = since("2020-01-01")
    register = "正"

    person = Party("当事人", basis=LAW[1])
    topic = Text("事由", basis=LAW[1])
    opened = Stage("已受理")
    closed = Stage("已办结", final=True)
    begin = Act("受理", to=opened, by=OFFICE, basis=LAW[1])
    finish = Act("办结", at=opened, to=closed, by=OFFICE, basis=LAW[2])


def nameless() -> None:
    class Bad(Procedure):
        title = "没有编号"


def no_way_out() -> None:
    class Bad(Sound):
        stuck = Stage("卡住")
        get_stuck = Act("卡", at=Sound.opened, to=stuck, by=OFFICE, basis=LAW[3])


def no_way_in() -> None:
    class Bad(Sound):
        lost = Stage("无人到达", final=True)


def two_openings() -> None:
    class Bad(Sound):
        again = Act("再受理", to=Sound.opened, by=OFFICE, basis=LAW[3])


def no_basis() -> None:
    class Bad(Sound):
        remark = Act("批注", at=Sound.opened, by=OFFICE)


def same_title() -> None:
    class Bad(Sound):
        also = Act("办结", at=Sound.opened, to=Sound.closed, by=OFFICE, basis=LAW[3])


def personal_measure() -> None:
    class Bad(Sound):
        number = Text("证件号码", basis=LAW[1], privacy=PERSONAL, measured=True)


def after_the_end() -> None:
    class Bad(Sound):
        reopen = Act("重开", at=Sound.closed, to=Sound.opened, by=OFFICE, basis=LAW[3])


def nobody_acts() -> None:
    class Bad(Sound):
        remark = Act("批注", at=Sound.opened, basis=LAW[3])


def unsent_letter() -> None:
    class Bad(Sound):
        term = Clock("期限", 5 * days, since=served("没有的信"), until=Sound.finish, basis=LAW[3])


def endless_clock() -> None:
    class Bad(Sound):
        term = Clock("期限", 5 * days, since=Sound.begin, until=(), basis=LAW[3])


def held_for_ever() -> None:
    class Bad(Sound):
        wait = Act("暂停", at=Sound.opened, by=OFFICE, basis=LAW[3])
        term = Clock("期限", 5 * days, since=Sound.begin, hold=wait, until=Sound.finish, basis=LAW[3])


def timeless_time() -> None:
    class Bad(Sound):
        expire = Act("过期", at=Sound.opened, to=Sound.closed, by=TIME, basis=LAW[3])


def performs_nothing() -> None:
    class Bad(Sound):
        term = Clock("期限", 5 * days, since=Sound.begin, until=Sound.finish, late=performs("办结"), basis=LAW[3])


def decides_nothing() -> None:
    class Bad(Sound):
        remark = Act("批注", at=Sound.opened, by=OFFICE, basis=LAW[3])
        yes = Outcome("同意", of=remark, basis=LAW[3])


def term_too_late() -> None:
    class Bad(Sound):
        term = Clock(
            "期限",
            dated({"2021-01-01": 5 * days}, pivot=Pivot.CLOCK_START),
            since=Sound.begin,
            until=Sound.finish,
            basis=LAW[3],
        )


def term_from_nowhere() -> None:
    class Bad(Sound):
        last = Day("最后一日", basis=LAW[3])
        wait = Act("指定期限", at=Sound.opened, by=OFFICE, basis=LAW[3])
        term = Clock("期限", given(last), since=wait, until=Sound.finish, basis=LAW[3])


def personal_heading() -> None:
    class Bad(Sound):
        heading = Sound.person


def island() -> None:
    class Bad(Sound):
        east = Stage("东")
        west = Stage("西")
        go_west = Act("去西", at=east, to=west, by=OFFICE, basis=LAW[3])
        go_east = Act("去东", at=west, to=east, by=OFFICE, basis=LAW[3])


def starts_by_an_unknown_value() -> None:
    class Bad(Sound):
        place = Choice("地点", "室内", basis=LAW[3], measured=True)
        term = Clock("期限", 5 * days, since=when(Sound.begin, place, "海上"), until=Sound.finish, basis=LAW[3])


def starts_by_what_is_not_kept() -> None:
    class Bad(Sound):
        place = Choice("地点", "室内", basis=LAW[3])
        term = Clock("期限", 5 * days, since=when(Sound.begin, place, "室内"), until=Sound.finish, basis=LAW[3])


def fix_of_nothing() -> None:
    class Bad(Sound):
        fixes = fix(was="旧的", why="误写", reviewed="王强/处长", on="2026-11-24")


def fixed_twice() -> None:
    class Bad(Sound):
        fixes = (fix(was="0" * 64, why="误写", reviewed="王强/处长", on="2026-11-24"),) * 2


def fixed_by_nobody() -> None:
    class Bad(Sound):
        fixes = (fix(was="0" * 64, why="误写", reviewed=" ", on="2026-11-24"),)


def fixed_some_day() -> None:
    class Bad(Sound):
        fixes = (fix(was="0" * 64, why="误写", reviewed="王强/处长", on="20261124"),)


def divided_by_what_is_personal() -> None:
    class Bad(Sound):
        parts = LongText("分出的事项", basis=LAW[1], privacy=PERSONAL)
        divide = Act("分案", at=Sound.opened, by=OFFICE, basis=LAW[1], asks=(parts,), divides=parts)


def joined_and_still_open() -> None:
    class Bad(Sound):
        into = CaseNumber("并入的案件", basis=LAW[1], measured=True)
        join = Act("并案", at=Sound.opened, by=OFFICE, basis=LAW[1], asks=(into,), joins=into)


def out_of_reach() -> None:
    class Bad(Sound):
        witness = Party("见证人", basis=LAW[1], parts=("name", "id_number"))


def asked_what_no_form_knows() -> None:
    class Bad(Sound):
        witness = Party("见证人", basis=LAW[1], parts=("name", "phone", "birthday"))


BAD: list[tuple[str, Callable[[], None], str, str]] = [
    ("fadu.E001", nameless, "没有写明 id", "在类体开头写 id"),
    ("fadu.E002", no_way_out, "案件永远离不开“卡住”", "标 final=True"),
    ("fadu.E003", no_way_in, "没有行为到达“无人到达”", "删去此环节"),
    ("fadu.E004", two_openings, "受理、再受理", "写明 at=…"),
    ("fadu.E005", no_basis, "“批注”没有依据", "basis=法[条]"),
    ("fadu.E006", same_title, "“办结”出现 2 次", "各不相同"),
    ("fadu.E007", personal_measure, "“证件号码”既是个人信息", "去掉 measured=True"),
    ("fadu.E008", after_the_end, "终局环节“已办结”", "取消其 final=True"),
    ("fadu.E009", nobody_acts, "没有写明谁可以“批注”", "by=OFFICE"),
    ("fadu.E010", unsent_letter, "没有的信", "letter=…"),
    ("fadu.E010", endless_clock, "没有起算或者终止的行为", "until=…"),
    ("fadu.E011", held_for_ever, "停下等待之后没有行为使它重新起算", "restart=…"),
    ("fadu.E012", timeless_time, "“过期”由时间发生，却没有时限", "after=lapse(时限)"),
    ("fadu.E012", performs_nothing, "不是由时间发生的行为", "by=TIME"),
    ("fadu.E013", decides_nothing, "“批注”有处理结果却不结案", "final=True"),
    ("fadu.E014", term_too_late, "自 2021-01-01 才有期限", "更早的期限"),
    ("fadu.E015", term_from_nowhere, "“指定期限”不填写它", "列入该 Act 的 asks"),
    ("fadu.E016", personal_heading, "案件标题取自个人信息", "PUBLIC 或 INTERNAL"),
    ("fadu.E017", island, "从受理出发到不了“东”", "检查通向它的行为"),
    ("fadu.E018", fix_of_nothing, "不是声明的 SHA-256", "照抄"),
    ("fadu.E018", fixed_twice, "被更正了 2 次", "合为一个"),
    ("fadu.E018", fixed_by_nobody, "没有写明理由或者审核人", "reviewed="),
    ("fadu.E018", fixed_some_day, "on='20261124' 不是日期", "审核之日"),
    ("fadu.E019", starts_by_an_unknown_value, "“地点”没有“海上”", "它已有的选项"),
    ("fadu.E019", starts_by_what_is_not_kept, "“地点”不能作为起算的条件", "measured=True"),
    ("fadu.E020", divided_by_what_is_personal, "分案所列的事项不能成为新案的名称", "heading="),
    ("fadu.E020", joined_and_still_open, "没有办结本案", "to= 写终结环节"),
    ("fadu.E021", out_of_reach, "“见证人”的 parts 写作 name、id_number", "后三项之一"),
    ("fadu.E021", asked_what_no_form_knows, "“见证人”的 parts 写作 name、phone、birthday", "须有 name"),
]


@pytest.mark.parametrize(("id", "bad", "message", "remedy"), BAD, ids=[f"{b[0]}-{b[1].__name__}" for b in BAD])
def test_a_mistake_is_named_with_its_remedy(id: str, bad: Callable[[], None], message: str, remedy: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        bad()
    found = [p for p in caught.value.problems if p.id == id]
    assert any(message in p.message and remedy in p.remedy for p in found), caught.value


def test_every_check_has_a_bad_file() -> None:
    assert set(CHECKS) <= {id for id, *_ in BAD}


def test_every_check_says_in_a_line_what_must_be_true() -> None:
    assert all((check.__doc__ or "").strip() for check in CHECKS.values())


def test_all_mistakes_of_a_file_are_reported_at_once() -> None:
    with pytest.raises(DeclarationError) as caught:

        class Bad(Sound):
            lost = Stage("无人到达", final=True)
            stuck = Stage("卡住")
            get_stuck = Act("卡", at=Sound.opened, to=stuck)
            reopen = Act("办结", at=Sound.closed, to=Sound.opened, by=OFFICE, basis=LAW[3])

    ids = {p.id for p in caught.value.problems}
    assert {"fadu.E002", "fadu.E003", "fadu.E005", "fadu.E006", "fadu.E008", "fadu.E009"} <= ids
    text = str(caught.value)
    assert all(f"{p.id} {p.place}: {p.message}。{p.remedy}。" in text for p in caught.value.problems)


def test_everything_missing_from_the_head_is_reported_at_once() -> None:
    with pytest.raises(DeclarationError) as caught:

        class Bad(Procedure):
            """Says nothing of itself."""

    assert [p.message for p in caught.value.problems] == [
        f"没有写明 {name}" for name in ("id", "title", "basis", "in_force", "register")
    ]
