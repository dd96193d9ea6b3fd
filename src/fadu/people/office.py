"""Bring the register of units, posts and people to what the office's pack declares."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import transaction

from fadu.people.models import Appointment, Person, Post, Unit
from fadu.procedure.office import Office, PostSpec, UnitSpec

Row = TypeVar("Row", Unit, Post)


class OfficeError(ValueError):
    """The office cannot be set up as asked; the message lists every fault and its remedy."""


@dataclass(frozen=True)
class Synced:
    """What was done: rows created, rows brought up to date, units closed because they are no longer declared."""

    created: int = 0
    changed: int = 0
    closed: int = 0

    def __add__(self, other: "Synced") -> "Synced":
        return Synced(self.created + other.created, self.changed + other.changed, self.closed + other.closed)


@transaction.atomic
def sync_office(office: Office) -> Synced:
    """Create and update the units, and the titles of posts already in use; doing it again changes nothing.

    Nothing is deleted, because past acts name it: a unit that is no longer declared is marked closed.
    Raises OfficeError, and changes nothing, when the declaration contradicts itself.
    """
    _check(office)
    root = {"name": office.name, "english": office.english, "short": office.short, "parent": None, "closed": False}
    units: dict[str, Unit] = {}
    units[office.key], done = _put(Unit, {"key": office.key}, root)
    for unit in _parents_first(office):
        above = units[unit.parent or office.key]
        fields = {"name": unit.name, "english": unit.english, "parent": above, "closed": False}
        units[unit.key], step = _put(Unit, {"key": unit.key}, fields)
        done += step
    for spec in office.posts:
        for post in Post.objects.filter(role=spec.role):
            done += _change(post, _post_fields(spec))
    gone = Unit.objects.exclude(key__in=units).filter(closed=False).update(closed=True)
    return done + Synced(closed=gone)


@transaction.atomic
def sync_sample_people(office: Office, password: str, since: date) -> Synced:
    """Create the sample people with one password and their posts from `since`; what is there already is left alone.

    Needs the office's units: call :func:`sync_office` first. Raises OfficeError as that does.
    """
    _check(office)
    done = Synced()
    for spec in office.people:
        person = Person.objects.filter(username=spec.username).first()
        if person is None:
            person = Person.objects.create_user(spec.username, spec.name, password)
            done += Synced(created=1)
        held = set(person.appointments.values_list("post__role", "post__unit__key"))
        for named in spec.posts:
            if _role_and_unit(named, office) not in held:
                appoint(office, person, named, since)
                done += Synced(created=1)
    return done


def appoint(office: Office, person: Person, named: str, since: date, until: date | None = None) -> Appointment:
    """Give the person the post «role@unit» from `since`, to `until` if that is known (both days included).

    «auditor» without a unit is a post of the office itself. Raises OfficeError when the office declares no such
    role, or has no such unit in use.
    """
    role, key = _role_and_unit(named, office)
    spec = next((spec for spec in office.posts if spec.role == role), None)
    unit = Unit.objects.filter(key=key, closed=False).first()
    if spec is None or unit is None:
        missing = f"post «{role}»" if spec is None else f"unit «{key}»"
        raise OfficeError(f"«{named}» cannot be held: office «{office.key}» has no {missing}; declare it first")
    post, _ = _put(Post, {"unit": unit, "role": role}, _post_fields(spec))
    return Appointment.objects.create(person=person, post=post, since=since, until=until)


def _check(office: Office) -> None:
    units = {office.key, *(spec.key for spec in office.units)}
    roles = {spec.role for spec in office.posts}
    faults = [
        f"unit «{spec.key}» lies under «{spec.parent}», which is not declared: declare it in units"
        for spec in office.units
        if spec.parent and spec.parent not in units
    ]
    for person in office.people:
        for named in person.posts:
            role, unit = _role_and_unit(named, office)
            if role not in roles:
                faults.append(f"{person.username} holds «{named}», but no post «{role}» is declared in posts")
            if unit not in units:
                faults.append(f"{person.username} holds «{named}», but no unit «{unit}» is declared in units")
    if faults:
        raise OfficeError(f"office «{office.key}» is not set up:\n" + "\n".join(faults))


def _parents_first(office: Office) -> list[UnitSpec]:
    """The declared units so that each comes after the one above it. Raises OfficeError when units lie in a circle."""
    placed: list[UnitSpec] = []
    keys = {office.key, ""}
    waiting = list(office.units)
    while waiting:
        ready = [unit for unit in waiting if unit.parent in keys]
        if not ready:
            circle = ", ".join(unit.key for unit in waiting)
            raise OfficeError(f"office «{office.key}» is not set up:\nunits lie under each other: {circle}")
        placed.extend(ready)
        keys.update(unit.key for unit in ready)
        waiting = [unit for unit in waiting if unit not in ready]
    return placed


def _role_and_unit(named: str, office: Office) -> tuple[str, str]:
    role, _, unit = named.partition("@")
    return role, unit or office.key


def _post_fields(spec: PostSpec) -> dict[str, Any]:
    return {"title": spec.title, "english": spec.english, "needs_totp": spec.needs_totp}


def _put(model: type[Row], where: dict[str, Any], fields: dict[str, Any]) -> tuple[Row, Synced]:
    row = model._default_manager.filter(**where).first()
    if row is None:
        return model._default_manager.create(**where, **fields), Synced(created=1)
    return row, _change(row, fields)


def _change(row: Unit | Post, fields: dict[str, Any]) -> Synced:
    stale = [name for name, value in fields.items() if getattr(row, name) != value]
    if not stale:
        return Synced()
    for name in stale:
        setattr(row, name, fields[name])
    row.save(update_fields=stale)
    return Synced(changed=1)
