"""A webhook hears that a case moved, signed, once, and only of cases that its person may see; an office calls nobody inside."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import hmac
import json
import socket
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests.integration.api.conftest import MONDAY, NOON, REQUEST
from tests.support.hook import Listener, listener

from fadu.cases import moments
from fadu.cases.acts import Done, open_case, perform
from fadu.cases.models import Outbox
from fadu.people.models import Person
from fadu.policy import Actor
from fadu.post import hooks
from fadu.post.drain import drain
from fadu.post.errors import NotYet, Undeliverable
from fadu.post.hook_line import BadAddress, checked, post
from fadu.post.models import Hook, HookCall

pytestmark = pytest.mark.django_db


@pytest.fixture
def ear(settings: Settings) -> Iterator[Listener]:
    settings.FADU = dataclasses.replace(settings.FADU, hooks_inside="yes")
    with listener() as found:
        yield found


SOON = NOON + timedelta(seconds=1)


def work(at: datetime = SOON) -> None:
    """What the workers do then."""
    with moments.at(at):
        drain()


def hook_of(username: str, ear: Listener) -> str:
    return hooks.subscribe(Person.objects.get(username=username), ear.url)[1]


def test_an_event_is_signed_says_where_to_look_and_nothing_else(ear: Listener, case: Done) -> None:
    secret = hook_of("wangqiang", ear)
    work()
    ((headers, body),) = ear.heard
    event = json.loads(body)
    assert (event["specversion"], event["type"], event["subject"]) == ("1.0", "fadu.case.opened", case.uid)
    assert event["data"] == {"case": case.uid, "seq": 1, "act": "submit", "see": f"/api/v1/cases/{case.uid}"}
    for word in ("张明", "13800001234", "接待"):
        assert word not in body.decode()
    assert headers["content-type"].startswith("application/cloudevents+json")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"
    assert (headers["webhook-id"], int(headers["webhook-timestamp"])) == (event["id"], int(SOON.timestamp()))


def test_each_entry_is_told_once_to_those_who_may_see_the_case(
    ear: Listener, case: Done, people: dict[str, Actor]
) -> None:
    hook_of("wangqiang", ear)
    hook_of("zhaomin", ear)
    perform(case.uid, "receive", by=people["lifang"], at=MONDAY, source="desk")
    Outbox.objects.exclude(kind=hooks.KIND).update(done_at=None)
    work()
    Outbox.objects.exclude(kind=hooks.KIND).update(done_at=None)
    work()
    assert [json.loads(body)["id"] for _, body in ear.heard] == [f"{case.uid}-1", f"{case.uid}-2"]
    assert [call.status for call in HookCall.objects.all()] == [204, 204]
    Person.objects.filter(username="wangqiang").update(is_active=False)
    open_case("disclosure", by=people["lifang"], at=MONDAY, data=REQUEST, source="desk")
    work()
    assert len(ear.heard) == 2


def test_who_may_no_longer_see_the_case_is_not_told_what_waits(ear: Listener, case: Done) -> None:
    ear.answers = [500, 204]
    hook_of("wangqiang", ear)
    work()
    assert len(ear.heard) == 1
    Person.objects.get(username="wangqiang").appointments.all().update(until=MONDAY)
    work(NOON + timedelta(days=1))
    assert len(ear.heard) == 1
    assert not Outbox.objects.filter(done_at=None).exists()


def test_a_refusal_is_tried_again_and_in_the_end_left_to_a_person(ear: Listener, case: Done) -> None:
    ear.answers = [500, 302, 200]
    ear.location = "http://127.0.0.1:9/elsewhere"
    hook_of("wangqiang", ear)
    for hours in (0, 1, 2, 3):
        work(NOON + timedelta(hours=hours))
    assert len(ear.heard) == 3, "the third answer was a yes; a redirect is none and is not followed"
    assert len({headers["webhook-id"] for headers, _ in ear.heard}) == 1
    ear.answers = [503]
    again = Outbox.objects.get(kind=hooks.KIND)
    Outbox.objects.filter(pk=again.pk).update(done_at=None, attempts=0, not_before=NOON)
    for hours in range(10, 30, 3):
        work(NOON + timedelta(hours=hours))
    again.refresh_from_db()
    assert (again.dead, again.error) == (True, "推送地址答复 503")


def test_gone_ends_it(ear: Listener, case: Done, people: dict[str, Actor]) -> None:
    ear.answers = [410]
    hook_of("wangqiang", ear)
    work()
    assert Hook.objects.get().ended_at == SOON
    open_case("disclosure", by=people["lifang"], at=MONDAY, data=REQUEST, source="desk")
    work()
    assert len(ear.heard) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "https://",
        "https://user:word@example.com/",
        "https://example.com/#a",
        "https://例子.cn/",
        "https://example.com/\r\nX: y",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[fe80::1%25eth0]/",
        "https://0.0.0.0/",
        "https://example.com:99999/",
        "https://example.com/" + "a" * 500,
    ],
)
def test_no_address_inside_and_none_that_is_none(url: str) -> None:
    with pytest.raises(BadAddress):
        checked(url)


@pytest.mark.parametrize("host", ["localhost", "2130706433", "127.1", "0x7f.1"])
def test_a_name_that_points_inside_is_not_called(host: str) -> None:
    with pytest.raises((Undeliverable, NotYet)):
        post(f"https://{host}/", {}, b"")


def test_nobody_there_is_not_yet(ear: Listener) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(NotYet):
        post(f"http://127.0.0.1:{port}/", {}, b"")


def test_those_who_answer_for_a_unit_make_them_at_the_desk(people: dict[str, Actor], settings: Settings) -> None:
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 10**9
    made = {}
    for username in ("wangqiang", "lifang"):
        person = Person.objects.get(username=username)
        person.set_password("nine-lives-of-a-cat")
        person.save(update_fields=["password"])
        client = Client()
        client.force_login(person)
        client.post("/accounts/reauthenticate/", {"password": "nine-lives-of-a-cat"})
        inside = client.post("/desk/tokens/hooks/new/", {"url": "https://10.0.0.1/"})
        made[username] = (
            inside.status_code,
            client.post("/desk/tokens/hooks/new/", {"url": "https://example.com/hook"}).status_code,
        )
    assert made == {"wangqiang": (422, 200), "lifang": (403, 403)}
    assert Hook.objects.get().person.username == "wangqiang"
