"""What a flowchart shows of a declaration: stages in the order in which a case goes down them, and the acts between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fadu.procedure.declaration import ActRule, Declaration, ErrandRule


@dataclass(frozen=True)
class Move:
    """One act that leads to `target`: straight down from the stage above, or by a lane from stages before or behind it."""

    act: ActRule
    target: str
    straight: bool
    before: tuple[str, ...]
    behind: tuple[str, ...]


@dataclass(frozen=True)
class FlowGraph:
    """Stages from top to bottom; the moves to each; what can be done in each without leaving it."""

    opening: ActRule
    order: tuple[str, ...]
    moves: tuple[Move, ...]
    staying: Mapping[str, tuple[ActRule, ...]]
    errands: Mapping[str, tuple[ErrandRule, ...]]


def flow_graph(declaration: Declaration) -> FlowGraph:
    """The stages on the main road come first, then those beside it, in the order of the file."""
    road = _main_road(declaration)
    rest = [s.id for s in declaration.stages if s.id not in road]
    order = (*road, *sorted(rest, key=lambda s: declaration.final(s)))
    acts = [a for a in declaration.acts if not a.opens]
    starters = {a.id: declaration.errand[a.errand] for a in acts if a.kind == "start"}
    stays = [a for a in acts if a.kind in ("act", "extension") and not a.to]
    return FlowGraph(
        opening=declaration.opening,
        order=order,
        moves=_moves(acts, order),
        staying={s: tuple(a for a in stays if s in a.at) for s in order},
        errands={s: tuple(starters[a.id] for a in acts if a.id in starters and s in a.at) for s in order},
    )


def _main_road(declaration: Declaration) -> tuple[str, ...]:
    """The longest way, never back in the file, from the opening to the stage in which a case is decided.

    Where a term waits for somebody else, the case stands beside the road.
    """
    aside = {trigger for clock in declaration.clocks for trigger in clock.hold}
    place = {s.id: n for n, s in enumerate(declaration.stages)}
    first = declaration.opening.to
    roads: dict[str, tuple[str, ...]] = {first: (first,)}
    for stage in declaration.stages:
        for act in declaration.movers[stage.id] if stage.id in roads else ():
            longer = (*roads[stage.id], act.to)
            onward = place[act.to] > place[stage.id] and act.id not in aside
            if onward and len(longer) > len(roads.get(act.to, ())):
                roads[act.to] = longer
    decided = [a.to for a in declaration.acts if a.outcomes and a.to in roads]
    ends = decided or [s.id for s in declaration.stages if s.final and s.id in roads]
    return max((roads[s] for s in ends), key=len, default=(first,))


def _moves(acts: list[ActRule], order: tuple[str, ...]) -> tuple[Move, ...]:
    """Each moving act once; of those straight down between two stages, the first of the file takes the straight way."""
    place = {stage: n for n, stage in enumerate(order)}
    taken: set[str] = set()
    found = []
    for act in acts:
        sources = [s for s in order if s in act.at and s != act.to] if act.to else []
        if not sources:
            continue
        target = place[act.to]
        above = order[target - 1] if target else ""
        straight = above in sources and act.to not in taken
        if straight:
            taken.add(act.to)
        before = tuple(s for s in sources if place[s] < target and not (straight and s == above))
        behind = tuple(s for s in sources if place[s] > target)
        found.append(Move(act, act.to, straight, before, behind))
    return tuple(found)
