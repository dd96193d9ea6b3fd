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


def submit(client: Client, **changed: str) -> HttpResponse:
    """Fill in the form as its page shows it, with what is changed, and send it."""
    key = key_in(client.get(APPLY))
    return client.post(APPLY, {**FILLED, "key": key, **changed})


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
