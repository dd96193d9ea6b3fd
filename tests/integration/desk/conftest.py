"""The desk on a Monday: the office's people, each with a browser of their own, and one request received by hand."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from fadu.cases import keys, moments, texts
from fadu.cases.acts import Done, open_case
from fadu.people.directory import actor_of
from fadu.people.models import Person
from fadu.people.office import sync_office, sync_sample_people
from fadu.policy import Actor
from fadu.procedure.registry import installed

NOON = datetime(2023, 9, 11, 4, 0, tzinfo=UTC)
MONDAY = date(2023, 9, 11)
REQUEST = {
    "applicant": {
        "kind": "公民",
        "name": "张明示例",
        "phone": "13800001234",
        "id_kind": "护照",
        "id_number": "E00000000",
    },
    "wanted": "2022年度公务接待费用支出明细",
    "form": "邮寄",
    "kind": "自然人",
    "channel": "当面提交",
}
HANDED = {"channel": "当面送达", "receiver": "张明示例", "relation": "本人"}
Enter = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    for module in (texts, keys):
        for kept in vars(module).values():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()
    with moments.at(NOON):
        yield


@pytest.fixture
def people(db: None) -> dict[str, Actor]:
    office = installed().office(settings.FADU.office)
    sync_office(office)
    sync_sample_people(office, "not-used-here", date(2019, 1, 1))
    return {p.username: actor_of(p, MONDAY) for p in Person.objects.all()}


@pytest.fixture
def enter(people: dict[str, Actor]) -> Enter:
    """The browser of one of the people, logged in: `enter("lifang")`."""

    def come(username: str) -> Client:
        client = Client()
        client.force_login(Person.objects.get(username=username))
        return client

    return come


@pytest.fixture
def case(people: dict[str, Actor]) -> Done:
    return open_case("disclosure", by=people["lifang"], at=MONDAY, data=REQUEST, source="desk")


def text(page: HttpResponse) -> str:
    content = page.getvalue() if page.streaming else page.content  # type: ignore[attr-defined]
    return html.unescape(content.decode())


def do(client: Client, uid: str, act: str, **values: str) -> HttpResponse:
    """Open the form of an act, fill it in, send it."""
    address = f"/desk/cases/{uid}/do/{act}/"
    page = text(client.get(address))
    hidden = dict(re.findall(r'type="hidden" name="(key|seen)" value="([^"]*)"', page))
    return client.post(address, {**hidden, "at": MONDAY.isoformat(), **values})
