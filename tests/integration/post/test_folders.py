"""Short messages and 政务微信: a file for each message, as the platform takes it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from tests.integration.cases.cast import REQUEST, ZHANGMING, do, opened

from fadu.ports import Message, Reply
from fadu.post import consent
from fadu.post.drain import drain
from fadu.post.folders import SMS, WECOM, Folder
from fadu.post.ways import Way, fits

MESSAGE = Message("13800001234", "示外办〔2023〕1号 有新的待办事项" + "长" * 80, "正文", "https://example.cn/desk/")
ID = "<../1.1@example.cn>"


def files(folder: Folder) -> list[dict[str, Any]]:
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.path.iterdir())]


def test_a_short_message_as_the_platform_takes_it(settings: Settings) -> None:
    settings.FADU = dataclasses.replace(settings.FADU, sms_template="SMS_1", sms_sign="示外办")
    assert SMS.hand_over(MESSAGE, ID).reply is Reply.YES
    (sent,) = files(SMS)
    assert {k: sent[k] for k in ("PhoneNumbers", "SignName", "TemplateCode")} == {
        "PhoneNumbers": "13800001234",
        "SignName": "示外办",
        "TemplateCode": "SMS_1",
    }
    assert json.loads(sent["TemplateParam"]) == {"what": MESSAGE.subject[:35]}


def test_a_card_as_the_platform_takes_it(settings: Settings) -> None:
    assert WECOM.hand_over(dataclasses.replace(MESSAGE, to="lifang"), ID).reply is Reply.YES
    (sent,) = files(WECOM)
    assert (sent["touser"], sent["msgtype"], sent["agentid"]) == ("lifang", "textcard", settings.FADU.wecom_agent)
    assert sent["textcard"]["url"] == "https://example.cn/desk/"
    assert len(sent["textcard"]["title"]) == 64


def test_a_message_handed_over_twice_is_one_file_within_its_folder(settings: Settings) -> None:
    for _ in range(2):
        SMS.hand_over(MESSAGE, ID)
    (file,) = SMS.path.iterdir()
    assert file.parent == Path(settings.FADU.data_dir) / "outgoing" / "sms"


def test_a_folder_that_cannot_be_written_is_like_a_server_that_is_not_there(settings: Settings) -> None:
    SMS.path.parent.mkdir()
    SMS.path.write_text("a file where the folder should be")
    answer = SMS.hand_over(MESSAGE, ID)
    assert answer.reply is Reply.NOBODY_THERE
    assert answer.said


@pytest.mark.parametrize(
    ("way", "address", "good"),
    [
        (Way.SMS, "13800001234", True),
        (Way.SMS, "021-00000000", False),
        (Way.EMAIL, "a@example.cn", True),
        (Way.EMAIL, "a@example.cn\nBcc: b@example.cn", False),
        (Way.WECOM, "lifang", True),
        (Way.WECOM, "a|b", False),
    ],
)
def test_addresses(way: Way, address: str, good: bool) -> None:
    assert fits(way, address) is good


@pytest.mark.django_db
def test_the_applicant_is_told_by_the_ways_agreed_to_and_where_to_look_alone() -> None:
    case = opened()
    consent.agree(case.uid, frozenset({Way.SMS}))
    do(case.uid, "receive", 12)
    drain()
    sent = files(SMS)
    assert {each["PhoneNumbers"] for each in sent} == {ZHANGMING["phone"]}
    said = json.dumps(sent, ensure_ascii=False)
    assert case.number in said
    for word in (REQUEST["wanted"], ZHANGMING["name"], "登记回执"):
        assert word not in said
    consent.agree(case.uid, frozenset())
    do(case.uid, "take_up", 13)
    drain()
    assert len(files(SMS)) == len(sent)
