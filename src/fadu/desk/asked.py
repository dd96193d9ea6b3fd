"""What somebody asks of the case list, read from an address: the page, its file and a saved view mean the same by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from fadu.cases.origins import origins
from fadu.cases.reading import Filters

STATES = ("", "open", "closed", "overdue")
ORDERS = ("newest", "due")


@dataclass(frozen=True)
class Asked:
    """Filters and order of the list; "" asks for nothing."""

    procedure: str = ""
    stage: str = ""
    state: str = ""
    text: str = ""
    order: str = "newest"

    @property
    def filters(self) -> Filters:
        return Filters(self.procedure, self.stage, self.state, self.text, origins=origins())

    @property
    def query(self) -> str:
        """The same as part of an address; "" for the whole list as it comes."""
        said = {name: value for name, value in vars(self).items() if value and (name, value) != ("order", ORDERS[0])}
        return urlencode(said)


def asked(sent: Mapping[str, str]) -> Asked:
    """Read it; what no page of ours would send counts as not asked."""
    values = {name: sent.get(name, "").strip()[:100] for name in ("procedure", "stage", "state", "text")}
    values["state"] = values["state"] if values["state"] in STATES else ""
    order = sent.get("order", "")
    return Asked(**values, order=order if order in ORDERS else ORDERS[0])
