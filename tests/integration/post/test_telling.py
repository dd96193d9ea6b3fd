"""Officials hear of what waits for them: at the desk, by the ways that they asked for, and in the morning; each thing once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from django.conf import settings as django_settings
from tests.integration.cases.cast import LIFANG, WANGQIANG, do, opened
from tests.support.smtp import MailServer

from fadu.cases import moments
from fadu.cases.models import Outbox
from fadu.law.period import LAW_TIME
from fadu.people.models import Deputy, Person
from fadu.people.office import sync_office, sync_sample_people
from fadu.post.drain import drain
from fadu.post.folders import WECOM
from fadu.post.models import Channel, Notice
from fadu.post.morning import morning, patience
from fadu.procedure.registry import installed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _people() -> None:
    office = installed().office(django_settings.FADU.office)
    sync_office(office)
    sync_sample_people(office, "not-used-here", date(2019, 1, 1))


@contextmanager
def on(month: int, day: int, hour: int = 9) -> Iterator[None]:
    with moments.at(datetime(2023, month, day, hour, 0, 0, 1, tzinfo=LAW_TIME)):
        yield


def told(kind: str) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind=kind).order_by("id").values_list("person__username", "case")
    return list(rows)


def sent_up() -> str:
    uid = opened().uid
    for act in ("receive", "take_up", "send_up"):
        do(uid, act, 11)
    return uid


def test_those_whom_the_case_asks_hear_of_it_and_not_whoever_did_it() -> None:
    with on(9, 11):
        uid = sent_up()
        drain()
        assert ("zhouming", uid) in told("task")
        assert not {"zhaomin", "chenjing"} & {who for who, _ in told("task")}
        before = Notice.objects.count()
        Outbox.objects.update(done_at=None)
        drain()
        assert Notice.objects.count() == before, "each thing once"


def test_by_the_ways_asked_for_and_without_content(mail: MailServer) -> None:
    zhouming = Person.objects.get(username="zhouming")
    Channel.objects.create(person=zhouming, way="wecom", address="zhouming")
    Channel.objects.create(person=zhouming, way="email", address="zhouming@example.cn")
    Channel.objects.create(person=zhouming, way="sms", address="13800001234", on=False)
    with on(9, 11):
        sent_up()
        while drain():
            pass
        (file,) = WECOM.path.iterdir()
        card = json.loads(file.read_text(encoding="utf-8"))
        notice = Notice.objects.get(person=zhouming)
        assert card["touser"] == "zhouming"
        assert card["textcard"]["url"].endswith(f"/desk/notices/{notice.pk}/")
        assert "公务接待" not in json.dumps(card, ensure_ascii=False)
        assert mail.recipients == ["zhouming@example.cn"]
        assert not (WECOM.path.parent / "sms").exists()


def test_what_was_read_at_the_desk_is_not_sent_any_more(mail: MailServer) -> None:
    Channel.objects.create(person=Person.objects.get(username="zhouming"), way="email", address="z@example.cn")
    with on(9, 11):
        sent_up()
        drain(limit=4)
        Notice.objects.update(read_at=moments.now())
        while drain():
            pass
    assert not mail.received
    assert not Outbox.objects.filter(done_at=None)


def test_the_morning_list_comes_once_on_working_days() -> None:
    with on(9, 11):
        uid = opened().uid
        do(uid, "receive", 11)
        do(uid, "take_up", 11)
    # 20 working days from 11 September 2023 end on Friday, 13 October: 7 and 8 October are made up for the holidays.
    for month, day, hour in ((10, 9, 9), (10, 10, 6), (10, 14, 9)):
        with on(month, day, hour):
            assert morning() == 0
    with on(10, 10):
        assert morning() > 0
        assert morning() == 0
    lists = Notice.objects.filter(kind="morning")
    assert {(n.person.username, n.soon, n.overdue) for n in lists} >= {("lifang", 1, 0)}
    assert "zhaomin" not in {n.person.username for n in lists}
    with on(10, 16):
        morning()
    last = lists.filter(person__username="lifang").first()
    assert last
    assert (last.soon, last.overdue) == (0, 1)


def test_what_is_long_overdue_reaches_the_head_and_the_deputy_once() -> None:
    deputy, head = Person.objects.get(username="lifang"), Person.objects.get(username="wangqiang")
    with on(9, 11):
        uid = opened().uid
        do(uid, "receive", 11)
        do(uid, "take_up", 11)
    days = {"since": date(2023, 10, 1), "until": date(2023, 10, 31), "reason": "出差", "set_by": head}
    Deputy.objects.create(person=deputy, absent=head, **days)
    for day in (16, 17):
        with on(10, day):
            morning()
            assert told("overdue") == []
    for day in (18, 19):
        with on(10, day):
            morning()
            assert sorted(told("overdue")) == [("lifang", uid), ("wangqiang", uid)]


def test_patience_is_what_was_set_for_the_day(settings: object) -> None:
    kept = django_settings.FADU
    object.__setattr__(kept, "escalate_after", "2019-05-15=3,2024-01-01=1")
    assert [patience(date(2023, 12, 31)), patience(date(2024, 1, 1))] == [3, 1]


def test_cast_is_the_offices() -> None:
    assert {LIFANG.id, WANGQIANG.id} <= set(Person.objects.values_list("username", flat=True))
