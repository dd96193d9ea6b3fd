"""What everybody may read of a decided request: the information that was included in active disclosure (政府信息公开条例第四十四条第一款)."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fadu.cases import files
from fadu.cases.origins import SAMPLE, origins
from fadu.cases.published import Published, published


@require_safe
def page(request: HttpRequest, anchor: str) -> HttpResponse:
    """The request's line in the register and what is published of it."""
    context = {"published": _of(anchor), "anchor": anchor, "sample": SAMPLE in origins(), "here": "register"}
    return render(request, "portal/published.html", context)


@require_safe
def file(request: HttpRequest, anchor: str, sha256: str) -> FileResponse:
    """A published file."""
    found = _of(anchor).file(sha256)
    if found is None:
        raise Http404(sha256)
    return FileResponse(
        files.open_stored(sha256), as_attachment=True, filename=found["name"], content_type=found["type"]
    )


def _of(anchor: str) -> Published:
    try:
        number = bytes.fromhex(anchor).decode()
    except ValueError:
        raise Http404(anchor) from None
    found = published(number, origins()) if number.isprintable() else None
    if found is None:
        raise Http404(anchor)
    return found
