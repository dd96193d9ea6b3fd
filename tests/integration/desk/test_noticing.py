"""The bell, the list behind it, the ways to be told, and the morning's list."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.integration.desk.conftest import Enter, do, text

from fadu.cases import moments
from fadu.cases.acts import Done
from fadu.people.models import Person
from fadu.post import consent
from fadu.post.models import Channel, Consent, Notice
from fadu.post.telling import tell
from fadu.post.ways import Way

pytestmark = pytest.mark.django_db


def told(username: str, case: str = "", kind: Notice.Kind = Notice.Kind.TASK) -> Notice:
    person = Person.objects.get(username=username)
    assert tell(person, kind, f"test/{case}/{kind}", case=case, soon=2, overdue=1)
    return Notice.objects.get(person=person, kind=kind)


def test_the_bell_counts_and_following_a_notice_reads_it(enter: Enter, case: Done) -> None:
    client = enter("lifang")
    assert "通知，0 条未读" in text(client.get("/desk/"))
    notice = told("lifang", case.uid)
    assert "通知，1 条未读" in text(client.get("/desk/"))
    assert case.number in text(client.get("/desk/notices/"))
    assert client.get(f"/desk/notices/{notice.pk}/")["Location"] == f"/desk/cases/{case.uid}/"
    assert "通知，0 条未读" in text(client.get("/desk/"))
    told("lifang", kind=Notice.Kind.MORNING)
    assert "今日清单：2 项将到期，1 项已逾期" in text(client.get("/desk/notices/"))
    assert client.post("/desk/notices/read/").status_code == 302
    assert not Notice.objects.filter(read_at=None).exists()


def test_a_notice_is_for_its_person_and_names_no_case_that_they_may_not_see(enter: Enter, case: Done) -> None:
    notice = told("zhaomin", case.uid)
    assert enter("lifang").get(f"/desk/notices/{notice.pk}/").status_code == 404
    assert Notice.objects.get().read_at is None
    assert case.number not in text(enter("zhaomin").get("/desk/notices/"))
    assert enter("zhaomin").get(f"/desk/notices/{notice.pk}/", follow=True).status_code == 404


def test_ways_are_ones_own_and_have_good_addresses(enter: Enter) -> None:
    client = enter("lifang")
    assert client.get("/desk/notices/ways/").status_code == 200
    page = client.post("/desk/notices/ways/", {"sms.address": "12345", "sms.on": "on"})
    assert page.status_code == 422
    assert 'value="12345"' in text(page)
    assert not Channel.objects.exists()
    client.post("/desk/notices/ways/", {"wecom.address": "lifang", "wecom.on": "on", "email.address": "l@example.cn"})
    kept = set(Channel.objects.values_list("person__username", "way", "address", "on"))
    assert ("lifang", "wecom", "lifang", True) in kept
    assert ("lifang", "email", "l@example.cn", False) in kept


def test_the_morning_list(enter: Enter, case: Done) -> None:
    client = enter("lifang")
    assert "今天没有催办的事项" in text(client.get("/desk/morning/"))
    do(client, case.uid, "receive")
    with moments.at(datetime(2023, 10, 16, 2, tzinfo=UTC)):
        page = text(client.get("/desk/morning/"))
        assert case.number in page
        assert "逾期 1 个工作日" in page
        assert case.number not in text(enter("zhaomin").get("/desk/morning/"))


def test_what_the_applicant_agreed_to_is_kept_by_who_handles_the_case(enter: Enter, case: Done) -> None:
    client, address = enter("lifang"), f"/desk/cases/{case.uid}/consent/"
    assert "通知申请人" in text(client.get(f"/desk/cases/{case.uid}/"))
    client.post(address, {"way": ["sms", "email", "wecom"]})
    assert consent.given(case.uid) == {Way.SMS, Way.EMAIL}
    client.post(address, {"way": "sms"})
    assert consent.given(case.uid) == {Way.SMS}
    ended = Consent.objects.get(way="email")
    assert (ended.by, ended.ended_at is None) == ("lifang", False)
    assert enter("chenjing").post(address, {}).status_code == 403
    assert enter("zhaomin").post(address, {}).status_code == 404
    assert consent.given(case.uid) == {Way.SMS}
    assert "通知申请人" not in text(enter("chenjing").get(f"/desk/cases/{case.uid}/"))
