"""What people do: ask, go on later, get a receipt, follow the case and supplement it; without scripts, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.acceptance.conftest import DESK, PHONE, Visit
from tests.acceptance.portal.asking import WANTED, answer, ask, begin, follow

from fadu.cases.acts import perform
from fadu.cases.models import Case
from fadu.cases.moments import today
from fadu.evidence.verify import main as verify
from fadu.policy import Actor

pytestmark = pytest.mark.browser
LIFANG = Actor("lifang", "李芳", "staff", frozenset({("handler", "secretariat")}), frozenset({"secretariat"}), 1)
NoFaults = Callable[[Page], None]


def test_apply_without_scripts(visit: Visit) -> None:
    page = visit(PHONE, scripts=False)
    number, code = ask(page)
    assert re.fullmatch(r"示外办公开〔\d{4}〕1号", number)
    page.get_by_role("button", name="已经记下").click()
    page.get_by_label("回执号").fill(number.replace("〔", "[").replace("〕", "]"))
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查询").click()
    expect(page.locator("#now")).to_contain_text("待确认")


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["1440", "390"])
def test_every_page_of_the_form_is_without_fault(visit: Visit, no_faults: NoFaults, width: dict[str, int]) -> None:
    page = visit(width)
    ask(page, no_faults)
    page.get_by_text("存证", exact=True).first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载签名回执").click()
    assert download.value.suggested_filename == "receipt.json"


def test_errors_lead_to_their_fields(page: Page, no_faults: NoFaults) -> None:
    begin(page)
    page.get_by_role("button", name="继续").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^有误："))
    no_faults(page)
    summary.get_by_role("link", name="请填写“申请人”的姓名或者名称").click()
    expect(page.locator("[id='applicant.name']")).to_be_focused()


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["1440", "390"])
def test_go_on_later_from_elsewhere(visit: Visit, no_faults: NoFaults, width: dict[str, int]) -> None:
    page = visit(width)
    begin(page)
    page.get_by_label("姓名或者名称").fill("张明示例")
    page.get_by_role("button", name="保存，以后再填").click()
    no_faults(page)
    code = page.locator("#draft-code").inner_text()

    other = visit(width)
    other.goto("/apply/disclosure/")
    other.get_by_text("用草稿码接着填").click()
    no_faults(other)
    other.get_by_label("草稿码").fill("AAAAA-AAAAA")
    other.get_by_role("button", name="接着填写").click()
    expect(other.get_by_role("alert")).to_be_focused()
    no_faults(other)
    other.get_by_label("草稿码").fill(code)
    other.get_by_role("button", name="接着填写").click()
    expect(other.get_by_label("姓名或者名称")).to_have_value("张明示例")
    other.goto("/apply/disclosure/")
    no_faults(other)
    other.get_by_role("button", name="删除草稿").click()
    expect(other.get_by_role("status")).to_contain_text("草稿已经删除")
    no_faults(other)


def test_change_an_answer_before_sending(page: Page) -> None:
    answer(page)
    page.get_by_role("link", name=re.compile("更改.*所需信息的名称")).click()
    expect(page.get_by_label("所需信息的名称、文号或者特征描述")).to_have_value(WANTED)
    page.get_by_label("所需信息的名称、文号或者特征描述").fill("2024年度的决算")
    page.get_by_role("button", name="保存，回到核对").click()
    expect(page.locator(".checked")).to_contain_text("2024年度的决算")
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url("**/receipt/")
    assert Case.objects.get().heading == "2024年度的决算"


def test_follow_the_case_and_supplement_it(visit: Visit, no_faults: NoFaults, tmp_path: Path) -> None:
    page = visit()
    number, code = ask(page)
    uid = Case.objects.get().uid
    last_day = (today() + timedelta(days=20)).isoformat()
    perform(uid, "receive", by=LIFANG, at=today(), source="desk")
    asking = {"missing": "请写明年度", "correct_by": last_day}
    perform(uid, "ask_correction", by=LIFANG, at=today(), data=asking, source="desk")

    phone = visit(PHONE)
    for one in (page, phone):
        follow(one, number, code)
        expect(one.locator("#now")).to_contain_text("现在需要您“补正”")
        no_faults(one)
        for summary in one.locator("main summary").all():
            summary.click()
        no_faults(one)

    page.get_by_role("link", name="补正").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("补正")
    page.get_by_label("补正的内容").fill("又写了一遍")

    phone.get_by_role("link", name="补正").click()
    no_faults(phone)
    phone.get_by_label("补正的内容").fill("2025年度")
    phone.get_by_role("button", name="确认补正").click()
    expect(phone.get_by_role("status")).to_contain_text("已办理：补正")
    expect(phone.locator("#now")).to_contain_text("答复期限")
    no_faults(phone)

    # The other page does not know of it yet: it is told, and what was typed is kept.
    page.get_by_role("button", name="确认补正").click()
    expect(page.get_by_role("alert")).to_contain_text("此案卷已有新的行为：补正")
    expect(page.get_by_label("补正的内容")).to_have_value("又写了一遍")
    no_faults(page)

    with phone.expect_download() as download:
        phone.locator("details.evidence summary").click()
        phone.get_by_role("link", name="下载本办件的存证").click()
    download.value.save_as(tmp_path / "mine.json")
    assert verify([str(tmp_path / "mine.json")]) == 0
    phone.get_by_role("link", name="撤回申请").click()
    no_faults(phone)
    phone.get_by_role("button", name="确认撤回申请").click()
    expect(phone.locator("#now")).to_contain_text("已撤回")
    phone.get_by_role("button", name="退出查询").click()
    expect(phone.get_by_role("status")).to_contain_text("已退出")
