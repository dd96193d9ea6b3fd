"""How 张明 asks: what he fills in, and what the page says back; and how the office acts on it."""

from __future__ import annotations

import html
import re
from datetime import date

from django.http import HttpResponse
from django.test import Client

from fadu.cases.acts import Done, perform
from fadu.cases.models import Case
from fadu.policy import Actor

LIFANG = Actor("lifang", "李芳", "staff", frozenset({("handler", "secretariat")}), frozenset({"secretariat"}), 1)
APPLY = "/apply/disclosure/"
NAME, PHONE = "张明示例", "13800001234"
FILLED = {
    "applicant.kind": "公民",
    "applicant.name": NAME,
    "applicant.phone": PHONE,
    "wanted": "2022年度公务接待费用支出明细",
    "form": "邮寄",
    "kind": "自然人",
}


def key_in(page: HttpResponse) -> str:
    found = re.search(r'name="key" value="([0-9a-f]{64})"', text(page))
    assert found, "the form has no key"
    return found[1]


def text(page: HttpResponse) -> str:
    return html.unescape(page.content.decode())


def answer(client: Client, **changed: str) -> HttpResponse:
    """Answer page after page, with what is changed, up to the page where all is checked; or the first page that comes back."""
    filled, page = {**FILLED, **changed}, client.get(first_page(client))
    while page.status_code == 200 and "/ask/" in page.request["PATH_INFO"]:
        at = page.request["PATH_INFO"]
        here = {name: value for name, value in filled.items() if f'name="{name}"' in text(page)}
        strange = {name: value for name, value in changed.items() if name not in FILLED}
        sent = client.post(at, {**here, **strange})
        if sent.status_code != 302:
            return sent
        page = client.get(sent.headers["Location"])
    return page


def first_page(client: Client) -> str:
    """Where the button of the start page leads to."""
    found = re.search(rf'href="({APPLY}(?:ask/[^"]+|check/))"', text(client.get(APPLY)))
    assert found, "the form has no first page"
    return found[1]


def to_send(page: HttpResponse) -> dict[str, str]:
    """What the check page posts."""
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', text(page))
    assert seen, text(page)
    return {"key": key_in(page), "seen": seen[1]}


def submit(client: Client, **changed: str) -> HttpResponse:
    """Fill in the form page by page, with what is changed, and send it; or the page that came back because of what is wrong."""
    page = answer(client, **changed)
    return client.post(f"{APPLY}check/", to_send(page)) if page.status_code == 200 else page


def asked(client: Client) -> tuple[str, str]:
    """Number and query code of a request, as the receipt shows them."""
    assert submit(client).status_code == 302
    page = text(client.get("/receipt/"))
    number = re.search(r'id="receipt-number">([^<]+)<', page)
    code = re.search(r'id="receipt-code">([^<]+)<', page)
    assert number
    assert code
    return number[1], code[1]


def office(act: str, **data: object) -> Done:
    """李芳 does an act to the one case there is, today."""
    return perform(Case.objects.get().uid, act, by=LIFANG, at=date(2023, 9, 11), data=data, source="desk")


def look(client: Client, number: str, code: str, **more: str) -> str:
    """Enter number and code; the address of the case."""
    response = client.post("/progress/", {"number": number, "code": code}, **more)
    assert response.status_code == 302, text(response)
    return response.headers["Location"]
