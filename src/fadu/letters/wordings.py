"""The office's own wording of its letters: every text that a pack brings can be put in the office's words, by two persons.

Somebody of the unit that sends the letter proposes a wording; the head of that unit, who is somebody else, or who deputises the head,
lets it be used or not.
A letter is written in the wording that was in force when its entry was recorded, so that making it again gives the same letter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from fadu.cases.errors import ActError
from fadu.cases.moments import now
from fadu.letters.drafting import faults, source
from fadu.letters.models import Wording
from fadu.policy import Actor
from fadu.procedure.outline.form import SECRET
from fadu.procedure.registry import Pack, installed
from fadu.procedure.say import Say, say
from fadu.procedure.words import OFFICE, UNIT_HEAD

LONGEST = 20_000
TRIES = 5
TOLD = (
    "fields",
    "office",
    "number",
    "day",
    "outcome",
    "outcome_title",
    "basis",
    "opened",
    "done",
    "due",
    "term",
    "limit",
)
"""What a text may name beside the fields of the duty: see `making.values`."""


class NotYours(ActError):
    """The actor's post has no part in this."""

    status = 403


class NotAText(ActError):
    """The wording can't be used; `faults` say why."""

    status = 422

    def __init__(self, found: tuple[Say, ...]) -> None:
        self.faults = found
        super().__init__(
            say("文本不能使用：{fault}", fault=str(found[0])), say("改正以后再提交，已写的内容没有丢失。")
        )


@dataclass(frozen=True)
class Letter:
    """A letter that duties send: by which acts (titles of duty and act), from which units, with which fields to name."""

    pack: Pack
    name: str
    sent_by: tuple[tuple[str, str], ...]
    units: frozenset[str]
    names: frozenset[str]

    @property
    def words(self) -> Mapping[str, Callable[..., Any]]:
        return callable_words(self.pack)

    @property
    def acts(self) -> frozenset[str]:
        """Ids of the acts that send it."""
        return frozenset(
            act.id for p in self.pack.procedures for act in p.declaration.acts if act.letter == self.name
        )


def letters() -> tuple[Letter, ...]:
    """Every letter that an installed duty sends, in the order of the duties."""
    found: dict[tuple[str, str], Letter] = {}
    for pack in installed().packs:
        for procedure in pack.procedures:
            declared = procedure.declaration
            for act in declared.acts:
                if act.letter:
                    key = pack.name, act.letter
                    had = found.get(key, Letter(pack, act.letter, (), frozenset(), frozenset(TOLD)))
                    sent_by = tuple(dict.fromkeys((*had.sent_by, (declared.title, act.title))))
                    names = had.names | {f.id for f in declared.fields if "." not in f.id}
                    found[key] = Letter(pack, act.letter, sent_by, had.units | {declared.unit}, names)
    return tuple(found.values())


def letter(pack: str, name: str) -> Letter:
    """Raises LookupError if no duty of that pack sends such a letter."""
    return next((each for each in letters() if (each.pack.name, each.name) == (pack, name)), None) or _unknown(name)


def _unknown(name: str) -> Letter:
    raise LookupError(f"没有事项制发“{name}”。")


def pack_of(procedure: str) -> Pack:
    """The pack that declares the procedure."""
    return next(p for p in installed().packs if any(each.id == procedure for each in p.procedures))


def callable_words(pack: Pack) -> Mapping[str, Callable[..., Any]]:
    """The functions that a pack's texts may call: `WORDS` of its package `letters`, if it has one."""
    name = f"{pack.name}.letters"
    found: Mapping[str, Callable[..., Any]] = getattr(import_module(name), "WORDS", {}) if find_spec(name) else {}
    return found


def in_force(pack: Pack, name: str, at: datetime) -> str:
    """The wording in force at that moment: the office's, else the pack's. Raises NoSuchLetter if there is none."""
    found = _approved(pack.name, name).filter(decided_at__lte=at).order_by("-decided_at", "-seq").first()
    return found.text if found else source(pack.folder / "letters", name)


def versions(of: Letter) -> tuple[Wording, ...]:
    """Every wording that was proposed, newest first."""
    return tuple(Wording.objects.filter(pack=of.pack.name, letter=of.name).order_by("-seq"))


def undecided(actor: Actor) -> tuple[Wording, ...]:
    """The wordings that wait for this head's decision, oldest first."""
    open_ = list(Wording.objects.filter(decided_at=None).order_by("at"))
    of = {(each.pack.name, each.name): each for each in letters()} if open_ else {}
    return tuple(w for w in open_ if (w.pack, w.letter) in of and may_decide(actor, of[w.pack, w.letter], w))


