"""Who read what of whom is kept, and the auditor sees it."""

from __future__ import annotations

import pytest
from django.test import Client
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


def test_what_was_typed_comes_back_when_the_log_in_has_ended(enter: Enter, case: Done) -> None:
    client, address = enter("lifang"), f"/desk/cases/{case.uid}/do/fadu.note/"
    client.logout()
    typed = {"note": "写了很久的补记", "key": "0" * 64, "seen": "1", "at": "2023-09-11"}
    response = client.post(address, typed)
    assert response.status_code == 403
    page = text(response)
    assert f'<form method="post" action="{address}">' in page
    assert all(f'<input type="hidden" name="{name}" value="{value}">' in page for name, value in typed.items())
    assert 'href="/accounts/login/" target="_blank"' in page
    assert "已经失效" in page
    assert "/accounts/login/?next=" in client.get(address).headers["Location"]


def test_a_page_opened_before_another_log_in_gives_back_what_was_typed(enter: Enter, case: Done) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = enter("lifang").cookies
    address = f"/desk/cases/{case.uid}/do/fadu.note/"
    ours = strict.post(
        address, {"note": "写了很久的补记", "twice": ["甲", "乙"]}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert ours.status_code == 403
    assert all(f'value="{value}">' in text(ours) for value in ("写了很久的补记", "甲", "乙"))
    for site in ("cross-site", "same-site", "none", ""):
        theirs = strict.post(address, {"note": "别人写的"}, headers={"Sec-Fetch-Site": site})
        assert theirs.status_code == 403
        assert "别人写的" not in text(theirs)


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
