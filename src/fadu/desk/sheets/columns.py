"""The columns of a sheet of requests, read from the declaration's form: the day of receipt, then every field; a party takes one for each part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fadu.faces.entry import ID_KINDS, PARTS
from fadu.faces.language import speaking
from fadu.faces.speech import spoken
from fadu.procedure.outline.form import FormField

AT = "at"
"""The key of the day of receipt, which every act has beside its fields."""
ORIGINAL = "zh-hans"


@dataclass(frozen=True)
class Column:
    """One column. `options` are (what is kept, words); `field` is the form's field, "" for the day of receipt."""

    key: str
    title: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()
    required: bool = False
    hint: str = ""
    field: str = ""


def columns(fields: Iterable[FormField]) -> tuple[Column, ...]:
    """The columns with their words in the reader's language; files have none, a sheet can't hold them."""
    found = [Column(AT, _("收件日期"), "day", required=True, hint=_("如 2023-10-08；最晚是今天。"))]
    for each in fields:
        if each.kind == "party":
            found += _party(each)
        elif each.kind != "document":
            found.append(_field(each))
    return tuple(found)


def by_title(fields: tuple[FormField, ...]) -> dict[str, Column]:
    """Every column by its title in the reader's language and by the original one, so that a sheet may come back in either."""
    with speaking(ORIGINAL):
        original = [column.title for column in columns(fields)]
    here = columns(fields)
    return dict(zip(original, here, strict=True)) | {column.title: column for column in here}


def needs_files(fields: Iterable[FormField]) -> bool:
    """Whether the form can't do without a file, so that no sheet can stand for it."""
    return any(each.kind == "document" and each.required for each in fields)


def _field(each: FormField) -> Column:
    options = tuple((value, spoken(title)) for value, title in each.options)
    if each.kind == "yesno":
        options = (("是", _("是")), ("否", _("否")))
    hint = spoken(each.hint) if each.hint else ""
    return Column(each.id, spoken(each.title), each.kind, options, each.required, hint, each.id)


def _party(each: FormField) -> list[Column]:
    title, found = spoken(each.title), []
    if each.options:
        options = tuple((value, spoken(words)) for value, words in each.options)
        found.append(Column(f"{each.id}.kind", f"{title} · {_('类型')}", "choice", options, field=each.id))
    for part, words, *_rest in PARTS:
        if part not in each.parts:
            continue
        options = tuple((kept, str(said)) for kept, said in ID_KINDS) if part == "id_kind" else ()
        needed = part == "name" and each.required
        kind = "choice" if options else "text"
        found.append(Column(f"{each.id}.{part}", f"{title} · {words}", kind, options, needed, field=each.id))
    return found
