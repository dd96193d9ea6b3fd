"""The whole way with Tab, Enter, Space and typing alone: ask, confirm at the desk, follow the case."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.acceptance.conftest import DESK, PHONE, SAMPLE_PASSWORD, Visit
from tests.acceptance.portal.asking import WANTED

pytestmark = pytest.mark.browser
HERE = """() => {
    const at = document.activeElement;
    const label = at.labels && at.labels[0];
    return [at.name || "", (at.getAttribute("aria-label") || (label ? label.innerText : at.innerText) || "").trim()];
}"""
SEEN = """() => {
    const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.height > 0;
}"""
FARTHEST = 80


def tab_to(page: Page, what: str) -> None:
    """Press Tab until the control of that name, or with these words, has the focus; the focus is to be seen all the way."""
    passed = []
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here[1] or here[0]:
            assert page.evaluate(SEEN), f"the focus on {here} is not to be seen"
        if what in here:
            return
        passed.append(here)
    raise AssertionError(f"Tab does not lead to “{what}”, but to {passed}")


def enter(page: Page, what: str) -> None:
    """Go to it and press Enter; a new page follows."""
    tab_to(page, what)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def skip(page: Page) -> None:
    """The first stop of every page leads past its head."""
    page.keyboard.press("Tab")
    assert page.evaluate(HERE)[1] == "跳到正文"
    page.keyboard.press("Enter")


def write(page: Page, field: str, words: str) -> None:
    tab_to(page, field)
    page.keyboard.type(words)


def apply(page: Page) -> tuple[str, str]:
    page.goto("/apply/disclosure/")
    skip(page)
    enter(page, "开始填写")
    while "/ask/" in page.url:
        skip(page)
        for field, words in (("applicant.name", "张明示例"), ("applicant.phone", "13800001234"), ("wanted", WANTED)):
            if page.locator(f"[name='{field}']").count():
                write(page, field, words)
        for field in ("form", "kind"):
            if page.locator(f"main [name='{field}']").count():
                tab_to(page, field)
                page.keyboard.press("Space")
        enter(page, "继续")
    enter(page, "提交申请")
    page.wait_for_url("**/receipt/")
    return page.locator("#receipt-number").inner_text(), page.locator("#receipt-code").inner_text()


def confirm(page: Page, number: str) -> None:
    """李芳 logs in and confirms that the request was received."""
    page.goto("/accounts/login/")
    write(page, "login", "lifang")
    write(page, "password", SAMPLE_PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto("/desk/cases/")
    skip(page)
    enter(page, number)
    skip(page)
    enter(page, "确认收到")
    skip(page)
    enter(page, "确认收到")
    expect(page.get_by_text("已办理：确认收到。")).to_be_visible()


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["1440", "390"])
def test_ask_confirm_and_follow_by_keyboard_alone(visit: Visit, width: dict[str, int]) -> None:
    page = visit(width)
    number, code = apply(page)
    confirm(visit(DESK), number)
    page.goto("/progress/")
    skip(page)
    write(page, "number", number)
    write(page, "code", code)
    enter(page, "查询")
    expect(page.locator("#now")).to_contain_text("已收到")
    skip(page)
    enter(page, "撤回申请")
    skip(page)
    enter(page, "确认撤回申请")
    expect(page.locator("#now")).to_contain_text("已撤回")
