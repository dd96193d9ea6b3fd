"""Declarations and calendars as kept in the database: what entries name, they can be replayed with, whatever is installed today."""

from __future__ import annotations

from functools import lru_cache

from django.db import transaction

from fadu.cases.models import CalendarText, DeclarationText
from fadu.law.calendar import Calendar, base_calendar
from fadu.law.edition_files import dump_editions, load_editions
from fadu.people.asking import rows
from fadu.procedure.declaration import Declaration

_CURRENT = 'SELECT id FROM cases_calendartext WHERE "current" ORDER BY id LIMIT 1'


@lru_cache(maxsize=256)
def declaration(sha: str) -> Declaration:
    """The declaration with this hash.

    Raises:
        LookupError: it was never kept, so nothing can have been done under it.
    """
    text = DeclarationText.objects.filter(sha=sha).values_list("text", flat=True).first()
    if text is None:
        raise LookupError(f"数据库中没有摘要为 {sha[:12]}… 的事项声明。请从备份恢复。")
    return Declaration.from_text(text)


def keep_declaration(declared: Declaration) -> str:
    """Keep an installed declaration, once, and give its hash. Asked every time: what a rolled-back transaction kept is not kept."""
    if not DeclarationText.objects.filter(sha=declared.sha).exists():
        values = {"procedure": declared.id, "text": declared.text}
        DeclarationText.objects.get_or_create(sha=declared.sha, defaults=values)
    return declared.sha


@lru_cache(maxsize=32)
def calendar(id: str) -> Calendar:
    """The calendar with this id.

    Raises:
        LookupError: it was never kept.
    """
    if id == base_calendar().id:
        return base_calendar()
    text = CalendarText.objects.filter(id=id).values_list("text", flat=True).first()
    if text is None:
        raise LookupError(f"数据库中没有编号为 {id} 的工作日历。请用 fadu calendar import 导入。")
    return Calendar(load_editions(text))


def current_calendar() -> Calendar:
    """The calendar that new cases are counted by."""
    found = rows(_CURRENT)
    return calendar(found[0][0]) if found else base_calendar()


def keep_calendar(kept: Calendar, *, current: bool) -> str:
    """Keep a calendar under its id, and make it the current one if asked."""
    known = CalendarText.objects.filter(id=kept.id)
    if not current and known.exists():
        return kept.id
    with transaction.atomic():
        if not known.exists():
            CalendarText.objects.get_or_create(id=kept.id, defaults={"text": dump_editions(kept.editions)})
        if current:
            CalendarText.objects.exclude(id=kept.id).update(current=False)
            CalendarText.objects.filter(id=kept.id).update(current=True)
    return kept.id
