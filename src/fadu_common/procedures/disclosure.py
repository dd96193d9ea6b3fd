"""依申请公开政府信息 — anyone may ask this office for a record it holds (政府信息公开条例第二十七条至第四十五条)."""

from fadu.procedure import (
    CO_MAKER,
    INTERNAL,
    OFFICE,
    PERSONAL,
    PUBLIC,
    SAME_DAY,
    THIRD_PARTY,
    Act,
    CaseNumber,
    Choice,
    Clock,
    Day,
    Document,
    Draft,
    Errand,
    Extension,
    LongText,
    Number,
    Outcome,
    Party,
    Procedure,
    Stage,
    Text,
    YesNo,
    given,
    kept,
    lapse,
    performs,
    served,
    since,
    when,
    working_days,
)
from fadu_common.applicants import KINDS
from fadu_common.laws import FEES, FORMAT, REG, RETENTION
from fadu_common.parts.fees import BY_PAGE, BY_REQUEST, charged
from fadu_common.roles import DISCLOSURE_HEAD, OTHER_ORGAN, REVIEWER


class Disclosure(Procedure):
    id = "disclosure"
    title = "依申请公开政府信息"
    english = "Disclosure of government information on request"
    basis = REG[27]
    in_force = since("2019-05-15")
    register = "公开"
    unit = "secretariat"
    kept = kept(10, basis=RETENTION[7], settled=False)
    fee = "不收取费用；申请的数量、频次明显超过合理范围的，可以收取信息处理费（第四十二条）。"

    # 第二十九条　申请
    applicant = Party("申请人", basis=REG[29].para(2).item(1), hint="姓名或者名称、身份证明、联系方式。")
    agent = Party("代理人", basis=REG[29], required=False, hint="委托他人办理的，填写受托人，并附授权委托书。")
    authority = Document("授权委托书", basis=REG[29], privacy=PERSONAL, required=False)
    joint = LongText("共同申请人", basis=REG[29], privacy=PERSONAL, required=False, hint="每行一人：姓名、联系方式。")
    assistance = YesNo("存在阅读困难或者视听障碍，需要帮助", basis=REG[43], privacy=PERSONAL)
    wanted = LongText(
        "所需信息的名称、文号或者特征描述",
        basis=REG[29].para(2).item(2),
        privacy=INTERNAL,
        hint="写得越具体，找得越快。请勿填写涉及国家秘密的内容。",
    )
    form = Choice(
        "获取信息的方式", "当面领取", "邮寄", "电子邮件", "网上获取", basis=REG[29].para(2).item(3), measured=True
    )
    kind = Choice("申请人类型", *KINDS, basis=FORMAT.whole, measured=True)
    channel = Choice(
        "提交渠道",
        "当面提交",
        "挂号邮寄",
        "平常信函",
        "互联网",
        "传真",
        "口头提出",
        basis=REG[31],
        measured=True,
        online="互联网",
    )
    heading = wanted
    submitted = Stage("待确认")
    received = Stage("已收到")
    correcting = Stage("待补正")
    paying = Stage("待缴费")
    examining = Stage("办理中")
    reviewing = Stage("审核中")
    signing = Stage("待签发")
    answered = Stage("已答复", final=True)
    abandoned = Stage("视为放弃", final=True)
    unpaid = Stage("逾期未缴费", final=True)
    merged = Stage("已并入他案", final=True)
    withdrawn = Stage("已撤回", final=True)

    submit = Act("提交申请", to=submitted, by=(applicant, OFFICE), oral=True, basis=REG[29])

    # 第三十条　补正
    missing = LongText("需要补正的事项", basis=REG[30], privacy=PERSONAL)
    correct_by = Day("补正期限", basis=REG[30], hint="合理的期限，写明最后一日。")
    corrected = LongText("补正的内容", basis=REG[30])
    excuse = LongText("无正当理由的判断", basis=REG[30], hint="写明如何核实申请人没有正当理由。")

    # 第三十一条　收到申请的时间：当面提交和签收的，当日；其余的，与申请人确认之日
    receive = Act("确认收到", at=submitted, to=received, by=OFFICE, letter="登记回执", basis=REG[31])
    receipt = (when(submit, channel, "当面提交", "口头提出", "挂号邮寄"), receive)

    ask_correction = Act(
        "告知补正",
        at=(received, examining),
        to=correcting,
        by=OFFICE,
        asks=(missing, correct_by),
        within=7 * working_days,
        since=receipt,
        once=True,
        letter="补正告知书",
        basis=REG[30],
    )
    correct = Act("补正", at=correcting, to=received, by=(applicant, OFFICE), asks=(corrected,), basis=REG[30])
    correction = Clock(
        "补正期限", given(correct_by), since=ask_correction, until=correct, bound=applicant, basis=REG[30]
    )
    abandon = Act(
        "视为放弃申请", at=correcting, to=abandoned, by=OFFICE, asks=(excuse,), after=lapse(correction), basis=REG[30]
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

    public_interest = LongText("不公开可能对公共利益造成的重大影响", basis=REG[32])
    to_publish = LongText("决定公开的政府信息内容", basis=REG[32])
    override = Act(
        "决定公开并告知第三方",
        at=examining,
        by=DISCLOSURE_HEAD,
        asks=(third_party, to_publish, public_interest),
        awaits=consult,
        after=when(consult, opinion, "不同意公开"),
        letter="公开决定告知书",
        basis=REG[32],
    )

    # 第三十四条　共同制作的机关
    maker = Text("被征求意见的共同制作机关", basis=REG[34])
    co_maker = Choice("被征求意见的机关层级", "上级机关", "同级机关", "下级机关", basis=REG[34])
    co_opinion = Choice("共同制作机关的意见", "同意公开", "不同意公开", basis=REG[34])
    consult_makers = Errand(
        "征求共同制作机关意见",
        at=examining,
        party=CO_MAKER,
        asks=(maker, co_maker),
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

    # 第四十二条　信息处理费
    fee_unit = Choice("计费方式", BY_REQUEST, BY_PAGE, basis=FEES.whole, measured=True)
    quantity = Number("当月第几件，或者共几页", basis=FEES.whole, measured=True)
    fee_due = Number(
        "应缴的信息处理费（元）", basis=FEES.whole, measured=True, required=False, hint="按标准算出，不必填写。"
    )
    charge = Act(
        "通知缴费",
        at=(received, examining),
        to=paying,
        by=OFFICE,
        asks=(fee_unit, quantity, fee_due),
        once=True,
        does=charged,
        letter="收费通知书",
        basis=(REG[42], FEES.whole),
    )
    pay = Act("缴费", at=paying, to=received, by=OFFICE, basis=(REG[42], FEES.whole))
    payment = Clock(
        "缴费期限",
        20 * working_days,
        since=served("收费通知书"),
        until=pay,
        bound=applicant,
        basis=(REG[42], FEES.whole),
    )
    drop = Act(
        "不再处理：逾期未缴费", at=paying, to=unpaid, by=OFFICE, after=lapse(payment), basis=(REG[42], FEES.whole)
    )

    # 第四十三条　帮助　　第四十四条　纳入主动公开　　第四十五条　分案与并案
    helped = LongText("提供的帮助", basis=REG[43], privacy=PERSONAL)
    assist = Act(
        "提供帮助", at=(submitted, received, correcting, examining), by=OFFICE, asks=(helped,), basis=REG[43]
    )
    propose = Act("提请纳入主动公开", at=(examining, reviewing, signing), by=OFFICE, once=True, basis=REG[44].para(1))
    for_all = LongText(
        "主动公开的内容",
        basis=REG[44].para(1),
        privacy=PUBLIC,
        hint="写给公众，不写申请人和其他个人。办结之后在登记簿上公布。",
    )
    for_all_file = Document("主动公开的文件", basis=REG[44].para(1), privacy=PUBLIC, required=False)
    publish = Act(
        "决定纳入主动公开",
        at=(examining, reviewing, signing),
        by=DISCLOSURE_HEAD,
        asks=(for_all, for_all_file),
        after=propose,
        basis=REG[44].para(1),
    )
    divided = LongText("分出的事项", basis=REG[45], hint="每行一件；各自登记，答复期限仍自原申请收到之日起算。")
    divide = Act("分案办理", at=(received, examining), by=OFFICE, asks=(divided,), divides=divided, basis=REG[45])
    into = CaseNumber("并入的案件的登记号", basis=REG[45], measured=True, hint="同一申请人的、尚未办结的申请。")
    merge = Act("并入他案", at=(received, examining), to=merged, by=OFFICE, asks=(into,), joins=into, basis=REG[45])

    take_up = Act("开始办理", at=received, to=examining, by=OFFICE, basis=REG[33])
    # 第三十六条第四项　检索　　第三十七条　区分处理
    searched = LongText("检索范围", basis=REG[36].item(4), hint="查过哪些地方：档案室、办公系统、相关处室。")
    search_words = Text("检索词", basis=REG[36].item(4))
    searcher = Text("检索人", basis=REG[36].item(4))
    searched_on = Day("检索日期", basis=REG[36].item(4))
    search_result = LongText("检索结果", basis=REG[36].item(4))
    search = Act(
        "登记检索",
        at=(received, examining),
        by=OFFICE,
        asks=(searched, search_words, searcher, searched_on, search_result),
        basis=REG[36].item(4),
    )
    bars = LongText("遮盖清单", basis=REG[37])
    redacted = Document(
        "遮盖后的文件", basis=REG[37], grounds=(REG[14], REG[15], REG[16].para(1), REG[16].para(2)), proof=bars
    )
    redact = Act("登记遮盖", at=(received, examining), by=OFFICE, asks=(redacted, bars), basis=REG[37])

    text = Draft("拟答复文本", basis=REG[36], required=False)
    send_up = Act("送审", at=examining, to=reviewing, by=OFFICE, asks=(text,), awaits=consultations, basis=REG[45])
    approve = Act("审核同意", at=reviewing, to=signing, by=REVIEWER, asks=(text,), basis=REG[45])
    remark = LongText("退回意见", basis=REG[45])
    send_back = Act(
        "退回", at=(reviewing, signing), to=examining, by=(REVIEWER, DISCLOSURE_HEAD), asks=(remark,), basis=REG[45]
    )

    # 第三十六条　答复
    reason = LongText(
        "答复的理由", basis=REG[36], required=False, hint="除予以公开、信息不存在的以外，必须填写理由或者获取的途径。"
    )
    provided = Choice(
        "提供的形式",
        "按申请人要求的形式",
        "电子数据",
        "其他适当形式",
        "安排查阅、抄录",
        basis=REG[40],
        required=False,
        hint="不按申请人要求的形式提供的，在理由中说明。",
    )
    body = Text(
        "负责公开的机关",
        basis=REG[36].item(5),
        required=False,
        hint="不属于本机关负责公开的，必填：名称、联系方式；不能确定的，写明“不能确定”。",
    )
    earlier = Text("已经作出的答复的文号", basis=REG[36].item(6), required=False, hint="重复申请的，必填。")
    answer = Act(
        "答复",
        at=(received, examining, signing),
        to=answered,
        by=(OFFICE, DISCLOSURE_HEAD),
        asks=(reason, provided, text),
        awaits=consultations,
        letter="答复书",
        basis=REG[36],
    )
    already_public = Outcome("已主动公开", of=answer, asks=(reason,), basis=REG[36].item(1))
    granted = Outcome("予以公开", of=answer, basis=(REG[36].item(2), REG[40]))
    partly = Outcome("部分公开", of=answer, asks=(reason,), basis=REG[37])
    secret = Outcome("不予公开：国家秘密", of=answer, asks=(reason,), basis=(REG[36].item(3), REG[14]))
    forbidden = Outcome("不予公开：法律、行政法规禁止", of=answer, asks=(reason,), basis=(REG[36].item(3), REG[14]))
    unsafe = Outcome("不予公开：危及安全或者稳定", of=answer, asks=(reason,), basis=(REG[36].item(3), REG[14]))
    protected = Outcome("不予公开：保护第三方", of=answer, asks=(reason,), basis=(REG[36].item(3), REG[15]))
    internal = Outcome("不予公开：内部事务信息", of=answer, asks=(reason,), basis=(REG[36].item(3), REG[16].para(1)))
    process = Outcome("不予公开：过程性信息", of=answer, asks=(reason,), basis=(REG[36].item(3), REG[16].para(2)))
    enforcement = Outcome(
        "不予公开：行政执法案卷", of=answer, asks=(reason,), basis=(REG[36].item(3), REG[16].para(2))
    )
    special = Outcome("依照专门规定查询", of=answer, asks=(reason,), basis=REG[36].item(7))
    not_held = Outcome("信息不存在", of=answer, needs=search, basis=REG[36].item(4))
    not_ours = Outcome("不属于本机关负责公开", of=answer, asks=(reason, body), basis=REG[36].item(5))
    to_be_made = Outcome("需要另行制作", of=answer, asks=(reason,), basis=REG[38])
    unclear = Outcome("补正后仍不明确", of=answer, needs=correct, asks=(reason,), basis=REG[30])
    petition = Outcome("不予处理：信访、投诉、举报", of=answer, asks=(reason,), basis=REG[39].para(1))
    repeated = Outcome("不予处理：重复申请", of=answer, asks=(reason, earlier), basis=REG[36].item(6))
    publication = Outcome("不予处理：公开出版物", of=answer, asks=(reason,), basis=REG[39].para(2))
    excessive = Outcome(
        "不予处理：数量、频次明显超过合理范围", of=answer, needs=ask_reasons, asks=(reason,), basis=REG[35]
    )
    reissue = Outcome("不予处理：要求确认或者重新出具", of=answer, asks=(reason,), basis=FORMAT.whole)

    # 第三十三条　答复期限
    reply = Clock(
        "答复期限",
        20 * working_days,
        since=receipt,
        hold=(ask_correction, charge),
        restart=(correct, pay),
        until=answer,
        not_counting=consultations,
        basis=REG[33].para(2),
    )
    # 第三十一条第二项、第三项：没有签收、要与申请人确认的，当日确认
    confirming = Clock(
        "当日确认", SAME_DAY, since=when(submit, channel, "平常信函", "互联网", "传真"), until=receive, basis=REG[31]
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
        after=give_reasons,
        once=False,
        letter="延迟答复告知书",
        basis=REG[35],
    )

    withdraw = Act(
        "撤回申请",
        at=(submitted, received, correcting, paying, examining, reviewing, signing),
        to=withdrawn,
        by=(applicant, OFFICE),
        basis=FORMAT.whole,
    )
