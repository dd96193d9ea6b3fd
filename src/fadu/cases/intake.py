"""What may come in as a file: told by its content, not by its name, and never anything marked as a State secret.

    stored = check_upload(upload.name, upload)
    perform(…, data={"attachment": stored.value})

A refused file leaves nothing behind here: neither its content nor its name is stored, logged or repeated in the refusal.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from fadu.cases import files
from fadu.cases.errors import ActError
from fadu.cases.filetypes import TYPES, Unreadable, media_type, words
from fadu.cases.markings import is_marked, is_marked_name
from fadu.cases.unseen import runs_by_itself, unseen
from fadu.ports import Store
from fadu.procedure.say import Say, say

LARGEST = 20 * 1024 * 1024
LONGEST_NAME = 200
TRICKS = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Characters that no honest name has: control characters, those that turn the direction of reading, unassigned ones."""


class UploadRefused(ActError):
    """A file that can't be taken; `reason` and `remedy` say why and what to do, without naming the file."""

    def __init__(self, reason: Say, remedy: Say, status: int = 422) -> None:
        self.status = status
        super().__init__(reason, remedy)


@dataclass(frozen=True)
class Stored:
    """A file that was taken in; `value` is what a document field of an act takes."""

    sha256: str
    name: str
    size: int
    media_type: str

    @property
    def value(self) -> dict[str, str | int]:
        return {"sha256": self.sha256, "name": self.name, "size": self.size, "type": self.media_type}


def check_upload(name: str, stream: BinaryIO, store: Store = files) -> Stored:
    """Examine a file and keep it; the name gets the suffix of its type if it has another.

    Raises:
        UploadRefused: too large, empty, of a type that is not taken, with macros or scripts, unreadable, a name that is a trick, or marked as a State secret.
    """
    name = _name(name)
    content = stream.read(LARGEST + 1)
    if not content:
        raise UploadRefused(say("文件是空的"), say("核对后重新选择文件。"))
    if len(content) > LARGEST:
        raise UploadRefused(say("文件超过 20 MB"), say("压缩图片或者分成几个文件后再上传。"), status=413)
    kind = media_type(content)
    if kind is None:
        raise UploadRefused(
            say("不接收这种文件"),
            say("接收 PDF、OFD、Word（docx）、Excel（xlsx）、JPG、PNG 和纯文本；压缩包请解开后分别上传。"),
            status=415,
        )
    if runs_by_itself(content, kind):
        raise UploadRefused(
            say("不接收带有宏或者脚本、打开时会自动运行的文件"),
            say("另存为不带宏的文件，或者打印成 PDF 后再上传。"),
            status=415,
        )
    try:
        text = f"{words(content, kind)}\n{unseen(content, kind)}"
    except Unreadable:
        raise UploadRefused(say("文件打不开：已损坏，或者设有密码"), say("去掉密码，确认能打开后再上传。")) from None
    if is_marked(text):
        raise _secret()
    return Stored(store.put(content), _suffixed(name, kind), len(content), kind)


def _name(raw: str) -> str:
    """The name as kept. Only what a person could have typed as a name is one."""
    name = unicodedata.normalize("NFC", raw).strip()
    if is_marked_name(name):
        raise _secret()
    fair = name.strip(". ") and not any(c in "/\\" or unicodedata.category(c) in TRICKS for c in name)
    if not fair or len(name) > LONGEST_NAME:
        raise UploadRefused(
            say("文件名不能使用"), say("改用不含路径和特殊字符、不超过 {n} 字的文件名。", n=LONGEST_NAME)
        )
    return name


def _suffixed(name: str, kind: str) -> str:
    suffixes = TYPES[kind]
    return name if name.lower().endswith(suffixes) else name + suffixes[0]


def _secret() -> UploadRefused:
    return UploadRefused(
        say("文件带有密级标志。本系统为非涉密系统，不得上传国家秘密"),
        say("请转线下办理；此文件的内容和名称都没有保存。"),
    )
