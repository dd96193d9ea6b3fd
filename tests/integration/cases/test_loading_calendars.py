"""`fadu calendar import`: files that contradict themselves or what is known, that are marked, or not text, leave everything as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from fadu.cases.models import CalendarText
from fadu.cases.texts import current_calendar
from fadu.cli.main import main
from fadu.law.calendar import base_calendar
from fadu.people.office import sync_office
from fadu.procedure.registry import installed

pytestmark = pytest.mark.django_db

GOOD = "- year: 2027\n  days_off:\n    元旦: [2027-01-01/2027-01-03]\n    春节: [2027-02-05/2027-02-11]\n"
REFUSED: dict[str, tuple[str | bytes, str]] = {
    "a year twice": (GOOD + "- year: 2027\n  days_off: {元旦: [2027-01-01]}\n", "2027 年的安排写了两次"),
    "a marked title": ('- year: 2027\n  title: "机密★1年 通知"\n  days_off: {元旦: [2027-01-01]}\n', "密级"),
    "a marked comment": ("# 秘密★3年\n" + GOOD, "密级"),
    "an endless title": (f"- year: 2027\n  title: {'长' * 201}\n  days_off: {{元旦: [2027-01-01]}}\n", "200"),
    "an unprintable name": ('- year: 2027\n  days_off: {"元\\u202e旦": [2027-01-01]}\n', "不能显示"),
    "another code": (GOOD.encode("gbk"), "UTF-8"),
    "too much": (GOOD + "#" * 300_000, "太大"),
    "nothing": ("", "没有任何一年的安排"),
}


def load(path: Path, content: str | bytes, *words: str) -> int:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return main(["calendar", "import", str(path), *words])


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_changes_nothing(what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, why = REFUSED[what]
    assert load(tmp_path / "2027.yaml", content) == 2
    told = capsys.readouterr().err
    assert why in told
    assert told.count("\n") == 1
    assert "机密" not in told
    assert not CalendarText.objects.exists()
    assert current_calendar() is base_calendar()


def test_two_notices_that_contradict_each_other_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = "- year: 2027\n  days_off: {元旦: [2027-01-01], 岁末: [2027-12-25]}\n"
    assert load(tmp_path / "one.yaml", one) == 0
    kept = current_calendar().id
    assert (
        load(
            tmp_path / "two.yaml", "- year: 2028\n  days_off: {元旦: [2028-01-01]}\n  make_up: {元旦: [2027-12-25]}\n"
        )
        == 2
    )
    assert "2027-12-25 在 2027 年的安排中放假，在 2028 年的安排中调休上班" in capsys.readouterr().err
    assert current_calendar().id == kept


def test_a_year_that_is_replaced_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert load(tmp_path / "one.yaml", "\ufeff" + GOOD) == 0
    assert "替换" not in capsys.readouterr().out
    assert load(tmp_path / "two.yaml", GOOD.replace("02-11", "02-12")) == 0
    assert "2027 年原已有安排，以此文件替换，1 天与原来不同" in capsys.readouterr().out


def test_who_decided_is_somebody_of_the_office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sync_office(installed().office(settings.FADU.office))
    for nobody in ("", "没有此人"):
        assert load(tmp_path / "2027.yaml", GOOD, "--decided-by", nobody) == 2
        assert "在用人员" in capsys.readouterr().err
    assert not CalendarText.objects.exists()
