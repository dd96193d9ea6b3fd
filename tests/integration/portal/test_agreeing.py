"""张明 chooses how to be told, and takes it back."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.integration.portal.asking import asked, look, text

from fadu.cases.models import Case
from fadu.post import consent
from fadu.post.ways import Way

pytestmark = pytest.mark.django_db


def test_consent_is_given_and_taken_back_on_the_page_of_the_case(client: Client) -> None:
    number, code = asked(client)
    page = client.get(look(client, number, code))
    uid = Case.objects.get().uid
    assert "有进展时通知我" in text(page)
    assert not consent.given(uid)
    address = f"/progress/{uid}/ways/"
    assert client.post(address, {"way": ["sms", "email", "wecom"]}).status_code == 302
    assert consent.given(uid) == {Way.SMS}, "no e-mail address was given"
    assert " checked" in text(client.get(f"/progress/{uid}/"))
    client.post(address, {})
    assert not consent.given(uid)
    assert Client().post(address, {"way": "sms"}).status_code == 404
