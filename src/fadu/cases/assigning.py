"""转办: a case goes to a unit and a person that the office has, or it would be seen by nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fadu.cases.errors import ActError
from fadu.people.models import Person, Unit
from fadu.procedure.say import say


def check_assignment(facts: Mapping[str, Any]) -> None:
    """Refuse an assignment to nobody, or to a unit or a person that the office does not have (any more).

    Raises:
        ActError: the unit or the person is unknown, or neither is named.
    """
    unit, handler = facts.get("unit"), facts.get("handler")
    if not unit and not handler:
        raise ActError(say("没有写明转给谁"), say("填写承办处室或者承办人。"))
    if unit and not Unit.objects.filter(key=unit, closed=False).exists():
        raise ActError(say("没有代码为“{unit}”的处室，或者已经撤销", unit=unit), say("从在册的处室中选择。"))
    if handler and not Person.objects.filter(username=handler, is_active=True).exists():
        raise ActError(say("没有用户名为“{handler}”的在用人员", handler=handler), say("从在册的人员中选择。"))
