"""Short messages and 政务微信 without a network: one file for each message, as the platform takes it, in a folder that its own sender empties.

The folders are ``outgoing/sms`` and ``outgoing/wecom`` in the data folder. A message handed over twice is one file.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from fadu.ports import Answer, Message, Reply
from fadu.procedure.registry import installed

Written = Callable[[Message, str], Mapping[str, Any]]
LONGEST_VARIABLE = 35
"""Characters that a variable of a short message's template may have."""
LONGEST_TITLE = 64
UNSAFE = re.compile(r"[^0-9A-Za-z.-]+")


@dataclass(frozen=True)
class Folder:
    """Carries messages into a folder, in the form that `written` gives them."""

    name: str
    written: Written

    @property
    def path(self) -> Path:
        return Path(settings.FADU.data_dir) / "outgoing" / self.name

    def hand_over(self, message: Message, message_id: str) -> Answer:
        """Write the file whole or not at all; a folder that can't be written to is like a server that isn't there."""
        file = self.path / f"{UNSAFE.sub('-', message_id).strip('-')}.json"
        draft = file.with_suffix(f".{os.getpid()}.part")
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(draft, "w", encoding="utf-8") as out:
                json.dump(self.written(message, message_id), out, ensure_ascii=False, indent=1)
                out.flush()
                os.fsync(out.fileno())
            draft.replace(file)
        except OSError as error:
            return Answer(Reply.NOBODY_THERE, error.strerror or type(error).__name__)
        return Answer(Reply.YES)


def short_message(message: Message, message_id: str) -> Mapping[str, Any]:
    """The parameters of SendSms (阿里云短信服务, Dysmsapi 2017-05-25); the template has one variable, ``what``."""
    return {
        "PhoneNumbers": message.to,
        "SignName": settings.FADU.sms_sign or installed().office(settings.FADU.office).short,
        "TemplateCode": settings.FADU.sms_template,
        "TemplateParam": json.dumps({"what": message.subject[:LONGEST_VARIABLE]}, ensure_ascii=False),
        "OutId": UNSAFE.sub("-", message_id).strip("-"),
    }


def text_card(message: Message, message_id: str) -> Mapping[str, Any]:
    """A 文本卡片 for message/send (政务微信, 企业微信应用消息); the platform itself drops one that comes twice within four hours."""
    return {
        "touser": message.to,
        "msgtype": "textcard",
        "agentid": settings.FADU.wecom_agent,
        "textcard": {
            "title": message.subject[:LONGEST_TITLE],
            "description": message.body,
            "url": message.link,
            "btntxt": "查看",
        },
        "enable_duplicate_check": 1,
        "duplicate_check_interval": 4 * 60 * 60,
    }


SMS = Folder("sms", short_message)
WECOM = Folder("wecom", text_card)
