"""A version of a reply as a page to read and as a working copy for Word or WPS, and a working copy read back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fadu.cases.case_view import CaseView, case_view
from fadu.cases.filetypes import DOCX, Unreadable, media_type, words
from fadu.cases.intake import LARGEST, UploadRefused
from fadu.cases.markings import is_marked
from fadu.cases.moments import today
from fadu.cases.unseen import runs_by_itself, unseen
from fadu.desk import access
from fadu.desk.answering import page
from fadu.desk.models import Access
from fadu.desk.whom import official
from fadu.later import Later
from fadu.letters import html
from fadu.letters.blocks import Document
from fadu.letters.drafting import read
from fadu.letters.errors import LetterError
from fadu.letters.making import letter
from fadu.letters.versions import Version, versions
from fadu.policy import Actor
from fadu.procedure.say import say

if TYPE_CHECKING:
    from fadu.letters import word, wordin
else:
    word, wordin = Later("fadu.letters.word"), Later("fadu.letters.wordin")


@require_safe
@official
def as_page(request: HttpRequest, actor: Actor, uid: str, seq: int) -> HttpResponse:
    """The version as the letter that it would be, as a page: it can be enlarged and read aloud."""
    view, version = _found(request, actor, uid, seq)
    context = {
        "view": view,
        "version": version,
        "label": page.label,
        "article": html.render(document(view, version, today())),
        "here": "cases",
    }
    return render(request, "desk/answering/read.html", context)


@require_safe
@official
def as_word(request: HttpRequest, actor: Actor, uid: str, seq: int) -> HttpResponse:
    """The version as docx, with named styles."""
    view, version = _found(request, actor, uid, seq)
    made = HttpResponse(word.write(document(view, version, today())), content_type=DOCX)
    name = quote(f"{view.number} {page.decides(view).letter} {seq}.docx")
    made["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return made


def document(view: CaseView, version: Version, day: date) -> Document:
    """The letter of the version, dated that day."""
    values = {"outcome": version.outcome, **(version.fields or {})}
    rule = page.decides(view)
    return letter(page.record(view, rule, day, values), read(rule.letter, version.text))


def text_of(stream: BinaryIO) -> str:
    """The text of a working copy: title, addressee, paragraphs. Nothing of the file is kept.

    Raises:
        UploadRefused: too large, no docx, unreadable, or marked as a State secret.
    """
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise UploadRefused(say("文件超过 20 MB"), say("只上传工作稿本身。"), status=413)
    if media_type(content) != DOCX:
        raise UploadRefused(say("这不是 Word 工作稿（docx）"), say("另存为 .docx 后再读回。"), status=415)
    if runs_by_itself(content, DOCX):
        raise UploadRefused(
            say("不接收带有宏或者脚本、打开时会自动运行的文件"), say("另存为不带宏的文件后再读回。"), status=415
        )
    try:
        if is_marked(f"{words(content, DOCX)}\n{unseen(content, DOCX)}"):
            raise UploadRefused(
                say("文件带有密级标志。本系统为非涉密系统，不得上传国家秘密"),
                say("请转线下办理；此文件的内容和名称都没有保存。"),
            )
        found = wordin.read(content)
    except (Unreadable, LetterError):
        raise UploadRefused(
            say("工作稿读不出来：已损坏，或者没有标题和正文"), say("从本页重新下载工作稿，在其中修改。")
        ) from None
    return "\n\n".join(line for line in (found.title, found.addressee, *found.paragraphs) if line)


def _found(request: HttpRequest, actor: Actor, uid: str, seq: int) -> tuple[CaseView, Version]:
    view = case_view(actor, uid)
    rule = page.decides(view)
    version = next((v for v in versions(view) if v.act == rule.id and v.seq == seq and not v.erased), None)
    if version is None:
        raise Http404(uid)
    access.note(actor, uid, Access.PAGE)
    return view, version
