"""Who read what of whom is kept, and the auditor sees it."""

from __future__ import annotations

import pytest
from tests.integration.desk.conftest import Enter, text

from fadu.cases.acts import Done
from fadu.cases.models import Material
from fadu.desk.models import Access

pytestmark = pytest.mark.django_db


def test_sensitive_values_are_unmasked_for_a_reason_and_that_is_kept(enter: Enter, case: Done) -> None:
    client = enter("lifang")
    address = f"/desk/cases/{case.uid}/"
    page = text(client.get(address))
    assert "张*" in page
    assert "138****1234" in page
    assert not any(personal in page for personal in ("张明示例", "13800001234", "E00000000"))
    assert "E00000000" not in text(client.post(address, {"party": "applicant", "reason": ""}))
    page = text(client.post(address, {"party": "applicant", "reason": "核对身份"}))
    assert all(personal in page for personal in ("张明示例", "13800001234", "E00000000"))
    kept = Access.objects.exclude(what="page").get()
    assert (kept.person.username, kept.case, kept.what, kept.reason) == (
        "lifang",
        case.uid,
        "party:applicant",
        "核对身份",
    )
    assert "E00000000" not in text(enter("chenjing").post(address, {"party": "applicant", "reason": "看看"}))


def test_every_reading_is_kept_and_the_auditor_sees_it(enter: Enter, case: Done) -> None:
    client, address = enter("lifang"), f"/desk/cases/{case.uid}/"
    for _ in range(2):
        assert "查阅记录" not in text(client.get(address))
    client.get(f"{address}evidence/")
    read = Access.objects.order_by("id").values_list("person__username", "case", "what")
    assert list(read) == [("lifang", case.uid, "page"), ("lifang", case.uid, "evidence")]
    auditor = text(enter("chenjing").get(address))
    assert "查阅记录" in auditor
    assert "李芳 · 导出存证" in auditor
    assert Access.objects.count() == 2, "the auditor read nothing of a person"


def test_who_may_not_see_reads_nothing(enter: Enter, case: Done) -> None:
    for address in ("", "evidence/", "files/1/"):
        enter("zhaomin").get(f"/desk/cases/{case.uid}/{address}")
    assert not Access.objects.exists()
    assert not Material.objects.exists()
