"""«拟答复»: what one finds, writes, checks and compares before the office answers, and the gate before what was not agreed."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.integration.cases.cast import SEARCH
from tests.integration.desk.conftest import MONDAY, REQUEST, Enter, do, text
from tests.integration.faces.untranslated import LANGUAGES, untranslated_on

from fadu.cases import corrections
from fadu.cases.acts import Done, open_case, perform
from fadu.cases.case_view import case_view
from fadu.cases.errors import ActError, NoSuchCase
from fadu.letters.agreeing import NotFit, deciding
from fadu.letters.looking import look_over
from fadu.letters.making import letter
from fadu.letters.models import DraftVersion
from fadu.letters.told import foretold, told
from fadu.letters.versions import versions
from fadu.people.models import Person
from fadu.policy import Actor

pytestmark = pytest.mark.django_db
REFUSED = {"outcome": "internal", "reason": "属于本机关内部人事管理方面的信息。"}
WHO = dict[str, Actor]


@pytest.fixture
def uid(case: Done, people: WHO) -> str:
    for act in ("receive", "take_up"):
        perform(case.uid, act, by=people["lifang"], at=MONDAY, source="desk")
    return case.uid


def written(client: Client, uid: str, **values: str) -> str:
    """The text that the page proposes."""
    page = client.post(f"/desk/cases/{uid}/answering/", {"do": "propose", **values})
    return area(page)


def area(page: HttpResponse) -> str:
    found = re.search(r'<textarea[^>]*name="text"[^>]*>(.*?)</textarea>', text(page), re.DOTALL)
    assert found
    return found[1].strip()


def kept(client: Client, uid: str, written: str, **values: str) -> HttpResponse:
    return client.post(f"/desk/cases/{uid}/answering/", {"do": "keep", "text": written, **values})


def step(client: Client, uid: str, act: str, sha: str) -> HttpResponse:
    return client.post(f"/desk/cases/{uid}/answering/step/{act}/", {"version": sha})


def version(uid: str, n: int = -1) -> DraftVersion:
    return list(DraftVersion.objects.filter(case__uid=uid).order_by("seq"))[n]


def test_the_reply_is_proposed_from_outcome_and_ground_and_stands_up(enter: Enter, uid: str) -> None:
    client = enter("lifang")
    proposed = written(client, uid, **REFUSED)
    assert proposed.startswith("政府信息公开申请答复书\n张明示例：")
    assert REFUSED["reason"] in proposed
    assert "申请行政复议" in proposed
    page = text(client.post(f"/desk/cases/{uid}/answering/", {"do": "check", "text": proposed, **REFUSED}))
    assert "写明了，并且适用于这种结果和这一日" in page
    assert 'data-kind="bad"' not in page


def test_a_refusal_without_reasons_is_not_proposed(enter: Enter, uid: str) -> None:
    page = enter("lifang").post(f"/desk/cases/{uid}/answering/", {"do": "propose", "outcome": "internal"})
    assert page.status_code in (400, 409, 422)


def test_a_wrong_remedy_is_seen_and_can_neither_be_sent_up_nor_answered(enter: Enter, uid: str, people: WHO) -> None:
    client = enter("lifang")
    proposed = written(client, uid, **REFUSED)
    wrong = proposed.replace("60日", "30日")
    assert "应当写：" in text(client.post(f"/desk/cases/{uid}/answering/", {"do": "check", "text": wrong, **REFUSED}))
    kept(client, uid, wrong, **REFUSED)
    sha = version(uid).sha256
    refused = step(client, uid, "send_up", sha)
    assert refused.status_code == 409
    assert "救济途径" in text(refused)
    with pytest.raises(NotFit):
        perform(uid, "answer", by=people["lifang"], at=MONDAY, data={**REFUSED, "text": sha}, source="api")
    assert case_view(people["lifang"], uid).standing.stage == "examining"


def test_what_is_signed_is_what_was_reviewed(enter: Enter, uid: str, people: WHO) -> None:
    client, head = enter("lifang"), enter("wangqiang")
    first = written(client, uid, **REFUSED)
    kept(client, uid, first, **REFUSED)
    agreed = version(uid).sha256
    assert step(client, uid, "send_up", agreed).status_code == 302
    reviewer = next(p for p in people.values() if p.holds("legal_reviewer"))
    page = text(enter(reviewer.id).get(f"/desk/cases/{uid}/answering/"))
    assert agreed[:12] in page
    assert f"/desk/cases/{uid}/do/send_back/" in page
    kept(client, uid, first.replace("内部人事管理方面", "内部人事管理等方面"), **REFUSED)
    changed = version(uid).sha256
    assert changed != agreed
    with pytest.raises(ActError, match="送审的文本"):
        perform(uid, "approve", by=reviewer, at=MONDAY, data={"text": changed}, source="desk")
    assert step(enter(reviewer.id), uid, "approve", agreed).status_code == 302
    refused = step(head, uid, "answer", changed)
    assert refused.status_code == 409
    assert "重新送审" in text(refused)
    assert step(head, uid, "answer", agreed).status_code == 302
    view = case_view(people["lifang"], uid)
    assert (view.standing.stage, view.standing.outcome) == ("answered", "internal")
    assert view.entries[-1].facts["text"] == agreed
    sent = letter(told(uid, view.entries[-1].seq))
    assert "内部人事管理方面" in "".join("".join(sent.text).split())


def test_a_returned_text_is_reviewed_again(enter: Enter, uid: str, people: WHO) -> None:
    client = enter("lifang")
    kept(client, uid, written(client, uid, **REFUSED), **REFUSED)
    step(client, uid, "send_up", version(uid).sha256)
    reviewer = next(p for p in people.values() if p.holds("legal_reviewer"))
    perform(uid, "send_back", by=reviewer, at=MONDAY, data={"remark": "理由再具体些。"}, source="desk")
    kept(
        client,
        uid,
        written(client, uid, outcome="internal", reason="属于内部考勤记录。"),
        outcome="internal",
        reason="属于内部考勤记录。",
    )
    assert step(client, uid, "send_up", version(uid).sha256).status_code == 302
    assert case_view(people["lifang"], uid).standing.measures["text"] == version(uid).sha256


def test_versions_are_kept_once_and_compared_character_by_character(enter: Enter, uid: str) -> None:
    client = enter("lifang")
    first = written(client, uid, **REFUSED)
    kept(client, uid, first, **REFUSED)
    kept(client, uid, first, **REFUSED)
    assert DraftVersion.objects.count() == 1
    kept(client, uid, first.replace("本机关内部人事管理", "本机关内部考勤管理"), **REFUSED)
    page = text(client.get(f"/desk/cases/{uid}/answering/compare/1/2/"))
    assert "<del>人事</del>" in page
    assert "<ins>考勤</ins>" in page
    assert client.get(f"/desk/cases/{uid}/answering/compare/1/9/").status_code == 404


def test_not_held_needs_the_search_on_record(enter: Enter, uid: str, people: WHO) -> None:
    client = enter("lifang")
    given = {"outcome": "not_held", "reason": "经检索未查到。"}
    kept(client, uid, written(client, uid, **given), **given)
    sha = version(uid).sha256
    assert "须先有此记录" in text(client.get(f"/desk/cases/{uid}/answering/"))
    refused = step(client, uid, "answer", sha)
    assert refused.status_code == 409
    assert "登记检索" in text(refused)
    do(client, uid, "search", **{**SEARCH, "searched_on": MONDAY.isoformat()})
    assert SEARCH["searched"] in text(client.get(f"/desk/cases/{uid}/answering/"))
    assert step(client, uid, "answer", sha).status_code == 302


def test_an_answer_given_without_a_version_needs_none_only_while_there_is_none(
    uid: str, enter: Enter, people: WHO
) -> None:
    client = enter("lifang")
    kept(client, uid, written(client, uid, **REFUSED), **REFUSED)
    with pytest.raises(ActError, match="哪一稿"):
        perform(uid, "answer", by=people["lifang"], at=MONDAY, data=REFUSED, source="desk")
    data = {"outcome": "process", "reason": "x", "text": version(uid).sha256}
    with pytest.raises(ActError, match="处理结果"):
        perform(uid, "answer", by=people["lifang"], at=MONDAY, data=data, source="desk")


def test_precedents_are_those_one_may_see(enter: Enter, uid: str, people: WHO) -> None:
    other = open_case(
        "disclosure",
        by=people["lifang"],
        at=MONDAY,
        data={**REQUEST, "wanted": "2021年度公务接待费用明细"},
        source="desk",
    )
    perform(other.uid, "receive", by=people["lifang"], at=MONDAY, source="desk")
    perform(other.uid, "answer", by=people["lifang"], at=MONDAY, data={"outcome": "granted"}, source="desk")
    page = text(enter("lifang").get(f"/desk/cases/{uid}/answering/"))
    assert "2021年度公务接待费用明细" in page
    assert other.number in page


def test_others_see_nothing_of_it(enter: Enter, uid: str, people: WHO) -> None:
    client = enter("lifang")
    kept(client, uid, written(client, uid, **REFUSED), **REFUSED)
    kept(client, uid, written(client, uid, **REFUSED) + "\n附记。", **REFUSED)
    sha = version(uid).sha256
    for username in ("zhaomin", "chenjing"):
        stranger = enter(username)
        for path in ("", "compare/1/2/", "redact/redact/"):
            assert stranger.get(f"/desk/cases/{uid}/answering/{path}").status_code == 404
        assert step(stranger, uid, "send_up", sha).status_code == 404
        assert kept(stranger, uid, "x", **REFUSED).status_code == 404
    with pytest.raises(NoSuchCase):
        case_view(people["zhaomin"], uid)
    assert versions(case_view(people["chenjing"], uid)) == ()


def test_drafts_lie_encrypted_and_erasure_reaches_them(enter: Enter, uid: str, people: WHO) -> None:
    client = enter("lifang")
    kept(client, uid, written(client, uid, **REFUSED), **REFUSED)
    assert "张明".encode() not in bytes(version(uid).data)
    view = case_view(people["lifang"], uid)
    assert "张明示例" in versions(view)[0].text
    corrections.erase(
        uid,
        parties=("applicant",),
        by=people["lifang"],
        second=people["wangqiang"],
        reason="依申请删除",
        basis="中华人民共和国个人信息保护法#47",
    )
    (left,) = versions(case_view(people["lifang"], uid))
    assert (left.erased, left.text, left.fields) == (True, "", None)


def test_texts_with_a_marking_are_not_kept(enter: Enter, uid: str) -> None:
    assert kept(enter("lifang"), uid, "答复书\n张明：\n机密★10年", **REFUSED).status_code == 400
    assert not DraftVersion.objects.exists()


def test_a_day_later_the_remedy_may_be_another(enter: Enter, uid: str, people: WHO) -> None:
    """The text is looked over for the day of the act, not for the day on which it was written."""
    client = enter("lifang")
    kept(client, uid, written(client, uid, **REFUSED), **REFUSED)
    (one,) = versions(case_view(people["lifang"], uid))
    rule = deciding(case_view(people["lifang"], uid).declaration)
    assert rule
    for day, forbidden in ((MONDAY, False), (date(2026, 1, 5), True)):
        found = look_over(foretold(uid, rule.id, day, {"outcome": "internal"}, one.fields or {}), one.text)
        assert any(f.forbids for f in found) is forbidden


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_the_readers_language(enter: Enter, uid: str, language: str) -> None:
    client = enter("lifang")
    kept(client, uid, written(client, uid, **REFUSED), **REFUSED)
    kept(client, uid, written(client, uid, **REFUSED) + "\n附记。", **REFUSED)
    client.get(f"/desk/cases/{uid}/answering/")  # takes the messages with it
    client.get(f"/preferences?language={language}&next=/desk/")
    known = (str(REQUEST["wanted"]), REFUSED["reason"], *Person.objects.values_list("name", flat=True))
    for path in ("", "compare/1/2/", "redact/redact/"):
        page = client.get(f"/desk/cases/{uid}/answering/{path}")
        assert page.status_code == 200
        assert untranslated_on(page, *known) == []


def test_an_act_on_a_version_is_done_where_the_version_stands(enter: Enter, uid: str) -> None:
    client = enter("lifang")
    address = f"/desk/cases/{uid}/do/send_up/"
    assert client.get(address).status_code == 200
    kept(client, uid, written(client, uid, **REFUSED), **REFUSED)
    assert client.get(address)["Location"] == f"/desk/cases/{uid}/answering/"
    sha = version(uid).sha256
    assert f"{address}?version={sha}" in text(client.get(f"/desk/cases/{uid}/answering/"))
    chosen = re.search(r'value="([0-9a-f]{64})"(?: id="text")? checked', text(client.get(f"{address}?version={sha}")))
    assert chosen
    assert chosen[1] == sha
    assert do(client, uid, "send_up", text=sha).status_code == 302
