"""依法删除: content, salt and key are gone, and everything else stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from tests.integration.cases.cast import (
    BOTH,
    GROUND,
    LIFANG,
    NAME,
    THIRD,
    WANGQIANG,
    case,
    consulting,
    do,
    examining,
    exported,
    rows,
    verified,
)

from fadu.cases.corrections import erase, rectify, void
from fadu.cases.errors import ActError
from fadu.cases.models import Lookup, Part, Subject
from fadu.evidence.export import verify_export

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_rebuilt_the_same")]


def test_what_is_erased_is_gone_and_said_to_be() -> None:
    uid = consulting()
    assert verified(uid) == []
    before = case(uid)
    erase(uid, parties=("applicant",), by=LIFANG, second=WANGQIANG, reason="当事人申请", basis=GROUND)
    assert Part.objects.filter(entry__case__uid=uid, name="personal:applicant").count() == 0
    assert Lookup.objects.filter(subject__party="applicant").count() == 0
    assert Subject.objects.get(case__uid=uid, party="applicant").wrapped_key is None
    assert Part.objects.filter(entry__case__uid=uid, name="personal:third_party").count() == 1
    assert verified(uid) == []
    report = verify_export(exported(uid))
    assert report.counts.erased == 1
    assert "依法删除" in "\n".join(report.lines("zh"))
    assert case(uid).standing.runs == before.standing.runs


def test_a_second_erasure_is_refused() -> None:
    uid = examining()
    given: dict[str, Any] = {**BOTH, "parties": ("applicant",), "basis": GROUND}
    erase(uid, **given)
    before = rows()
    with pytest.raises(ActError, match="此前已依法删除"):
        erase(uid, **given)
    with pytest.raises(ActError, match="依法删除"):
        rectify(uid, 1, parts={"personal:applicant": {"applicant": {"name": NAME, "phone": "1"}}}, **BOTH)
    with pytest.raises(ActError):
        void(uid, 4, **BOTH)
    assert rows() == before


@pytest.mark.parametrize(
    "change", [{"parties": ()}, {"parties": ("nobody",)}, {"basis": ""}, {"basis": "因为"}, {"reason": " "}]
)
def test_an_erasure_without_subject_or_ground_is_refused(change: dict[str, Any]) -> None:
    uid = examining()
    before = rows()
    with pytest.raises(ActError):
        erase(uid, **{**BOTH, "parties": ("applicant",), "basis": GROUND, **change})
    assert rows() == before


@pytest.mark.django_db(transaction=True)
def test_nothing_of_the_key_is_left_in_the_database_file() -> None:
    uid = examining()
    wrapped = bytes(Subject.objects.get(case__uid=uid).wrapped_key or b"")
    erase(uid, parties=("applicant",), by=LIFANG, second=WANGQIANG, reason="当事人申请", basis=GROUND)
    if connection.vendor == "sqlite":
        file = Path(str(connection.settings_dict["NAME"]))
    else:
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
            cursor.execute("SELECT current_setting('data_directory') || '/' || pg_relation_filepath('cases_subject')")
            file = Path(cursor.fetchone()[0])
    for kept in (file, file.with_name(f"{file.name}-wal")):
        if kept.exists():
            assert wrapped not in kept.read_bytes(), kept


def test_after_an_erasure_the_case_goes_on() -> None:
    uid = examining()
    do(uid, "consult", 13, **THIRD)
    erase(uid, parties=("third_party",), by=LIFANG, second=WANGQIANG, reason="当事人申请", basis=GROUND)
    do(uid, "consult", 14, **THIRD)
    assert Part.objects.filter(entry__case__uid=uid, name="personal:third_party").count() == 1
    assert Subject.objects.get(case__uid=uid, party="third_party").wrapped_key
    assert verified(uid) == []
