"""The working-day strip: one cell for each day that a statutory term counts, a gap wherever days off lie between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from fadu.faces.language import language
from fadu.faces.speech import long_day, short_day

DENSE = 32  # from here on cells stand closer, so that a long term fits a narrow screen
STAGE_SHADES = 4


@dataclass(frozen=True)
class DayCell:
    """One day of a term. `stage` numbers the stages from 0 as the case passed them, None on a day not yet lived.

    `paused` days belong to the term's time line but are not counted; `late` days lie beyond the due day.
    """

    day: date
    stage: int | None = None
    paused: bool = False
    late: bool = False
    today: bool = False
    due: bool = False
    note: str = ""


def working_day_strip(days: Sequence[DayCell], label: str = "") -> Markup:
    """The strip with its dates below; a picture whose text is :func:`summary`. Empty without days.

    `label` names the strip, e.g. the clock's title. Days come in calendar order.
    """
    if not days:
        return Markup("")
    words = f"{label}：{summary(days)}" if label else summary(days)
    before = (None, *(cell.day for cell in days))
    cells = "".join(_cell(cell, last) for cell, last in zip(days, before, strict=False))
    dense = " dense" if len(days) > DENSE else ""
    return Markup(
        f'<div class="strip{dense}"><div class="cells" role="img" aria-label="{escape(words)}">{cells}</div>'
        f"{_ends(days)}</div>"
    )


def summary(days: Sequence[DayCell]) -> str:
    """The strip in one sentence: days counted, days used, pauses, the due day, lateness."""
    counted = [cell for cell in days if not cell.paused and not cell.late]
    said = [
        _("共 %(all)d 日，已用 %(used)d 日")
        % {"all": len(counted), "used": sum(cell.stage is not None for cell in counted)}
    ]
    paused = sum(cell.paused for cell in days)
    if paused:
        said.append(_("不计算 %(days)d 日") % {"days": paused})
    said.extend(_("%(day)s 到期") % {"day": long_day(cell.day)} for cell in days if cell.due)
    late = sum(cell.late for cell in days)
    if late:
        said.append(_("已逾期 %(days)d 日") % {"days": late})
    return _("，").join(said)


def _cell(cell: DayCell, before: date | None) -> str:
    return _drawn(language(), cell, before is not None and cell.day - before > timedelta(days=1))


@lru_cache(maxsize=8192)
def _drawn(tongue: str, cell: DayCell, gap: bool) -> str:
    kinds = [_shade(cell)]
    kinds.extend(kind for kind, shown in (("due", cell.due), ("today", cell.today)) if shown)
    if gap:
        kinds.append("gap")
    title = escape(f"{long_day(cell.day)} {cell.note}".strip())
    return f'<i class="{" ".join(kinds)}" title="{title}"></i>'


def _shade(cell: DayCell) -> str:
    if cell.late:
        return "late"
    if cell.paused:
        return "paused"
    return "ahead" if cell.stage is None else f"stage-{cell.stage % STAGE_SHADES}"


def _ends(days: Sequence[DayCell]) -> str:
    today = next((cell.day for cell in days if cell.today), None)
    said = [short_day(days[0].day)]
    if today is not None and today not in (days[0].day, days[-1].day):
        said.append(_("今天 %(day)s") % {"day": short_day(today)})
    if len(days) > 1:
        said.append(short_day(days[-1].day))
    spans = "".join(f"<span>{escape(words)}</span>" for words in said)
    return f'<div class="ends" aria-hidden="true">{spans}</div>'
