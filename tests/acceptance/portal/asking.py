"""How 张明 asks in a browser: page after page, and how he comes back to his case."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

WANTED = "2025年度公务接待费用支出明细"
Pages = Callable[[Page], None]


def nothing(page: Page) -> None:
    """Look at nothing."""


def begin(page: Page) -> None:
    """From the start page to the first question."""
    page.goto("/apply/disclosure/")
    page.get_by_role("link", name="开始填写").click()
    # A click comes back before the page is there, and what is counted on half a page is missing.
    page.wait_for_url("**/ask/**")


def answer(page: Page, look: Pages = nothing) -> None:
    """Answer every question, looking at every page, up to the page where all is checked."""
    begin(page)
    while "/ask/" in page.url:
        here = page.url
        look(page)
        _fill(page)
        with page.expect_navigation():
            page.get_by_role("button", name="继续").click()
        assert page.url != here, page.locator("main").inner_text()
    look(page)


def ask(page: Page, look: Pages = nothing) -> tuple[str, str]:
    """Apply, and give the number and the code of the receipt."""
    answer(page, look)
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url("**/receipt/")
    look(page)
    return page.locator("#receipt-number").inner_text(), page.locator("#receipt-code").inner_text()


def follow(page: Page, number: str, code: str) -> None:
    """To the case, with number and code."""
    page.goto("/progress/")
    page.get_by_label("回执号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    expect(page.locator("#now")).to_be_visible()


def _fill(page: Page) -> None:
    """Whatever stands on the page: words where words are asked for, the first choice where there is one; only what must be."""
    for name, value in (("applicant.name", "张明示例"), ("applicant.phone", "13800001234"), ("wanted", WANTED)):
        if (field := page.locator(f"[name='{name}']")).count():
            field.fill(value)
    for name in page.evaluate("[...new Set([...document.querySelectorAll('main [required]')].map(e => e.name))]"):
        first = page.locator(f"main [name='{name}']").first
        if first.get_attribute("type") == "radio":
            first.check()
        elif not first.input_value():
            first.fill("示例")
