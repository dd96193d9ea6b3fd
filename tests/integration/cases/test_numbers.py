"""Case numbers: one after the other, none twice, none missing, each year and each origin for itself."""

from __future__ import annotations

from datetime import date

import pytest
from tests.integration.cases.cast import BOTH, REQUEST, opened

from fadu.cases import store
from fadu.cases.corrections import void
from fadu.cases.errors import Invalid
from fadu.cases.models import Case, Counter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_rebuilt_the_same")]


def test_each_year_begins_with_one() -> None:
    given = [
        opened(day).number for day in (date(2022, 12, 30), date(2023, 1, 3), date(2022, 12, 31), date(2023, 1, 4))
    ]
    assert given == [
        "示外办公开〔2022〕1号",
        "示外办公开〔2023〕1号",
        "示外办公开〔2022〕2号",
        "示外办公开〔2023〕2号",
    ]


def test_what_is_refused_takes_no_number() -> None:
    opened()
    with pytest.raises(Invalid):
        opened(data={**REQUEST, "form": "飞鸽"})
    assert opened().number == "示外办公开〔2023〕2号"


@pytest.mark.django_db(transaction=True)
def test_what_fails_while_it_is_written_takes_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    opened()

    def fail(rows: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(store, "write", fail)
        with pytest.raises(OSError, match="no space"):
            opened()
    assert Counter.objects.get().last == 1
    assert opened().number == "示外办公开〔2023〕2号"


def test_a_number_that_was_voided_stays() -> None:
    first = opened()
    void(first.uid, 1, **BOTH)
    assert opened().number == "示外办公开〔2023〕2号"
    assert Case.objects.get(uid=first.uid).number == "示外办公开〔2023〕1号"


def test_a_form_posted_again_takes_no_second_number() -> None:
    assert {opened(idem="form").number for _ in range(3)} == {"示外办公开〔2023〕1号"}
    assert opened().number == "示外办公开〔2023〕2号"
