"""Several third parties and joint makers at once: who was asked is told apart wherever one is meant."""

from __future__ import annotations

import re

import pytest
from tests.integration.desk.conftest import HANDED, MONDAY, REQUEST, Enter, do, text
from tests.integration.faces.untranslated import LANGUAGES, untranslated_on

from fadu.cases import store
from fadu.cases.acts import Done, open_case
from fadu.policy import Actor

pytestmark = pytest.mark.django_db
FIRMS = ("甲商贸公司", "乙翻译公司")
OPTION = re.compile(r'name="errand" value="([^"]+)"')
POSTED = "?letter=第三方意见征询书&channel=邮寄送达"


@pytest.fixture
def uid(enter: Enter, case: Done) -> str:
    """Two firms and one joint maker are asked."""
    client = enter("lifang")
    do(client, case.uid, "receive")
    do(client, case.uid, "take_up")
    for firm in FIRMS:
        named = {"third_party.kind": "法人或者其他组织", "third_party.name": firm, "third_party.phone": "13900001234"}
        assert do(client, case.uid, "consult", **named).status_code == 302
    assert do(client, case.uid, "consult_makers", co_maker="同级机关", maker="示例市档案馆").status_code == 302
    return case.uid


def test_the_form_names_everybody_whom_an_answer_can_be_of(enter: Enter, uid: str) -> None:
    shown = text(enter("lifang").get(f"/desk/cases/{uid}/do/consult.reply/"))
    assert len(OPTION.findall(shown)) == 2
    assert all(f"征求第三方意见：{firm}（9月11日" in shown for firm in FIRMS)
    assert "征求共同制作机关意见" not in shown


def test_where_only_one_is_meant_it_is_named_and_not_asked_for(enter: Enter, uid: str) -> None:
    shown = text(enter("lifang").get(f"/desk/cases/{uid}/do/consult_makers.reply/"))
    assert not OPTION.findall(shown)
    assert "征求共同制作机关意见：示例市档案馆，同级机关（9月11日" in shown


def test_a_letter_reaches_whom_the_form_says_and_nobody_unsaid(enter: Enter, uid: str) -> None:
    client = enter("lifang")
    first, second = OPTION.findall(text(client.get(f"/desk/cases/{uid}/do/fadu.serve/{POSTED}")))
    letter = {"letter": "第三方意见征询书", **HANDED}
    refused = do(client, uid, "fadu.serve", **letter)
    assert refused.status_code == 422
    assert "请填写“哪一件”" in text(refused)
    assert do(client, uid, "fadu.serve", **letter, errand=second).status_code == 302
    state = store.read(uid)
    assert state is not None
    assert state.standing.errands[second].served == MONDAY
    assert state.standing.errands[first].served is None


def test_the_case_shows_each_with_its_own_day_and_end(enter: Enter, uid: str) -> None:
    client = enter("lifang")
    first, second = OPTION.findall(text(client.get(f"/desk/cases/{uid}/do/consult.reply/")))
    do(client, uid, "fadu.serve", letter="第三方意见征询书", errand=first, **HANDED)
    do(client, uid, "consult.reply", errand=second, opinion="不同意公开", opinion_reason="涉及商业秘密")
    card = text(client.get(f"/desk/cases/{uid}/")).partition('id="errands"')[2].partition("</section>")[0]
    rows = card.split("<li>")[1:]
    assert [firm in row for firm, row in zip(FIRMS, rows, strict=False)] == [True, True]
    assert "2023年9月11日 送达" in rows[0]
    assert "2023年10月8日 到期" in rows[0]
    assert "已提出意见" in rows[1]
    assert "示例市档案馆" in rows[2]


def test_the_contacts_of_each_are_shown_for_a_reason(enter: Enter, uid: str) -> None:
    client = enter("lifang")
    assert "13900001234" not in text(client.get(f"/desk/cases/{uid}/"))
    asked = client.post(f"/desk/cases/{uid}/", {"party": "third_party", "reason": "寄送征询书"})
    assert text(asked).count("13900001234") == len(FIRMS)


def test_numbers_of_joint_applicants_are_masked_until_asked_for(enter: Enter, people: dict[str, Actor]) -> None:
    data = {**REQUEST, "joint": "李四：13700001111"}
    uid = open_case("disclosure", by=people["lifang"], at=MONDAY, data=data, source="desk").uid
    client = enter("lifang")
    assert "李四：137****1111" in text(client.get(f"/desk/cases/{uid}/"))
    asked = client.post(f"/desk/cases/{uid}/", {"party": "applicant", "reason": "通知共同申请人"})
    assert "李四：13700001111" in text(asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_readers_language(enter: Enter, uid: str, language: str, settings: object) -> None:
    client = enter("lifang")
    client.cookies["django_language"] = language
    for path in ("", "do/consult.reply/", f"do/fadu.serve/{POSTED}"):
        page = client.get(f"/desk/cases/{uid}/{path}")
        assert page.status_code == 200
        assert untranslated_on(page, *FIRMS, "示例市档案馆", str(REQUEST["wanted"]), "李芳", "张*") == []
