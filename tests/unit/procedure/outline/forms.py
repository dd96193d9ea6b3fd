"""A duty whose opening act asks for a field of every kind."""

from fadu.procedure import (
    INTERNAL,
    OFFICE,
    PERSONAL,
    PUBLIC,
    Act,
    Choice,
    Day,
    Document,
    Law,
    LongText,
    Number,
    Outcome,
    Party,
    Procedure,
    Stage,
    Text,
    YesNo,
    since,
)

LAW = Law("示例法")


class Everything(Procedure):
    id = "everything"
    title = "样样都填"
    basis = LAW[1]
    in_force = since("2020-01-01")
    register = "样"

    who = Party("申请人", basis=LAW[2])
    subject = Text("事由", basis=LAW[2], privacy=PUBLIC)
    story = LongText("经过", basis=LAW[2], required=False, privacy=INTERNAL, hint="写明时间和地点。")
    account = Text("账号", basis=LAW[2], required=False, privacy=PERSONAL)
    on = Day("发生之日", basis=LAW[2], required=False, measured=True)
    many = Number("件数", basis=LAW[2], measured=True)
    urgent = YesNo("是否急需", basis=LAW[2], measured=True)
    way = Choice("方式", "当面", "邮寄", basis=LAW[2], measured=True)
    proof = Document("证明", basis=LAW[2], required=False)
    heading = subject

    filed = Stage("已登记")
    done = Stage("已办结", final=True)
    file = Act("登记", to=filed, by=(who, OFFICE), basis=LAW[3])
    decide = Act("决定", at=filed, to=done, by=OFFICE, basis=LAW[4])
    yes = Outcome("同意", of=decide, basis=LAW[4])
    no = Outcome("不同意", of=decide, basis=LAW[4])


EVERYTHING = Everything.declaration
OPENING = EVERYTHING.opening
PERSON = {"name": "张明", "phone": "13800000000"}
DOCUMENT = {"sha256": "a" * 64, "name": "证明.pdf", "size": 12, "type": "application/pdf"}
FILLED = {"who": PERSON, "subject": "事由", "many": 3, "way": "当面"}
