"""Who asked for the seal of a letter: whoever did the act that made it; where no official did, whoever handles the case."""

from __future__ import annotations

import json
from dataclasses import dataclass

from fadu.cases.models import Entry
from fadu.people.models import Person


@dataclass(frozen=True)
class Asker:
    """Whoever asked, by name; `ids` are that person and the one in whose place the act was done."""

    name: str
    ids: frozenset[str]


def asker(entry: Entry, handler: str) -> Asker | None:
    """Who asked, if anybody did."""
    actor = json.loads(bytes(entry.record))["actor"]
    if actor["kind"] == "staff":
        ids = {actor["id"], actor.get("for", ""), actor.get("second", {}).get("id", "")}
        return Asker(actor["name"], frozenset(ids - {""}))
    person = Person.objects.filter(username=handler).first() if handler else None
    return Asker(person.name, frozenset({handler})) if person else None
