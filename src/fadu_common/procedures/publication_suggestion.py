"""建议主动公开 — who was given a record may suggest that everyone should have it (政府信息公开条例第四十四条第二款)."""

from fadu.procedure import INTERNAL, OFFICE, Act, LongText, Outcome, Party, Procedure, Stage, Text, since
from fadu_common.laws import REG
from fadu_common.roles import DISCLOSURE_HEAD


class PublicationSuggestion(Procedure):
    id = "publication_suggestion"
    title = "建议主动公开政府信息"
    english = "Suggestion to publish government information"
    basis = REG[44].para(2)
    in_force = since("2019-05-15")
    register = "建议"
    unit = "secretariat"
    fee = "不收取费用。"

    applicant = Party("建议人", basis=REG[44].para(2))
    record = Text("建议主动公开的信息", basis=REG[44].para(2), privacy=INTERNAL, hint="名称，以及答复书的文号。")
    why = LongText(
        "建议的理由",
        basis=REG[44].para(2),
        hint="涉及公众利益调整、需要公众广泛知晓或者需要公众参与决策的，写明何以如此。",
    )
    heading = record

    received = Stage("已收到")
    answered = Stage("已答复", final=True)

    submit = Act("提出建议", to=received, by=(applicant, OFFICE), basis=REG[44].para(2))
    reason = LongText("审核意见", basis=REG[44].para(2))
    answer = Act(
        "答复建议",
        at=received,
        to=answered,
        by=DISCLOSURE_HEAD,
        asks=(reason,),
        letter="主动公开建议答复书",
        basis=REG[44].para(2),
    )
    adopted = Outcome("纳入主动公开", of=answer, basis=REG[44].para(2))
    declined = Outcome("不属于主动公开范围", of=answer, basis=REG[44].para(2))
