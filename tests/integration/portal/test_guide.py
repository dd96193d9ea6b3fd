"""The guide is the declaration read aloud: every term, outcome and field of it, the worked cases, the law where it is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from tests.integration.portal.asking import text

from fadu.library.importing import import_folder
from fadu.procedure.registry import installed

pytestmark = pytest.mark.django_db
GUIDE = "/guide/disclosure/"
REGULATION = """# 中华人民共和国政府信息公开条例

2019年4月3日 中华人民共和国国务院令第711号公布

<!-- INFO END -->

第二十七条 示例条文：除行政机关主动公开的政府信息外，可以申请获取。

第五十六条 本条例自2019年5月15日起施行。
"""


def test_everything_that_the_declaration_says_is_in_the_guide(client: Client) -> None:
    page = text(client.get(GUIDE))
    declared = installed().declaration("disclosure", "2023-09-11")
    told = [declared.fee, *(clock.title for clock in declared.clocks), *(o.title for o in declared.outcomes)]
    told += [act.title for act in declared.acts if "time" not in act.by] + [a.letter for a in declared.acts]
    told += [declared.field[name].title for name in declared.opening.asks if name != "channel"]
    assert [words for words in told if words not in page] == []


def test_terms_say_what_is_not_counted_and_how_far_they_extend(client: Client) -> None:
    page = text(client.get(GUIDE))
    row = page[page.index('<th scope="row">答复期限<') :].partition("</tr>")[0]
    for words in ("20个工作日", "最多延长20个工作日", "之后停止计算", "第三十三条第二款"):
        assert words in row
    assert '<span class="not-counted">征求第三方意见</span>' in row


def test_remedies_and_what_a_step_asks_are_told(client: Client) -> None:
    page = text(client.get(GUIDE))
    assert "只能进行一次" in page
    assert 'id="g-remedies"' in page


def test_worked_cases_show_the_days_that_they_come_to(client: Client) -> None:
    page = text(client.get(GUIDE))
    assert "当面提交的，提交之日为收到申请之日（第三十一条第一项）" in page
    assert "答复期限：<b>2023年10月13日</b>" in page


def test_the_words_of_the_law_are_there_once_it_is_in_the_library(client: Client, tmp_path: Path) -> None:
    assert "法律原文" not in text(client.get(GUIDE))
    file = tmp_path / "行政法规" / "政府信息公开条例(2019-04-03).md"
    file.parent.mkdir()
    file.write_text(REGULATION, encoding="utf-8")
    import_folder(tmp_path)
    page = text(client.get(GUIDE))
    assert "除行政机关主动公开的政府信息外，可以申请获取" in page
    assert "本条例自2019年5月15日起施行" not in page  # an article that the declaration does not rest on
