"""What people do: ask, get a receipt, follow the case; without scripts, and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.acceptance.conftest import PHONE

from fadu.cases.acts import perform
from fadu.cases.models import Case
from fadu.cases.moments import today
from fadu.evidence.verify import main as verify
from fadu.policy import Actor

pytestmark = pytest.mark.browser
LIFANG = Actor("lifang", "李芳", "staff", frozenset({("handler", "secretariat")}), frozenset({"secretariat"}), 1)


def fill(page: Page) -> None:
    page.get_by_label("姓名或者名称").fill("张明示例")
    page.get_by_label("电话").fill("13800001234")
    page.get_by_label("所需信息的名称、文号或者特征描述").fill("2025年度公务接待费用支出明细")
    page.get_by_role("group", name="获取信息的方式").get_by_label("邮寄").check()
    page.get_by_role("group", name="申请人类型").get_by_label("自然人").check()


def ask(page: Page) -> tuple[str, str]:
    """Apply, and give the number and the code of the receipt."""
    page.goto("/apply/disclosure/")
    fill(page)
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url("**/receipt/")
    return page.locator("#receipt-number").inner_text(), page.locator("#receipt-code").inner_text()


def test_apply_without_scripts(visit: Callable[..., Page], no_faults: Callable[[Page], None]) -> None:
    page = visit(PHONE, scripts=False)
    number, code = ask(page)
    assert re.fullmatch(r"示外办公开〔\d{4}〕1号", number)
    page.get_by_role("button", name="已经记下").click()
    page.get_by_label("回执号").fill(number.replace("〔", "[").replace("〕", "]"))
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查询").click()
    expect(page.locator("#now")).to_contain_text("待确认")


def test_the_receipt_is_without_fault(page: Page, no_faults: Callable[[Page], None]) -> None:
    ask(page)
    no_faults(page)
    page.get_by_text("存证", exact=True).first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载签名回执").click()
    assert download.value.suggested_filename == "receipt.json"


def test_errors_lead_to_their_fields(page: Page, no_faults: Callable[[Page], None]) -> None:
    page.goto("/apply/disclosure/")
    page.get_by_role("button", name="提交申请").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    no_faults(page)
    summary.get_by_role("link", name="请填写“申请人”的姓名或者名称").click()
    expect(page.locator("[id='applicant.name']")).to_be_focused()
    fill(page)
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url("**/receipt/")


def test_the_whole_form_by_keyboard(page: Page) -> None:
    page.goto("/apply/disclosure/")
    page.locator("[id='applicant.kind']").focus()
    keys = page.keyboard
    keys.press("Tab")
    keys.type("张明示例")
    for _ in range(3):  # past the kind and number of an identity document
        keys.press("Tab")
    keys.type("13800001234")
    for _ in range(3):  # past e-mail and address
        keys.press("Tab")
    keys.type("2025年度公务接待费用支出明细")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Enter")
    page.wait_for_url("**/receipt/")


def test_follow_the_case_and_supplement_it(
    visit: Callable[..., Page], no_faults: Callable[[Page], None], tmp_path: Path
) -> None:
    page = visit()
    number, code = ask(page)
    uid = Case.objects.get().uid
    last_day = (today() + timedelta(days=20)).isoformat()
    perform(uid, "receive", by=LIFANG, at=today(), source="desk")
    asking = {"missing": "请写明年度", "correct_by": last_day}
    perform(uid, "ask_correction", by=LIFANG, at=today(), data=asking, source="desk")

    phone = visit(PHONE)
    for one in (page, phone):
        one.goto("/progress/")
        one.get_by_label("回执号").fill(number)
        one.get_by_label("查询码").fill(code)
        one.get_by_role("button", name="查询").click()
        expect(one.locator("#now")).to_contain_text("现在需要您“补正”")
        no_faults(one)
        for summary in one.locator("main summary").all():
            summary.click()
        no_faults(one)

    phone.get_by_role("link", name="补正").click()
    no_faults(phone)
    phone.get_by_label("补正的内容").fill("2025年度")
    phone.get_by_role("button", name="确认补正").click()
    expect(phone.get_by_role("status")).to_contain_text("已办理：补正")
    expect(phone.locator("#now")).to_contain_text("答复期限")
    no_faults(phone)

    # The other page does not know of it yet: it is told, and what was typed is kept.
    page.get_by_role("link", name="补正").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("补正")
    page.get_by_label("补正的内容").fill("又写了一遍")
    page.get_by_role("button", name="确认补正").click()
    expect(page.get_by_role("alert")).to_contain_text("只能在“待补正”环节进行")
    expect(page.get_by_label("补正的内容")).to_have_value("又写了一遍")
    no_faults(page)

    with phone.expect_download() as download:
        phone.locator("details.evidence summary").click()
        phone.get_by_role("link", name="下载本办件的存证").click()
    download.value.save_as(tmp_path / "mine.json")
    assert verify([str(tmp_path / "mine.json")]) == 0
    phone.get_by_role("button", name="退出查询").click()
    expect(phone.get_by_role("status")).to_contain_text("已退出")
