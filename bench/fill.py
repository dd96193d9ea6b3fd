"""Fills a database with many cases for the benchmarks: one real case, done by acts, then copied by the database itself."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from fadu.cases import acts
from fadu.cases.models import Case
from fadu.policy import Actor

OFFICER = Actor("1", "李芳", "staff", frozenset({("handler", "secretariat")}), frozenset({"secretariat"}), 1)
REQUEST = {
    "applicant": {"name": "张明", "phone": "13800000000", "kind": "公民"},
    "wanted": "2022年度公务接待费用支出明细",
    "form": "邮寄",
    "kind": "自然人",
    "channel": "当面提交",
}
COPIES = (
    ("cases_entry", "case_id, seq, act, day, recorded_at, actor, record, hash", "case_id"),
    ("cases_run", "case_id, key, clock, kind, started, due, ended, moot, late, provisional", "case_id"),
    ("cases_task", "case_id, key, role, unit, due, since", "case_id"),
    ("cases_measure", "case_id, name, text, number", "case_id"),
)
STEP = 50_000


def fill(wanted: int) -> None:
    """See to it that there are at least `wanted` cases, all 办理中, the copies made by INSERT … SELECT."""
    have = Case.objects.count()
    if not have:
        _first()
        have = 1
    while have < wanted:
        have += _copy(min(STEP, wanted - have), have)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def uids_of(n: int, offset: int = 0) -> list[str]:
    """Uids of `n` cases spread over the whole table."""
    total = Case.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id) FROM cases_case")
        first = cursor.fetchone()[0]
    step = max(1, total // n)
    ids = [first + (offset + i * step) % total for i in range(n)]
    return list(Case.objects.filter(id__in=ids).order_by("id").values_list("uid", flat=True))


def _first() -> None:
    day = date(2023, 9, 11)
    done = acts.open_case("disclosure", by=OFFICER, at=day, data=REQUEST, source="desk")
    acts.perform(done.uid, "receive", by=OFFICER, at=day, source="desk")
    acts.perform(done.uid, "take_up", by=OFFICER, at=date(2023, 9, 12), source="desk")


def _copy(n: int, have: int) -> int:
    """Copy the first case `n` times. Copies share the first one's parts' commitments; their chains are not for verifying."""
    template = Case.objects.order_by("id").first()
    assert template is not None
    postgres = connection.vendor == "postgresql"
    numbers = (
        f"generate_series({have + 1}, {have + n}) AS g(i)"
        if postgres
        else f"(WITH RECURSIVE g(i) AS (SELECT {have + 1} UNION ALL SELECT i + 1 FROM g WHERE i < {have + n}) SELECT i FROM g) AS g"
    )
    shared = (
        "procedure, declaration, origin, unit, handler, level, heading, stage, outcome, opened, closed, next_due, "
        "sweep_on, version, head, standing, code"
    )
    uid = "'bench' || lpad(i::text, 15, '0')" if postgres else "'bench' || printf('%015d', i)"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM cases_case")
        top = cursor.fetchone()[0]
        cursor.execute(
            f"INSERT INTO cases_case (uid, number, {shared}) SELECT {uid}, 'bench-' || i, {shared} FROM cases_case c, {numbers} "
            f"WHERE c.id = {template.id}"
        )
        for table, columns, key in COPIES:
            rest = ", ".join(f"t.{c}" for c in columns.split(", ")[1:])
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT c.id, {rest} FROM {table} t, cases_case c "
                f"WHERE t.{key} = {template.id} AND c.id > {top}"
            )
    return n
