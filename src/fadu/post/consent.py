"""To be told by e-mail or short message is the applicant's choice: asked for, kept with its day, and taken back at any time."""

from __future__ import annotations

from django.db import transaction

from fadu.cases.models import Case
from fadu.cases.moments import now
from fadu.people.asking import rows
from fadu.post.models import Consent
from fadu.post.ways import FOR_PARTIES, Way

PARTY = "party"
_GIVEN = (
    "SELECT w.way FROM post_consent w JOIN cases_case c ON c.id = w.case_id WHERE c.uid = %s AND w.ended_at IS NULL"
)


def given(uid: str) -> frozenset[Way]:
    """The ways to which the applicant of the case agrees now."""
    return frozenset(Way(way) for (way,) in rows(_GIVEN, (uid,)))


def agree(uid: str, ways: frozenset[Way], by: str = PARTY) -> None:
    """From now on by these ways and no other. What was agreed to before stays on record, with the day it ended.

    Raises:
        Case.DoesNotExist: there is no such case.
    """
    with transaction.atomic():
        case = Case.objects.get(uid=uid)
        mine = Consent.objects.filter(case=case, ended_at=None)
        mine.exclude(way__in=ways).update(ended_at=now())
        for way in ways & frozenset(FOR_PARTIES):
            Consent.objects.get_or_create(case=case, way=way, ended_at=None, defaults={"by": by, "given_at": now()})
