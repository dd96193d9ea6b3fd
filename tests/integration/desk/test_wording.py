"""文书文本: proposed by one, tried on what was sent, decided by another; a letter keeps the wording of its time."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from tests.integration.desk.conftest import MONDAY, NOON, Enter, text

from fadu.cases import acts, moments
from fadu.cases.acts import Done
from fadu.letters import wordings
from fadu.letters.making import template
from fadu.letters.models import Wording
from fadu.letters.told import foretold, told
from fadu.people.models import Deputy, Person
from fadu.policy import Actor

pytestmark = pytest.mark.django_db
PAGE = f"/desk/letters/fadu_common/{quote('登记回执')}/"


@pytest.fixture
def received(people: dict[str, Actor], case: Done) -> Done:
    return acts.perform(case.uid, "receive", by=people["lifang"], at=MONDAY, source="desk")


def own(words: str = "感谢您的关心。") -> str:
    of = wordings.letter("fadu_common", "登记回执")
    return wordings.in_force(of.pack, of.name, NOON).rstrip() + f"\n\n{words}\n"


def test_the_wording_of_a_letter_is_that_of_its_time(enter: Enter, people: dict[str, Actor], received: Done) -> None:
    lifang, wangqiang = enter("lifang"), enter("wangqiang")
    made = lifang.post(PAGE, {"text": own(), "reason": "语气"}, follow=True)
    assert made.status_code == 200
    assert "感谢您的关心" in text(made)
    assert "试印" in text(made)
    assert "登记回执的文本，第 1 稿，待决定" in text(wangqiang.get("/desk/"))
    assert "第 1 稿，待决定" not in text(lifang.get("/desk/"))
    before = told(received.uid, received.seq)
    assert "感谢" not in template(before).text, "a proposal changes nothing"
    with moments.at(NOON + timedelta(hours=1)):
        assert wangqiang.post(f"{PAGE}1/", {}).status_code == 400
        assert wangqiang.post(f"{PAGE}1/", {"answer": "use"}).status_code == 302
    with moments.at(NOON + timedelta(hours=2)):
        assert "感谢" not in template(before).text, "the letter that was sent stays as it was"
        other = acts.open_case("disclosure", by=people["lifang"], at=MONDAY, data=_request(), source="desk")
        assert "感谢" in template(foretold(other.uid, "receive", MONDAY, {}, {})).text
        done = acts.perform(other.uid, "receive", by=people["lifang"], at=MONDAY, source="desk")
        assert "感谢" in template(told(done.uid, done.seq)).text


def test_nobody_decides_on_a_wording_of_his_own(enter: Enter, received: Done) -> None:
    head = enter("wangqiang")
    assert head.post(PAGE, {"text": own(), "reason": "语气"}).status_code == 302
    refused = head.post(f"{PAGE}1/", {"answer": "use"})
    assert refused.status_code == 403
    assert "不是提出修改的本人" in text(refused)
    assert Wording.objects.get().decided_at is None


def deputised(absent: str, by: str) -> None:
    people = {p.username: p for p in Person.objects.filter(username__in=(absent, by))}
    days = {"since": MONDAY, "until": MONDAY + timedelta(days=4)}
    Deputy.objects.create(absent=people[absent], person=people[by], reason="出差", set_by=people[absent], **days)


def test_the_head_s_deputy_decides_and_it_is_kept_for_whom(enter: Enter, received: Done) -> None:
    deputised("wangqiang", "zhaomin")
    assert enter("lifang").post(PAGE, {"text": own(), "reason": "语气"}).status_code == 302
    deputy = enter("zhaomin")
    assert "登记回执的文本，第 1 稿，待决定" in text(deputy.get("/desk/"))
    assert deputy.post(f"{PAGE}1/", {"answer": "use"}).status_code == 302
    kept = Wording.objects.get()
    assert (kept.decided_by, kept.decided_name, kept.approved) == ("zhaomin", "赵敏（代 wangqiang）", True)


@pytest.mark.parametrize(("author", "deputy"), [("lifang", "lifang"), ("wangqiang", "zhaomin")])
def test_no_deputy_decides_on_a_wording_of_his_own_or_of_whom_he_deputises(
    enter: Enter, received: Done, author: str, deputy: str
) -> None:
    deputised("wangqiang", deputy)
    assert enter(author).post(PAGE, {"text": own(), "reason": "语气"}).status_code == 302
    assert "第 1 稿，待决定" not in text(enter(deputy).get("/desk/"))
    assert enter(deputy).post(f"{PAGE}1/", {"answer": "use"}).status_code == 403
    assert Wording.objects.get().decided_at is None


def test_other_units_read_but_do_not_write(enter: Enter, received: Done) -> None:
    reader = enter("zhaomin")
    assert reader.get(PAGE).status_code == 200
    assert reader.post(PAGE, {"text": own(), "reason": "语气"}).status_code == 403
    enter("lifang").post(PAGE, {"text": own(), "reason": "语气"})
    page = reader.get(f"{PAGE}1/")
    assert "张明示例" not in text(page), "whoever may not read a case sees no letter of it on trial"
    assert reader.post(f"{PAGE}1/", {"answer": "use"}).status_code == 403
    assert reader.get(f"{PAGE}1/{received.uid}-{received.seq}.pdf").status_code == 404


@pytest.mark.parametrize(
    ("words", "said"), [("{{ nobody }}", "没有“nobody”可填"), ("本件为机密★", "密级标志"), ("", "与现行的文本相同")]
)
def test_a_wording_that_cannot_be_used_is_refused_and_not_lost(
    enter: Enter, received: Done, words: str, said: str
) -> None:
    typed = own(words)
    page = enter("lifang").post(PAGE, {"text": typed, "reason": "语气"})
    assert page.status_code in (400, 422)
    assert said in text(page)
    assert words in text(page)
    assert not Wording.objects.exists()


def test_a_wording_that_a_case_cannot_fill_is_not_put_in_force(enter: Enter, received: Done) -> None:
    enter("lifang").post(PAGE, {"text": own("{{ done.answer }}"), "reason": "语气"})
    head = enter("wangqiang")
    assert "写不成" in text(head.get(f"{PAGE}1/"))
    assert head.post(f"{PAGE}1/", {"answer": "use"}).status_code == 400
    assert head.post(f"{PAGE}1/", {"answer": "drop"}).status_code == 302
    assert not Wording.objects.get().approved


def test_a_trial_is_set_and_says_that_it_is_one(enter: Enter, received: Done) -> None:
    handler = enter("lifang")
    handler.post(PAGE, {"text": own(), "reason": "语气"})
    made = handler.get(f"{PAGE}1/{received.uid}-{received.seq}.pdf")
    assert made.headers["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF-")


def test_every_letter_is_listed(enter: Enter, received: Done) -> None:
    page = text(enter("lifang").get("/desk/letters/"))
    assert all(each.name in page for each in wordings.letters())
    assert enter("lifang").get(f"/desk/letters/fadu_common/{quote('没有')}/").status_code == 404


def _request() -> dict[str, object]:
    return {
        "applicant": {"kind": "公民", "name": "王五示例", "phone": "13800001235"},
        "wanted": "2021年度公务接待费用支出明细",
        "form": "邮寄",
        "kind": "自然人",
        "channel": "当面提交",
    }


def test_what_a_text_may_name_is_told_in_words(enter: Enter) -> None:
    page = text(enter("lifang").get(PAGE))
    gaps = page.split('aria-labelledby="gaps"')[1]
    for name, title in (("applicant", "申请人"), ("wanted", "所需信息的名称"), ("due", "各项期限的最后一日")):
        assert f"{name}</code> {title}" in gaps
    assert "建议人" not in gaps