def heads(actor: Actor) -> bool:
    """Whether the actor heads a unit, or deputises the head of one: only then can a wording wait for them."""
    return actor.holds(UNIT_HEAD.key) or any(
        role == UNIT_HEAD.key for _, roles in actor.stands_for for role, _ in roles
    )


def may_propose(actor: Actor, of: Letter) -> bool:
    """Whether the actor handles cases in a unit that sends the letter."""
    return actor.kind == "staff" and any(actor.holds(r.key, u) for r in (OFFICE, UNIT_HEAD) for u in of.units)


def may_decide(actor: Actor, of: Letter, wording: Wording) -> bool:
    """Whether the actor heads a unit that sends the letter, or deputises its head; and neither of them is its author."""
    return _heading(actor, of, wording) is not None


def _heading(actor: Actor, of: Letter, wording: Wording) -> str | None:
    """For whom the actor decides: "" for themself, the absent head whom they deputise; None if they may not."""
    if actor.kind != "staff" or wording.author == actor.id:
        return None
    if any(actor.holds(UNIT_HEAD.key, unit) for unit in of.units):
        return ""
    heads = (who for who, roles in actor.stands_for if any((UNIT_HEAD.key, unit) in roles for unit in of.units))
    return next((who for who in heads if who != wording.author), None)


def propose(of: Letter, text: str, reason: str, by: Actor) -> Wording:
    """Keep a wording for the head to decide on.

    Raises:
        NotYours: the actor doesn't handle cases in that unit.
        NotAText: it can't be filled from a record.
        ActError: empty, too long, no reason, the same as now, or with the marking of a State secret.
    """
    if not may_propose(by, of):
        raise NotYours(say("您不承办制发“{letter}”的事项", letter=of.name), say("请承办处室的人员提出。"))
    text = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n")) + "\n"
    if len(text.split()) < 2 or len(text) > LONGEST:
        raise ActError(say("文本是空的，或者超过 {most} 字", most=LONGEST), say("第一行写标题，以后每行一段。"))
    if not reason.strip():
        raise ActError(say("没有写明为什么修改"), say("写明理由，理由会留在记录里。"))
    if SECRET.search(text):
        raise ActError(say("文本含有密级标志。本系统为非涉密系统"), say("删去国家秘密，转线下办理。"))
    if found := faults(text, of.names, of.words):
        raise NotAText(found)
    if text == in_force(of.pack, of.name, now()):
        raise ActError(say("与现行的文本相同"), say("修改以后再提交。"))
    sha = hashlib.sha256(text.encode()).hexdigest()
    made = Wording(
        pack=of.pack.name,
        letter=of.name,
        text=text,
        sha256=sha,
        reason=reason.strip()[:1000],
        author=by.id,
        author_name=by.name,
        at=now(),
    )
    return _kept(made)


def decide(of: Letter, wording: Wording, use: bool, by: Actor) -> None:
    """Let the wording be used from now on, or not. Once decided it stays so; what was in force before can be proposed again.

    Raises:
        NotYours: not the head of a unit that sends the letter nor the head's deputy, or the author, or the author's deputy.
        ActError: it was decided already.
    """
    absent = _heading(by, of, wording)
    if absent is None:
        raise NotYours(say("须由制发处室的负责人决定，且不是提出修改的本人"), say("请处室负责人，或者其代行人决定。"))
    changed = Wording.objects.filter(pk=wording.pk, decided_at=None).update(
        decided_by=by.id,
        decided_name=f"{by.name}（代 {absent}）" if absent else by.name,
        decided_at=now(),
        approved=use,
    )
    if not changed:
        raise ActError(say("这一稿已经有了决定"), say("刷新后查看；需要再改的，另提一稿。"))


def _approved(pack: str, name: str) -> Any:
    return Wording.objects.filter(pack=pack, letter=name, approved=True)


def _kept(made: Wording) -> Wording:
    for _ in range(TRIES):
        last = Wording.objects.filter(pack=made.pack, letter=made.letter).aggregate(last=Max("seq"))["last"]
        made.seq = (last or 0) + 1
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            continue
        return made
    raise ActError(say("别人正在提交同一文书的文本"), say("稍候片刻，再试一次；您填写的内容没有丢失。"))
