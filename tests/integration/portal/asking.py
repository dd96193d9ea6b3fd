"""How 张明 asks: what he fills in, and what the page says back."""

from __future__ import annotations

import html
import re

from django.http import HttpResponse
from django.test import Client

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
