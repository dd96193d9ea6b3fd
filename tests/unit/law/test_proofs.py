"""What a proof says, word for word."""

from datetime import date, datetime, time

from fadu.law import (
    LAW_TIME,
    CountingRules,
    Law,
    Span,
    StepKind,
    base_calendar,
    days,
    hours,
    months,
    proof,
    working_days,
)

CALENDAR = base_calendar()
REG = Law("政府信息公开条例", english="Regulations on the Disclosure of Government Information")
CONSULTATION = Span(date(2023, 9, 13), date(2023, 9, 20), "征求第三方意见")


def test_an_answer_after_consultation() -> None:
    told = proof(
        20 * working_days,
        date(2023, 9, 11),
        CALENDAR,
        not_counting=[CONSULTATION],
        basis=REG[33].para(2),
        start_label="收到申请",
    )
    assert told.zh() == [
        "期限：20个工作日（《政府信息公开条例》第三十三条第二款）",
        "2023年9月11日（周一）收到申请：当日不计入，自次日起计算（《民法典》第二百零一条第一款）",
        "9月12日至9月13日：第1至2个工作日",
        "9月14日至9月20日：征求第三方意见，不计入期限（其中5个工作日）",
        "9月21日至9月22日：第3至4个工作日",
        "9月23日至9月24日：周末，不计算",
        "9月25日至9月28日：第5至8个工作日",
        "9月29日：中秋节放假，不计算",
        "9月30日至10月6日：国庆节放假，不计算",
        "10月7日至10月8日：国庆节调休上班，第9至10个工作日",
        "10月9日至10月13日：第11至15个工作日",
        "10月14日至10月15日：周末，不计算",
        "10月16日至10月20日：第16至20个工作日",
        "期限届满：2023年10月20日（周五）",
    ]
    assert told.en()[1:4] == [
        "Monday 11 September 2023, 收到申请: not counted, counting begins the next day (Civil Code, Article 201, paragraph 1)",
        "12 September to 13 September: working days 1 to 2",
        "14 September to 20 September: 征求第三方意见, not counted in the term (5 working days)",
    ]
    assert told.en()[-1] == "The term ends: Friday 20 October 2023"


def test_every_day_is_marked_for_the_strip() -> None:
    marks = proof(20 * working_days, date(2023, 9, 11), CALENDAR, not_counting=[CONSULTATION]).days
    by_day = {mark.day: mark for mark in marks}
    assert (by_day[date(2023, 9, 11)].kind, by_day[date(2023, 9, 11)].counted) == (StepKind.START, False)
    assert by_day[date(2023, 9, 16)].zh == "征求第三方意见"
    assert (by_day[date(2023, 10, 7)].counted, by_day[date(2023, 10, 7)].zh) == (True, "国庆节调休上班")
    assert (by_day[date(2023, 10, 3)].counted, by_day[date(2023, 10, 3)].en) == (False, "National Day holiday")
    assert by_day[date(2023, 10, 20)].count == 20


def test_an_extension_stands_where_the_term_is_used_up() -> None:
    told = proof(5 * working_days, date(2023, 9, 25), CALENDAR, extension=15 * working_days).zh()
    assert told[5:8] == [
        "10月7日至10月8日：国庆节调休上班，第4至5个工作日",
        "延长15个工作日，共20个工作日",
        "10月9日至10月13日：第6至10个工作日",
    ]


def test_an_extension_may_split_a_week() -> None:
    told = proof(2 * working_days, date(2023, 9, 11), CALENDAR, extension=1 * working_days).zh()
    assert told[2:5] == ["9月12日至9月13日：第1至2个工作日", "延长1个工作日，共3个工作日", "9月14日：第3个工作日"]


def test_an_open_span_is_told_with_what_is_left() -> None:
    told = proof(
        20 * working_days, date(2023, 9, 11), CALENDAR, not_counting=[Span(date(2023, 9, 13), None, "征求第三方意见")]
    )
    assert told.zh()[-1] == (
        "自2023年9月14日（周四）起：征求第三方意见，尚未结束，不计入期限；已计2个工作日，余18个工作日，届满日待定"
    )
    assert told.en()[-1].endswith("2 working days used, 18 working days left, the end is not yet known")
    assert told.days[-1].day == date(2023, 9, 13)


def test_a_last_day_of_rest_moves_on() -> None:
    told = proof(30 * days, date(2023, 9, 1), CALENDAR)
    assert told.zh()[-3:] == [
        "9月2日至10月1日：第1至30日",
        "最后一日2023年10月1日（周日）为休息日：国庆节放假，顺延至2023年10月7日（周六）（《民法典》第二百零三条第一款）",
        "期限届满：2023年10月7日（周六）",
    ]
    assert [mark.kind for mark in told.days[-6:]] == [StepKind.MOVED] * 6


def test_months_name_the_corresponding_day_and_business_hours_the_hour() -> None:
    told = proof(3 * months, date(2023, 11, 30), CALENDAR, rules=CountingRules(close_of_business=time(17, 30)))
    assert told.zh()[2:] == [
        "到期月的对应日（没有对应日的，为月末日）：2024年2月29日（周四），共91日（《民法典》第二百零二条）",
        "12月1日至2024年2月29日：第1至91日",
        "期限届满：2024年2月29日（周四）17时30分（《民法典》第二百零三条第二款）",
    ]
    assert told.en()[3] == "1 December 2023 to 29 February 2024: days 1 to 91"


def test_hours() -> None:
    start = datetime(2023, 9, 13, 10, 30, tzinfo=LAW_TIME)
    assert proof(48 * hours, start, CALENDAR, not_counting=[CONSULTATION]).zh()[1:] == [
        "2023年9月13日（周三）10时30分起算：自此时起计算（《民法典》第二百零一条第二款）",
        "9月14日至9月20日：征求第三方意见，不计入期限",
        "9月21日至9月22日：计至第48小时",
        "期限届满：2023年9月22日（周五）10时30分",
    ]


def test_beyond_the_last_notice_it_says_so() -> None:
    told = proof(20 * working_days, date(2026, 12, 20), CALENDAR)
    assert "2027年1月1日：元旦放假（暂定），不计算" in told.zh()
    assert told.zh()[-1] == (
        "暂定：2026年12月31日之后的放假安排尚未公布，先按周末和法定节日计算，公布后重新计算"
        "（《全国年节及纪念日放假办法》第二条）"
    )
    assert told.en()[-1].startswith("Provisional: the holidays after 31 December 2026 are not announced yet.")


def test_overlapping_spans_are_told_together() -> None:
    spans = [CONSULTATION, Span(date(2023, 9, 18), date(2023, 9, 22), "专家论证")]
    told = proof(20 * working_days, date(2023, 9, 11), CALENDAR, not_counting=spans).zh()
    assert told[3:6] == [
        "9月14日至9月18日：征求第三方意见，不计入期限（其中3个工作日）",
        "9月19日至9月20日：征求第三方意见、专家论证，不计入期限（其中2个工作日）",
        "9月21日至9月22日：专家论证，不计入期限（其中2个工作日）",
    ]
