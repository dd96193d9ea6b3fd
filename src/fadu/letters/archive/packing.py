"""A closed case as one package that `fadu verify` accepts anywhere. The same case gives the same bytes until something is added to it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime, time

from django.conf import settings

from fadu.cases.case_view import CaseView, case_view
from fadu.cases.errors import ActError
from fadu.cases.export import export
from fadu.cases.keys import signing
from fadu.evidence.package import EVIDENCE, FORMAT, MANIFEST, SIGNATURE
from fadu.law.period import LAW_TIME
from fadu.letters.archive.binding import Part, bound
from fadu.letters.archive.contents import Item, contents
from fadu.letters.archive.papers import closing_note, cover, index, pages
from fadu.letters.archive.plain import surely
from fadu.letters.archive.retention import kept_for
from fadu.letters.archive.sheets import Setting
from fadu.letters.making import DEMO_MARK
from fadu.policy import Actor
from fadu.procedure.registry import installed
from fadu.procedure.say import say

COVER, INDEX, NOTE, COPY = "00-案卷封面.pdf", "01-卷内目录.pdf", "99-备考表.pdf", "案卷.pdf"
"""Made for the package; the copy is to be read, its originals lie beside it."""
THEN = (1980, 1, 1, 0, 0, 0)
"""The day that every file of a package bears: when it was packed says nothing of the case."""


class NotClosed(ActError):
    """Only closed cases are archived."""

    status = 409

    def __init__(self) -> None:
        super().__init__(say("案件尚未办结，不能归档"), say("办结以后再归档。"))


class NotWhole(ActError):
    """The actor may not read all that belongs in the package."""

    status = 403

    def __init__(self) -> None:
        super().__init__(say("您不能阅读本案的全部材料，不能制作案卷包"), say("请本案的承办人或者处室负责人归档。"))


def pack(actor: Actor, uid: str) -> bytes:
    """The package of a closed case.

    Raises:
        NoSuchCase: there is none, or the actor may not see it. NotClosed, NotWhole: it can't be packed.
        FileLost: a file of it is gone or damaged.
    """
    view = _whole(actor, uid)
    how = setting(view)
    items = contents(view, how)
    found = {item.path: item.content for item in items}
    found |= _papers(view, items, how)
    found[EVIDENCE] = _text(export([uid], actor))
    return _zipped(found)


def reading_copy(actor: Actor, uid: str) -> bytes:
    """The whole closed case as one PDF, as it lies in the package. Raises what `pack` raises."""
    view = _whole(actor, uid)
    how = setting(view)
    return _papers(view, contents(view, how), how)[COPY]


def setting(view: CaseView) -> Setting:
    """How the papers of a case are set: made on the day it was closed, or else opened, whenever somebody asks for them."""
    day = view.standing.closed or view.standing.opened
    assert day is not None
    return Setting(
        installed().office(settings.FADU.office).name,
        datetime.combine(day, time(), LAW_TIME),
        "" if settings.FADU.production and view.origin == "real" else DEMO_MARK,
        settings.FADU.fonts,
    )


def _whole(actor: Actor, uid: str) -> CaseView:
    view = case_view(actor, uid)
    if view.standing.closed is None:
        raise NotClosed
    if "personal" not in view.view.permitted:
        raise NotWhole
    return view


def _papers(view: CaseView, items: tuple[Item, ...], how: Setting) -> dict[str, bytes]:
    kept = kept_for(view.declaration.id)
    face, copy = (cover(view, kept, how.office, items, how.mark, copy=each) for each in (False, True))
    listed = surely(index(view, how.office, items, how.mark), how.at, how.fonts)
    note = surely(closing_note(view, how.office, items, how.mark), how.at, how.fonts)
    parts = (
        Part("案卷封面", surely(copy, how.at, how.fonts), numbered=False),
        Part("卷内目录", listed, numbered=False),
        *(Part(f"{n}. {item.title}（{pages(item)}）", item.sheets) for n, item in enumerate(items, 1)),
        Part("备考表", note, numbered=False),
    )
    return {
        COVER: surely(face, how.at, how.fonts),
        INDEX: listed,
        NOTE: note,
        COPY: bound(f"{view.number}案卷（阅读副本）", how.office, parts),
    }


def _zipped(found: Mapping[str, bytes]) -> bytes:
    listed = {
        name: {"sha256": hashlib.sha256(found[name]).hexdigest(), "size": len(found[name])} for name in sorted(found)
    }
    manifest = _text({"format": FORMAT, "files": listed})
    signature = base64.b64encode(signing().sign(manifest))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in ((MANIFEST, manifest), (SIGNATURE, signature), *sorted(found.items())):
            archive.writestr(zipfile.ZipInfo(name, THEN), content)
    return buffer.getvalue()


def _text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
