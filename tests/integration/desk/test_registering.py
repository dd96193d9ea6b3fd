"""Requests on paper, registered from a sheet: every fault with its place, all or nothing, and nothing twice."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import Workbook, load_workbook
from tests.integration.desk.conftest import Enter, text

from fadu.cases.models import Case
from fadu.desk.sheets import cells, reading

pytestmark = pytest.mark.django_db
PAGE = "/desk/new/disclosure/sheet/"
RIGHT = {
    "收件日期": "2023-09-08",
    "申请人 · 姓名或者名称": "张明示例",
    "申请人 · 电话": 13800001234,
    "所需信息的名称、文号或者特征描述": "=SUM(A1:A9)的明细",
    "获取信息的方式": "邮寄",
    "申请人类型": "自然人",
    "提交渠道": "挂号邮寄",
}


def filled(client: Client, *rows: dict[str, Any], more: str = "") -> bytes:
    """The template as somebody filled it in."""
    page = client.get("/desk/new/disclosure/template.xlsx")
    book = load_workbook(io.BytesIO(page.content))
    sheet = book.worksheets[0]
    heads = {sheet.cell(1, n).value: n for n in range(1, sheet.max_column + 1)}
    if more:
        sheet.cell(1, len(heads) + 1, more)
    for number, row in enumerate(rows, 2):
        for title, value in row.items():
            cell = sheet.cell(number, heads[title])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def send(client: Client, content: bytes, **ticked: str) -> HttpResponse:
    file = SimpleUploadedFile("登记.xlsx", content, cells.MEDIA_TYPE)
    return client.post(PAGE, {"sheet": file, **ticked})  # type: ignore[return-value]


def test_the_template_offers_the_choices(enter: Enter) -> None:
    page = enter("lifang").get("/desk/new/disclosure/template.xlsx")
    book = load_workbook(io.BytesIO(page.content))
    lists, sheet = book.worksheets[1], book.worksheets[0]
    assert lists.sheet_state == "hidden"
    offered = [
        [row[0].value for row in lists[rule.formula1.partition("!")[2]]]
        for rule in sheet.data_validations.dataValidation
    ]
    assert ["当面领取", "邮寄", "电子邮件", "网上获取"] in offered
    assert text(enter("lifang").get(PAGE)).count("<li>") > len(RIGHT)


def test_rows_that_are_right_are_registered_once(enter: Enter) -> None:
    client = enter("lifang")
    other = RIGHT | {"所需信息的名称、文号或者特征描述": "另一件"}
    page = text(send(client, filled(client, RIGHT, RIGHT, other)))
    assert Case.objects.count() == 3, "two rows that say the same are two requests"
    assert len(set(re.findall(r"<b>([0-9A-Z]{10})</b>", page))) == 3
    case = Case.objects.order_by("id").first()
    assert case
    assert (case.opened.isoformat(), case.heading, case.number) == (
        "2023-09-08",
        "=SUM(A1:A9)的明细",
        "示外办公开〔2023〕1号",
    )
    again = text(send(client, filled(client, other, RIGHT, RIGHT)))
    assert Case.objects.count() == 3
    assert again.count("以前已经登记，不重复") == 3


def shown(page: HttpResponse) -> str:
    """The page without the headings that stand in each cell on a phone."""
    return re.sub(r'<span class="what".*?</span>', "", text(page))


def test_every_fault_has_its_place_and_nothing_is_registered(enter: Enter) -> None:
    client = enter("lifang")
    bad = (
        RIGHT | {"收件日期": "2023-09-12"},
        RIGHT | {"收件日期": "昨天", "获取信息的方式": "飞鸽"},
        RIGHT | {"申请人 · 姓名或者名称": "", "所需信息的名称、文号或者特征描述": "密级：秘密"},
        RIGHT | {"申请人 · 电话": 110101199001011234},
    )
    content = filled(client, RIGHT, *bad)
    refused = send(client, content)
    assert refused.status_code == 422
    rows = re.findall(
        r'<td class="n num">(\d+)</td><td class="num">([A-Z]*)</td><td>(.*?)</td><td>(.*?)</td>', shown(refused)
    )
    found = {(int(row), column, title) for row, column, title, _why in rows}
    book = load_workbook(io.BytesIO(content))
    letter = {cell.value: cell.column_letter for cell in book.worksheets[0][1]}
    places = ((3, "收件日期"), (4, "收件日期"), (4, "获取信息的方式"), (6, "申请人 · 电话"))
    places += ((5, "所需信息的名称、文号或者特征描述"),)
    assert {(row, letter[title], title) for row, title in places} <= found
    assert {row for row, *_rest in found} == {3, 4, 5, 6}
    assert "“昨天”不是日期" in text(refused)
    # What is wrong with a party as such lies in all its columns.
    first, last = letter["申请人 · 类型"], letter["申请人 · 通信地址"]
    assert f'<td class="num">{first}–{last}</td><td>申请人</td>' in shown(refused)
    assert not Case.objects.exists()
    assert "秘密" not in text(refused).replace("国家秘密", "")
    page = send(client, content, only_right="on")
    assert page.status_code == 200
    assert Case.objects.count() == 1
    assert "以下各处有错的行没有登记" in text(page)
    mended = [RIGHT | {"收件日期": "2023-09-07"}, RIGHT]
    send(client, filled(client, *mended))
    assert Case.objects.count() == 2, "the row that was registered before is not registered again"


def workbook(*rows: list[Any]) -> bytes:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(file)
    return file.getvalue()


def entity() -> bytes:
    file = io.BytesIO(workbook(["收件日期"]))
    with zipfile.ZipFile(file, "a") as parts:
        parts.writestr("xl/more.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "请选择"),
        (b"PK\x03\x04nonsense", "不是可以读取的"),
        (b"a,b,c\n1,2,3", "不是可以读取的"),
        (entity(), "不是可以读取的"),
        (workbook(["收件日期", "发明的列"]), "“发明的列”不在模板里"),
        (workbook(["收件日期", "收件日期"]), "出现了两次"),
        (workbook(["收件日期"]), "缺少标题"),
        (workbook(), "缺少标题"),
    ],
)
def test_what_is_no_sheet_of_ours(enter: Enter, content: bytes, said: str) -> None:
    page = send(enter("lifang"), content) if content else enter("lifang").post(PAGE, {})
    assert page.status_code == 422
    assert said in text(page)
    assert not Case.objects.exists()


def test_limits(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    client = enter("lifang")
    assert "没有要登记的行" in text(send(client, filled(client)))
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    assert "一次最多登记 2 行" in text(send(client, filled(client, RIGHT, RIGHT, RIGHT)))
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    assert send(client, filled(client, RIGHT)).status_code == 422
    assert not Case.objects.exists()


def test_who_may_not_register_is_told_who_may(enter: Enter) -> None:
    client = enter("chenjing")
    assert "进行" in text(client.get(PAGE))
    assert send(client, filled(client, RIGHT)).status_code == 200
    assert not Case.objects.exists()
    assert client.get("/desk/new/none/sheet/").status_code == 404
