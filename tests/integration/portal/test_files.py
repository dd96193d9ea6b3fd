"""Files that come with a form: examined, kept once, and not asked for again when the form comes back."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from fadu.faces import entry
from fadu.people.models import Person
from fadu.procedure.outline.form import FormField, clean

PROOF = FormField("proof", "身份证明", "document")
NOTE = FormField("note", "说明", "text")
FIELDS = (PROOF, NOTE)
CONTENT = "身份证明的扫描件".encode()


ZHANGMING, LIFANG = {"browser": "a" * 32}, {"user": 7}


def posted(*, at: str = "/somewhere/", browser: str = "a" * 32, user: int = 0, **data: object) -> HttpRequest:
    """What a browser sends to a form; `user` is the official who is logged in there, if one is."""
    request = RequestFactory().post(at, data, CSRF_COOKIE=browser)
    request.user = Person(pk=user) if user else AnonymousUser()
    return request


def uploaded(name: str = "proof.txt", content: bytes = CONTENT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_file_becomes_the_value_of_its_field() -> None:
    request = posted(proof=uploaded(), note="见附件")
    files = entry.files(FIELDS, request, online=True)
    cleaned = clean(FIELDS, entry.data(FIELDS, request, files, online=True))
    assert not cleaned.errors
    kept = cleaned.parts["internal"]["proof"]
    assert (kept["sha256"], kept["size"]) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))


def test_a_file_need_not_be_sent_again() -> None:
    request = posted(proof=uploaded())
    first = entry.files(FIELDS, request, online=True)
    box = entry.boxes(FIELDS, request, {}, first, online=True)[0]
    again = entry.files(FIELDS, posted(**{"proof.kept": box.parts["kept"], "note": "见附件"}), online=True)
    assert again.stored == first.stored


def test_nobody_names_a_file_that_they_did_not_send() -> None:
    value = {"sha256": "0" * 64, "name": "x.txt", "size": 1, "type": "text/plain"}
    forged = [signing.dumps(value), signing.dumps(value, salt=entry.KEPT, key="another"), "nonsense"]
    for note in forged:
        assert entry.files(FIELDS, posted(**{"proof.kept": note}), online=True).stored == {}
    request = posted(proof="0" * 64, note="x")
    assert (
        "proof"
        in clean(FIELDS, entry.data(FIELDS, request, entry.files(FIELDS, request, online=True), online=True)).errors
    )


@pytest.mark.parametrize("whose", [ZHANGMING, LIFANG])
@pytest.mark.parametrize("other", [{"at": "/elsewhere/"}, {"browser": "b" * 32, "user": 0}, {"user": 8}])
def test_the_note_of_a_file_is_good_for_its_form_and_its_person_only(
    whose: dict[str, Any], other: dict[str, Any]
) -> None:
    first = posted(proof=uploaded(), **whose)
    box = entry.boxes(FIELDS, first, {}, entry.files(FIELDS, first, online=True), online=True)[0]
    note = {"proof.kept": box.parts["kept"]}
    assert entry.files(FIELDS, posted(**whose, **note), online=True).stored
    assert not entry.files(FIELDS, posted(**{**whose, **other}, **note), online=True).stored
    copied = FormField("copy", "证明", "document")
    moved = posted(**whose, **{"copy.kept": box.parts["kept"]})
    assert not entry.files((copied,), moved, online=True).stored


def test_an_official_s_note_outlives_a_new_log_in() -> None:
    first = posted(proof=uploaded(), **LIFANG)
    box = entry.boxes(FIELDS, first, {}, entry.files(FIELDS, first, online=True), online=True)[0]
    again = posted(browser="c" * 32, **LIFANG, **{"proof.kept": box.parts["kept"]})
    assert entry.files(FIELDS, again, online=True).stored


def test_what_is_marked_secret_is_not_taken() -> None:
    files = entry.files(FIELDS, posted(proof=uploaded(content="机密★10年\n内容".encode())), online=True)
    assert files.stored == {}
    assert "转线下" in str(files.errors["proof"])
