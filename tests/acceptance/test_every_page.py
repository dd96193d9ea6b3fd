"""Every page of the public site and of the desk: whatever a link leads to is without a fault that axe-core finds, at both widths.

The pages are not listed: they are found by following links, so that a page made tomorrow is looked at tomorrow.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.urls import URLPattern, resolve
from playwright.sync_api import Error, Page
from tests.acceptance.conftest import DESK, PHONE, Visit
from tests.acceptance.portal.asking import answer, ask, follow

from fadu.cases.acts import open_case, perform
from fadu.cases.models import Case
from fadu.cases.moments import now, today
from fadu.desk.urls import urlpatterns as desk_urls
from fadu.letters.wordings import in_force, letter, propose
from fadu.people.directory import actor_of
from fadu.people.models import Person
from fadu.policy import Actor
from fadu.portal.urls import urlpatterns as portal_urls

pytestmark = pytest.mark.browser
NoFaults = Callable[[Page], None]
LINKS = "[...document.links].filter(a => !a.hasAttribute('download')).map(a => a.href)"
OPEN_ALL = "document.querySelectorAll('main details').forEach(each => each.open = true)"
REQUEST = {
    "applicant": {"kind": "公民", "name": "张明示例", "phone": "13800001234"},
    "wanted": "2022年度公务接待费用支出明细",
    "form": "邮寄",
    "kind": "自然人",
    "channel": "当面提交",
}


def handler(username: str = "lifang") -> Actor:
    return actor_of(Person.objects.get(username=username), today())


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["1440", "390"])
def test_public_pages(visit: Visit, no_faults: NoFaults, width: dict[str, int]) -> None:
    page = visit(width)
    seen = crawl(page, "/", no_faults)
    answer(page)
    page.goto("/apply/disclosure/later/")
    seen |= crawl(page, "/apply/disclosure/later/", no_faults)
    page.goto("/apply/disclosure/later/")
    page.get_by_role("button", name="删除草稿").click()
    number, code = ask(page)
    no_faults(page)
    uid = Case.objects.get().uid
    perform(uid, "receive", by=handler(), at=today(), source="desk")
    follow(page, number, code)
    seen |= crawl(page, urlsplit(page.url).path, no_faults)
    perform(uid, "take_up", by=handler(), at=today(), source="desk")
    perform(uid, "propose", by=handler(), at=today(), source="desk")
    perform(uid, "publish", by=handler("wangqiang"), at=today(), data={"for_all": "全年接待费用。"}, source="desk")
    perform(uid, "answer", by=handler(), at=today(), data={"outcome": "granted"}, source="desk")
    seen |= crawl(page, "/register/", no_faults)
    page.goto(f"/progress/{uid}/")
    no_faults(page)
    page.get_by_role("link", name="评价", exact=True).click()
    no_faults(page)
    page.get_by_label("不满意", exact=True).check()
    page.get_by_role("button", name="提交评价").click()
    page.wait_for_url("**/receipt/")
    no_faults(page)
    assert_all_seen(names(portal_urls, "portal"), seen)


@pytest.mark.parametrize("width", [DESK, PHONE], ids=["1440", "390"])
def test_pages_of_the_desk(
    visit: Visit, log_in: Callable[[Page, str], Page], no_faults: NoFaults, width: dict[str, int]
) -> None:
    done = open_case("disclosure", by=handler(), at=today(), data=REQUEST, source="desk")
    page = log_in(visit(width), "lifang")
    seen = crawl(page, "/desk/", no_faults)
    perform(done.uid, "receive", by=handler(), at=today(), source="desk")
    perform(done.uid, "take_up", by=handler(), at=today(), source="desk")
    seen |= crawl(page, f"/desk/cases/{done.uid}/", no_faults)
    receipt = letter("fadu_common", "登记回执")
    propose(receipt, in_force(receipt.pack, receipt.name, now()) + "\n特此告知。\n", "用语", handler())
    head = log_in(visit(width), "wangqiang")
    seen |= crawl(head, f"/desk/cases/{done.uid}/", no_faults)
    assert_all_seen(names(desk_urls, "desk"), seen)


ANSWERS_TO_POSTS = frozenset(
    {
        *(
            "portal:resume",
            "portal:discard",
            "portal:receipt",
            "portal:receipt-noted",
            "portal:leave",
            "portal:letter",
        ),
        *(
            "portal:search",
            "portal:evaluate",
            "portal:agree",
            "portal:kin",
            "portal:letter-checked",
            "desk:consent",
            "desk:notice",
            "desk:notices-read",
            "desk:proposal",
            "desk:register",
            "desk:views",
        ),
    }
)
"""Looked at in the journeys, where a form leads to them."""
FILES = frozenset(
    {
        *(
            "portal:signed-receipt",
            "portal:case-evidence",
            "portal:figures_data",
            "portal:health",
            "portal:receipt-pdf",
            "portal:published-file",
        ),
        *("desk:material", "desk:declaration", "desk:schema", "desk:figures_data", "desk:cases-sheet", "desk:law"),
        *("desk:register-sheet", "desk:evidence", "desk:behind"),
    }
)
"""No pages; or pages of what the office of this test has not (laws, figures with cases in them)."""


def crawl(page: Page, start: str, no_faults: NoFaults) -> set[str]:
    """Look at one page of every kind that links lead to from `start`, its folded parts opened; the names of their addresses."""
    waiting, seen, kinds = deque([start]), {start}, set()
    while waiting:
        address = waiting.popleft()
        match = resolve(urlsplit(address).path)
        kind = (match.view_name, match.kwargs.get("act", ""), match.kwargs.get("field", ""))
        if kind in kinds or match.view_name in FILES | {"preferences"} or match.namespace not in ("portal", "desk"):
            continue
        kinds.add(kind)
        try:
            answered = page.goto(address)
        except Error as file:
            # The browser says so of what it saves instead of showing it.
            if "Download is starting" not in str(file):
                raise
            continue
        assert answered, address
        if "text/html" not in answered.headers.get("content-type", ""):
            continue
        assert answered.status == 200, f"{address}: {answered.status}"
        page.evaluate(OPEN_ALL)
        no_faults(page)
        for link in page.evaluate(LINKS):
            found = urlsplit(link)._replace(fragment="")
            if found.netloc == urlsplit(page.url).netloc and not found.path.startswith("/static/"):
                local = found._replace(scheme="", netloc="").geturl()
                if local not in seen:
                    seen.add(local)
                    waiting.append(local)
    return {name for name, *_ in kinds}


def assert_all_seen(all_names: set[str], seen: set[str]) -> None:
    missed = sorted(all_names - seen - ANSWERS_TO_POSTS - FILES)
    assert not missed, f"no link leads to {missed}: lead there, or name it here as what only a form or a file is"


def names(patterns: list[URLPattern], face: str) -> set[str]:
    return {f"{face}:{each.name}" for each in patterns if isinstance(each, URLPattern)}
