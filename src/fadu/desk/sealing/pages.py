"""用印登记簿: what waits for a seal, what was sealed, by whom and for whom; the page on which the seal is put on; the register as CSV."""

from __future__ import annotations

import csv
import io

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_  # noqa: N812 (the name that extraction looks for)
from django.views.decorators.http import require_http_methods, require_safe

from fadu.cases.case_view import material_file
from fadu.cases.errors import ActError
from fadu.cases.intake import LARGEST
from fadu.cases.origins import origins
from fadu.desk.whom import official
from fadu.faces import entry
from fadu.faces.keeping import keeps_what_was_typed
from fadu.letters.sealing.applying import apply_seal
from fadu.letters.sealing.examining import roots
from fadu.letters.sealing.keeping import LETTERS
from fadu.letters.sealing.providers import EXTERNAL, LOCAL, MANUAL, PAPER, TITLES, office_name
from fadu.letters.sealing.register import uses, waiting
from fadu.policy import Actor
from fadu.procedure.builtin import SEAL
from fadu.procedure.say import say

HINTS = {
    LOCAL: N_(
        "系统在署名和成文日期上加盖测试印章（样章），带时间戳，用印后文件不能再改。测试印章不是法律上的电子印章。"
    ),
    EXTERNAL: N_("文件送到印章平台的交换文件夹；平台送回后，再按一次“用印”，核对文字无误即登记。"),
    MANUAL: N_("下载核定的文书，在别处用印后上传。系统逐字核对，与核定的文本不同的不收。"),
    PAPER: N_("打印核定的文书，加盖实物印章后登记。系统只记录何人何时用印。"),
}
"""What happens when the seal is put on, by the way of sealing (msgids)."""
MOST = 10_000


@require_safe
@official
def register(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits, and what was sealed; both open down to the case."""
    context = {
        "waiting": waiting(actor, origins(), _number(request, "waiting")),
        "used": uses(actor, origins(), _number(request, "used")),
        "first": bool(request.GET),
        "keeper": keeps(actor),
        "rooted": bool(roots()),
        "way": TITLES[settings.FADU.seal],
        "titles": TITLES,
        "here": "seals",
    }
    return render(request, "desk/sealing/register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_what_was_typed
@official
def seal(request: HttpRequest, actor: Actor, uid: str, id: int) -> HttpResponse:
    """One letter: read it, then put the seal on."""
    letter = material_file(actor, uid, id)
    if letter.kind not in LETTERS or letter.entry is None:
        raise Http404(str(id))
    reason = request.POST.get("reason", letter.title).strip()[:200]
    refusal: ActError | None = None
    if request.method == "POST":
        try:
            applied = apply_seal(actor, uid, id, reason=reason, upload=_uploaded(request))
        except ActError as error:
            refusal = error
        else:
            done = _("已用印，并登记。") if applied.seq else _("已送印章平台，尚未送回。稍后再按一次“用印”。")
            messages.success(request, done)
            return redirect("desk:seals")
    context = {
        "letter": letter,
        "uid": uid,
        "number": letter.entry.case.number,
        "reason": reason,
        "refusal": entry.refusal(refusal, ()) if refusal else None,
        "way": TITLES[settings.FADU.seal],
        "hint": HINTS[settings.FADU.seal],
        "manual": settings.FADU.seal == MANUAL,
        "here": "seals",
    }
    return render(request, "desk/sealing/seal.html", context, status=refusal.status if refusal else 200)


@require_safe
@official
def table(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The register as a table, for the file."""
    out = io.StringIO()
    rows = csv.writer(out)
    heads = (
        _("办件编号"),
        _("文书"),
        _("提出人"),
        _("用印人"),
        _("用印时间"),
        _("用印方式"),
        _("印章"),
        _("用印事由"),
    )
    hashed = (_("核定文本 SHA-256"), _("用印文件 SHA-256"), _("印章证书 SHA-256"))
    rows.writerow((*heads, *hashed, _("状态")))
    for use in uses(actor, origins(), limit=MOST).uses:
        state = _("已作废") if use.voided else _("有效")
        at = f"{localtime(use.sealed_at):%Y-%m-%d %H:%M:%S}"
        people = (use.asked_by, use.sealed_by, at)
        hashes = (use.approved, use.sealed, use.certificate)
        cells = (use.number, use.title, *people, _(TITLES[use.provider]), use.seal, use.reason, *hashes, state)
        rows.writerow(map(_plain, cells))
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="seals.csv"'
    return response


@require_safe
@official
def root(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The root certificates by which seals are examined here."""
    text = "".join(each.public_bytes(Encoding.PEM).decode() for each in roots())
    if not text:
        raise Http404(office_name())
    response = HttpResponse(text, content_type="application/x-pem-file")
    response["Content-Disposition"] = 'attachment; filename="fadu-seal-root.pem"'
    return response


def keeps(actor: Actor) -> bool:
    """Whether the actor keeps the seal, or stands in for who does."""
    held = [actor.roles, *(roles for _person, roles in actor.stands_for)]
    return any(role in SEAL.by for roles in held for role, _unit in roles)


def _uploaded(request: HttpRequest) -> bytes | None:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return None
    content: bytes = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise ActError(say("文件超过 20 MB"), say("压缩图片或者分成几个文件后再上传。"))
    return content


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _plain(cell: str) -> str:
    """A cell that a spreadsheet doesn't take for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell
