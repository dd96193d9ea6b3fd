"""The office on a Monday, and programs that call it in the name of its people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.conf import settings as configured
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from fadu.api.tokens import issue, scopes
from fadu.cases import keys, moments, texts
from fadu.cases.acts import Done, open_case
from fadu.people.directory import actor_of
from fadu.people.models import Person
from fadu.people.office import sync_office, sync_sample_people
from fadu.policy import Actor
from fadu.procedure.registry import installed

NOON = datetime(2023, 9, 11, 4, 0, tzinfo=UTC)
MONDAY = date(2023, 9, 11)
REQUEST: dict[str, Any] = {
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


@dataclass(frozen=True)
class Program:
    """A program that calls the API with its token ("": with none)."""

    token: str

    def get(self, path: str, **query: Any) -> HttpResponse:
        return Client(headers=self._headers({})).get(f"/api/v1{path}", query)

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        given = self._headers({name.replace("_", "-"): value for name, value in headers.items()})
        text = body if isinstance(body, (bytes, str)) else json.dumps(body)
        return Client(headers=given).post(f"/api/v1{path}", text, content_type="application/json")

    def send(self, path: str, **files: Any) -> HttpResponse:
        return Client(headers=self._headers({})).post(f"/api/v1{path}", files)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {**({"Authorization": f"Bearer {self.token}"} if self.token else {}), **more}


Give = Callable[..., Program]


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    for module in (texts, keys):
        for kept in vars(module).values():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()
    with moments.at(NOON):
        yield


@pytest.fixture
def people(db: None, settings: Settings) -> dict[str, Actor]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    office = installed().office(configured.FADU.office)
    sync_office(office)
    sync_sample_people(office, "not-used-here", date(2019, 1, 1))
    return {p.username: actor_of(p, MONDAY) for p in Person.objects.all()}


@pytest.fixture
def give(people: dict[str, Actor]) -> Give:
    """A program of one of the people: `give("lifang")`, or only for some scopes."""

    def give(username: str, wanted: Sequence[str] = ()) -> Program:
        person = Person.objects.get(username=username)
        return Program(issue(person, "试验", wanted or scopes(), 30)[1])

    return give


@pytest.fixture
def case(people: dict[str, Actor]) -> Done:
    return open_case("disclosure", by=people["lifang"], at=MONDAY, data=REQUEST, source="desk")
