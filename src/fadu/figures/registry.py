"""Figures: a title, a unit, a rule of counting in words, and the function from a year to a measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fadu.figures.measures import Measured
from fadu.figures.sets import OWN, Period
from fadu.procedure.say import Say, say

Make = Callable[[Period, tuple[str, ...]], Measured]


@dataclass(frozen=True)
class FigureDef:
    """A figure as declared. `make` gives its measure for a period and the origins that count; `reported` is its place in the report."""

    id: str
    title: Say
    unit: str
    rule: Say
    make: Make
    reported: str = ""


def figure(title: str, *, unit: str, reported: str = "") -> Callable[[Make], FigureDef]:
    """Declare a figure: the function's name is its id, the docstring its rule of counting.

    @figure("公开申请按期办结率", unit="%", reported="一（十）")
    def disclosed_on_time(year, origins): …
    """

    def declare(make: Make) -> FigureDef:
        if not make.__doc__:
            raise ValueError(f"{make.__name__}: 没有写明口径；在函数的说明里写怎样计数。")
        rule = " ".join(make.__doc__.split())
        return FigureDef(make.__name__, say(title), unit, say(rule), make, reported)

    return declare


def measure_of(figure: FigureDef, during: Period, origins: tuple[str, ...] = OWN) -> Measured:
    """The figure's measure for a period."""
    return figure.make(during, origins)
