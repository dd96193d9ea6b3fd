"""Following one's case: both number and code, few wrong tries, nothing of the office's inside, and what the party may do itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from tests.integration.portal.asking import LIFANG, NAME, asked, key_in, look, office, text

from fadu.cases import files
from fadu.cases.corrections import rectify
from fadu.cases.models import Case, Entry, Material
from fadu.cases.moments import now
from fadu.cases.sequencer import sequence, sign_head
from fadu.evidence.verify import main as verify
from fadu.policy import Actor
from fadu.post.drain import drain

WANGQIANG = Actor(
    "wangqiang", "王强", "staff", frozenset({("unit_head", "secretariat")}), frozenset({"secretariat"}), 1
)
pytestmark = pytest.mark.django_db
WRONG = "回执号或者查询码不对"


@pytest.fixture
def case(client: Client) -> tuple[str, str]:
    return asked(client)


def test_number_and_code_open_the_case(client: Client, case: tuple[str, str]) -> None:
    number, code = case
    page = text(client.get(look(client, number, code)))
    assert "现在的环节：待确认。" in page
    office("receive")
    page = text(client.get(look(client, number, code)))
    assert "现在的环节：已收到。“答复期限”至2023年10月13日届满。" in page
    assert "国庆节" in page  # the proof names the days that are not counted
    assert "李芳" not in page


@pytest.mark.parametrize(
    "typed",
    [
        lambda n, c: (n.replace("〔", "[").replace("〕", "]"), c.lower()),
        lambda n, c: (f" {n.replace('〔', '（').replace('〕', '）')} ", f" {c[:5]} {c[5:]} "),
    ],
)
def test_what_people_type_is_understood(
    client: Client, case: tuple[str, str], typed: Callable[[str, str], tuple[str, str]]
) -> None:
    assert look(client, *typed(*case)).startswith("/progress/")


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(client: Client, case: tuple[str, str]) -> None:
    number, code = case
    answers = []
    for tried in [(number, "AAAAAAAAAA"), ("示外办公开〔2023〕999号", code), (number, "0"), ("无此号", "x" * 40)]:
        response = client.post("/progress/", {"number": tried[0], "code": tried[1]})
        assert response.status_code == 422
        assert WRONG in text(response)
        answers.append(text(response).replace(tried[0], "").split("<main")[1].split("csrfmiddlewaretoken")[0])
    assert len(set(answers)) == 1


def test_ten_wrong_tries_close_the_door_for_the_number(client: Client, case: tuple[str, str]) -> None:
    number, code = case
    for n in range(10):
        response = client.post("/progress/", {"number": number, "code": "AAAA"}, REMOTE_ADDR=f"10.0.0.{n}")
        assert response.status_code == 422
    shut = client.post("/progress/", {"number": f" {number} ", "code": code}, REMOTE_ADDR="10.0.1.1")
    assert shut.status_code == 429
    assert shut["Retry-After"]
    cache.clear()  # an hour later
    assert look(client, number, code)


def test_ten_wrong_tries_close_the_door_for_the_address(client: Client, case: tuple[str, str]) -> None:
    number, code = case
    for n in range(10):
        client.post(
            "/progress/", {"number": f"示外办公开〔2023〕{n + 100}号", "code": "AAAA"}, REMOTE_ADDR="10.0.0.1"
        )
    assert client.post("/progress/", {"number": number, "code": code}, REMOTE_ADDR="10.0.0.1").status_code == 429
    assert look(client, number, code, REMOTE_ADDR="10.0.0.2")


def test_nobody_else_sees_the_case(client: Client, case: tuple[str, str]) -> None:
    address = look(client, *case)
    stranger = Client()
    for path in (address, f"{address}do/withdraw/"):
        assert stranger.get(path).status_code == 403
        assert NAME not in text(stranger.get(path))
    for path in (f"{address}evidence.json", f"{address}letters/1/"):
        assert stranger.get(path).status_code == 404
    client.post("/progress/leave/")
    assert client.get(address).status_code == 403


def test_one_case_does_not_open_another(client: Client, case: tuple[str, str]) -> None:
    asked(client)
    mine = look(client, *case)
    other = Case.objects.exclude(number=case[0]).get().uid
    assert client.get(mine).status_code == 200
    assert client.get(f"/progress/{other}/").status_code == 403
    assert client.post(f"/progress/{other}/do/withdraw/", {}).status_code == 403
    assert Case.objects.get(uid=other).stage == "submitted"


def test_the_party_supplements_on_line(client: Client, case: tuple[str, str]) -> None:
    office("receive")
    office("ask_correction", missing="请写明年度", correct_by="2023-09-25")
    address = look(client, *case)
    page = text(client.get(address))
    assert "现在需要您“补正”，最迟2023年9月25日。" in page
    assert "请您“补正”" in page
    assert "请写明年度" in page
    form = client.get(f"{address}do/correct/")
    sent = {"key": key_in(form), "seen": "3", "corrected": "2022年度"}
    assert client.post(f"{address}do/correct/", {**sent, "corrected": ""}).status_code == 422
    for _ in range(2):  # sent twice, done once
        assert client.post(f"{address}do/correct/", sent).status_code == 302
    assert Case.objects.get().stage == "received"
    record = json.loads(bytes(Entry.objects.get(seq=4).record))
    assert record["actor"] == {"kind": "party", "id": "applicant", "role": "applicant"}
    assert Entry.objects.count() == 4


def test_what_happened_meanwhile_is_said_and_nothing_is_lost(client: Client, case: tuple[str, str]) -> None:
    office("receive")
    office("ask_correction", missing="请写明年度", correct_by="2023-09-25")
    address = look(client, *case)
    sent = {"key": key_in(client.get(f"{address}do/correct/")), "seen": "3", "corrected": "2022年度的决算"}
    office("correct", corrected="来电说明")
    response = client.post(f"{address}do/correct/", sent)
    page = text(response)
    assert response.status_code == 409
    assert "此案卷已有新的行为：补正" in page
    assert "2022年度的决算" in page


def test_the_page_says_what_is_asked_as_corrected_and_no_longer_once_it_is_given(
    client: Client, case: tuple[str, str]
) -> None:
    office("receive")
    address = look(client, *case)
    asked = office("ask_correction", missing="请写明年度", correct_by="2023-09-25")
    rectify(
        Case.objects.get().uid, asked.seq, by=LIFANG, second=WANGQIANG, reason="误记",
        facts={"correct_by": "2023-09-26"}, parts={"personal:applicant": {"missing": "请写明月份"}},
    )  # fmt: skip
    page = text(client.get(address))
    assert "请写明月份" in page
    assert "请写明年度" not in page
    assert '<dd class="num">2023年9月26日</dd>' in page
    office("correct", corrected="2022年5月")
    page = text(client.get(address))
    assert "请写明月份" not in page
    assert "2022年5月" not in page  # what the record says of the office's doing stays inside


def test_the_page_says_what_has_to_be_explained_and_until_when(client: Client, case: tuple[str, str]) -> None:
    office("receive")
    address = look(client, *case)
    assert "说明理由" not in text(client.get(address))
    office("ask_reasons", to_explain="本月第三十件申请", explain_by="2023-09-28")
    page = text(client.get(address))
    assert "请您“说明理由”" in page
    assert "本月第三十件申请" in page
    assert "2023年9月28日" in page
    form = client.get(f"{address}do/give_reasons/")
    assert client.post(f"{address}do/give_reasons/", {"key": key_in(form), "reasons": "用于研究"}).status_code == 302
    assert "请您“说明理由”" not in text(client.get(address))


@pytest.mark.parametrize(
    ("done", "act", "reason"),
    [
        ((), "correct", "“补正”只能在“待补正”环节进行，现在是“待确认”"),
        (("receive",), "give_reasons", "没有“要求说明理由”，不需要“说明理由”"),
        (("receive", "withdraw"), "withdraw", "以“已撤回”办结"),
    ],
)
def test_the_address_of_an_act_that_is_not_possible_says_why(
    client: Client, case: tuple[str, str], done: tuple[str, ...], act: str, reason: str
) -> None:
    for each in done:
        office(each)
    address = look(client, *case)
    response = client.get(f"{address}do/{act}/")
    page = text(response)
    assert response.status_code == 409
    assert reason in page
    assert "依据：" in page
    assert 'name="key"' not in page
    assert f'href="{address}"' in page


def test_an_act_of_the_office_is_not_the_partys(client: Client, case: tuple[str, str]) -> None:
    address = look(client, *case)
    for act in ("receive", "answer", "submit", "fadu.void", "nothing"):
        assert client.post(f"{address}do/{act}/", {}).status_code == 404
    assert Entry.objects.count() == 1


def test_what_was_typed_comes_back_when_the_half_hour_is_over(client: Client, case: tuple[str, str]) -> None:
    address = look(client, *case)
    client.post("/progress/leave/")
    response = client.post(f"{address}do/give_reasons/", {"reasons": "写了很久的理由", "key": "0" * 64})
    assert response.status_code == 403
    assert f'<form method="post" action="{address}do/give_reasons/">' in text(response)
    assert '<input type="hidden" name="reasons" value="写了很久的理由">' in text(response)
    left = client.get(f"{address}do/give_reasons/")
    assert "请先输入回执号和查询码" in text(left)


def test_the_case_ends_with_its_outcome_and_its_letter(client: Client, case: tuple[str, str]) -> None:
    office("receive")
    done = office("answer", outcome="granted")
    entry = Entry.objects.get(seq=done.seq)
    for kind in ("letter", "inquiry"):
        Material.objects.create(
            case=entry.case, entry=entry, title="答复书", kind=kind, sha256=files.put(kind.encode()), size=6,
            media_type="application/pdf", made_at=now(),
        )  # fmt: skip
    address = look(client, *case)
    page = text(client.get(address))
    assert "已于2023年9月11日办结：予以公开。" in page
    assert "您现在可以" not in page
    mine, inside = Material.objects.order_by("id").values_list("id", flat=True)
    answer = client.get(f"{address}letters/{mine}/")
    assert b"".join(answer.streaming_content) == b"letter"
    assert "attachment" in answer["Content-Disposition"]
    assert client.get(f"{address}letters/{inside}/").status_code == 404


def test_the_evidence_verifies_and_withholds_what_is_inside(
    client: Client, case: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office("receive")
    sequence()
    sign_head()
    address = look(client, *case)
    assert "全部已经入序" in text(client.get(address))
    export = client.get(f"{address}evidence.json")
    found = export.json()["cases"][0]["entries"]
    assert "公务接待" in found[0]["parts"]["internal"]["data"], "what the applicant said is the applicant's to read"
    assert NAME in found[0]["parts"]["personal:applicant"]["data"]
    (tmp_path / "mine.json").write_bytes(export.content)
    assert verify([str(tmp_path / "mine.json")]) == 0, capsys.readouterr().out


def test_the_verify_page_gives_key_and_head(client: Client, case: tuple[str, str]) -> None:
    assert "还没有签名的检查点" in text(client.get("/verify/"))
    sequence()
    head = sign_head()
    assert head
    page = text(client.get("/verify/"))
    assert head.note in page
    assert "BEGIN PUBLIC KEY" in page


def test_what_was_divided_from_ones_own_case_is_ones_own_too(client: Client, case: tuple[str, str]) -> None:
    at = look(client, *case)
    office("receive")
    office("divide", divided="2022年度公务用车费用支出明细")
    assert "关联案件" not in text(client.get(at))
    drain()
    parent, part = Case.objects.order_by("id")
    assert part.number in text(client.get(at))
    assert client.get(f"/progress/{part.uid}/").status_code == 403
    assert client.post(f"{at}kin/{'0' * 20}/").status_code == 404
    assert client.post(f"{at}kin/{part.uid}/", follow=True).redirect_chain == [(f"/progress/{part.uid}/", 302)]
    assert parent.number in text(client.get(f"/progress/{part.uid}/"))
    assert client.post(f"/progress/{part.uid}x/kin/{parent.uid}/", follow=True).redirect_chain == [
        ("/progress/", 302)
    ]


def test_nobody_is_told_of_a_fee_that_is_not_asked_for(client: Client, case: tuple[str, str]) -> None:
    page = text(client.get(look(client, *case)))
    assert "办理中" in page
    assert "待缴费" not in page
    assert "待补正" not in page


def test_to_withdraw_is_offered_and_not_pressed(client: Client, case: tuple[str, str]) -> None:
    page = text(client.get(look(client, *case)))
    assert re.search(r'<a class="ds-button" data-variant="secondary" href="[^"]*/do/withdraw/">', page)
    office("receive")
    office("ask_correction", missing="请写明年度", correct_by="2023-09-28")
    page = text(client.get(look(client, *case)))
    assert re.search(r'<a class="ds-button" href="[^"]*/do/correct/">', page)
