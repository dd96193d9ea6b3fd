"""The disk is full: what was typed comes back, nothing is half done, and who had their case opened gets their code."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.integration.portal.asking import APPLY, answer, asked, submit, text

from fadu.cases import files
from fadu.cases.models import Case

pytestmark = pytest.mark.django_db


@contextmanager
def full(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> Iterator[None]:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, refuse)
        yield


def test_a_file_that_cannot_be_kept_does_not_take_the_form_with_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(client)
    at = f"{APPLY}ask/authority/"
    with full(monkeypatch, files.os, "fsync"):
        response = client.post(at, {"authority": SimpleUploadedFile("a.txt", b"hello")})
    assert response.status_code == 503
    assert response["Retry-After"]
    assert not [p for p in files.folder().rglob(".*") if p.is_file()]
    assert client.post(at, {"authority": SimpleUploadedFile("a.txt", b"hello")}).status_code == 302


def test_who_had_their_case_opened_gets_number_and_code(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer(client).status_code == 200
    with full(monkeypatch, cache, "set"):
        assert submit(client).status_code == 302
        page = text(client.get("/receipt/"))
    assert re.search(r'id="receipt-code">([^<]+)<', page)
    assert Case.objects.count() == 1


def test_a_wrong_try_that_cannot_be_counted_is_not_answered(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with full(monkeypatch, cache, "set"):
        response = client.post("/progress/", {"number": "x", "code": "y"})
    assert response.status_code == 503
