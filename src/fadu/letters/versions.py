"""Versions of a letter: kept, read by those who handle the case, and compared."""

from __future__ import annotations

import hashlib
import json
import secrets as random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from fadu.cases import store
from fadu.cases.case_view import CaseView
from fadu.cases.errors import ActError, NoSuchCase
from fadu.cases.keys import master
from fadu.cases.models import Case
from fadu.cases.moments import now
from fadu.evidence import secrets
from fadu.evidence.canonical import canonical
from fadu.letters.errors import LetterError
from fadu.letters.models import DraftVersion
from fadu.policy import Actor
from fadu.procedure.declaration import Declaration
from fadu.procedure.outline.form import SECRET
from fadu.procedure.say import say

LONGEST = 50_000
TRIES = 5


@dataclass(frozen=True)
class Version:
    """One version as somebody who handles the case reads it. `text` is "" and `erased` true after erasure by law."""

    act: str
    seq: int
    sha256: str
    author: str
    author_name: str
    at: datetime
    outcome: str = ""
    fields: Mapping[str, Any] | None = None
    text: str = ""
    erased: bool = False


def keep(view: CaseView, act: str, outcome: str, fields: Mapping[str, Any], text: str, by: Actor) -> Version:
    """Keep a version, or give the last one if nothing changed.

    Raises:
        ActError: empty, too long, or with a marking of a State secret.
        NoSuchCase: the actor doesn't handle the case.
    """
    _handled(view)
    text = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
    if not text or len(text) > LONGEST:
        raise ActError(say("文本是空的，或者超过 {most} 字", most=LONGEST), say("写好以后再保存。"))
    if SECRET.search(text):
        raise ActError(say("文本含有密级标志。本系统为非涉密系统"), say("删去国家秘密，转线下办理。"))
    before = [v for v in versions(view) if v.act == act]
    if before and (before[-1].outcome, before[-1].fields, before[-1].text) == (outcome, dict(fields), text):
        return before[-1]
    party = _party(view.declaration)
    salt = random.token_hex(32)
    plain = canonical({"act": act, "fields": dict(fields), "outcome": outcome, "salt": salt, "text": text})
    sha = hashlib.sha256(plain).hexdigest()
    data = _sealed(view.id, view.uid, party, sha, plain)
    row = _stored(
        DraftVersion(case_id=view.id, act=act, party=party if data != plain else "", data=data, sha256=sha), by
    )
    return _version(view.uid, row)


def versions(view: CaseView) -> tuple[Version, ...]:
    """Every version of the case's letters, oldest first; none for who does not handle the case."""
    if "personal" not in view.view.permitted or view.view.actor.kind != "staff":
        return ()
    return kept_versions(view.uid, view.id)


def any_version(case: int) -> bool:
    """Whether a version is kept at all. One prepared question: every act that may name a version asks it."""
    return store.row("SELECT 1 FROM letters_draftversion WHERE case_id = %s LIMIT 1", (case,)) is not None


def kept_versions(uid: str, case: int) -> tuple[Version, ...]:
    """Every version of the case's letters, for what follows from the record: it asks nobody who is looking."""
    return tuple(_version(uid, row) for row in DraftVersion.objects.filter(case_id=case).order_by("act", "seq"))


def agreed_text(case: Case, sha: str) -> str:
    """The text of the version that an entry names.

    Raises:
        LetterError: there is no such version of this case, or it was erased by law.
    """
    row = DraftVersion.objects.filter(case=case, sha256=sha).first()
    found = _version(case.uid, row) if row else None
    if found is None or found.erased:
        raise LetterError(f"文书所依据的一稿（{sha[:12]}…）不在案卷中，或者已依法删除，不能再制作。")
    return found.text


def _handled(view: CaseView) -> None:
    if "personal" not in view.view.permitted or view.view.actor.kind != "staff":
        raise NoSuchCase


def _stored(row: DraftVersion, by: Actor) -> DraftVersion:
    row.author, row.author_name, row.at = by.id, by.name, now()
    for _ in range(TRIES):
        last = DraftVersion.objects.filter(case_id=row.case_id, act=row.act).aggregate(last=Max("seq"))["last"]
        row.seq = (last or 0) + 1
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            continue
        return row
    raise ActError(say("此案卷正被频繁改动"), say("稍候片刻，再试一次；您填写的内容没有丢失。"))


def _party(declared: Declaration) -> str:
    """The party whose case it is: what a letter says of a person is mostly of this one."""
    opening = declared.opening.asks
    return next((f for f in opening if declared.field[f].kind == "party"), "")


def _sealed(case: int, uid: str, party: str, sha: str, plain: bytes) -> bytes:
    wrapped = store.subject_key(case, party) if party else None
    if wrapped is None:
        if party:
            raise ActError(say("当事人的信息已依法删除，不能再拟稿"), say("文书只能按现有记录制作。"))
        return plain
    return secrets.encrypt(secrets.unwrap(master(), wrapped, f"{uid}:{party}"), plain, _aad(uid, sha))


def _version(uid: str, row: DraftVersion) -> Version:
    given = (row.act, row.seq, row.sha256, row.author, row.author_name, row.at)
    plain = bytes(row.data)
    if row.party:
        wrapped = store.subject_key(row.case_id, row.party)
        if wrapped is None:
            return Version(*given, erased=True)
        plain = secrets.decrypt(secrets.unwrap(master(), wrapped, f"{uid}:{row.party}"), plain, _aad(uid, row.sha256))
    kept = json.loads(plain)
    return Version(*given, outcome=kept["outcome"], fields=kept["fields"], text=kept["text"])


def _aad(uid: str, sha: str) -> bytes:
    return f"{uid}|draft|{sha}".encode()
