"""A pack that no office has: one small duty and one small office."""

from __future__ import annotations

from pathlib import Path

from fadu.procedure import (
    OFFICE,
    PERSONAL,
    Act,
    Clock,
    Law,
    Office,
    Outcome,
    Pack,
    Party,
    PersonSpec,
    PostSpec,
    Procedure,
    Stage,
    Text,
    UnitSpec,
    since,
    working_days,
)

LAW = Law("示例法")


class Loan(Procedure):
    """Lending a book."""

    id = "loan"
    title = "借阅"
    basis = LAW[1]
    in_force = since("2020-01-01")
    register = "借"
    unit = "desk"
    reader = Party("借阅人", basis=LAW[1], privacy=PERSONAL)
    book = Text("书名", basis=LAW[1])
    heading = book
    asked = Stage("已登记")
    lent = Stage("已借出", final=True)
    ask = Act("登记借阅", to=asked, by=(reader, OFFICE), basis=LAW[1])
    lend = Act("借出", at=asked, to=lent, by=OFFICE, basis=LAW[2])
    given = Outcome("已借", of=lend, basis=LAW[2])
    answer = Clock("借出期限", 5 * working_days, since=ask, until=lend, basis=LAW[2])


OFFICE_OF_ITS_OWN = Office(
    key="own",
    name="示例图书室",
    english="Sample Reading Room",
    short="示图",
    units=(UnitSpec("desk", "借阅台", "Desk"),),
    posts=(PostSpec("handler", "承办人", "Handler"), PostSpec("unit_head", "负责人", "Head")),
    people=(PersonSpec("李芳", "lifang", ("handler@desk",)),),
)
pack = Pack("own", Path(__file__).parent, procedures=(Loan,), laws=(LAW,), offices=(OFFICE_OF_ITS_OWN,))
