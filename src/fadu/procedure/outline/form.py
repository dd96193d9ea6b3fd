"""The form of an act, read from the declaration, and what becomes of what people fill in.

`form` lists the fields, `clean` judges what came back: facts (what replay and figures read), parts by privacy, and for every mistake a
sentence. Nothing is guessed, and nothing unknown is accepted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from msgspec import Struct, field

from fadu.procedure import service
from fadu.procedure.builtin import ASSIGN, CLERICAL, KIN, LINK, SEAL, SERVE, UNSERVED
from fadu.procedure.declaration import ActRule, Declaration, FieldRule
from fadu.procedure.say import Say, say
from fadu.procedure.words import PARTY_PARTS

TEXT_MAX, LONG_MAX = 500, 20_000
NOTHING: Mapping[str, Any] = {}
CONTACTS = {"phone": "电话", "email": "邮箱", "address": "地址"}
SECRET = re.compile(
    r"(?:绝密|机密|秘密)\s*[★☆]|(?:^|[\s　（(【\[“])(?:绝密|机密|秘密)\s*(?:\*{1,2}|[（(]\s*(?:长期|\d+\s*年))|密\s*级\s*[:：]\s*(?:绝密|机密|秘密)|^\s*(?:绝密|机密|秘密)\s*$",
    re.MULTILINE,
)
"""Markings, not the mere words: 机密★10年, 密级：秘密, a line that says only 绝密."""
AS_MEANT = str.maketrans("機絕祕⭐✩✪✭✮✯⋆", "机绝秘★★★★★★★")
"""Traditional and variant characters, and stars that look like the one of a marking."""
JOINERS = "\u200c\u200d"
"""The only unseen characters that say something: they join what stands beside them, or keep it apart."""


@dataclass(frozen=True)
class FormField:
    """One field of a form. `options` are (value, title); a party has its kind and `parts` inside.

    The public site doesn't show a field that has an `online` value: it fills it in. `outcomes` are those that need the field filled in.
    `ways` are the ways of service (`channel`) that ask for it (none: it is always asked), `must` those that need it filled in.
    """

    id: str
    title: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()
    required: bool = True
    privacy: str = "internal"
    factual: bool = False
    hint: str = ""
    basis: tuple[str, ...] = ()
    party: str = ""
    online: str = ""
    outcomes: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def contacts(self) -> tuple[str, ...]:
        """The parts of a party by which it can be reached: one of them is needed."""
        return tuple(part for part in self.parts if part in CONTACTS)


class Cleaned(Struct, frozen=True):
    """What a form came to: facts and parts to record, or errors to show. Never both used: errors mean that nothing is done."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    errors: Mapping[str, Say] = field(default_factory=dict)


def form(declaration: Declaration, rule: ActRule) -> tuple[FormField, ...]:
    """The fields of an act, in the order of the file; acts that decide begin with the outcome."""
    if rule.kind == "builtin":
        return _builtin(declaration, rule)
    fields = [_form_field(declaration, rule, declaration.field[name]) for name in rule.asks]
    if rule.outcomes:
        options = tuple((id, declaration.outcome[id].title) for id in rule.outcomes)
        fields.insert(0, FormField("outcome", "处理结果", "choice", options, factual=True, basis=rule.basis))
    if rule.kind in ("reply", "withdraw", "lapse"):
        fields.insert(0, FormField("errand", "哪一件", "text", required=False, factual=True))
    return tuple(fields)


def clean(fields: Sequence[FormField], data: Mapping[str, Any], known: Mapping[str, Any] = NOTHING) -> Cleaned:
    """Judge what was filled in. Values may be strings of a posted form or JSON values of the API.

    `known` are facts that stand already, where only some fields are given anew.
    """
    facts: dict[str, Any] = {}
    parts: dict[str, dict[str, Any]] = {}
    errors: dict[str, Say] = {}
    names = {f.id for f in fields}
    for name in data:
        if name not in names:
            errors[str(name)[:60]] = say("没有这一栏，不能填写")
    for each in fields:
        way = facts.get("channel", known.get("channel"))
        if each.ways and way not in each.ways:
            if way and not _blank(data.get(each.id)):
                errors[each.id] = say("“{title}”只在“{ways}”时填写", title=each.title, ways=list(each.ways))
            continue
        needed = (bool(each.outcomes) and facts.get("outcome") in each.outcomes) or way in each.must
        try:
            value = _value(replace(each, required=True) if needed else each, data.get(each.id))
        except _Wrong as wrong:
            errors[each.id] = wrong.sentence
            continue
        if value is None:
            continue
        if each.factual:
            facts[each.id] = value
        else:
            parts.setdefault(_part(each), {})[each.id] = value
    return Cleaned({}, {}, errors) if errors else Cleaned(facts, parts)


