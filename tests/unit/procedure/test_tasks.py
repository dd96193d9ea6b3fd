"""Whose task a case is: whoever may do the next act, and one task where one is meant."""

from datetime import date

from tests.unit.procedure.duties import CALENDAR, LAW

from fadu.procedure import OFFICE, UNIT_HEAD, Act, Party, Procedure, Role, Stage, since
from fadu.procedure.standing import replay
from fadu.procedure.state import Event
from fadu.procedure.tasks import tasks

CLERK = Role("clerk", "档案员")


class Shared(Procedure):
    """A request that one signs, another sends back, and a third files."""

    id = "shared"
    title = "分派"
    basis = LAW[1]
    in_force = since("2020-01-01")
    register = "派"

    applicant = Party("申请人", basis=LAW[1])
    waiting = Stage("待签")
    signing = Stage("待发")
    filed = Stage("已归档", final=True)
    begin = Act("开始", to=waiting, by=applicant, basis=LAW[1])
    show = Act("送签", at=waiting, to=signing, by=OFFICE, basis=LAW[1])
    sign = Act("签发", at=signing, to=filed, by=(OFFICE, UNIT_HEAD), basis=LAW[1])
    back = Act("退回", at=signing, to=waiting, by=UNIT_HEAD, basis=LAW[1])
    file = Act("归档", at=signing, to=filed, by=CLERK, basis=LAW[1])
    leave = Act("撤回", at=signing, to=filed, by=(applicant, OFFICE), basis=LAW[1])


def asked(*done: str) -> dict[str, tuple[str, ...]]:
    """Acts by whose task they are, after these."""
    events = [Event(n, act, date(2024, 3, 4)) for n, act in enumerate(done, 1)]
    standing = replay(Shared.declaration, events, lambda _: CALENDAR).standing
    return {task.role: task.acts for task in tasks(Shared.declaration, standing)}


def test_one_role_is_asked_where_one_can_do_it_all() -> None:
    assert asked("begin") == {"handler": ("show",)}


def test_who_can_do_most_is_asked_and_others_for_what_is_left() -> None:
    """The head signs and sends back, so the handler, who may sign too, is not asked; filing is left to the clerk; no party is pressed."""
    assert asked("begin", "show") == {"unit_head": ("sign", "back"), "clerk": ("file",)}
