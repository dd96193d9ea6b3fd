"""A file without end is read, but not written down."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from fadu.cases import uploading
from fadu.cases.intake import LARGEST


@pytest.mark.parametrize("size", [0, 10, 3 * 1024 * 1024])
def test_a_file_comes_in_whole(size: int) -> None:
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.txt", b"a" * size)})
    assert len(request.FILES["file"].read()) == size


def test_of_a_file_that_is_too_long_no_more_is_kept_than_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "LARGEST", 1024 * 1024)
    assert LARGEST == 20 * 1024 * 1024
    request = RequestFactory().post(
        "/", {"file": SimpleUploadedFile("a.txt", b"a" * 5 * 1024 * 1024), "next": SimpleUploadedFile("b.txt", b"b")}
    )
    kept = len(request.FILES["file"].read())
    assert 1024 * 1024 < kept < 1024 * 1024 + 200_000
    assert request.FILES["next"].read() == b"b"
