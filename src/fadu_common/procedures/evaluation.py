"""政务服务评价 — whoever was served says how it was; a bad word is followed up by somebody else than the handler (国办发〔2019〕51号).

The terms of confirming and of putting right («待核»: as remembered, until compared with the text in the library) stand with their date.
"""

from fadu.law.dated import Pivot, dated
from fadu.procedure import (
    INTERNAL,
    Act,
    CaseNumber,
    Choice,
    Clock,
    LongText,
    Party,
    Procedure,
    Stage,
    lapse,
    performs,
    since,
    when,
    working_days,
)
from fadu.procedure.words import TIME
from fadu_common.laws import RATING
from fadu_common.roles import SERVICE_SUPERVISOR

BAD = ("不满意", "非常不满意")
GOOD = ("非常满意", "满意", "基本满意")
TO_CONFIRM = dated({"2019-12-03": 1 * working_days}, basis=RATING.whole, pivot=Pivot.CLOCK_START)
TO_MEND = dated({"2019-12-03": 15 * working_days}, basis=RATING.whole, pivot=Pivot.CLOCK_START)


class Evaluation(Procedure):
    id = "evaluation"
    title = "政务服务评价"
    english = "Evaluation of a service"
    basis = RATING.whole
    in_force = since("2019-12-03")
    register = "评价"
    unit = "legal"

    evaluator = Party(
        "评价人",
        basis=RATING.whole,
        required=False,
        parts=("name", "phone", "email"),
        hint="可以不填；希望回访时联系您的，请填写。",
    )
    about = CaseNumber("被评价的办件", basis=RATING.whole, privacy=INTERNAL, measured=True)
    grade = Choice(
        "评价等级", "非常满意", "满意", "基本满意", "不满意", "非常不满意", basis=RATING.whole, measured=True
    )
    remarks = LongText("评价的内容", basis=RATING.whole, privacy=INTERNAL, required=False, hint="可以不填。")
    heading = about

    rated = Stage("已评价")
    checking = Stage("整改中")
    filed = Stage("已归档", final=True)
    settled = Stage("已整改", final=True)

    rate = Act("评价", to=rated, by=evaluator, basis=RATING.whole)

    found = LongText("回访核实的情况", basis=RATING.whole)
    call_back = Act("回访核实", at=rated, to=checking, by=SERVICE_SUPERVISOR, asks=(found,), basis=RATING.whole)
    confirming = Clock(
        "回访核实的期限",
        TO_CONFIRM,
        since=when(rate, grade, *BAD),
        until=call_back,
        bound=SERVICE_SUPERVISOR,
        basis=RATING.whole,
    )
    mended = LongText("整改的结果", basis=RATING.whole)
    mend = Act("反馈整改结果", at=checking, to=settled, by=SERVICE_SUPERVISOR, asks=(mended,), basis=RATING.whole)
    mending = Clock("整改的期限", TO_MEND, since=call_back, until=mend, bound=SERVICE_SUPERVISOR, basis=RATING.whole)

    # 好评不须回访；评价人可以补充，每次补充之后重新计算，届满归档
    more = LongText("补充的内容", basis=RATING.whole)
    add = Act("补充评价", at=rated, by=evaluator, asks=(more,), basis=RATING.whole)
    adding = Clock(
        "补充评价的期限",
        5 * working_days,
        since=when(rate, grade, *GOOD),
        restart=add,
        until=call_back,
        bound=evaluator,
        late=performs("归档"),
        basis=RATING.whole,
    )
    file = Act("归档", at=rated, to=filed, by=TIME, after=lapse(adding), basis=RATING.whole)
