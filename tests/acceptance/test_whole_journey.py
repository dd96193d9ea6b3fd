"""From the request to the answer in two browsers: 补正, two consultations, an extension, a partial grant, service, and what 张明 sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.acceptance.conftest import DESK, PHONE, Visit
from tests.acceptance.portal.asking import ask, follow

from fadu.cases.models import Case
from fadu.cases.moments import today

pytestmark = pytest.mark.browser
LogIn = Callable[[Page, str], Page]
NoFaults = Callable[[Page], None]


class Official:
    """Somebody at the desk, at the one case there is."""

    def __init__(self, page: Page, uid: str) -> None:
        self.page, self.uid = page, uid

    def does(self, act: str, title: str, **fields: str) -> None:
        """Open the form of the act, fill it in, confirm it."""
        name, _, asked = act.partition("?")
        self.page.goto(f"/desk/cases/{self.uid}/do/{name}/?{asked}")
        for name, value in fields.items():
            self._fill(name.replace("__", "."), value)
        confirm = title if title.startswith("确认") else f"确认{title}"
        self.page.get_by_role("button", name=confirm, exact=True).click()
        expect(self.page.get_by_text(f"已办理：{title}。")).to_be_visible()

    def _fill(self, name: str, value: str) -> None:
        field = self.page.locator(f"main [name='{name}']").first
        if field.get_attribute("type") == "radio":
            self.page.locator(f"main [name='{name}'][value='{value}']").check()
        elif field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["1440", "390"])
def test_from_the_request_to_the_answer(
    visit: Visit, log_in: LogIn, no_faults: NoFaults, width: dict[str, int]
) -> None:
    citizen = visit(width)
    number, code = ask(citizen)
    uid = Case.objects.get().uid
    lifang, wangqiang, zhouming = (
        Official(log_in(visit(width), name), uid) for name in ("lifang", "wangqiang", "zhouming")
    )
    lifang.does("receive", "确认收到")
    last_day = (today() + timedelta(days=15)).isoformat()
    lifang.does("ask_correction", "告知补正", missing="请写明年度", correct_by=last_day)

    follow(citizen, number, code)
    expect(citizen.locator("#now")).to_contain_text("现在需要您“补正”")
    citizen.get_by_role("link", name="补正").click()
    citizen.get_by_label("补正的内容").fill("2025年度")
    citizen.get_by_role("button", name="确认补正").click()

    lifang.does("take_up", "开始办理")
    third = {"third_party__name": "某公司（示例）", "third_party__phone": "13900001234"}
    lifang.does("consult", "征求第三方意见", **third)
    lifang.does("consult_organ", "征求其他机关意见", organ="示例市某局")
    lifang.does("consult.reply", "第三方提出意见", opinion="不同意公开", opinion_reason="涉及商业秘密")
    lifang.does("consult_organ.reply", "其他机关提出意见", organ_opinion="无异议")
    wangqiang.does("extend", "延期答复", extend__units="20")
    lifang.does("send_up", "送审")
    zhouming.does("approve", "审核同意")
    wangqiang.does("answer", "答复", outcome="partly", reason="其余内容为商业秘密，依法不予公开。")
    lifang.does("fadu.serve?letter=答复书&channel=邮寄送达", "送达", tracking="XA00000000011")

    for page in (wangqiang.page, lifang.page):
        page.goto(f"/desk/cases/{uid}/")
        no_faults(page)
    citizen.reload()
    expect(citizen.locator("#now")).to_contain_text(re.compile("已于.*办结：部分公开"))
    expect(citizen.locator(".past")).to_contain_text("延期答复")
    expect(citizen.locator(".past")).to_contain_text("送达")
    no_faults(citizen)
