"""更正政府信息记录 — anyone may ask to have put right what this office's records wrongly say of them (政府信息公开条例第四十一条)."""

from fadu.procedure import (
    INTERNAL,
    OFFICE,
    PERSONAL,
    Act,
    Clock,
    Document,
    LongText,
    Outcome,
    Party,
    Procedure,
    Stage,
    Text,
    months,
    since,
)
from fadu_common.laws import REG, SUIT
from fadu_common.roles import DISCLOSURE_HEAD


class RecordCorrection(Procedure):
    id = "record_correction"
    title = "更正政府信息记录"
    english = "Correction of a government record"
    basis = REG[41]
    in_force = since("2019-05-15")
    register = "更正"
    unit = "secretariat"
    fee = "不收取费用。"

    applicant = Party("申请人", basis=REG[41], hint="姓名或者名称、身份证明、联系方式。")
    record = Text("记录不准确的政府信息", basis=REG[41], privacy=INTERNAL, hint="名称或者文号，由本机关提供的。")
    mistake = LongText("不准确之处和正确的内容", basis=REG[41], privacy=PERSONAL)
    evidence = Document("证明记录不准确的证据", basis=REG[41], privacy=PERSONAL)
    heading = record

    received = Stage("已收到")
    examining = Stage("审核中")
    answered = Stage("已答复", final=True)
    withdrawn = Stage("已撤回", final=True)

    submit = Act("申请更正", to=received, by=(applicant, OFFICE), basis=REG[41])
    examine = Act("审核", at=received, to=examining, by=OFFICE, basis=REG[41])

    reason = LongText("答复的理由", basis=REG[41], required=False, hint="不予更正的，必须说明理由。")
    body = Text(
        "有权更正的机关", basis=REG[41], required=False, hint="转送或者告知另行提出的，必填：名称、联系方式。"
    )
    answer = Act(
        "答复",
        at=(received, examining),
        to=answered,
        by=(OFFICE, DISCLOSURE_HEAD),
        asks=(reason, body),
        letter="记录更正答复书",
        basis=REG[41],
    )
    corrected = Outcome("予以更正", of=answer, needs=examine, basis=REG[41])
    unfounded = Outcome("不予更正", of=answer, needs=examine, asks=(reason,), basis=REG[41])
    forwarded = Outcome("转送有权更正的机关", of=answer, asks=(body,), basis=REG[41])
    referred = Outcome("告知向有权更正的机关提出", of=answer, asks=(body,), basis=REG[41])

    # 条例没有规定期限：两个月内不履行职责的，可以起诉（行政诉讼法第四十七条第一款）
    duty = Clock("履行职责的期限", 2 * months, since=submit, until=answer, basis=SUIT[47].para(1))

    withdraw = Act("撤回申请", at=(received, examining), to=withdrawn, by=(applicant, OFFICE), basis=REG[41])
