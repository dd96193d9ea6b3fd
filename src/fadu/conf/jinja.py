"""The Jinja2 environment of our templates, which live in each app's ``jinja2/`` folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone, translation
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from fadu.cases.moments import today
from fadu.desk.noticing import unread
from fadu.faces.kit import FILTERS, GLOBALS
from fadu.faces.language import language
from fadu.faces.speech import spoken

ABSENT = "—"
PLAIN = re.compile(r"[A-Za-z0-9_.-]+", re.ASCII).fullmatch
LOCALES = {"zh-hans": "zh_Hans_CN", "zh-hant": "zh_Hant_TW", "en": "en_GB"}


def environment(**options: Any) -> Environment:
    """Build the environment: autoescape and gettext on, a misspelt name is an error instead of an empty place."""
    options |= {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], **options)
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    env.globals |= GLOBALS | {
        "_": said,
        "kept": kept,
        "this_year": this_year,
        "url": url,
        "static": file,
        "get_language": language,
        "unread": unread,
    }
    env.filters |= FILTERS | {"speak": said_value, "day": day, "moment": moment}
    return env


def this_year() -> int:
    """The year in office time."""
    return today().year


def said(words: str, /, **values: Any) -> Markup:
    """The words in the page's language, with values in their places: what the i18n extension says, each sentence looked up once."""
    return _said(language(), words) % values if values else _plain(language(), words)


@lru_cache(maxsize=16_384)
def _plain(language: str, words: str) -> Markup:
    return _said(language, words) % {}


@lru_cache(maxsize=16_384)
def _said(language: str, words: str) -> Markup:
    # Sentences are our own; values are escaped where they are put in.
    return Markup(translation.gettext(words))


def said_value(value: Any) -> str:
    """What `fadu.faces.speech.spoken` says; most are terms, and those are kept."""
    return _term(language(), value) if type(value) is str and value else spoken(value)


@lru_cache(maxsize=16_384)
def _term(language: str, words: str) -> str:
    return translation.gettext(words)


def kept(*facts: str, caller: Callable[[], Markup]) -> Markup:
    """What is written within depends on these facts and the page's language alone: it is written once.

    ``{% call kept("menu", here) %}…{% endcall %}``; the first fact names the place.
    """
    key = (language(), get_script_prefix(), *facts)
    if key not in _KEPT:
        if len(_KEPT) >= 1000:
            _KEPT.clear()
        _KEPT[key] = caller()
    return _KEPT[key]


_KEPT: dict[tuple[str, ...], Markup] = {}


def file(path: str) -> str:
    """Address of a static file."""
    return _file(get_script_prefix(), path)


@lru_cache(maxsize=1024)
def _file(prefix: str, path: str) -> str:
    return static(path)


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Address of a named view: ``url("case", case.number)``. Raises NoReverseMatch for an unknown name."""
    if not kwargs:
        around = _around(settings.ROOT_URLCONF, get_script_prefix(), name, len(args))
        if around is not None:
            address = around[0]
            for word, part in zip(args, around[1:], strict=True):
                if not (isinstance(word, str) and PLAIN(word)):
                    break
                address += word + part
            else:
                return address
    return reverse(name, args=args or None, kwargs=kwargs or None)


@lru_cache(maxsize=1024)
def _around(urlconf: str, prefix: str, name: str, n: int) -> tuple[str, ...] | None:
    """What stands around `n` words in the address of a view that takes any words; None for a view that is choosy."""
    words, others = tuple(f"{i}Z" * 30 for i in range(n)), tuple(map(str, range(n)))
    try:
        address, other = reverse(name, args=words or None), reverse(name, args=others or None)
    except NoReverseMatch:
        return None
    parts: list[str] = []
    for word in words:
        before, _, address = address.partition(word)
        parts.append(before)
    parts.append(address)
    said = "".join(part + word for part, word in zip(parts, (*others, ""), strict=True))
    return tuple(parts) if said == other else None


def day(value: date | None) -> str:
    """A date as the reader's language writes it: 2023年9月11日, 11 September 2023; an instant in office time."""
    if value is None:
        return ABSENT
    here = _local(value).date() if isinstance(value, datetime) else value
    return _day(here, LOCALES[language()])


@lru_cache(maxsize=4096)
def _day(value: date, locale: str) -> str:
    return format_date(value, "long", locale=locale)


def moment(value: datetime | None) -> str:
    """An instant in office time to the minute: 2023年9月11日 09:05."""
    return ABSENT if value is None else f"{day(value)} {_local(value):%H:%M}"


def _local(value: datetime) -> datetime:
    return value if timezone.is_naive(value) else timezone.localtime(value)
