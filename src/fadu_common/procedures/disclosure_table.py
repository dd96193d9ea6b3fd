"""收到和处理政府信息公开申请情况: table 三 of the yearly report (国办公开办函〔2021〕30号), its rows verbatim («待核»: as remembered).

Received and carried over are together what was closed and what is left: 第一项加第二项之和，等于第三项加第四项之和.

Every registered case counts once. A request that was divided (分案) counts once, and so does every case divided from it, received on the
day of the first; one that was joined to another (并案) ends under 其他处理, and that other counts by its own outcome («待核»: the form
does not say how divided and joined requests count).
"""

from fadu.procedure import Counts, Row, Table
from fadu_common.laws import FORMAT
from fadu_common.procedures.disclosure import Disclosure

HANDLED = Table(
    "disclosure_handled",
    "收到和处理政府信息公开申请情况",
    procedure=Disclosure,
    by=Disclosure.kind,
    basis=FORMAT.whole,
    rows=(
        Row("一、本年新收政府信息公开申请数量", Counts.RECEIVED),
        Row("二、上年结转政府信息公开申请数量", Counts.CARRIED),
        Row(
            "三、本年度办理结果",
            Row("（一）予以公开", Disclosure.granted, Disclosure.already_public),
            Row("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", Disclosure.partly),
            Row(
                "（三）不予公开",
                Row("1．属于国家秘密", Disclosure.secret),
                Row("2．其他法律行政法规禁止公开", Disclosure.forbidden),
                Row("3．危及“三安全一稳定”", Disclosure.unsafe),
                Row("4．保护第三方合法权益", Disclosure.protected),
                Row("5．属于三类内部事务信息", Disclosure.internal),
                Row("6．属于四类过程性信息", Disclosure.process),
                Row("7．属于行政执法案卷", Disclosure.enforcement),
                Row("8．属于行政查询事项", Disclosure.special),
            ),
            Row(
                "（四）无法提供",
                Row("1．本机关不掌握相关政府信息", Disclosure.not_held, Disclosure.not_ours),
                Row("2．没有现成信息需要另行制作", Disclosure.to_be_made),
                Row("3．补正后申请内容仍不明确", Disclosure.unclear),
            ),
            Row(
                "（五）不予处理",
                Row("1．信访举报投诉类申请", Disclosure.petition),
                Row("2．重复申请", Disclosure.repeated),
                Row("3．要求提供公开出版物", Disclosure.publication),
                Row("4．无正当理由大量反复申请", Disclosure.excessive),
                Row("5．要求行政机关确认或重新出具已获取信息", Disclosure.reissue),
            ),
            Row(
                "（六）其他处理",
                Row("1．申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", Disclosure.abandoned),
                Row("2．申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", Disclosure.unpaid),
                Row("3．其他", Disclosure.merged, Disclosure.withdrawn),
            ),
            Row("（七）总计", Counts.CLOSED),
        ),
        Row("四、结转下年度继续办理", Counts.LEFT),
    ),
)
