"""After many entries written in one go the database looks at its tables; after few it does not."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.integration.cases.cast import opened

from fadu.cases import acts, statistics

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("many", "looks"), [(3, True), (4, False)])
def test_an_import_leaves_the_database_knowing_its_tables(
    many: int, looks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "MANY", many)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(acts.perform_many([opened] * 3, batch=2)) == 3
    assert any(each["sql"].startswith("ANALYZE") for each in asked.captured_queries) is looks
