"""Who somebody is on a day, as the plain value that the policy judges."""

from collections.abc import Iterable
from datetime import date

from fadu.people.models import Appointment, Deputy, Person, Unit
from fadu.policy import Actor

Held = tuple[str, str]


def actor_of(person: Person, on: date) -> Actor:
    """The person as an actor on the day `on`: roles held, units these cover (own and below), whom they stand in for.

    A person who has left (not in use) is an actor without roles. Standing in is not passed on: only the roles that
    the absent person holds themselves that day are lent, and nobody lends who has left.
    """
    if not person.is_active:
        return Actor(id=person.username, name=person.name, kind="staff")
    absent = _absent(person, on)
    held = _roles((person, *absent), on)
    own = held[person.pk]
    lent = tuple((each.username, held[each.pk]) for each in absent if held[each.pk])
    return Actor(
        id=person.username,
        name=person.name,
        kind="staff",
        roles=own,
        units=_with_those_below({unit for _, unit in own}),
        clearance=person.clearance,
        stands_for=lent,
    )


def holders(role: str, unit: str, on: date) -> list[Person]:
    """The people in use who hold the post on the day, by log-in name: those whom a task of that post reaches."""
    held = Appointment.objects.on(on).filter(post__role=role, post__unit__key=unit, person__is_active=True)
    return list(Person.objects.filter(pk__in=held.values("person_id")).order_by("username"))


def _absent(person: Person, on: date) -> list[Person]:
    deputies = Deputy.objects.on(on).filter(person=person, absent__is_active=True).select_related("absent")
    return sorted({deputy.absent for deputy in deputies}, key=lambda each: each.username)


def _roles(people: Iterable[Person], on: date) -> dict[int, frozenset[Held]]:
    found: dict[int, set[Held]] = {person.pk: set() for person in people}
    rows = Appointment.objects.on(on).filter(person_id__in=found)
    for person, role, unit in rows.values_list("person_id", "post__role", "post__unit__key"):
        found[person].add((role, unit))
    return {person: frozenset(roles) for person, roles in found.items()}


def _with_those_below(keys: set[str]) -> frozenset[str]:
    """The units and everything below them; an office has some dozens of units, so the tree is read whole."""
    below: dict[str | None, list[str]] = {}
    for key, parent in Unit.objects.values_list("key", "parent__key"):
        below.setdefault(parent, []).append(key)
    seen: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting.extend(below.get(key, ()))
    return frozenset(seen)
