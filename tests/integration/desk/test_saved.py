"""Views that a person saves: theirs alone, and never rows."""

from __future__ import annotations

import pytest
from tests.integration.desk.conftest import Enter, text

from fadu.cases.acts import Done
from fadu.desk.models import SavedView

pytestmark = pytest.mark.django_db


def test_a_view_is_saved_shown_and_taken_away(enter: Enter, case: Done) -> None:
    client = enter("lifang")
    sent = {"name": " 逾期的  ", "query": "state=overdue&order=due&after=9&evil=1"}
    saved = client.post("/desk/cases/views/", sent)
    assert saved["Location"] == "/desk/cases/?state=overdue&order=due"
    kept = SavedView.objects.get()
    assert (kept.person.username, kept.name, kept.query) == ("lifang", "逾期的", "state=overdue&order=due")
    page = text(client.get(saved["Location"]))
    assert 'aria-current="true"' in page
    assert "删除视图“逾期的”" in page
    client.post("/desk/cases/views/", {"name": "逾期的", "query": "state=closed"})
    assert SavedView.objects.get().query == "state=closed"
    other = enter("wangqiang")
    assert "逾期的</a>" not in text(other.get("/desk/cases/"))
    other.post("/desk/cases/views/", {"remove": str(kept.pk)})
    assert SavedView.objects.count() == 1
    client.post("/desk/cases/views/", {"remove": str(kept.pk)})
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name_and_there_is_a_limit(enter: Enter) -> None:
    client = enter("lifang")
    client.post("/desk/cases/views/", {"name": " ", "query": ""})
    assert not SavedView.objects.exists()
    for n in range(22):
        client.post("/desk/cases/views/", {"name": f"视图{n}", "query": ""})
    assert SavedView.objects.count() == 20
    assert "最多保存 20 个视图" in text(client.get("/desk/cases/"))
