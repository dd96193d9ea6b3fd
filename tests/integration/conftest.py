"""Tests with Django and a database: SQLite, or PostgreSQL where FADU_DATABASE_URL names one.

``script/test sqlite postgresql`` runs them once on each. A test asks for the database with ``pytest.mark.django_db``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from pytest_django.fixtures import Settings
from tests.support.record import empty_with_guards_lifted


def pytest_report_header() -> str:
    return f"database: {connection.vendor}"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On SQLite, test in a file of this run's own: a database in memory knows no WAL and no second writer."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "fadu.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """As pytest-django has it; and what empties the database between tests may empty the record."""
    empty_with_guards_lifted()


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """Each test keeps its files, mail and counted log-in attempts in a folder of its own."""
    settings.FADU = dataclasses.replace(settings.FADU, data_dir=tmp_path)
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path / "cache"}
    }
    yield
    cache.clear()
