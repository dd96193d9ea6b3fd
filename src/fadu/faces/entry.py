"""Forms read from the declaration: what to show, what came back, and nothing that was typed is lost.

`online` says that the form stands on the public site, which fills some fields in itself and never asks which errand is meant.
"""

from __future__ import annotations

import hashlib
import re
import secrets as random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from django.core import signing
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.translation import gettext_lazy as _

from fadu.cases.errors import ActError, Invalid
from fadu.cases.intake import UploadRefused, check_upload
from fadu.faces.speech import cite, speak, spoken
from fadu.procedure.outline.form import FormField
from fadu.procedure.say import Say, say

OURS = frozenset({"csrfmiddlewaretoken", "key", "seen", "at"})
KEY = re.compile(r"[0-9a-f]{64}")
KEPT, KEPT_FOR = "form-file", 24 * 60 * 60
"""A file that was taken in with a form that came back: the page holds a signed note of it, good for a day.

It is good for this field of this form only, and for whoever filled it in.
"""
PARTS = (
    ("name", _("姓名或者名称"), "text", "name"),
    ("id_kind", _("证件类型"), "text", "off"),
    ("id_number", _("证件号码"), "text", "off"),
    ("phone", _("电话"), "tel", "tel"),
    ("email", _("电子邮箱"), "email", "email"),
    ("address", _("通信地址"), "text", "street-address"),
)
"""Parts of a party: name, words, HTML input type, autocomplete."""
ID_KINDS = (
    ("居民身份证", _("居民身份证")),
    ("护照", _("护照")),
    ("统一社会信用代码", _("统一社会信用代码")),
    ("其他有效证件", _("其他有效证件")),
)
"""What is kept, and its words."""


@dataclass(frozen=True)
class Box:
    """One field as shown: its declaration, what was typed, and what is wrong with it.

    Of a file, `value` is its name and the part "kept" the note that stands for it.
    """

    asked: FormField
    value: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    error: str = ""

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """The choices: value, and words in the reader's language."""
        return tuple((value, spoken(title)) for value, title in self.asked.options)

    @property
    def anchor(self) -> str:
        """The id of the control that the error summary leads to."""
        return f"{self.asked.id}.name" if self.asked.kind == "party" else self.asked.id


@dataclass(frozen=True)
class Files:
    """The files that came with a form, by field, as `acts` takes them; and what was wrong with those that were refused."""

    stored: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    errors: Mapping[str, Say] = field(default_factory=dict)


NO_FILES = Files()


@dataclass(frozen=True)
class Refusal:
    """Why it was not done, in the reader's language: sentences and articles, and (anchor, sentence) of every field at fault."""

    reason: str
    remedy: str
    basis: tuple[str, ...]
    faults: tuple[tuple[str, str], ...] = ()


def shown(fields: Iterable[FormField], online: bool) -> tuple[FormField, ...]:
    """The fields that somebody fills in."""
    return tuple(f for f in fields if not online or (not f.online and f.id != "errand"))


def files(fields: Iterable[FormField], request: HttpRequest, *, online: bool) -> Files:
    """Take in the files of a form; those that came with it before need not come again."""
    stored: dict[str, dict[str, Any]] = {}
    errors: dict[str, Say] = {}
    for each in (f for f in shown(fields, online) if f.kind == "document"):
        sent = request.FILES.get(each.id)
        if sent is None:
            stored |= _kept(each, request)
            continue
        try:
            stored[each.id] = dict(check_upload(sent.name or "", cast(BinaryIO, sent.file)).value)
        except UploadRefused as refused:
            errors[each.id] = say("{reason}。{remedy}", reason=refused.reason, remedy=refused.remedy)
    return Files(stored, errors)


def boxes(
    fields: Iterable[FormField],
    request: HttpRequest,
    errors: Mapping[str, Say],
    files: Files = NO_FILES,
    *,
    online: bool,
) -> tuple[Box, ...]:
    """What to show: the fields, with what this request brought and what was wrong with it."""
    return tuple(_box(each, request, errors, files.stored.get(each.id)) for each in shown(fields, online))


def data(
    fields: Iterable[FormField], request: HttpRequest, files: Files = NO_FILES, *, online: bool
) -> dict[str, Any]:
    """What the request brought, as `acts` takes it.

    Names that no field has stay in, to be refused; what the site fills in itself, nobody else does.
    """
    found: dict[str, Any] = {}
    names = set(OURS)
    for each in shown(fields, online):
        names |= {each.id, *(f"{each.id}.{part}" for part in (*_parts(each), "kept"))}
        if each.kind == "party":
            parts = {part: request.POST.get(f"{each.id}.{part}") for part in _parts(each)}
            found[each.id] = {part: value for part, value in parts.items() if value is not None}
        else:
            found[each.id] = files.stored.get(each.id) if each.kind == "document" else request.POST.get(each.id)
    unknown = {name: request.POST[name] for name in request.POST if name not in names}
    return found | unknown | {f.id: f.online for f in fields if online and f.online}


def refusal(error: ActError, fields: Iterable[FormField]) -> Refusal:
    """The error as the page says it."""
    basis = tuple(cite(key) for key in error.basis)
    if not isinstance(error, Invalid):
        return Refusal(speak(error.reason), speak(error.remedy), basis)
    anchors = {f.id: Box(f).anchor for f in fields}
    faults = tuple((anchors.get(name, ""), speak(sentence)) for name, sentence in error.errors.items())
    return Refusal("", "", basis, faults)


def errors_of(error: ActError | None) -> Mapping[str, Say]:
    """The sentence for each field, if fields are at fault."""
    return error.errors if isinstance(error, Invalid) else {}


def new_key() -> str:
    """The random key of one form as shown: sent twice, it counts once."""
    return random.token_hex(32)


def key_of(request: HttpRequest) -> str:
    """The key that came with the form; a new one for a form that has none."""
    key = request.POST.get("key", "")
    return key if KEY.fullmatch(key) else new_key()


def idem(key: str, what: str) -> str:
    """The idempotency key of the act `what`: bound to it, so that a key of one form says nothing about another's."""
    return hashlib.sha256(f"form|{what}|{key}".encode()).hexdigest()


def _parts(each: FormField) -> tuple[str, ...]:
    return ("kind", *(name for name, *_ in PARTS)) if each.kind == "party" else ()


def _kept(each: FormField, request: HttpRequest) -> dict[str, dict[str, Any]]:
    try:
        note = signing.loads(request.POST.get(f"{each.id}.kept", ""), salt=_salt(each, request), max_age=KEPT_FOR)
    except signing.BadSignature:
        return {}
    return {each.id: note}


def _salt(each: FormField, request: HttpRequest) -> str:
    """What a note is bound to: the form by its address, the field, and the official who is logged in, or else the browser."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        whose = f"user {user.pk}"
    else:
        get_token(request)  # a browser that has no secret yet gets one
        whose = f"browser {request.META['CSRF_COOKIE']}"
    return "\n".join((KEPT, request.path, each.id, whose))


def _box(each: FormField, request: HttpRequest, errors: Mapping[str, Say], stored: dict[str, Any] | None) -> Box:
    value = request.POST.get(each.id, "")
    parts = {part: request.POST.get(f"{each.id}.{part}", "") for part in _parts(each)}
    if stored:
        value, parts = stored["name"], {"kept": signing.dumps(stored, salt=_salt(each, request))}
    return Box(each, value, parts, speak(errors[each.id]) if each.id in errors else "")
