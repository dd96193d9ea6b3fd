"""A reader who opens everything within reach: every link, every search form, and every address that can name a case.

What is packed is unpacked: the pages of a PDF, the sheets of a workbook, the members of an archive.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from fadu.letters.pdfium import reading

LINK = re.compile(r'(?:href|src|action)="([^"]+)"')
CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")
NOT_READ = re.compile(r"/static/|/preferences|/accounts/|/progress/leave|.*/(?!2023/)20\d\d/")
"""What says nothing of cases; and the years in which there were none: what is said of 2023 is said of them in the same words."""
MOST = 700
"""Pages at most; a reader who has not come to the end by then fails the test, so that nothing remains unread in silence."""


class Endless(AssertionError):
    """More pages than a small office can have: some link leads on for ever."""


def addresses(pattern: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every address of the office as its pattern is written: desk/cases/<str:uid>/."""
    for each in (pattern or get_resolver()).url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, route)
        elif isinstance(each, URLPattern):
            yield "/" + route


def named(values: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Every address whose gaps these values can fill, filled in every way."""
    found: list[str] = []
    for address in addresses():
        filled = [address]
        for gap in CONVERTER.finditer(address):
            filled = [f.replace(gap[0], value) for f in filled for value in values.get(gap[1], ())]
        found += filled
    return found


def read_all(client: Client, start: tuple[str, ...]) -> dict[str, str]:
    """The text of every page that can be come to from `start` by following what the pages offer, by address."""
    waiting, read = list(dict.fromkeys(start)), dict[str, str]()
    while waiting:
        address = waiting.pop(0)
        if address in read:
            continue
        if len(read) >= MOST:
            raise Endless(address)
        response = client.get(address)
        assert response.status_code < 500, address
        read[address] = _text(response)
        if response.status_code in (301, 302):
            waiting.append(_local(address, response.headers["Location"]))
        elif response.headers.get("Content-Type", "").startswith("text/html"):
            waiting += [_local(address, html.unescape(link)) for link in LINK.findall(read[address])]
        waiting = [w for w in dict.fromkeys(waiting) if w and w not in read and not NOT_READ.match(w)]
    return read


def _local(address: str, link: str) -> str:
    """The link as an address of the office; "" if it leads elsewhere."""
    parts = urlsplit(urljoin(f"http://testserver{address}", link))
    if parts.netloc != "testserver" or parts.scheme != "http":
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _text(response: HttpResponse) -> str:
    content = bytes(response.getvalue() if response.streaming else response.content)  # type: ignore[attr-defined]
    return html.unescape(unpacked(content)) + str(response.headers)


def unpacked(content: bytes) -> str:
    """Everything that can be read in a file, whatever it is packed in. Lines are joined: a word broken in two is still that word."""
    if content.startswith(b"%PDF-"):
        with reading(content) as file:
            pages = "".join(page.get_textpage().get_text_range() for page in file)
        return pages.replace("\r", "").replace("\n", "") + content.decode("utf-8", "replace")
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(name + unpacked(archive.read(name)) for name in archive.namelist())
    return content.decode("utf-8", "replace")
