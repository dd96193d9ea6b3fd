"""Figures: sets of cases and ways to measure them. A pack needs nothing else: `from fadu.figures import …`."""

from fadu.figures.measures import Breakdown, Count, Measured, Share, Sum
from fadu.figures.registry import FigureDef, figure
from fadu.figures.sets import Cases, Period, cases, year_of

__all__ = [
    "Breakdown",
    "Cases",
    "Count",
    "FigureDef",
    "Measured",
    "Period",
    "Share",
    "Sum",
    "cases",
    "figure",
    "year_of",
]
