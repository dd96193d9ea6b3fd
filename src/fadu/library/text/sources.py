"""What a file's place and name say: level, region, day of the version; which files are no laws."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fadu.library.text.values import Level

_FOLDERS = {
    "宪法": Level.CONSTITUTION,
    **dict.fromkeys(("刑法", "民法典", "民法商法", "社会法", "经济法", "行政法"), Level.LAW),
    **dict.fromkeys(("宪法相关法", "诉讼与非诉讼程序法"), Level.LAW),
    "行政法规": Level.REGULATION,
    "司法解释": Level.INTERPRETATION,
    "部门规章": Level.RULE,
    "DLC": Level.LOCAL,
}
_NAME = re.compile(r"^(?P<title>.*?)\s*(?:[（(](?P<date>\d{4}-\d{2}-\d{2})[)）])?$", re.DOTALL)
_NOT_LAWS = {"案例": "在“案例”文件夹中，不是法律文本", "其他": "在“其他”文件夹中，不是法律文本"}


@dataclass(frozen=True)
class Place:
    """`title` and `version_date` come from the file name 某条例(2019-04-03).md."""

    level: Level
    region: str
    title: str
    version_date: date | None


def read_place(parts: Sequence[str]) -> Place:
    """From the path's parts, folders first; the innermost folder that is known decides."""
    *folders, name = parts
    match = _NAME.match(name.rsplit(".", 1)[0])
    title, day = (match["title"], match["date"]) if match else (name, None)
    known = next((folder for folder in reversed(folders) if folder in _FOLDERS), None)
    level = _FOLDERS[known] if known else Level.OTHER
    region = folders[-1].removesuffix("地方法规") if level is Level.LOCAL and folders[-1] != "DLC" else ""
    return Place(level, region, title, _day(day))


def why_no_law(parts: Sequence[str]) -> str:
    """The reason why this file holds no law; empty if it may hold one."""
    *folders, name = parts
    if not name.lower().endswith((".md", ".txt")):
        return "不是文本文件，只读取 .md 和 .txt"
    if name.startswith(("_", ".")) or name.lower().startswith("readme") or "模版" in name or "模板" in name:
        return "是目录、说明或者模板，不是法律文本"
    return next((_NOT_LAWS[folder] for folder in folders if folder in _NOT_LAWS), "")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
