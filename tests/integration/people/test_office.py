from dataclasses import replace
from datetime import date

import pytest

from fadu.people.models import Appointment, Person, Post, Unit
from fadu.people.office import OfficeError, Synced, appoint, sync_office, sync_sample_people
from fadu.procedure.office import Office, PersonSpec, PostSpec, UnitSpec

pytestmark = pytest.mark.django_db
SINCE = date(2023, 1, 1)


def test_the_declaration_becomes_a_tree(office: Office) -> None:
    assert sync_office(office) == Synced(created=4)
    team = Unit.objects.get(key="team")
    assert team.parent is not None
    assert team.parent.key == "secretariat"
    assert Unit.objects.office() == team.parent.parent
    assert Unit.objects.office().name == office.name  # type: ignore[union-attr]


def test_doing_it_again_changes_nothing(office: Office) -> None:
    sync_office(office)
    sync_sample_people(office, "a-sample-password-7", SINCE)
    assert sync_office(office) == Synced()
    assert sync_sample_people(office, "another-password-7", SINCE) == Synced()
    assert Person.objects.get(username="lifang").check_password("a-sample-password-7")


def test_a_changed_name_and_title_are_brought_up_to_date(office: Office) -> None:
    sync_office(office)
    sync_sample_people(office, "a-sample-password-7", SINCE)
    renamed = replace(
        office,
        units=(*office.units[:2], replace(office.units[2], name="国际语言环境处")),
        posts=(replace(office.posts[0], title="经办人"), office.posts[1]),
    )
    assert sync_office(renamed) == Synced(changed=3)
    assert Unit.objects.get(key="language").name == "国际语言环境处"
    assert set(Post.objects.filter(role="handler").values_list("title", flat=True)) == {"经办人"}


def test_a_unit_no_longer_declared_is_closed_and_kept_with_its_people(office: Office) -> None:
    sync_office(office)
    sync_sample_people(office, "a-sample-password-7", SINCE)
    smaller = replace(office, units=office.units[:2], people=office.people[:2])
    assert sync_office(smaller) == Synced(closed=1)
    assert Unit.objects.get(key="language").closed
    assert Appointment.objects.filter(person__username="zhaomin").exists()
    assert sync_office(office) == Synced(changed=1)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"units": (UnitSpec("team", "公开科", "Team", parent="nowhere"),), "people": ()}, "«nowhere»"),
        ({"people": (PersonSpec("李芳", "lifang", ("handler@nowhere",)),)}, "no unit «nowhere»"),
        ({"people": (PersonSpec("李芳", "lifang", ("juggler@team",)),)}, "no post «juggler»"),
        ({"units": (UnitSpec("a", "甲", "A", "b"), UnitSpec("b", "乙", "B", "a")), "people": ()}, "a, b"),
    ],
)
def test_a_declaration_that_contradicts_itself_changes_nothing(
    office: Office, change: dict[str, tuple[object, ...]], fault: str
) -> None:
    with pytest.raises(OfficeError, match=fault):
        sync_office(replace(office, **change))  # type: ignore[arg-type]
    assert not Unit.objects.exists()


def test_a_post_without_a_unit_is_one_of_the_office_itself(office: Office) -> None:
    whole = replace(
        office,
        posts=(*office.posts, PostSpec("auditor", "审计员", "Auditor")),
        people=(PersonSpec("孙宁", "sunning", ("auditor",)),),
    )
    sync_office(whole)
    sync_sample_people(whole, "a-sample-password-7", SINCE)
    assert Post.objects.get(role="auditor").unit == Unit.objects.office()


def test_nobody_is_appointed_to_a_unit_that_was_closed(office: Office) -> None:
    sync_office(office)
    sync_office(replace(office, units=office.units[:2], people=()))
    person = Person.objects.create_user("sunning", "孙宁")
    with pytest.raises(OfficeError, match="no unit «language»"):
        appoint(office, person, "handler@language", SINCE)
