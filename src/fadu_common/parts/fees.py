"""信息处理费: what an applicant is charged whose requests clearly exceed what is reasonable (第四十二条第二款).

The tariff is that of 国办函〔2020〕109号, in force since 2021-01-01. Until then no tariff had been made, and nothing could be charged.
Its amounts stand here as remembered («待核»: the text is not among the laws that were at hand).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fadu.law.dated import Pivot, dated
from fadu_common.laws import FEES

BY_REQUEST, BY_PAGE = "按件", "按量"
MORE = 100
"""By how many yuan the price of a request rises from one step to the next."""


@dataclass(frozen=True)
class Step:
    """Units above `above` (up to the next step) cost `yuan` each; with `every`, MORE for every so many units further on."""

    above: int
    yuan: int
    every: int = 0

    def price(self, n: int) -> int:
        """What the n-th unit costs."""
        return self.yuan + (MORE * ((n - self.above - 1) // self.every) if self.every else 0)


@dataclass(frozen=True)
class Tariff:
    """Both ways of counting: requests of one applicant in a calendar month, or pages of one request; only one is used for a request."""

    requests: tuple[Step, ...]
    pages: tuple[Step, ...]


TARIFF = dated(
    {
        "2021-01-01": Tariff(
            requests=(Step(10, 100), Step(30, 200, every=10)),
            pages=(Step(30, 10), Step(100, 20), Step(200, 40)),
        )
    },
    pivot=Pivot.ACT,
    basis=FEES.whole,
)


def fee(unit: str, quantity: int, tariff: Tariff) -> int:
    """The fee in yuan: of the `quantity`-th request of the month (按件), or of `quantity` pages in all (按量); 0 below the limit.

    Raises:
        ValueError: the unit is neither.
    """
    if unit == BY_REQUEST:
        return _price(quantity, tariff.requests)
    if unit == BY_PAGE:
        return sum(_price(page, tariff.pages) for page in range(tariff.pages[0].above + 1, quantity + 1))
    raise ValueError(f"“{unit}”不是收费的标准；写“{BY_REQUEST}”或者“{BY_PAGE}”。")


def _price(n: int, steps: tuple[Step, ...]) -> int:
    """What the n-th unit costs."""
    return next((step.price(n) for step in reversed(steps) if n > step.above), 0)


def charged(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fee of a notice, for its act: `fee_unit` and `quantity` give `fee_due`. One tariff is known, so that no day is asked."""
    return {"fee_due": fee(facts["fee_unit"], facts["quantity"], TARIFF.values[-1].value)}
