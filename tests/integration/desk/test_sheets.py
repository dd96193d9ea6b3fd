"""The case list to take away: what the page shows, and nothing that a spreadsheet would run."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.integration.desk.conftest import MONDAY, REQUEST, Enter

from fadu.cases.acts import Done, open_case
from fadu.desk.sheets import listing
from fadu.policy import Actor

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://example.cn","x")'


def rows(page: Any) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(page.getvalue())).active
    return [[cell.value for cell in row if cell.value] for row in sheet.rows]


def test_the_file_has_what_the_page_shows(enter: Enter, people: dict[str, Actor], case: Done) -> None:
    other = open_case(
        "disclosure", by=people["lifang"], at=MONDAY, data=REQUEST | {"wanted": "另一件"}, source="desk"
    )
    client = enter("lifang")
    page = client.get("/desk/cases/sheet.xlsx")
    assert page["Content-Type"].endswith("spreadsheetml.sheet")
    assert page["Content-Disposition"].startswith("attachment")
    head, *body = rows(page)
    assert head[:4] == ["编号", "事项", "内容", "环节"]
    assert [row[0] for row in body] == [other.number, case.number]
    assert [row[0] for row in rows(client.get("/desk/cases/sheet.xlsx?text=另一"))[1:]] == [other.number]
    assert "张明" not in str(body)


def test_who_may_not_see_gets_the_number_of_what_is_withheld(enter: Enter, case: Done) -> None:
    _head, *body = rows(enter("zhaomin").get("/desk/cases/sheet.xlsx"))
    assert body == [["另有 1 件您无权查看"]]
    assert enter("lifang").get("/desk/cases/sheet.xlsx").status_code == 200


def test_a_formula_stays_text(enter: Enter, people: dict[str, Actor]) -> None:
    open_case("disclosure", by=people["lifang"], at=MONDAY, data=REQUEST | {"wanted": FORMULA}, source="desk")
    page = enter("lifang").get("/desk/cases/sheet.xlsx")
    content = page.getvalue()  # type: ignore[attr-defined]
    cell = load_workbook(io.BytesIO(content)).active["C2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (FORMULA, "s", True)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_a_long_list_says_where_it_ends(
    enter: Enter, people: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    monkeypatch.setattr(listing, "MOST", 4)
    for _ in range(5):
        open_case("disclosure", by=people["lifang"], at=MONDAY, data=REQUEST, source="desk")
    body = rows(enter("lifang").get("/desk/cases/sheet.xlsx?order=due"))[1:]
    assert len(body) == 5
    assert body[-1] == ["只列出前 4 件；请加筛选条件后分次导出。"]


def test_strangers_get_nothing(client: Any) -> None:
    assert client.get("/desk/cases/sheet.xlsx").status_code == 302
