"""Checking a letter that one holds: by the code that is printed on it, or by any copy of its file. Nothing of a copy is kept.

Wrong codes are counted as wrong receipt numbers are. A code that can't be one and one that is none get the same answer; the answer says openly
whether a letter is registered, so how long it takes tells nothing more, and after ten wrong codes nothing is looked for at all.
"""

from __future__ import annotations

import hashlib
import time
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fadu.cases.files import writing
from fadu.cases.intake import LARGEST
from fadu.letters.checking import check, find
from fadu.letters.codes import grouped, tidy
from fadu.portal import access

COPIES = 20
"""How many copies one address may have looked at within an hour: each costs as much as a hundred pages."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a copy; a code leads to its letter, a copy is looked at."""
    if request.method != "POST":
        return _page(request, {})
    copy = request.FILES.get("copy")
    if copy is not None:
        return _copy(request, copy)
    code = tidy(request.POST.get("code", ""))
    if "code" not in request.POST:
        return _page(request, {"faults": [("copy", _("请选择要核对的文件。"))]}, 422)
    if not code:
        return _page(request, {"faults": [("code", _("请填写核验码，在文书末页的左下角。"))]}, 422)
    return redirect("portal:letter-checked", code)


@never_cache
@require_safe
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """The register's entry of a code."""
    code = tidy(code)
    if access.held_up(request, code):
        return _page(request, {"faults": [("", _("输错次数太多，请一小时后再试。"))]}, 429)
    found = find(code)
    if found is None:
        access.count_wrong(request, code)
        fault = _(
            "登记中没有这个核验码。请对照文书再输一次；仍然没有的，这份文书不是本机关发出的，或者核验码被改动。"
        )
        return _page(request, {"faults": [("code", fault)], "code": code}, 404)
    return _page(request, {"found": found, "shown": grouped(code)})


def _copy(request: HttpRequest, copy: UploadedFile) -> HttpResponse:
    if not copy.size or copy.size > LARGEST:
        fault = _("文件超过 20 MB，没有核对。") if copy.size else _("文件是空的。请重新选择。")
        return _page(request, {"faults": [("copy", fault)]}, 413 if copy.size else 422)
    if _too_many(request):
        return _page(request, {"faults": [("", _("核对的文件太多，请一小时后再试。"))]}, 429)
    checked = check(copy.read())
    return _page(request, {"checked": checked, "found": checked.registered})


def _page(request: HttpRequest, told: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {"faults": [], "code": "", "found": None, "shown": "", "checked": None, "here": "letter-check", **told}
    response = render(request, "portal/checking.html", context, status=status)
    # A code found on a letter is for whoever holds the letter, not for search engines.
    response["X-Robots-Tag"] = "noindex"
    if status == 429:
        response["Retry-After"] = str(access.WITHIN)
    return response


def _too_many(request: HttpRequest) -> bool:
    """Whether this address has had its share within the hour; if not, counts one more."""
    address = get_adapter(request).get_client_ip(request) or ""
    counted, now = "portal:copies:" + hashlib.sha256(address.encode()).hexdigest(), time.time()
    times = [at for at in cache.get(counted, ()) if at > now - access.WITHIN]
    if len(times) >= COPIES:
        return True
    with writing():
        cache.set(counted, [*times, now], access.WITHIN)
    return False
