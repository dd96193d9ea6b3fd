"""用印: whoever did the act that made a letter asked for its seal; another person, who keeps the seal, puts it on. Two persons, one entry.

    applied = apply_seal(keeper, uid, letter.id, reason="答复申请人")

The sealed file is in the store before the entry names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as N_  # noqa: N812 (the name that extraction looks for)

from fadu.cases import files
from fadu.cases.acts import perform
from fadu.cases.case_view import material_file, seen
from fadu.cases.duties import duties
from fadu.cases.errors import ActError, NoSuchCase, NotPermitted
from fadu.cases.models import Entry, Material
from fadu.cases.moments import today
from fadu.cases.rows import CaseState
from fadu.letters.blocks import bare
from fadu.letters.errors import LetterError
from fadu.letters.fonts import FontsMissing
from fadu.letters.gate import pages
from fadu.letters.likeness import unlike
from fadu.letters.making import letter
from fadu.letters.place import seal_places
from fadu.letters.sealing.asking import Asker, asker
from fadu.letters.sealing.keeping import LETTERS, seals
from fadu.letters.sealing.providers import LOCAL, ExternalSeal, provider
from fadu.letters.told import Told, Voided, told
from fadu.policy import Actor, may_act
from fadu.ports import Seal, Sealed, Spot
from fadu.procedure.builtin import SEAL
from fadu.procedure.declaration import ActRule
from fadu.procedure.say import say
from fadu.procedure.state import Moment

KEEPERS = {"seal_keeper": N_("监印人")}
_AT_WORK: ContextVar[bool] = ContextVar("sealing", default=False)


@dataclass(frozen=True)
class Applied:
    """What came of it: the number of the entry, or 0 if the letter was sent to be sealed and is not back yet."""

    seq: int


def apply_seal(
    by: Actor, uid: str, letter_id: int, *, reason: str = "", upload: bytes | None = None, seal: Seal | None = None
) -> Applied:
    """Seal a letter and enter it, or send it to be sealed; asked again, look whether it is back.

    Raises:
        NoSuchCase: there is no such letter, or it is not for this actor.
        ActError: refused; says why and what to do now.
    """
    found, state = material_file(by, uid, letter_id), seen(by, uid)
    if found.kind not in LETTERS or found.entry is None:
        raise NoSuchCase
    permission = may_act(by, state.facts, SEAL, duties(), {**dict(state.declaration.role), **KEEPERS})
    if not permission:
        raise NotPermitted(permission)
    _two_persons(by, permission.standing_for, asker(found.entry, state.handler))
    record = _told(state, found)
    try:
        chosen = seal or provider(upload)
        _may_leave(state, chosen)
        pdf = files.read(found.sha256)
        sealed = chosen.put_on(pdf, _spot(record, pdf), reason)
        if sealed is None:
            return Applied(0)
        _says_the_same(pdf, sealed)
    except (LetterError, FontsMissing) as error:
        raise ActError(say("没有用印：{why}", why=str(error))) from None
    seq = _enter(by, state, found, chosen, sealed, reason)
    if isinstance(chosen, ExternalSeal):
        chosen.forget(pdf)
    return Applied(seq)


def hold(state: CaseState, rule: ActRule, at: Moment, facts: Mapping[str, Any]) -> None:
    """The gate before 用印: only here, and each letter once.

    Raises:
        ActError: somebody tries elsewhere, or the letter is sealed already.
    """
    if rule.id != SEAL.id:
        return
    if not _AT_WORK.get():
        raise ActError(say("“用印”在用印登记簿办理"), say("打开用印登记簿，选择要用印的文书。"))
    if int(facts["of"]) in seals(state.id or 0):
        raise _already()


@contextmanager
def _at_work() -> Iterator[None]:
    token = _AT_WORK.set(True)
    try:
        yield
    finally:
        _AT_WORK.reset(token)


def _enter(by: Actor, state: CaseState, found: Material, seal: Seal, sealed: Sealed, reason: str) -> int:
    assert found.entry is not None
    data = {
        "letter": found.title,
        "of": found.entry.seq,
        "approved": found.sha256,
        "sealed": files.put(sealed.pdf) if sealed.pdf is not None else "",
        "provider": seal.key,
        "seal": sealed.seal,
        "certificate": sealed.certificate,
        "reason": reason,
    }
    with _at_work():
        return perform(state.uid, SEAL.id, by=by, at=today(), data=data, source="desk").seq


def _told(state: CaseState, found: Material) -> Told:
    """What the letter rests on; it has a number, and was neither voided nor sealed."""
    entry: Entry | None = found.entry
    assert entry is not None
    if not state.number:
        raise ActError(say("文书还没有编号，不能用印"), say("先登记编号，再用印。"))
    if entry.seq in seals(state.id or 0):
        raise _already()
    try:
        return told(state.uid, entry.seq)
    except Voided:
        raise ActError(say("制发文书的记录已经作废，不能用印"), say("需要的，重新办理后再用印。")) from None


def _already() -> ActError:
    return ActError(say("这份文书已经用印"), say("用错印的，将“用印”的记录作废，再重新用印。"))


def _two_persons(by: Actor, standing_for: str, asked: Asker | None) -> None:
    if asked is None:
        raise ActError(say("没有人提出用印：文书不是由工作人员制发的"), say("先把案卷转办给承办人，由其提出。"))
    if asked.ids & {by.id, standing_for}:
        raise ActError(
            say("“用印”须由两人办理：一人提出，另一人用印；这份文书是{name}提出的", name=asked.name),
            say("请另一名监印人用印。"),
        )


def _may_leave(state: CaseState, seal: Seal) -> None:
    if seal.key == LOCAL and settings.FADU.production and state.origin == "real":
        raise ActError(
            say("测试印章不能用在正式文书上"),
            say("接入依法制发的电子印章：把 FADU_SEAL 设为 external 或者 manual；用实物印章的，设为 paper。"),
        )


def _spot(record: Told, pdf: bytes) -> Spot:
    """The place of this office's own seal, the first that signs."""
    place = seal_places(pdf, letter(record))[0]
    return Spot(place.page, place.x, place.y)


def _says_the_same(pdf: bytes, sealed: Sealed) -> None:
    """What came back says, character by character, what was approved, and a seal can be found or seen on it."""
    if sealed.pdf is None:
        return
    if bare("".join(pages(sealed.pdf))) != bare("".join(pages(pdf))):
        raise ActError(say("用印后的文件与核定的文本不一致，没有收"), say("用核定的文书重新用印。"))
    if not sealed.certificate and unlike([pdf], sealed.pdf) == ():
        raise ActError(say("送回的文件上没有印章，没有收"), say("用印后再送回。"))
