"""依申请公开政府信息, as it was until 2019-05-14: fifteen working days (2007年公布的政府信息公开条例第二十条至第二十八条).

Requests received before the pivot keep it; they come in as history, so that it sends no letters. Articles are cited as remembered: the
text of 2007 is not in the library yet («待核»).
"""

from fadu.law.dated import InForce
from fadu.procedure import (
    INTERNAL,
    OFFICE,
    PERSONAL,
    THIRD_PARTY,
    Act,
    Choice,
    Clock,
    Errand,
    Extension,
    LongText,
    Outcome,
    Party,
    Procedure,
    Stage,
    working_days,
)
from fadu_common.applicants import KINDS
from fadu_common.laws import FORMAT
from fadu_common.laws import REG_2007 as REG
from fadu_common.roles import DISCLOSURE_HEAD


class Disclosure2007(Procedure):
    id = "disclosure"
    title = "依申请公开政府信息"
    english = "Disclosure of government information on request"
    basis = REG[13]
    in_force = InForce.between("2008-05-01", "2019-05-14")
    register = "公开"
    unit = "secretariat"
    fee = "可以收取检索、复制、邮寄等成本费用（第二十七条）。"

    # 第二十条　申请
    applicant = Party("申请人", basis=REG[20].para(2).item(1))
    wanted = LongText("申请公开的政府信息的内容描述", basis=REG[20].para(2).item(2), privacy=INTERNAL)
    form = Choice("获取信息的方式", "当面领取", "邮寄", "电子邮件", basis=REG[20].para(2).item(3), measured=True)
    kind = Choice("申请人类型", *KINDS, basis=FORMAT.whole, measured=True)
    heading = wanted

    received = Stage("已收到")
    correcting = Stage("待补充")
    answered = Stage("已答复", final=True)
    withdrawn = Stage("已撤回", final=True)

    submit = Act("收到申请", to=received, by=(applicant, OFFICE), oral=True, basis=REG[20])

    # 第二十一条第四项　内容不明确的，告知更改、补充
    missing = LongText("需要更改、补充的内容", basis=REG[21].item(4), privacy=PERSONAL)
    ask_more = Act("告知更改、补充", at=received, to=correcting, by=OFFICE, asks=(missing,), basis=REG[21].item(4))
    supplement = Act("更改、补充", at=correcting, to=received, by=(applicant, OFFICE), basis=REG[21].item(4))

    # 第二十三条　商业秘密、个人隐私：书面征求第三方的意见，没有规定其期限
    third_party = Party("被征求意见的第三方", basis=REG[23])
    opinion = Choice("第三方的意见", "同意公开", "不同意公开", basis=REG[23])
    consult = Errand(
        "征求第三方意见",
        at=received,
        party=THIRD_PARTY,
        asks=(third_party,),
        reply="第三方提出意见",
        answers=(opinion,),
        basis=REG[23],
    )

    # 第二十一条、第二十二条　答复
    reason = LongText("答复的理由", basis=REG[21], required=False)
    answer = Act(
        "答复", at=received, to=answered, by=(OFFICE, DISCLOSURE_HEAD), asks=(reason,), awaits=consult, basis=REG[21]
    )
    granted = Outcome("予以公开", of=answer, basis=REG[21].item(1))
    partly = Outcome("部分公开", of=answer, asks=(reason,), basis=REG[22])
    secret = Outcome("不予公开：国家秘密", of=answer, asks=(reason,), basis=(REG[21].item(2), REG[14].para(4)))
    unsafe = Outcome("不予公开：危及安全或者稳定", of=answer, asks=(reason,), basis=(REG[21].item(2), REG[8]))
    protected = Outcome("不予公开：保护第三方", of=answer, asks=(reason,), basis=(REG[21].item(2), REG[23]))
    not_held = Outcome("信息不存在", of=answer, basis=REG[21].item(3))
    not_ours = Outcome("不属于本机关负责公开", of=answer, asks=(reason,), basis=REG[21].item(3))

    # 第二十四条　期限
    reply = Clock(
        "答复期限",
        15 * working_days,
        since=submit,
        hold=ask_more,
        restart=supplement,
        until=answer,
        not_counting=consult,
        basis=REG[24].para(2),
    )
    extend = Extension(
        "延期答复", of=reply, at_most=15 * working_days, at=received, by=DISCLOSURE_HEAD, basis=REG[24].para(2)
    )

    withdraw = Act("撤回申请", at=(received, correcting), to=withdrawn, by=(applicant, OFFICE), basis=FORMAT.whole)
