"""登记遮盖: a PDF is taken in, what must not be public is sought or drawn, and the blacked-out file is proved and entered in the case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from fadu.cases import files
from fadu.cases.acts import perform
from fadu.cases.case_view import CaseView, case_view, material_file
from fadu.cases.errors import ActError
from fadu.cases.filetypes import PDF
from fadu.cases.intake import Stored, check_upload
from fadu.cases.moments import today
from fadu.desk import access
from fadu.desk.whom import official
from fadu.faces import entry
from fadu.faces.speech import cited
from fadu.law.citation import Citation
from fadu.letters.redaction import (
    PATTERNS,
    Bar,
    Box,
    Hit,
    Page,
    Redacted,
    RedactionError,
    find,
    pages,
    picture,
    redact,
)
from fadu.policy import Actor
from fadu.procedure.declaration import ActRule, FieldRule
from fadu.procedure.say import say

KEPT_FOR = 24 * 60 * 60
SHOWN_DPI = 110
UNCHOSEN = 99
"""The place of a ground that nobody chose: no provision is taken for granted."""
AREA = re.compile(r"(\d{1,4}),(\d{1,4}),(\d{1,4}),(\d{1,4}),(\d{1,4}),(\d{1,2})")
FORMS = {
    "id_number": gettext_lazy("身份证号"),
    "mobile": gettext_lazy("手机号"),
    "telephone": gettext_lazy("固定电话"),
    "email": gettext_lazy("电子邮箱"),
    "card": gettext_lazy("银行卡号"),
    "passport": gettext_lazy("护照号"),
}


@dataclass(frozen=True)
class Marked:
    """A hit as shown: whether it is to be blacked out, and on which ground (its place in the field's list)."""

    hit: Hit
    ticked: bool
    ground: int


@dataclass(frozen=True)
class Area:
    """A rectangle that somebody drew, as the form holds it: page, thousandths of the page, place of the ground."""

    page: int
    box: Box
    ground: int
    value: str


@require_http_methods(["GET", "HEAD", "POST"])
@official
def redacting(request: HttpRequest, actor: Actor, uid: str, act: str) -> HttpResponse:
    """Take in a file (`open`), seek in it and show what is marked (`find`), black it out and enter it in the case (`make`)."""
    view = case_view(actor, uid)
    rule, field = _asked(view, act)
    error: ActError | None = None
    if request.method == "POST" and request.POST.get("do") == "open":
        try:
            return redirect(f"{request.path}?file={_taken(request, actor, view, rule)}")
        except ActError as refused:
            error = refused
    token = request.POST.get("file") or request.GET.get("file", "")
    if not token:
        return _page(request, view, rule, field, error=error)
    file = _file(token, actor, view, rule)
    access.note(actor, uid, f"file:{file['name'][:60]}")
    content = files.read(file["sha256"])
    areas: tuple[Area, ...] = ()
    marked = _marked(request, content)
    try:
        areas = _areas(request, len(field.grounds))
        if request.method == "POST" and request.POST.get("do") == "make":
            made = redact(content, _bars(field, marked, areas), [m.hit.text for m in marked if m.ticked])
            _enter(request, actor, view, rule, field, file["name"], made)
            messages.success(
                request,
                _("已遮盖并核验：%(bars)s 处，%(pages)s 页。")
                % {"bars": len(made.bars), "pages": len(made.pictures)},
            )
            return redirect("desk:case", uid)
    except ActError as refused:
        error = refused
    return _page(request, view, rule, field, token, file, pages(content), marked, areas, error)


@require_safe
@official
def preview(request: HttpRequest, actor: Actor, uid: str, act: str, file: str, page: int) -> HttpResponse:
    """A page of the file as a picture."""
    view = case_view(actor, uid)
    rule, _field = _asked(view, act)
    kept = _file(file, actor, view, rule)
    try:
        shown = picture(files.read(kept["sha256"]), page, SHOWN_DPI)
    except (IndexError, RedactionError):
        raise Http404(str(page)) from None
    return HttpResponse(shown.png(), content_type="image/png")


def _asked(view: CaseView, act: str) -> tuple[ActRule, FieldRule]:
    """The act and its field for a redacted file. Raises Http404 for any other act, and for somebody who doesn't handle the case."""
    rule = view.declaration.act.get(act)
    asked = (view.declaration.field[f] for f in (rule.asks if rule else ()) if f in view.declaration.field)
    field = next((f for f in asked if f.grounds), None)
    if rule is None or field is None or "personal" not in view.view.permitted:
        raise Http404(act)
    return rule, field


def _taken(request: HttpRequest, actor: Actor, view: CaseView, rule: ActRule) -> str:
    """The note of a file that came with the form, or lies in the case."""
    sent, material = request.FILES.get("pdf"), request.POST.get("material", "")
    if sent is not None:
        stored = check_upload(sent.name or "", cast(BinaryIO, sent.file))
    elif material.isascii() and material.isdigit() and len(material) < 12:
        found = material_file(actor, view.uid, int(material))
        stored = Stored(found.sha256, found.title, found.size, found.media_type)
    else:
        raise ActError(say("没有选择文件"), say("选择一个 PDF 文件。"))
    if stored.media_type != PDF:
        raise ActError(say("只能遮盖 PDF 文件"), say("先另存为 PDF，再上传。"))
    pages(files.read(stored.sha256))
    return signing.dumps({"sha256": stored.sha256, "name": stored.name}, salt=_salt(actor, view, rule), compress=True)


def _file(token: str, actor: Actor, view: CaseView, rule: ActRule) -> dict[str, str]:
    try:
        found: dict[str, str] = signing.loads(token, salt=_salt(actor, view, rule), max_age=KEPT_FOR)
    except signing.BadSignature:
        raise Http404("file") from None
    return found


def _salt(actor: Actor, view: CaseView, rule: ActRule) -> str:
    return f"redact|{actor.id}|{view.uid}|{rule.id}"


def _marked(request: HttpRequest, content: bytes) -> tuple[Marked, ...]:
    """What is found, ticked unless somebody took the tick away."""
    words = [w.strip() for w in request.POST.get("words", "").splitlines() if w.strip()][:100]
    forms = [p for p in request.POST.getlist("pattern") if p in PATTERNS]
    if not words and not forms:
        return ()
    shown, ticked = set(request.POST.getlist("shown")), set(request.POST.getlist("hit"))
    general = _number(request.POST.get("ground", ""), UNCHOSEN)
    return tuple(
        Marked(
            hit,
            hit.key in ticked or hit.key not in shown,
            _number(request.POST.get(f"ground.{hit.key}", ""), general),
        )
        for hit in find(content, words, forms)
    )


def _areas(request: HttpRequest, grounds: int) -> tuple[Area, ...]:
    """The rectangles drawn, and the one whose numbers were typed in."""
    typed = [request.POST.get(f"new.{part}", "").strip() for part in ("page", "left", "top", "right", "bottom")]
    values = list(request.POST.getlist("area"))
    if all(typed):
        numbers = ",".join([typed[0], *(t + "0" for t in typed[1:])])
        values.append(f"{numbers},{_number(request.POST.get('ground', ''), UNCHOSEN)}")
    elif any(typed):
        raise ActError(say("画框的数字不全"), say("页码和左、上、右、下四个百分数都要填。"))
    return tuple(_area(value, grounds) for value in dict.fromkeys(values))


def _area(value: str, grounds: int) -> Area:
    match = AREA.fullmatch(value)
    try:
        if match is None:
            raise ValueError(value)
        page, left, top, right, bottom, ground = map(int, match.groups())
        box = Box(left / 1000, top / 1000, right / 1000, bottom / 1000)
    except ValueError:
        raise ActError(say("画框不在页面之内"), say("左小于右，上小于下，都在 0 至 100 之间。")) from None
    return Area(page, box, ground if ground < grounds else UNCHOSEN, value)


def _bars(field: FieldRule, marked: Iterable[Marked], areas: Iterable[Area]) -> list[Bar]:
    """The bars, each with its ground. Raises ActError if one has none."""
    placed = [(m.hit.page, box, m.ground) for m in marked if m.ticked for box in m.hit.boxes]
    placed += [(a.page, a.box, a.ground) for a in areas]
    if any(ground >= len(field.grounds) for _page, _box, ground in placed):
        raise ActError(say("有的遮盖处没有写明依据"), say("给每一处选定依据，再遮盖。"))
    return [Bar(page, box, field.grounds[ground]) for page, box, ground in placed]


def _enter(
    request: HttpRequest, actor: Actor, view: CaseView, rule: ActRule, field: FieldRule, name: str, made: Redacted
) -> None:
    """The act, with the new file and the list of its bars, which says nothing of what was under them."""
    sha = files.put(made.pdf)
    title = name.removesuffix(".pdf")[:150] + "-redacted.pdf"
    data: dict[str, Any] = {field.id: {"sha256": sha, "name": title, "size": len(made.pdf), "type": PDF}}
    if field.proof:
        data[field.proof] = listed(made)
    key = entry.idem(entry.key_of(request), f"{view.uid}|{rule.id}|{sha}")
    perform(view.uid, rule.id, by=actor, at=today(), data=data, source="desk", idem=key)


def listed(made: Redacted) -> str:
    """The proof as the record keeps it: how many bars on which page by which provision, the pages that are pictures, both hashes."""
    counted: dict[tuple[int, str], int] = {}
    for bar in made.bars:
        counted[bar.page, bar.ground] = counted.get((bar.page, bar.ground), 0) + 1
    lines = [f"第{page}页 {n}处：{Citation.from_key(ground).zh()}" for (page, ground), n in sorted(counted.items())]
    pictures = "、".join(str(n) for n in made.pictures)
    return "\n".join(
        [
            *lines,
            f"共{made.pages}页，其中第{pictures}页已转为图像，不含文字；文件不含元数据、批注、附件、脚本、图层和以前保存的版本。",
            "核验：两种读取程序重新提取，遮盖处和所查词语均不能读出，遮盖处逐点为黑色。",
            f"遮盖前 SHA-256：{made.before}",
            f"遮盖后 SHA-256：{made.after}",
        ]
    )


def _page(
    request: HttpRequest,
    view: CaseView,
    rule: ActRule,
    field: FieldRule,
    token: str = "",
    file: dict[str, str] | None = None,
    shown: Sequence[Page] = (),
    marked: Sequence[Marked] = (),
    areas: Sequence[Area] = (),
    error: ActError | None = None,
) -> HttpResponse:
    context = {
        "view": view,
        "act": rule,
        "token": token,
        "file": file,
        "pages": shown,
        "marked": marked,
        "areas": areas,
        "grounds": [(n, key, cited(replace(Citation.from_key(key), law=""))) for n, key in enumerate(field.grounds)],
        "ground": _number(request.POST.get("ground", ""), UNCHOSEN),
        "unchosen": UNCHOSEN,
        "missing": _missing(request, marked),
        "forms_known": FORMS.items(),
        "forms_asked": request.POST.getlist("pattern"),
        "words": request.POST.get("words", ""),
        "sought": bool(request.POST.get("words", "").strip() or request.POST.getlist("pattern")),
        "pdfs": [m for m in view.materials if m.media_type == PDF],
        "refusal": entry.refusal(error, ()) if error else None,
        "key": entry.new_key(),
        "here": "cases",
    }
    return render(request, "desk/answering/redact.html", context, status=error.status if error else 200)


def _missing(request: HttpRequest, marked: Iterable[Marked]) -> list[str]:
    """The words that were sought and stand nowhere in the text."""
    found = {"".join(m.hit.text.split()).casefold() for m in marked}
    words = filter(None, map(str.strip, request.POST.get("words", "").splitlines()))
    return [word for word in words if "".join(word.split()).casefold() not in found]


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else otherwise
