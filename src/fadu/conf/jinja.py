"""The Jinja2 environment of our templates, which live in each app's ``jinja2/`` folder."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from babel.dates import format_date
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from jinja2 import Environment, StrictUndefined

from fadu.cases.moments import today
from fadu.desk.noticing import unread
from fadu.faces.kit import FILTERS, GLOBALS

ABSENT = "—"
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
        "this_year": this_year,
        "url": url,
        "static": static,
        "get_language": translation.get_language,
        "unread": unread,
    }
    env.filters |= FILTERS | {"day": day, "moment": moment}
    return env


def this_year() -> int:
    """The year in office time."""
    return today().year


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Address of a named view: ``url("case", case.number)``. Raises NoReverseMatch for an unknown name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def day(value: date | None) -> str:
    """A date as the reader's language writes it: 2023年9月11日, 11 September 2023; an instant in office time."""
    if value is None:
        return ABSENT
    here = _local(value) if isinstance(value, datetime) else value
    return format_date(here, "long", locale=LOCALES[translation.get_language() or "zh-hans"])


def moment(value: datetime | None) -> str:
    """An instant in office time to the minute: 2023年9月11日 09:05."""
    return ABSENT if value is None else f"{day(value)} {_local(value):%H:%M}"


def _local(value: datetime) -> datetime:
    return value if timezone.is_naive(value) else timezone.localtime(value)
