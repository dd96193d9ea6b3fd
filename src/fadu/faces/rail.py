"""The stage rail: the stages of a procedure in order, those passed, the one now, those that do not apply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from fadu.faces.icon import icon
from fadu.procedure.declaration import Declaration


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
    states = {Passage.DONE: _("已完成："), Passage.SKIPPED: _("不涉及：")}
    items = "".join(_stop(number, stop, states) for number, stop in enumerate(stops, start=1))
    # Not within the f-string: what extracts messages doesn't look there.
    label = escape(_("办理环节"))
    return Markup(f'<ol class="card stages" aria-label="{label}">{items}</ol>{_now_line(stops)}')


def detours(declared: Declaration) -> frozenset[str]:
    """Stages that a case may never see: from them it goes back to where it was, or ends undecided (待补正, 待缴费)."""
    order = {stage.id: place for place, stage in enumerate(declared.stages)}
    goal = next((stage.id for stage in declared.stages if stage.final), "")

    def onwards(to: str, stage: str) -> bool:
        return to == goal or (order[to] > order[stage] and not declared.final(to))

    moving = declared.movers.items()
    return frozenset(stage for stage, acts in moving if acts and not any(onwards(a.to, stage) for a in acts))


def _stop(number: int, stop: RailStop, states: Mapping[Passage, str]) -> str:
    now = ' aria-current="step"' if stop.passage is Passage.NOW else ""
    sign = {Passage.DONE: icon("check"), Passage.SKIPPED: "–"}.get(stop.passage, str(number))
    note = f"<small>{escape(stop.note)}</small>" if stop.note else ""
    words = states.get(stop.passage)
    state = f'<span class="ds-sr-only">{escape(words)}</span>' if words else ""
    return (
        f'<li class="{stop.passage.value}"{now}><span class="k" aria-hidden="true">{sign}</span>'
        f"{state}<b>{escape(stop.title)}</b>{note}</li>"
    )


def _now_line(stops: Sequence[RailStop]) -> str:
    for number, stop in enumerate(stops, start=1):
        if stop.passage is Passage.NOW:
            place = f"<b>{number} / {len(stops)} {escape(stop.title)}</b><span>{escape(stop.note)}</span>"
            return f'<p class="nowline" aria-hidden="true">{place}</p>'
    done = sum(stop.passage is Passage.DONE for stop in stops)
    return f'<p class="nowline" aria-hidden="true"><b>{done} / {len(stops)}</b></p>'
