"""送达 at the desk: letter and way first, then what that way asks; without consent nothing electronic; what failed is served again."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.integration.desk.conftest import HANDED, Enter, do, text

from fadu.cases import store
from fadu.cases.acts import Done
from fadu.cases.models import Entry, Material, Part
from fadu.post import consent
from fadu.post.ways import Way

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def page(case: Done, query: str = "") -> str:
    return f"/desk/cases/{case.uid}/do/fadu.serve/{query}"


def test_the_first_step_offers_letters_that_were_made_and_the_second_asks_what_the_way_needs(
    enter: Enter, case: Done
) -> None:
    client = enter("lifang")
    assert "登记回执" not in text(client.get(page(case)))
    do(client, case.uid, "receive")
    first = text(client.get(page(case)))
    assert "登记回执" in first
    assert 'name="channel"' in first
    assert "答复书" not in first
    assert 'name="tracking"' not in first
    second = text(client.get(page(case, "?letter=登记回执&channel=邮寄送达")))
    assert 'name="tracking"' in second
    assert '<input type="hidden" name="channel" value="邮寄送达">' in second
    for other in ("receiver", "witnesses", "place", "agreed"):
        assert f'name="{other}"' not in second
    assert "channel=不" not in text(client.get(page(case, "?letter=登记回执&channel=不")))


def test_what_the_way_needs_is_asked_for_and_shown_with_its_proof(enter: Enter, case: Done) -> None:
    client = enter("lifang")
    do(client, case.uid, "receive")
    refused = do(client, case.uid, "fadu.serve", letter="登记回执", channel="当面送达", receiver="张明示例")
    assert refused.status_code == 422
    assert "请填写“签收人与受送达人的关系”" in text(refused)
    proof = SimpleUploadedFile("回证.png", PNG, "image/png")
    assert do(client, case.uid, "fadu.serve", letter="登记回执", proof=proof, **HANDED).status_code == 302
    entry = Entry.objects.get(act="fadu.serve")
    assert Material.objects.get(entry=entry).title == "送达凭证"
    assert list(Part.objects.filter(entry=entry).values_list("name", flat=True)) == ["personal:fadu.served"]
    assert "张明示例" not in bytes(entry.record).decode()
    shown = text(client.get(f"/desk/cases/{case.uid}/"))
    for words in ("登记回执 · 当面送达", "签收人", "张明示例", "送达凭证", "回证.png"):
        assert words in shown
    assert "张明示例" not in text(enter("chenjing").get(f"/desk/cases/{case.uid}/"))


def test_nothing_electronic_without_consent(enter: Enter, case: Done) -> None:
    client = enter("lifang")
    do(client, case.uid, "receive")
    for way in ("网上送达", "电子邮件送达"):
        refused = do(client, case.uid, "fadu.serve", letter="登记回执", channel=way)
        assert refused.status_code == 409
        assert "第九十条" in text(refused)
        assert "换用邮寄" in text(refused)
    consent.agree(case.uid, frozenset({Way.SMS}))
    assert do(client, case.uid, "fadu.serve", letter="登记回执", channel="电子邮件送达").status_code == 409
    assert do(client, case.uid, "fadu.serve", letter="登记回执", channel="网上送达").status_code == 302
    paper = {"channel": "电子邮件送达", "agreed": "送达地址确认书"}
    assert do(client, case.uid, "fadu.serve", letter="登记回执", **paper).status_code == 302


def test_the_applicants_consent_is_not_the_third_partys(enter: Enter, case: Done) -> None:
    client = enter("lifang")
    do(client, case.uid, "receive")
    do(client, case.uid, "take_up")
    third = {"third_party.name": "示例公司", "third_party.phone": "02100000000"}
    assert do(client, case.uid, "consult", **third).status_code == 302
    consent.agree(case.uid, frozenset({Way.EMAIL, Way.SMS}))
    asked = {"letter": "第三方意见征询书", "channel": "网上送达"}
    assert do(client, case.uid, "fadu.serve", **asked).status_code == 409
    assert do(client, case.uid, "fadu.serve", **asked, agreed="送达地址确认书").status_code == 302


def test_what_failed_is_said_and_served_again(enter: Enter, case: Done) -> None:
    client = enter("lifang")
    do(client, case.uid, "receive")
    do(client, case.uid, "take_up")
    do(client, case.uid, "consult", **{"third_party.name": "示例公司", "third_party.phone": "02100000000"})
    letter = {"letter": "第三方意见征询书"}
    assert do(client, case.uid, "fadu.unserved", **letter, channel="邮寄送达").status_code == 422
    failed = {"channel": "邮寄送达", "cause": "邮件退回", "attempt": "查无此人"}
    assert do(client, case.uid, "fadu.unserved", **letter, **failed).status_code == 302
    state = store.read(case.uid)
    assert state is not None
    assert not any(run.clock.endswith("consult.term") for run in state.standing.runs.values())
    shown = text(client.get(f"/desk/cases/{case.uid}/"))
    assert "《第三方意见征询书》没有送达：邮件退回" in shown
    assert "查无此人" in shown
    assert do(client, case.uid, "fadu.serve", **letter, **HANDED).status_code == 302
    state = store.read(case.uid)
    assert state is not None
    assert any(errand.served for errand in state.standing.errands.values())
    assert "没有送达：" not in text(client.get(f"/desk/cases/{case.uid}/"))


def test_the_way_of_service_is_not_the_way_of_the_request(enter: Enter, case: Done) -> None:
    client = enter("lifang")
    do(client, case.uid, "receive")
    do(client, case.uid, "fadu.serve", letter="登记回执", **HANDED)
    state = store.read(case.uid)
    assert state is not None
    assert state.standing.measures["channel"] == "当面提交"
