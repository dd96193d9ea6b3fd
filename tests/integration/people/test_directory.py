from datetime import date

import pytest
from django.db import IntegrityError, transaction

from fadu.people.directory import actor_of, holders
from fadu.people.models import Appointment, Clearance, Deputy, Person
from fadu.people.second_step import needs_totp

pytestmark = pytest.mark.django_db
DAY = date(2023, 9, 11)
BEFORE, AFTER = date(2023, 9, 10), date(2023, 9, 12)


def stand_in(person: Person, absent: Person, since: date = DAY, until: date = DAY) -> Deputy:
    return Deputy.objects.create(person=person, absent=absent, since=since, until=until, reason="出差", set_by=absent)


def test_an_actor_has_the_roles_of_the_posts_held(lifang: Person) -> None:
    actor = actor_of(lifang, DAY)
    assert (actor.id, actor.name, actor.kind) == ("lifang", "李芳", "staff")
    assert actor.roles == {("handler", "team")}
    assert actor.clearance == Clearance.INTERNAL
    assert actor.stands_for == ()


def test_a_head_sees_the_units_below_and_a_colleague_of_another_unit_sees_neither(
    wangqiang: Person, lifang: Person, zhaomin: Person
) -> None:
    assert actor_of(wangqiang, DAY).units == {"secretariat", "team"}
    assert actor_of(lifang, DAY).units == {"team"}
    assert actor_of(zhaomin, DAY).units == {"language"}


def test_an_appointment_counts_on_its_first_and_last_day_and_not_beyond(lifang: Person) -> None:
    Appointment.objects.filter(person=lifang).update(since=DAY, until=DAY)
    assert actor_of(lifang, DAY).roles
    assert not actor_of(lifang, BEFORE).roles
    assert not actor_of(lifang, AFTER).roles
    assert not actor_of(lifang, AFTER).units


def test_a_deputy_is_lent_the_roles_while_standing_in(lifang: Person, wangqiang: Person) -> None:
    stand_in(lifang, wangqiang)
    assert actor_of(lifang, DAY).stands_for == (("wangqiang", frozenset({("unit_head", "secretariat")})),)
    assert actor_of(lifang, DAY).roles == {("handler", "team")}
    assert actor_of(lifang, BEFORE).stands_for == ()
    assert actor_of(lifang, AFTER).stands_for == ()


def test_standing_in_is_not_passed_on(lifang: Person, wangqiang: Person, zhaomin: Person) -> None:
    stand_in(lifang, wangqiang)
    stand_in(zhaomin, lifang)
    assert actor_of(zhaomin, DAY).stands_for == (("lifang", frozenset({("handler", "team")})),)


def test_whoever_has_left_has_and_lends_nothing(lifang: Person, wangqiang: Person) -> None:
    stand_in(lifang, wangqiang)
    Person.objects.filter(pk=wangqiang.pk).update(is_active=False)
    wangqiang.refresh_from_db()
    assert actor_of(lifang, DAY).stands_for == ()
    gone = actor_of(wangqiang, DAY)
    assert (gone.roles, gone.units, gone.clearance) == (frozenset(), frozenset(), 0)


def test_holders_are_the_people_in_use_in_the_post_on_the_day(lifang: Person) -> None:
    assert holders("handler", "team", DAY) == [lifang]
    assert holders("handler", "language", DAY) != [lifang]
    assert holders("handler", "team", date(2022, 12, 31)) == []
    Person.objects.filter(pk=lifang.pk).update(is_active=False)
    assert holders("handler", "team", DAY) == []


def test_a_deputy_needs_the_second_step_that_the_post_needs(lifang: Person, wangqiang: Person) -> None:
    assert needs_totp(wangqiang, DAY)
    assert not needs_totp(lifang, DAY)
    stand_in(lifang, wangqiang)
    assert needs_totp(lifang, DAY)
    assert not needs_totp(lifang, AFTER)


def test_nobody_stands_in_for_themselves_or_backwards_in_time(lifang: Person, wangqiang: Person) -> None:
    for person, absent, since, until in ((lifang, lifang, DAY, DAY), (lifang, wangqiang, AFTER, DAY)):
        with pytest.raises(IntegrityError), transaction.atomic():
            stand_in(person, absent, since, until)


def test_a_log_in_name_never_changes(lifang: Person) -> None:
    lifang.username = "lifang2"
    with pytest.raises(ValueError, match="cannot become «lifang2»"):
        lifang.save()
    lifang.refresh_from_db()
    lifang.name = "李方"
    lifang.save()
    assert Person.objects.get(username="lifang").name == "李方"
