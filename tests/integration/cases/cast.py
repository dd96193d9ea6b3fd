"""The fixed cast and one request: 张明 applies, 李芳 handles, 王强 is her head, 赵敏 is from another unit and must see nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection

from fadu.cases import acts, store
from fadu.cases.acts import Done
from fadu.cases.export import export
from fadu.cases.rows import CaseState
from fadu.evidence.export import verify_export
from fadu.policy import SYSTEM, Actor
from fadu.procedure.state import Moment


def staff(id: str, name: str, *roles: tuple[str, str], clearance: int = 1) -> Actor:
    return Actor(id, name, "staff", frozenset(roles), frozenset(unit for _, unit in roles), clearance)


LIFANG = staff("lifang", "李芳", ("handler", "secretariat"))
WANGQIANG = staff("wangqiang", "王强", ("unit_head", "secretariat"), ("disclosure_head", "secretariat"))
ZHOUMING = staff("zhouming", "周明", ("legal_reviewer", "legal"))
ZHAOMIN = staff("zhaomin", "赵敏", ("handler", "consular"))
CHENJING = staff("chenjing", "陈静", ("auditor", "legal"))

NAME, PHONE, ID_NUMBER = "张明示例", "13800001234", "110101199001011234"
ZHANGMING = {"name": NAME, "phone": PHONE, "id_number": ID_NUMBER, "kind": "公民"}
REQUEST: dict[str, Any] = {
    "applicant": ZHANGMING,
    "wanted": "2022年度公务接待费用支出明细",
    "form": "邮寄",
    "kind": "自然人",
    "channel": "当面提交",
}
THIRD = {"third_party": {"name": "示例建材有限公司", "phone": "021-00000000", "kind": "法人或者其他组织"}}
SEARCH = {
    "searched": "档案室、办公系统",
    "search_words": "公务接待",
    "searcher": "李芳",
    "searched_on": "2023-09-12",
    "search_result": "均未查到。",
}
POSTED = {"channel": "邮寄送达", "tracking": "XA00000000011"}
MONDAY = date(2023, 9, 11)
BOTH: dict[str, Any] = {"by": LIFANG, "second": WANGQIANG, "reason": "登记时误记"}
GROUND = "中华人民共和国个人信息保护法#47"


def zhangming(uid: str) -> Actor:
    """张明, who has shown the number and the code of this case."""
    return Actor("", "申请人", "party", case=uid, party="applicant")


def opened(at: Moment = MONDAY, *, by: Actor = LIFANG, data: Mapping[str, Any] = REQUEST, **given: Any) -> Done:
    """A request, just submitted."""
    return acts.open_case("disclosure", by=by, at=at, data=data, source="desk", **given)


def do(uid: str, act: str, day: int, *, by: Actor = LIFANG, **data: Any) -> Done:
    """One act on a day of September 2023."""
    return acts.perform(uid, act, by=by, at=date(2023, 9, day), data=data, source="desk")


def examining(channel: str = "当面提交") -> str:
    """A case that is being examined: opened and received on 11 September 2023, taken up the day after.

    Of what is handed in, the term counts from that day; by another channel, from when it is confirmed.
    """
    uid = opened(data={**REQUEST, "channel": channel}).uid
    do(uid, "receive", 11)
    do(uid, "take_up", 12)
    return uid


def searched(uid: str, day: int = 12) -> None:
    """The search that has to be on record before one answers that the office does not hold the record."""
    do(uid, "search", day, **SEARCH)


def consulting() -> str:
    """A case whose third party is being asked, the letter served on the 14th."""
    uid = examining()
    do(uid, "consult", 13, **THIRD)
    do(uid, "fadu.serve", 14, letter="第三方意见征询书", **POSTED)
    return uid


def rows() -> dict[str, int]:
    """How many rows each table of the casework has: what was refused must leave all of them as they were."""
    tables = [m._meta.db_table for m in apps.get_app_config("cases").get_models()]
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
    # Which text a case is read by is kept before the case; it says nothing of a case.
    return {t: n for t, n in found.items() if t not in ("cases_declarationtext", "cases_calendartext")}


def dump() -> bytes:
    """Every value of every table of the casework, as bytes."""
    found: list[bytes] = []
    for model in apps.get_app_config("cases").get_models():
        for row in model._default_manager.values_list():
            found += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in row]
    return b"\0".join(found)


def case(uid: str) -> CaseState:
    """A case that is there, as it stands."""
    state = store.read(uid)
    assert state is not None
    return state


def due(uid: str, clock: str = "reply") -> Moment | None:
    return case(uid).standing.runs[clock].due


def exported(*uids: str) -> bytes:
    """The file that somebody takes away: these cases with everything in them."""
    return json.dumps(export(uids, SYSTEM), ensure_ascii=False).encode()


def verified(*uids: str) -> list[str]:
    """The faults that a stranger finds in the export of these cases."""
    report = verify_export(exported(*uids))
    assert not report.unreadable
    return [fault.text() for fault in report.faults]
