"""How long the closed cases of a duty are kept (保管期限)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fadu.law.citation import Citation
from fadu.procedure.say import Say, say


@dataclass(frozen=True)
class Kept:
    """Whole years after the year in which a case was closed; 0 is for ever, None not yet decided.

    `settled` says that somebody has checked the term against the office's approved table; until then it is 待核 and nothing is destroyed.
    """

    years: int | None = None
    basis: tuple[Citation, ...] = ()
    settled: bool = False

    @property
    def title(self) -> Say:
        """永久, 10年, or 待核."""
        if self.years is None:
            return say("待核")
        return say("{n}年", n=self.years) if self.years else say("永久")

    def ends(self, closed: date) -> date | None:
        """The last day of keeping a case closed on that day: terms count from the first of January after; None if there is no end."""
        return date(closed.year + self.years, 12, 31) if self.years else None


UNSETTLED = Kept()


def kept(years: int, *, basis: Citation, settled: bool = True) -> Kept:
    """`kept = kept(10, basis=RETENTION[7])`; 0 years is 永久. Raises ValueError for a negative number."""
    if years < 0:
        raise ValueError(f"A case is kept for 0 (for ever) or more years, got {years}.")
    return Kept(years, (basis,), settled)
