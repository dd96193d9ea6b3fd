"""The open connection behaves as the engine relies on, on either database."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

pytestmark = pytest.mark.django_db


def test_the_database_is_the_one_that_was_asked_for() -> None:
    asked = "postgresql" if settings.FADU.database_url.startswith("postgres") else "sqlite"
    assert connection.vendor == asked


def test_an_acknowledged_write_is_on_disk_and_a_reader_never_waits_for_a_writer() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone() == (2,)  # FULL
            cursor.execute("PRAGMA busy_timeout")
            assert cursor.fetchone() == (10_000,)
        else:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)


@pytest.mark.django_db(transaction=True)
def test_a_broken_foreign_key_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO auth_permission (name, content_type_id, codename) VALUES ('x', 987654, 'x')")


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_leaves_nothing() -> None:
    def count() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_content_type WHERE app_label = 'nowhere'")
            return int(cursor.fetchone()[0])

    def write_and_fail() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO django_content_type (app_label, model) VALUES ('nowhere', 'nothing')")
            raise LookupError

    before = count()
    with pytest.raises(LookupError):
        write_and_fail()
    assert count() == before == 0
