"""A small office with the fixed cast: 李芳 handles, 王强 is her head, 赵敏 is from another unit."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django.fixtures import Settings

from fadu.people.models import Person
from fadu.people.office import sync_office, sync_sample_people
from fadu.procedure.office import Office, PersonSpec, PostSpec, UnitSpec

PASSWORD = "a-sample-password-7"
SINCE = date(2023, 1, 1)


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """The real hash takes a third of a second on purpose; nothing here is about its strength."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def office() -> Office:
    """A pack's declaration; the team lies under the secretariat and is declared before it."""
    return Office(
        key="shili",
        name="示例市人民政府外事办公室",
        english="Foreign Affairs Office of Shili",
        short="外办",
        units=(
            UnitSpec("team", "公开科", "Disclosure Team", parent="secretariat"),
            UnitSpec("secretariat", "秘书处", "Secretariat"),
            UnitSpec("language", "语言环境处", "Language Division"),
        ),
        posts=(
            PostSpec("handler", "承办人", "Handler"),
            PostSpec("unit_head", "处长", "Head of Division", needs_totp=True),
        ),
        people=(
            PersonSpec("李芳", "lifang", ("handler@team",)),
            PersonSpec("王强", "wangqiang", ("unit_head@secretariat",)),
            PersonSpec("赵敏", "zhaomin", ("handler@language",)),
        ),
    )


@pytest.fixture
def cast(db: None, office: Office) -> dict[str, Person]:
    """The people of the office by log-in name."""
    sync_office(office)
    sync_sample_people(office, PASSWORD, SINCE)
    return {person.username: person for person in Person.objects.all()}


@pytest.fixture
def lifang(cast: dict[str, Person]) -> Person:
    return cast["lifang"]


@pytest.fixture
def wangqiang(cast: dict[str, Person]) -> Person:
    return cast["wangqiang"]


@pytest.fixture
def zhaomin(cast: dict[str, Person]) -> Person:
    return cast["zhaomin"]
