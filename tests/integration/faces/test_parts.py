"""Form parts, messages and tables, rendered as the faces render them."""

import re

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

IMPORTS = '{% import "faces/forms.html" as forms with context %}{% import "faces/parts.html" as parts with context %}'
NASTY = '"><script>alert(1)</script>'


def render(source: str, **context: object) -> str:
    request = RequestFactory().get("/somewhere?page=2")
    request.user = AnonymousUser()
    return str(engines["jinja2"].from_string(IMPORTS + source).render(context, request))


def test_a_field_ties_label_hint_and_error_to_its_control() -> None:
    html = render('{{ forms.text("wanted", "所需信息", hint="写明名称", error="没有填写") }}')
    assert '<label for="wanted">所需信息' in html
    assert 'aria-describedby="wanted-hint wanted-error"' in html
    assert 'id="wanted-hint"' in html
    assert 'id="wanted-error"' in html
    assert 'aria-invalid="true"' in html
    assert " required" in html


def test_an_optional_field_says_so() -> None:
    html = render('{{ forms.area("use", "用途", required=false) }}')
    assert "（选填）" in html
    assert " required" not in html


@pytest.mark.parametrize(
    "part",
    [
        'forms.text("n", bad, bad, bad, bad, more={"data-x": bad})',
        'forms.area("n", bad, bad, bad, bad)',
        'forms.select("n", bad, [(bad, bad)], bad, bad, bad)',
        'forms.picks("n", bad, [(bad, bad, bad)], (bad,), bad, bad)',
        'forms.file("n", bad, bad, bad, accept=bad)',
        'forms.tick("n", bad, hint=bad)',
        'forms.faults([("n", bad)])',
        "parts.tag(bad, bad)",
        'parts.note("danger", bad)',
        'parts.crumbs([(bad, bad), (bad, "")])',
    ],
)
def test_what_people_typed_is_escaped(part: str) -> None:
    html = render("{{ " + part + " }}", bad=NASTY)
    assert "<script>" not in html
    assert '">&lt;' not in html


def test_choices_keep_what_was_chosen() -> None:
    html = render('{{ forms.picks("how", "获取方式", [("post", "邮寄"), ("mail", "电子邮件")], ("mail",)) }}')
    assert re.search(r'value="mail"[^>]* checked', html)
    assert not re.search(r'value="post"[^>]* checked', html)
    html = render('{{ forms.select("how", "获取方式", [("post", "邮寄"), ("mail", "电子邮件")], "mail") }}')
    assert '<option value="mail" selected>' in html


def test_several_may_be_ticked_and_none_is_forced() -> None:
    html = render('{{ forms.picks("how", "方式", [("a", "甲"), ("b", "乙")], ("a", "b"), type="checkbox") }}')
    assert html.count(" checked") == 2
    assert " required" not in html


class Request(forms.Form):
    name = forms.CharField(label="姓名", help_text="与证件一致")

    def clean(self) -> None:
        raise forms.ValidationError("一次只能申请一项")


def test_the_summary_of_a_form_leads_to_each_field_and_takes_the_focus() -> None:
    html = render("{{ forms.form_faults(form) }}{{ forms.bound(form['name']) }}", form=Request({}))
    assert re.search(r'<div class="faults" role="alert" tabindex="-1" autofocus', html)
    assert "<li>一次只能申请一项</li>" in html
    assert '<a href="#id_name">姓名：' in html
    assert 'id="id_name"' in html
    assert 'aria-describedby="id_name-hint id_name-error"' in html


def test_a_form_without_faults_has_no_summary() -> None:
    assert "faults" not in render("{{ forms.form_faults(form) }}", form=Request())


def test_pages_keep_the_search_and_say_where_one_is() -> None:
    page = Paginator(range(300), 25).page(4)
    html = render("{{ parts.pages(page, query) }}", page=page, query="q=a&b=c")
    assert '<a href="?q=a&amp;b=c&amp;page=3" rel="prev">' in html
    assert '<span aria-current="page">4</span>' in html
    assert "共 300 条" in html


def test_one_page_needs_no_pages() -> None:
    assert "<nav" not in render("{{ parts.pages(page) }}", page=Paginator(range(3), 25).page(1))


def test_a_table_has_a_caption_and_its_headings() -> None:
    html = render('{% call parts.table("案卷", [("文号", false), ("剩余", true)]) %}<tr><td>1</td></tr>{% endcall %}')
    assert "<caption" in html
    assert '<th scope="col" class="n">剩余</th>' in html
    assert "<tr><td>1</td></tr>" in html


def test_the_last_crumb_is_the_page_itself() -> None:
    html = render('{{ parts.crumbs([("案卷", "/desk/cases"), ("外办公开1号", "")]) }}')
    assert '<a href="/desk/cases">案卷</a>' in html
    assert '<span aria-current="page">外办公开1号</span>' in html


@pytest.mark.django_db
@pytest.mark.parametrize(("base", "links"), [("faces/portal.html", 2), ("faces/desk.html", 0)])
def test_the_navigation_is_written_once_and_shown_for_wide_and_narrow(base: str, links: int) -> None:
    source = '{% extends base %}{% block nav %}<a href="/guide">办事指南</a>{% endblock %}'
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    html = str(engines["jinja2"].from_string(source).render({"base": base}, request))
    assert html.count('<a href="/guide">') == links
    assert html.count('id="main"') == 1
    assert html.count("<html") == 1
