"""Templates: escaping, misspelt names, translation and dates."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from jinja2 import UndefinedError


def render(source: str, **context: object) -> str:
    return str(engines["jinja2"].from_string(source).render(context))


def test_what_people_write_is_escaped() -> None:
    assert render("{{ x }}", x="<script>") == "&lt;script&gt;"


def test_a_misspelt_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("{{ nobody }}")


def test_a_translated_text_takes_values_and_escapes_them() -> None:
    assert render("{{ _('收到 %(n)s', n=x) }}", x="<3>") == "收到 &lt;3&gt;"


def test_dates_are_written_in_the_language_of_the_reader() -> None:
    received = date(2023, 9, 11)
    assert render("{{ x|day }}", x=received) == "2023年9月11日"
    with translation.override("en"):
        assert render("{{ x|day }}", x=received) == "11 September 2023"


def test_an_instant_is_shown_in_office_time() -> None:
    late = datetime(2023, 9, 11, 16, 5, tzinfo=UTC)
    assert render("{{ x|day }}", x=late) == "2023年9月12日"
    assert render("{{ x|moment }}", x=late) == "2023年9月12日 00:05"


def test_a_date_that_is_absent_is_a_dash() -> None:
    assert render("{{ x|day }} {{ x|moment }}", x=None) == "— —"


def test_addresses() -> None:
    assert render("{{ url('account_login') }} {{ static('fadu/x.css') }}") == "/accounts/login/ /static/fadu/x.css"
    with pytest.raises(NoReverseMatch):
        render("{{ url('nowhere') }}")


def test_addresses_of_words_are_those_that_the_views_have() -> None:
    assert render("{{ url('desk:case', x) }}", x="0a9") == reverse("desk:case", args=("0a9",)) == "/desk/cases/0a9/"
    assert render("{{ url('desk:case', x) }}", x="a b") == reverse("desk:case", args=("a b",))
    with pytest.raises(NoReverseMatch):
        render("{{ url('desk:notice', 'word') }}")


def test_what_depends_on_its_facts_alone_is_written_once_for_each_language() -> None:
    source = "{% call kept('test place', here) %}{{ _('案卷') }} {{ here }} {{ x }}{% endcall %}"
    assert render(source, here="a", x=1) == render(source, here="a", x=2) == "案卷 a 1"
    assert render(source, here="b", x=3) == "案卷 b 3"
    with translation.override("en"):
        assert render(source, here="a", x=4).endswith(" a 4")
