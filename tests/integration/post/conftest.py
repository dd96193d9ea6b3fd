"""Each test begins with an empty record and keys of its own, and mail goes to a real server on this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings
from tests.integration.cases.conftest import forget
from tests.support.smtp import MailServer, mail_server

from fadu.cases import keys, texts


@pytest.fixture(autouse=True)
def _nothing_remembered(settings: Settings) -> None:
    forget(texts)
    forget(keys)


@pytest.fixture
def mail(settings: Settings) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
        yield server
