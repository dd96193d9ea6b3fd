"""The pages of tokens in English and in traditional Chinese, as the desk's own are tested."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.integration.faces.untranslated import LANGUAGES, untranslated_on

from fadu.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_untranslated(people: object, language: str) -> None:
    client = Client()
    person = Person.objects.get(username="wangqiang")
    person.set_password("nine-lives-of-a-cat")
    person.save(update_fields=["password"])
    client.force_login(person)
    client.get(f"/preferences?language={language}&next=/desk/")
    client.post("/accounts/reauthenticate/", {"password": "nine-lives-of-a-cat"})
    names = tuple(Person.objects.values_list("name", flat=True))
    pages = [
        client.post("/desk/tokens/new/", {"label": "archive", "scopes": ["read:cases"], "days": "30"}),
        client.post("/desk/tokens/hooks/new/", {"url": "https://10.0.0.1/"}),
        client.post("/desk/tokens/hooks/new/", {"url": "https://example.com/"}),
        *(client.get(f"/desk/tokens/{path}") for path in ("", "new/", "hooks/new/")),
    ]
    for page in pages:
        assert page.status_code in (200, 422)
        assert untranslated_on(page, *names) == []
