"""How this reader wants pages: type size, contrast, language; and whose pages they are."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote_plus

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from fadu.faces.language import language
from fadu.people.asking import rows
from fadu.people.models import Person

SIZES = ("md", "lg")
SCHEMES = ("light", "dark")
SIZE_COOKIE = "fadu_size"
SCHEME_COOKIE = "fadu_scheme"
_OFFICE = "SELECT name, english, short FROM people_unit WHERE parent_id IS NULL AND NOT closed ORDER BY id LIMIT 1"
SHORT_NAMES = {"zh-hans": "简体", "zh-hant": "繁體", "en": "English"}


@dataclass(frozen=True)
class OfficeName:
    """The office in the reader's language; `english` is shown under the Chinese name, `mark` in the seal."""

    name: str
    english: str
    mark: str


@dataclass(frozen=True)
class Face:
    """What base pages need to know. `here` is the address to come back to after changing a preference."""

    size: str
    scheme: str
    here: str

    @property
    def large(self) -> bool:
        return self.size == "lg"

    @property
    def contrast(self) -> bool:
        return self.scheme == "dark"

    @property
    def chinese(self) -> bool:
        return language().startswith("zh")

    @property
    def lang(self) -> str:
        """The page's language as HTML names it."""
        return html_lang(language())

    @property
    def other_languages(self) -> tuple[tuple[str, str, str], ...]:
        """The languages that the reader may change to: code, name in HTML, and short name in itself."""
        here = language()
        return tuple((code, html_lang(code), SHORT_NAMES[code]) for code, _ in settings.LANGUAGES if code != here)

    def prefer(self, **choice: str) -> str:
        """The link that sets one preference and returns here: ``face.prefer(size="lg")``."""
        chosen = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in choice.items())
        return f"{self._preferences}?{chosen}&next={self.back}"

    @cached_property
    def _preferences(self) -> str:
        return reverse("preferences")

    @cached_property
    def back(self) -> str:
        """`here`, as a part of another address."""
        return quote_plus(self.here)


def html_lang(code: str) -> str:
    """zh-Hant for zh-hant: the script of a language begins with a capital in HTML."""
    language, _, script = code.partition("-")
    return f"{language}-{script.title()}" if script else language


def face(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `face`, `office`, `person` (None for a visitor); the last two ask the database when used.

    `csrf_input` is the same in all forms of a page: Django draws another mask of the same secret for each.
    """
    size, scheme = request.COOKIES.get(SIZE_COOKIE), request.COOKIES.get(SCHEME_COOKIE)
    return {
        "face": Face(
            size=size if size in SIZES else "md",
            scheme=scheme if scheme in SCHEMES else "light",
            here=request.get_full_path() if request.method == "GET" else request.path,
        ),
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
        "office": SimpleLazyObject(office_name),
        "person": SimpleLazyObject(lambda: person_of(request)),
    }


def office_name() -> OfficeName:
    """The office's name as the reader reads it; the product's own while the database is away or empty."""
    try:
        found = rows(_OFFICE)
    except DatabaseError:
        found = []
    if not found:
        return OfficeName(name="法度", english="Fadu", mark="法度")
    name, english, short = found[0]
    chinese = language().startswith("zh")
    return OfficeName(
        name=gettext(name) if chinese or not english else english,
        english=english if chinese else name,
        mark=(short or name)[:2],
    )


def person_of(request: HttpRequest) -> Person | None:
    """Who is logged in; nobody when that cannot be read, so that an error page never fails itself."""
    try:
        user = getattr(request, "user", None)
        return user if user is not None and user.is_authenticated else None
    except DatabaseError:
        return None
