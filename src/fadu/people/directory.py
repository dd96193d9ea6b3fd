"""Who somebody is on a day, as the plain value that the policy judges."""

from collections.abc import Iterable, Mapping
from datetime import date

from fadu.people.asking import rows
from fadu.people.models import Appointment, Person
from fadu.policy import Actor

Held = tuple[str, str]


_ABSENT = (
    "SELECT d.absent_id FROM people_deputy d JOIN people_person b ON b.id = d.absent_id "
    "WHERE d.person_id = %s AND d.since <= %s AND d.until >= %s AND b.is_active"
)
_HELD = (
    "SELECT p.username, o.role, u.key FROM people_appointment a JOIN people_person p ON p.id = a.person_id "
    "JOIN people_post o ON o.id = a.post_id JOIN people_unit u ON u.id = o.unit_id "
    f"WHERE (a.person_id = %s OR a.person_id IN ({_ABSENT})) AND a.since <= %s AND (a.until IS NULL OR a.until >= %s)"
)
_UNITS = "SELECT '', u.key, p.key FROM people_unit u JOIN people_unit p ON p.id = u.parent_id"
_ASKED = f"{_HELD} UNION ALL {_UNITS}"
"""Posts held (log-in name, role, unit), and the tree of units ("", unit, the one above): some dozens of rows in one question."""


def actor_of(person: Person, on: date) -> Actor:
    """The person as an actor on the day `on`: roles held, units these cover (own and below), whom they stand in for.

    A person who has left (not in use) is an actor without roles. Standing in is not passed on: only the roles that
    the absent person holds themselves that day are lent, and nobody lends who has left.
    """
    if not person.is_active:
        return Actor(id=person.username, name=person.name, kind="staff")
    day = on.isoformat()
    held: dict[str, set[Held]] = {}
    below: dict[str, list[str]] = {}
    for who, what, where in rows(_ASKED, (person.pk, person.pk, day, day, day, day)):
        if who:
            held.setdefault(who, set()).add((what, where))
        else:
            below.setdefault(where, []).append(what)
    own = held.pop(person.username, set())
    return Actor(
        id=person.username,
        name=person.name,
        kind="staff",
        roles=frozenset(own),
        units=_with_those_below((unit for _, unit in own), below),
        clearance=person.clearance,
        stands_for=tuple((absent, frozenset(held[absent])) for absent in sorted(held)),
    )


def holders(role: str, unit: str, on: date) -> list[Person]:
    """The people in use who hold the post on the day, by log-in name: those whom a task of that post reaches."""
    held = Appointment.objects.on(on).filter(post__role=role, post__unit__key=unit, person__is_active=True)
    return list(Person.objects.filter(pk__in=held.values("person_id")).order_by("username"))


def _with_those_below(keys: Iterable[str], below: Mapping[str, list[str]]) -> frozenset[str]:
    seen: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting.extend(below.get(key, ()))
    return frozenset(seen)
