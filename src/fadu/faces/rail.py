"""The stage rail: the stages of a procedure in order, those passed, the one now, those that do not apply."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _
from markupsafe import Markup

from fadu.faces.icon import icon


class Passage(Enum):
    """How a case stands to one stage."""

    DONE = "done"
    NOW = "now"
    AHEAD = "ahead"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class RailStop:
    """One stage on the rail; `note` is a short line below it, e.g. a date or the days used."""

    title: str
    passage: Passage
    note: str = ""


def stage_rail(stops: Sequence[RailStop]) -> Markup:
    """An ordered list that CSS draws as a rail, with the present stage in words below it for narrow screens."""
    if not stops:
        return Markup("")
    items = Markup("").join(_stop(number, stop) for number, stop in enumerate(stops, start=1))
    rail = Markup('<ol class="card stages" aria-label="{}">{}</ol>').format(_("办理环节"), items)
    return rail + _now_line(stops)


def _stop(number: int, stop: RailStop) -> Markup:
    now = Markup(' aria-current="step"') if stop.passage is Passage.NOW else ""
    sign: Markup | str = {Passage.DONE: icon("check"), Passage.SKIPPED: "–"}.get(stop.passage, str(number))
    note = Markup("<small>{}</small>").format(stop.note) if stop.note else ""
    return Markup('<li class="{}"{}><span class="k" aria-hidden="true">{}</span>{}<b>{}</b>{}</li>').format(
        stop.passage.value, now, sign, _state(stop.passage), stop.title, note
    )


def _state(passage: Passage) -> Markup:
    words = {Passage.DONE: _("已完成："), Passage.SKIPPED: _("不涉及：")}.get(passage)
    return Markup('<span class="ds-sr-only">{}</span>').format(words) if words else Markup("")


def _now_line(stops: Sequence[RailStop]) -> Markup:
    for number, stop in enumerate(stops, start=1):
        if stop.passage is Passage.NOW:
            return Markup('<p class="nowline" aria-hidden="true"><b>{} / {} {}</b><span>{}</span></p>').format(
                number, len(stops), stop.title, stop.note
            )
    done = sum(stop.passage is Passage.DONE for stop in stops)
    return Markup('<p class="nowline" aria-hidden="true"><b>{} / {}</b></p>').format(done, len(stops))
