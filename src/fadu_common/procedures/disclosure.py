"""依申请公开政府信息 — anyone may ask this office for a record it holds (政府信息公开条例第二十七条至第三十九条)."""

from fadu.procedure import (
    CO_MAKER,
    INTERNAL,
    OFFICE,
    PERSONAL,
    THIRD_PARTY,
    Act,
    Choice,
    Clock,
    Day,
    Errand,
    Extension,
    LongText,
    Outcome,
    Party,
    Procedure,
    Stage,
    Text,
    given,
    lapse,
    performs,
    served,
    since,
    working_days,
)
from fadu_common.laws import FORMAT, REG
from fadu_common.roles import DISCLOSURE_HEAD, OTHER_ORGAN, REVIEWER


class Disclosure(Procedure):
    id = "disclosure"
    title = "依申请公开政府信息"
    english = "Disclosure of government information on request"
    basis = REG[27]
    in_force = since("2019-05-15")
    register = "公开"
    unit = "secretariat"
    fee = "不收取费用；申请的数量、频次明显超过合理范围的，可以收取信息处理费（第四十二条）。"

    # 第二十九条　申请
    applicant = Party("申请人", basis=REG[29].para(2).item(1), hint="姓名或者名称、身份证明、联系方式。")
    wanted = LongText(
        "所需信息的名称、文号或者特征描述",
        basis=REG[29].para(2).item(2),
        privacy=INTERNAL,
        hint="写得越具体，找得越快。请勿填写涉及国家秘密的内容。",
    )
    form = Choice(
        "获取信息的方式", "当面领取", "邮寄", "电子邮件", "网上获取", basis=REG[29].para(2).item(3), measured=True
    )
    kind = Choice(
        "申请人类型",
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        basis=FORMAT.whole,
        measured=True,
    )
    channel = Choice(
        "提交渠道",
        "当面提交",
        "挂号邮寄",
        "平常信函",
        "互联网",
        "传真",
        basis=REG[31],
        measured=True,
        online="互联网",
    )
    heading = wanted

    submitted = Stage("待确认")
    received = Stage("已收到")
    correcting = Stage("待补正")
    examining = Stage("办理中")
    reviewing = Stage("审核中")
    signing = Stage("待签发")
    answered = Stage("已答复", final=True)
    abandoned = Stage("视为放弃", final=True)
    withdrawn = Stage("已撤回", final=True)

    submit = Act("提交申请", to=submitted, by=(applicant, OFFICE), oral=True, basis=REG[29])

    # 第三十条　补正
    missing = LongText("需要补正的事项", basis=REG[30], privacy=PERSONAL)
    correct_by = Day("补正期限", basis=REG[30], hint="合理的期限，写明最后一日。")
    corrected = LongText("补正的内容", basis=REG[30])
    excuse = LongText("无正当理由的判断", basis=REG[30], hint="写明如何核实申请人没有正当理由。")

    # 第三十一条　收到申请的时间
    receive = Act("确认收到", at=submitted, to=received, by=OFFICE, letter="登记回执", basis=REG[31])

    ask_correction = Act(
        "告知补正",
        at=(received, examining),
        to=correcting,
        by=OFFICE,
        asks=(missing, correct_by),
        within=7 * working_days,
        since=receive,
        once=True,
        letter="补正告知书",
        basis=REG[30],
    )
    correct = Act("补正", at=correcting, to=received, by=(applicant, OFFICE), asks=(corrected,), basis=REG[30])
    correction = Clock(
        "补正期限", given(correct_by), since=ask_correction, until=correct, bound=applicant, basis=REG[30]
    )
    abandon = Act(
        "视为放弃申请",
        at=correcting,
        to=abandoned,
        by=OFFICE,
        asks=(excuse,),
        after=lapse(correction),
        basis=REG[30],
    )

    # 第三十二条　第三方
    third_party = Party("被征求意见的第三方", basis=REG[32])
    opinion = Choice("第三方的意见", "同意公开", "不同意公开", basis=REG[32])
    opinion_reason = LongText("第三方的理由", basis=REG[32], required=False)
    consult = Errand(
        "征求第三方意见",
        at=examining,
        party=THIRD_PARTY,
        asks=(third_party,),
        letter="第三方意见征询书",
        within=15 * working_days,
        since=served("第三方意见征询书"),
        reply="第三方提出意见",
        answers=(opinion, opinion_reason),
        late=performs("第三方逾期未提出意见"),
        basis=REG[32],
    )

    # 第三十四条　共同制作的机关
    co_maker = Choice("被征求意见的机关层级", "上级机关", "同级机关", "下级机关", basis=REG[34])
    co_opinion = Choice("共同制作机关的意见", "同意公开", "不同意公开", basis=REG[34])
    consult_makers = Errand(
        "征求共同制作机关意见",
        at=examining,
        party=CO_MAKER,
        asks=(co_maker,),
        letter="征求机关意见函",
        within=15 * working_days,
        since=served("征求机关意见函"),
        reply="共同制作机关提出意见",
        answers=(co_opinion,),
        late=performs("共同制作机关逾期视为同意"),
        basis=REG[34],
    )

    # 第三十三条第三款　其他机关：法律没有规定其期限，所需时间同样不计算
    organ = Text("被征求意见的机关", basis=REG[33].para(3))
    organ_opinion = LongText("其他机关的意见", basis=REG[33].para(3))
    consult_organ = Errand(
        "征求其他机关意见",
        at=examining,
        party=OTHER_ORGAN,
        asks=(organ,),
        reply="其他机关提出意见",
        answers=(organ_opinion,),
        basis=REG[33].para(3),
    )
    consultations = (consult, consult_makers, consult_organ)

    # 第三十五条　数量、频次明显超过合理范围
    to_explain = LongText("需要说明的事项", basis=REG[35], privacy=PERSONAL, required=False)
    explain_by = Day(
        "说明理由的期限", basis=REG[35], privacy=PERSONAL, required=False, hint="请申请人说明的最后一日。"
    )
    reasons = LongText("申请人说明的理由", basis=REG[35])
    delayed_to = Day("延迟答复的合理期限", basis=REG[35])
    ask_reasons = Act(
        "要求说明理由",
        at=(received, examining),
        by=OFFICE,
        asks=(to_explain, explain_by),
        once=True,
        letter="说明理由通知书",
        basis=REG[35],
    )
    give_reasons = Act(
        "说明理由",
        at=(received, examining),
        by=(applicant, OFFICE),
        asks=(reasons,),
        after=ask_reasons,
        basis=REG[35],
    )

    take_up = Act("开始办理", at=received, to=examining, by=OFFICE, basis=REG[33])
    send_up = Act("送审", at=examining, to=reviewing, by=OFFICE, awaits=consultations, basis=REG[45])
    approve = Act("审核同意", at=reviewing, to=signing, by=REVIEWER, basis=REG[45])
    remark = LongText("退回意见", basis=REG[45])
    send_back = Act(
        "退回",
        at=(reviewing, signing),
        to=examining,
        by=(REVIEWER, DISCLOSURE_HEAD),
        asks=(remark,),
        basis=REG[45],
    )

    # 第三十六条　答复
    reason = LongText(
        "答复的理由", basis=REG[36], required=False, hint="不予公开、部分公开、不予处理的，必须说明理由。"
    )
    answer = Act(
        "答复",
        at=(received, examining, signing),
        to=answered,
        by=(OFFICE, DISCLOSURE_HEAD),
        asks=(reason,),
        awaits=consultations,
        letter="答复书",
        basis=REG[36],
    )
    already_public = Outcome("已主动公开", of=answer, basis=REG[36].item(1))
    granted = Outcome("予以公开", of=answer, basis=REG[36].item(2))
    partly = Outcome("部分公开", of=answer, basis=REG[37])
    secret = Outcome("不予公开：国家秘密", of=answer, basis=(REG[36].item(3), REG[14]))
    forbidden = Outcome("不予公开：法律、行政法规禁止", of=answer, basis=(REG[36].item(3), REG[14]))
    unsafe = Outcome("不予公开：危及安全或者稳定", of=answer, basis=(REG[36].item(3), REG[14]))
    protected = Outcome("不予公开：保护第三方", of=answer, basis=(REG[36].item(3), REG[15]))
    internal = Outcome("不予公开：内部事务信息", of=answer, basis=(REG[36].item(3), REG[16].para(1)))
    process = Outcome("不予公开：过程性信息", of=answer, basis=(REG[36].item(3), REG[16].para(2)))
    enforcement = Outcome("不予公开：行政执法案卷", of=answer, basis=(REG[36].item(3), REG[16].para(2)))
    special = Outcome("依照专门规定查询", of=answer, basis=REG[36].item(7))
    not_held = Outcome("信息不存在", of=answer, basis=REG[36].item(4))
    not_ours = Outcome("不属于本机关负责公开", of=answer, basis=REG[36].item(5))
    to_be_made = Outcome("需要另行制作", of=answer, basis=REG[38])
    unclear = Outcome("补正后仍不明确", of=answer, basis=REG[30])
    petition = Outcome("不予处理：信访、投诉、举报", of=answer, basis=REG[39].para(1))
    repeated = Outcome("不予处理：重复申请", of=answer, basis=REG[36].item(6))
    publication = Outcome("不予处理：公开出版物", of=answer, basis=REG[39].para(2))
    excessive = Outcome("不予处理：数量、频次明显超过合理范围", of=answer, basis=REG[35])

    # 第三十三条　答复期限
    reply = Clock(
        "答复期限",
        20 * working_days,
        since=receive,
        hold=ask_correction,
        restart=correct,
        until=answer,
        not_counting=consultations,
        basis=REG[33].para(2),
    )
    extend = Extension(
        "延期答复",
        of=reply,
        at_most=20 * working_days,
        at=(received, examining, reviewing, signing),
        by=DISCLOSURE_HEAD,
        letter="延期答复告知书",
        basis=REG[33].para(2),
    )
    delay = Extension(
        "确定延迟答复期限",
        of=reply,
        to=delayed_to,
        at=(received, examining),
        by=DISCLOSURE_HEAD,
        letter="延迟答复告知书",
        basis=REG[35],
    )

    withdraw = Act(
        "撤回申请",
        at=(submitted, received, correcting, examining, reviewing, signing),
        to=withdrawn,
        by=(applicant, OFFICE),
        basis=FORMAT.whole,
    )