def _form_field(declaration: Declaration, act: ActRule, rule: FieldRule) -> FormField:
    party = rule.id if rule.kind == "party" else next((f.id for f in declaration.fields if f.kind == "party"), "")
    outcomes = tuple(o for o in act.outcomes if rule.id in declaration.outcome[o].asks)
    return FormField(
        rule.id,
        rule.title,
        rule.kind,
        tuple((c, c) for c in rule.choices),
        rule.required and not outcomes,
        rule.privacy,
        rule.factual,
        rule.hint,
        rule.basis,
        party,
        rule.online,
        outcomes,
        parts=(rule.parts or PARTY_PARTS) if rule.kind == "party" else (),
    )


def _builtin(declaration: Declaration, rule: ActRule) -> tuple[FormField, ...]:
    letters = tuple(dict.fromkeys(a.letter for a in declaration.acts if a.letter))
    if rule in (SERVE, UNSERVED):
        ways = tuple((c.title, c.title) for c in service.CHANNELS)
        return (
            FormField("letter", "送达的文书", "choice", tuple((t, t) for t in letters), factual=True),
            FormField("channel", "送达方式", "choice", ways, factual=True),
            FormField("errand", "哪一件", "text", required=False, factual=True),
            *(map(_asked_by_ways, SERVED) if rule is SERVE else map(_plain, FAILED)),
        )
    if rule is SEAL:
        return (
            FormField("letter", "用印的文书", "choice", tuple((t, t) for t in letters), factual=True),
            FormField("of", "制发文书的记录", "number", factual=True),
            FormField("approved", "核定文本的 SHA-256", "text", factual=True),
            FormField("sealed", "用印文件的 SHA-256", "text", required=False, factual=True),
            FormField("provider", "用印方式", "text", factual=True),
            FormField("seal", "印章名称", "text", factual=True),
            FormField("certificate", "印章证书的 SHA-256", "text", required=False, factual=True),
            FormField("reason", "用印事由", "text", required=False, factual=True),
        )
    if rule is LINK:
        return (
            FormField("how", "关系", "choice", tuple((k, k) for k in KIN), factual=True),
            FormField("number", "案件", "text", factual=True),
            FormField("uid", "案卷", "text", factual=True),
        )
    if rule is CLERICAL:
        return (FormField("note", "补记的内容", "longtext"),)
    if rule is ASSIGN:
        return (
            FormField("unit", "承办处室", "text", factual=True, required=False),
            FormField("handler", "承办人", "text", factual=True, required=False),
            FormField("reason", "转办的理由", "text", required=False),
        )
    return ()


FAILED = tuple(service.FIELDS[name] for name in ("cause", "attempt", "proof"))
SERVED = tuple(each for each in service.FIELDS.values() if each.id not in ("cause", "attempt"))
"""What is asked of an attempt at service that failed, and of one that succeeded."""


def _plain(each: FieldRule) -> FormField:
    """A field of service as a form has it."""
    options = tuple((c, c) for c in each.choices)
    kept = (each.required, each.privacy, each.factual, each.hint)
    return FormField(each.id, each.title, each.kind, options, *kept, party=service.PARTY)


def _asked_by_ways(each: FieldRule) -> FormField:
    """The same, asked only where the way of service asks for it."""
    ways = tuple(c.title for c in service.CHANNELS if each.id in (*c.needs, *c.may))
    must = tuple(c.title for c in service.CHANNELS if each.id in c.needs)
    return replace(_plain(each), required=False, ways=ways, must=must)


def _part(each: FormField) -> str:
    return f"personal:{each.party}" if each.privacy in ("personal", "sensitive") else each.privacy


class _Wrong(Exception):
    """A value that can't stand."""

    def __init__(self, sentence: Say) -> None:
        self.sentence = sentence


def _value(each: FormField, raw: Any) -> Any:
    if _blank(raw) or _nobody(each, raw):
        if each.kind == "yesno":
            return False
        if each.required:
            raise _Wrong(say("请填写“{title}”", title=each.title))
        return None
    return _KINDS[each.kind](each, raw)


def _blank(raw: Any) -> bool:
    return raw is None or raw == "" or raw == {} or (isinstance(raw, str) and not _seen(raw))


def _seen(raw: str) -> str:
    """The text without characters that nobody sees and that turn or hide others; they come along when one copies from a page."""
    return "".join(c for c in raw if c in JOINERS or unicodedata.category(c) != "Cf").strip().strip(JOINERS)


def _nobody(each: FormField, raw: Any) -> bool:
    """A party that may be left out, of which a form always brings the kind."""
    left_out = each.kind == "party" and not each.required and isinstance(raw, Mapping)
    return left_out and not any(raw[part] for part in raw if part != "kind")


