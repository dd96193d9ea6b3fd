"""Fills a database with many cases for the benchmarks: some real cases, done by acts, then copied by the database itself.

Copies are spread as an office's work is: one case in ten is open, its last days lie around today; units, handlers, levels, days and
headings differ. What a copy repeats of its model are its entries and parts, so the chains and sealed parts of copies are not for reading.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction

from fadu.cases import acts
from fadu.cases.models import Case
from fadu.cases.moments import today
from fadu.policy import Actor

ROLES = frozenset({("handler", "secretariat"), ("legal_reviewer", "legal")})
OFFICER = Actor("lifang", "李芳", "staff", ROLES, frozenset({"secretariat"}), 1)
MONDAY = date(2023, 9, 11)
DUE = date(2023, 10, 13)
REQUEST = {
    "applicant": {"name": "张明", "phone": "13800000000", "kind": "公民"},
    "wanted": "2022年度公务接待费用支出明细",
    "form": "邮寄",
    "kind": "自然人",
    "channel": "当面提交",
}
Course = tuple[tuple[str, int, dict[str, object]], ...]
RECEIVED: Course = (("receive", 11, {}),)
EXAMINING: Course = (*RECEIVED, ("take_up", 12, {}))
SEARCHED = (
    "search",
    15,
    {
        "searched": "档案室、办公系统",
        "search_words": "公务接待",
        "searcher": "李芳",
        "searched_on": "2023-09-15",
        "search_result": "均未查到。",
    },
)
COURSES: tuple[tuple[int, Course], ...] = (
    (50, EXAMINING),
    (25, RECEIVED),
    (10, ()),
    (15, (*EXAMINING, ("send_up", 13, {}))),
    (600, (*RECEIVED, ("answer", 13, {"outcome": "granted"}))),
    (280, (*EXAMINING, SEARCHED, ("answer", 18, {"outcome": "not_held", "reason": "经检索未制作、未获取该信息。"}))),
    (20, (*RECEIVED, ("withdraw", 12, {}))),
)
"""How many of a thousand cases went which way after the request: act, day of September 2023, data."""
SLOTS = 1000
UNITS = (*("secretariat",) * 4, "legal", "trips", "trips", "consular", "language", "donghe", "xiling")
YEARS = tuple(f"{year}年度" for year in range(2009, 2026))
BODIES = (
    "本市",
    "市外事办公室",
    "东河区",
    "西岭区",
    "出国管理处",
    "领事处",
    "秘书处",
    "语言环境处",
    "友好城市",
    "涉外企业",
    "驻外机构",
)
MATTERS = (
    *(
        "公务接待费用",
        "因公出国团组",
        "国际会议经费",
        "领事保护案件",
        "友城往来协议",
        "外国人来访接待",
        "翻译服务采购",
    ),
    *(
        "护照签证办理",
        "涉外突发事件",
        "荣誉市民评选",
        "双语标识整治",
        "公务用车",
        "培训项目",
        "信访答复",
        "年度预算执行",
    ),
)
KINDS = (
    "支出明细",
    "统计表",
    "审批文件",
    "会议纪要",
    "合同文本",
    "实施方案",
    "工作总结",
    "名单",
    "检查结果",
    "管理办法",
)
STEP = 100_000
CASE = (
    "procedure, declaration, origin, level, heading, unit, handler, stage, outcome, opened, closed, next_due, sweep_on, version, "
    "head, standing, code"
)
CHILDREN = (
    ("cases_entry", "seq, act, day, recorded_at, actor, record, hash", ("day",)),
    ("cases_run", "key, clock, kind, started, due, ended, moot, late, provisional", ("started", "due", "ended")),
    ("cases_task", "key, role, unit, due, since", ("due", "since")),
    ("cases_measure", "name, text, number", ()),
    ("cases_subject", "party, wrapped_key", ()),
)


@dataclass(frozen=True)
class Words:
    """What the two databases say differently. `i` numbers the copy."""

    uid: str
    of_uid: str
    numbers: str
    later: str
    shift: str

    def one_of(self, values: tuple[str, ...], index: str) -> str:
        """SQL for the value at `index` (an expression of i), round and round."""
        listed = json.dumps(values, ensure_ascii=False)
        if connection.vendor == "postgresql":
            return f"('{listed}'::jsonb ->> (({index}) % {len(values)})::int)"
        return f"json_extract('{listed}', '$[' || (({index}) % {len(values)}) || ']')"


POSTGRESQL = Words(
    uid="'bench' || lpad(i::text, 15, '0')",
    of_uid="substr(c.uid, 6)::bigint",
    numbers="generate_series({0}, {1}) AS g(i)",
    later="({0} + ({1})::int)",
    shift=f"(c.opened - DATE '{MONDAY}')",
)
SQLITE = Words(
    uid="'bench' || printf('%015d', i)",
    of_uid="CAST(substr(c.uid, 6) AS INTEGER)",
    numbers="(WITH RECURSIVE g(i) AS (SELECT {0} UNION ALL SELECT i + 1 FROM g WHERE i < {1}) SELECT i FROM g) AS g",
    later="date({0}, ({1}) || ' days')",
    shift=f"CAST(julianday(c.opened) - julianday('{MONDAY}') AS INTEGER)",
)


def fill(wanted: int) -> None:
    """See to it that there are at least `wanted` cases, the copies made by INSERT … SELECT."""
    have = Case.objects.count()
    if not have:
        for _, course in COURSES:
            acted(course)
        have = len(COURSES)
    if have < wanted:
        models = [
            *Case.objects.exclude(uid__startswith="bench").order_by("id").values_list("id", flat=True)[: len(COURSES)]
        ]
        while have < wanted:
            have += _copy(min(STEP, wanted - have), have, models)
        _settle()


def uids_of(n: int) -> list[str]:
    """Uids of at most `n` cases that the secretariat examines and its officer may see, spread over the whole table."""
    examined = Case.objects.filter(stage="examining", unit="secretariat", level=1)
    found = list(examined.order_by("id").values_list("uid", flat=True))
    return found[:: max(1, len(found) // n)][:n]


def acted(course: Course, monday: date = MONDAY) -> str:
    """A case done by acts, in the week of that Monday and after; its uid."""
    uid = acts.open_case("disclosure", by=OFFICER, at=monday, data=REQUEST, source="desk").uid
    for act, day, data in course:
        at = monday + timedelta(days=day - MONDAY.day)
        acts.perform(uid, act, by=OFFICER, at=at, data=data, source="desk")
    return uid


def _copy(n: int, have: int, models: list[int]) -> int:
    words = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_slot")
        cursor.execute("CREATE TEMPORARY TABLE bench_slot (slot integer PRIMARY KEY, model bigint)")
        cursor.executemany("INSERT INTO bench_slot VALUES (%s, %s)", list(_slots(models)))
        cursor.execute("SELECT max(id) FROM cases_case")
        top = cursor.fetchone()[0]
        cursor.execute(_cases(words, have + 1, have + n))
        for table, columns, days in CHILDREN:
            cursor.execute(_children(words, table, columns, days, top))
        cursor.execute(
            "INSERT INTO cases_part (entry_id, name, salt, data) SELECT e.id, p.name, p.salt, p.data FROM cases_case c "
            f"JOIN bench_slot s ON s.slot = {words.of_uid} * 7 % {SLOTS} JOIN cases_entry m ON m.case_id = s.model "
            "JOIN cases_part p ON p.entry_id = m.id JOIN cases_entry e ON e.case_id = c.id AND e.seq = m.seq "
            f"WHERE c.id > {top} ORDER BY e.id"
        )
    return n


def _slots(models: list[int]) -> Iterator[tuple[int, int]]:
    slot = 0
    for model, (weight, _) in zip(models, COURSES, strict=True):
        for _ in range(weight):
            yield slot, model
            slot += 1


def _cases(words: Words, first: int, last: int) -> str:
    """Open cases have their last days from two days ago on; closed ones lie anywhere in the years before."""
    open_shift = f"{(today() - DUE).days - 2} + i * 7 % 40"
    shift = f"(CASE WHEN c.closed IS NULL THEN {open_shift} ELSE i * 37 % 2400 - 1400 END)"
    heading = " || ".join(
        (
            words.one_of(YEARS, "i * 13"),
            words.one_of(BODIES, "i * 7"),
            words.one_of(MATTERS, "i / 3"),
            words.one_of(KINDS, "i / 11"),
        )
    )
    values = {
        "level": "(CASE WHEN i % 50 = 7 THEN 2 ELSE 1 END)",
        "heading": heading,
        "unit": words.one_of(UNITS, "i * 3"),
        "handler": "(CASE WHEN i % 20 = 3 THEN 'lifang' ELSE 'h' || (i % 40) END)",
    }
    values |= {day: words.later.format(f"c.{day}", shift) for day in ("opened", "closed", "next_due", "sweep_on")}
    listed = ", ".join(values.get(column, f"c.{column}") for column in CASE.split(", "))
    return (
        f"INSERT INTO cases_case (uid, number, {CASE}) SELECT {words.uid}, '示外办公开〔' || (2017 + i % 10) || '〕' || (i + 10000) || '号', "
        f"{listed} FROM {words.numbers.format(first, last)} JOIN bench_slot s ON s.slot = i * 7 % {SLOTS} "
        "JOIN cases_case c ON c.id = s.model ORDER BY i"
    )


def _children(words: Words, table: str, columns: str, days: tuple[str, ...], top: int) -> str:
    def value(column: str) -> str:
        if column == "unit":
            return "c.unit"
        return words.later.format(f"t.{column}", words.shift) if column in days else f"t.{column}"

    listed = ", ".join(map(value, columns.split(", ")))
    return (
        f"INSERT INTO {table} (case_id, {columns}) SELECT c.id, {listed} FROM cases_case c "
        f"JOIN bench_slot s ON s.slot = {words.of_uid} * 7 % {SLOTS} JOIN {table} t ON t.case_id = s.model WHERE c.id > {top} ORDER BY c.id"
    )


def _settle() -> None:
    """Statistics and visibility as a database has them that was not filled a minute ago."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
