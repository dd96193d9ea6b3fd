"""An official's day in a real browser: from the task to the answer, at both widths, by keyboard, and without a fault of access."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from tests.acceptance.conftest import DESK, PHONE, Visit

from fadu.cases.acts import Done, open_case
from fadu.cases.moments import today
from fadu.people.directory import actor_of
from fadu.people.models import Person

LogIn = Callable[[Page, str], Page]
REQUEST = {
    "applicant": {"kind": "公民", "name": "张明示例", "phone": "13800001234"},
    "wanted": "2022年度公务接待费用支出明细",
    "form": "邮寄",
    "kind": "自然人",
    "channel": "当面提交",
}


@pytest.fixture
def asked(site: str) -> Done:
    """A request that came by hand today."""
    assert settings.FADU.mode == "demo"
    officer = actor_of(Person.objects.get(username="lifang"), today())
    return open_case("disclosure", by=officer, at=today(), data=REQUEST, source="desk")


def act(page: Page, title: str) -> None:
    """Press the act on the case page, then confirm it on its form."""
    page.get_by_role("link", name=title, exact=True).click()
    page.get_by_role("button", name=title if title.startswith("确认") else f"确认{title}").click()
    expect(page.get_by_text(f"已办理：{title}。")).to_be_visible()


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["1440", "390"])
def test_from_the_task_to_the_answer(visit: Visit, log_in: LogIn, asked: Done, width: dict[str, int]) -> None:
    page = log_in(visit(width), "lifang")
    page.get_by_role("link", name=re.compile("公务接待费用")).click()
    for title in ("确认收到", "开始办理", "送审"):
        act(page, title)
    reviewer = log_in(visit(width), "zhouming")
    reviewer.goto(f"/desk/cases/{asked.uid}/")
    act(reviewer, "审核同意")
    page.reload()
    page.get_by_role("link", name="答复", exact=True).click()
    page.get_by_label("予以公开", exact=True).check()
    page.get_by_label(re.compile("答复的理由")).fill("依法予以公开，内容附后。")
    page.get_by_role("button", name="确认答复").click()
    expect(page.get_by_text("已办理：答复。")).to_be_visible()
    expect(page.get_by_text("予以公开").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width["width"]


def test_a_refusal_says_why_and_keeps_what_was_typed(page: Page, log_in: LogIn, asked: Done) -> None:
    log_in(page, "lifang")
    page.goto(f"/desk/cases/{asked.uid}/do/ask_correction/")
    page.get_by_label("需要补正的事项").fill("请写明年度")
    page.get_by_role("button", name="确认告知补正").click()
    expect(page.get_by_label("需要补正的事项")).to_have_value("请写明年度")
    expect(page.get_by_role("alert")).to_contain_text("补正期限")


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["1440", "390"])
def test_what_was_typed_outlives_the_log_in(
    visit: Visit, log_in: LogIn, no_faults: Callable[[Page], None], asked: Done, width: dict[str, int]
) -> None:
    page = log_in(visit(width), "lifang")
    page.goto(f"/desk/cases/{asked.uid}/do/fadu.clerical/")
    page.get_by_label("补记的内容").fill("写了很久的补记")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="确认补记").click()
    expect(page.get_by_role("heading", name="登录已经失效")).to_be_visible()
    no_faults(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width["width"]
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="在新窗口重新进入").click()
    log_in(opened.value, "lifang")
    # The page belongs to the log-in before: it comes back once more, with a token of this one.
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_role("heading", name="这一页已经过时")).to_be_visible()
    no_faults(page)
    page.get_by_role("button", name="再试一次").click()
    expect(page.get_by_text("已办理：补记。")).to_be_visible()
    expect(page.get_by_text("写了很久的补记").first).to_be_visible()


def test_by_keyboard_alone(page: Page, log_in: LogIn, asked: Done) -> None:
    log_in(page, "lifang")
    page.goto(f"/desk/cases/{asked.uid}/")
    _tab_to(page, "确认收到")
    page.keyboard.press("Enter")
    page.wait_for_url("**/do/receive/")
    _tab_to(page, "确认收到")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已办理：确认收到。")).to_be_visible()


def _tab_to(page: Page, words: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").strip() == words:
            return
    raise AssertionError(f"Tab does not lead to “{words}”")


PAGES = (
    "",
    "cases/",
    "cases/{uid}/",
    "cases/{uid}/do/receive/",
    "cases/{uid}/do/fadu.serve/",
    "cases/{uid}/correct/",
    "new/disclosure/",
    "procedures/",
    "procedures/disclosure/",
    "laws/",
    "figures/{year}/",
    "figures/{year}/disclosure.received/all/",
    "outbox/",
    "deputies/",
)


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["1440", "390"])
def test_no_page_has_a_fault(
    visit: Visit, log_in: LogIn, asked: Done, no_faults: Callable[[Page], None], width: dict[str, int]
) -> None:
    page = log_in(visit(width), "lifang")
    for address in PAGES:
        page.goto("/desk/" + address.format(uid=asked.uid, year=today().year))
        no_faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width["width"], address


def test_the_desk_speaks_english(visit: Visit, log_in: LogIn, asked: Done) -> None:
    page = log_in(visit(locale="en-GB"), "lifang")
    page.goto(f"/preferences?language=en&next=/desk/cases/{asked.uid}/")
    page.goto(f"/desk/cases/{asked.uid}/")
    expect(page.get_by_role("heading", name="What you may do now")).to_be_visible()