def _text(each: FormField, raw: Any, limit: int = TEXT_MAX, lines: bool = False) -> str:
    if not isinstance(raw, str):
        raise _Wrong(say("“{title}”应当是文字", title=each.title))
    value = unicodedata.normalize("NFC", _seen(raw.replace("\r\n", "\n").replace("\r", "\n")))
    bad = next(
        (c for c in value if unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") and not (lines and c in "\n\t")), ""
    )
    if bad:
        raise _Wrong(say("“{title}”中有不能保存的字符（U+{code}）", title=each.title, code=f"{ord(bad):04X}"))
    if len(value) > limit:
        raise _Wrong(say("“{title}”最多 {limit} 字，现在是 {n} 字", title=each.title, limit=limit, n=len(value)))
    if SECRET.search(unicodedata.normalize("NFKC", value).translate(AS_MEANT)):
        raise _Wrong(
            say("“{title}”含有密级标志。本系统为非涉密系统，不得填写国家秘密，请转线下办理", title=each.title)
        )
    return value


def _longtext(each: FormField, raw: Any) -> str:
    return _text(each, raw, LONG_MAX, lines=True)


def _choice(each: FormField, raw: Any) -> str:
    for value, title in each.options:
        if raw in (value, title):
            return value
    titles = [title for _, title in each.options]
    raise _Wrong(say("“{title}”只能选：{options}", title=each.title, options=titles))


def _day(each: FormField, raw: Any) -> str:
    try:
        return date.fromisoformat(raw if isinstance(raw, str) and len(raw) == 10 else "").isoformat()
    except ValueError:
        raise _Wrong(say("“{title}”应当是日期，如 2023-10-08", title=each.title)) from None


def _number(each: FormField, raw: Any) -> int:
    if isinstance(raw, str) and raw.strip().isascii() and raw.strip().isdigit() and len(raw.strip()) <= 15:
        return int(raw)
    if isinstance(raw, float) and raw.is_integer():  # JSON makes no difference between 3 and 3.0
        raw = int(raw)
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw < 10**15:
        return raw
    raise _Wrong(say("“{title}”应当是不小于零的整数", title=each.title))


def _yesno(each: FormField, raw: Any) -> bool:
    if raw in (True, "on", "true", "1", "是"):
        return True
    if raw in (False, "off", "false", "0", "否"):
        return False
    raise _Wrong(say("“{title}”只能是“是”或者“否”", title=each.title))


def _document(each: FormField, raw: Any) -> dict[str, Any]:
    """A file that a face has already examined and stored: its hash, name, size and type."""
    fits = isinstance(raw, Mapping) and set(raw) == {"sha256", "name", "size", "type"}
    if not fits or isinstance(raw["size"], str) or not re.fullmatch(r"[0-9a-f]{64}", str(raw["sha256"])):
        raise _Wrong(say("“{title}”的文件没有上传成功，请重新上传", title=each.title))
    size = _number(each, raw["size"])
    return {"sha256": raw["sha256"], "name": _text(each, raw["name"]), "size": size, "type": str(raw["type"])}


def _draft(each: FormField, raw: Any) -> str:
    if isinstance(raw, str) and re.fullmatch(r"[0-9a-f]{64}", raw):
        return raw
    raise _Wrong(say("“{title}”应当是一稿的 SHA-256（64 位小写十六进制）", title=each.title))


def _party(each: FormField, raw: Any) -> dict[str, str]:
    if not isinstance(raw, Mapping):
        raise _Wrong(say("“{title}”应当分项填写", title=each.title))
    parts = ("kind", *each.parts)
    unknown = [str(k) for k in raw if k not in parts]
    if unknown:
        raise _Wrong(say("“{title}”没有“{names}”这一项", title=each.title, names=unknown))
    value = {k: _text(each, raw[k]) for k in parts if raw.get(k)}
    value = {k: v for k, v in value.items() if v}
    if "name" not in value:
        raise _Wrong(say("请填写“{title}”的姓名或者名称", title=each.title))
    if not any(value.get(k) for k in each.contacts):
        ways = [CONTACTS[k] for k in each.contacts]
        raise _Wrong(say("请填写“{title}”的联系方式（{ways}），至少一项", title=each.title, ways=ways))
    if "email" in value and not re.fullmatch(r"[^@\s%<>\",;:]+@[^@\s%<>\",;:]+\.[^@\s%<>\",;:]+", value["email"]):
        raise _Wrong(say("“{title}”的邮箱写法不对，应当如 name@example.cn", title=each.title))
    value.setdefault("kind", each.options[0][0] if each.options else "")
    if each.options and value["kind"] not in dict(each.options):
        raise _Wrong(say("“{title}”的类型只能选：{options}", title=each.title, options=[t for _, t in each.options]))
    return value


_KINDS: Mapping[str, Callable[[FormField, Any], Any]] = {
    "text": _text,
    "case": _text,
    "longtext": _longtext,
    "choice": _choice,
    "day": _day,
    "number": _number,
    "yesno": _yesno,
    "document": _document,
    "party": _party,
    "draft": _draft,
}
