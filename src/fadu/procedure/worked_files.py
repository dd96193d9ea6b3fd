"""Reads worked cases from YAML. A mistake is named with its file, its case and what to write instead; all are found at once.

    - case: 征求第三方意见的时间不计算在答复期限内（第三十三条第三款）
      received: 2023-09-11
      acts:
        - 2023-09-12 开始办理
        - 2023-09-13 征求第三方意见（承办人）
        - 2023-09-13 送达 第三方意见征询书
        - {day: 2023-09-20, act: 第三方提出意见, errand: 1}
      today: 2023-09-21
      stage: 办理中
      due: {答复期限: 2023-10-20}
      may: [答复]
      may_not: {告知补正: 第三十条}

An act stands as day, title, the role in （）, and the one thing that it turns on: the letter that is served, the outcome, or the
value of the field that replay needs. `received` does the acts of the day of receipt. `late` and `overdue` list acts and clocks,
`refuse` gives the article by which the last act must be refused. An act may have a time of day: 2023-09-12 09:30 开始办理.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import yaml

from fadu.law.citation import Citation, find_citations
from fadu.law.period import LAW_TIME, day_of
from fadu.procedure.builtin import SERVE, UNSERVED
from fadu.procedure.checks import Problem
from fadu.procedure.declaration import ActRule, Declaration, FieldRule
from fadu.procedure.state import Moment
from fadu.procedure.worked import NOT_STARTED, UNKNOWN, WAITING, Doing, Done, WorkedCase, receipt

KEYS = (
    "case", "received", "acts", "today", "stage", "outcome", "due", "overdue", "may", "may_not", "late", "refuse",
)  # fmt: skip
ACT_KEYS = ("day", "act", "by", "outcome", "letter", "errand")
LINE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d(?: \d\d:\d\d)?)\s+(?P<act>[^\s（]+)(?:（(?P<by>[^）]+)）)?(?:\s+(?P<turn>.+))?"
)
NAMED = re.compile(r"(?P<act>[^\s（]+)(?:（(?P<by>[^）]+)）)?")
T = TypeVar("T")


class CaseFileError(Exception):
    """A file of worked cases can't be read as such; `problems` has everything that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in problems))


def cases_of(folder: Path, versions: Sequence[Declaration]) -> tuple[WorkedCase, ...]:
    """The worked cases of a procedure in a pack's folder: <id>.yaml and <id>-<anything>.yaml; none if there is no file.

    Raises:
        CaseFileError: what in the file can't be read.
    """
    paths = sorted((folder / "cases").glob("*.yaml"))
    mine = [path for path in paths if path.stem.partition("-")[0] == versions[0].id]
    return tuple(
        c for path in mine for c in read_cases(path.read_text(encoding="utf-8"), f"cases/{path.name}", versions)
    )


def read_cases(text: str, place: str, versions: Sequence[Declaration]) -> tuple[WorkedCase, ...]:
    """The worked cases in a text; each falls under the version in force on its first day. `place` names the file in messages.

    Raises:
        CaseFileError: what in the text can't be read.
    """
    try:
        listed = yaml.safe_load(text) or []
    except yaml.YAMLError as error:
        detail = " ".join(str(error).split())
        raise CaseFileError([Problem("fadu.E106", place, f"不是合格的 YAML：{detail}", "按报出的行更正")]) from None
    if not isinstance(listed, list):
        raise CaseFileError([Problem("fadu.E106", place, "不是办例的列表", "每件办例以“- case: 名称”开头")])
    problems: list[Problem] = []
    found: list[WorkedCase] = []
    for number, raw in enumerate(listed, 1):
        title = str(raw.get("case") or f"第 {number} 件") if isinstance(raw, dict) else f"第 {number} 件"
        try:
            found.append(_case(raw, title, place, versions))
        except _Unreadable as wrong:
            problems.append(Problem("fadu.E106", f"{place}«{title}»", wrong.message, wrong.remedy))
    for title in sorted({c.title for c in found if sum(c.title == o.title for o in found) > 1}):
        problems.append(Problem("fadu.E106", f"{place}«{title}»", "有两件同名的办例", "换成各不相同的名称"))
    if problems:
        raise CaseFileError(problems)
    return tuple(found)


class _Unreadable(Exception):
    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


def _case(raw: Any, title: str, place: str, versions: Sequence[Declaration]) -> WorkedCase:
    if not isinstance(raw, dict):
        raise _Unreadable("不是一件办例", "写成“- case: 名称”，下面缩进写 received、acts、today 等")
    if unknown := [str(k) for k in raw if k not in KEYS]:
        raise _Unreadable(f"没有“{'、'.join(unknown)}”这一项", f"可以写的项：{'、'.join(KEYS)}")
    if not raw.get("case"):
        raise _Unreadable("没有名称", "写 case: 说明本例的一句话，并注明条款")
    return _Reader(raw, _version(raw, versions)).read(title, place)


def _version(raw: Mapping[str, Any], versions: Sequence[Declaration]) -> Declaration:
    acts = raw.get("acts") or []
    first = raw.get("received")
    if first is None and isinstance(acts, list) and acts:
        first = acts[0].get("day") if isinstance(acts[0], dict) else str(acts[0])[:10]
    if first is None:
        raise _Unreadable("什么也没有做", "写 received: 日期，或者 acts: [日期 行为, …]")
    day = day_of(_moment(first)).isoformat()
    for declared in versions:
        if declared.since <= day and (not declared.until or day <= declared.until):
            return declared
    since = min(d.since for d in versions)
    raise _Unreadable(f"{day} 本事项没有适用的规定", f"本事项自 {since} 起适用，改写日期")


class _Reader:
    """Reads one case in the words of one declaration."""

    def __init__(self, raw: Mapping[str, Any], declaration: Declaration) -> None:
        self.raw = raw
        self.declaration = declaration
        self.acts = {a.title: a for a in (*declaration.acts, SERVE, UNSERVED)}
        self.roles = {title: key for key, title in declaration.roles}
        self.clocks = {c.title: c.id for c in declaration.clocks}

    def read(self, title: str, place: str) -> WorkedCase:
        raw, declared = self.raw, self.declaration
        acts = (*self._received(), *[self._done(line) for line in _listed(raw, "acts")])
        stages = {s.title: s.id for s in declared.stages}
        outcomes = {o.title: o.id for o in declared.outcomes}
        return WorkedCase(
            title=title,
            place=place,
            since=declared.since,
            acts=acts,
            today=day_of(_moment(raw["today"])) if "today" in raw else day_of(acts[-1].at),
            stage=_named(raw["stage"], stages, "环节") if "stage" in raw else "",
            outcome=_named(raw["outcome"], outcomes, "处理结果") if "outcome" in raw else "",
            due={_named(k, self.clocks, "期限"): self._days(v) for k, v in _mapped(raw, "due").items()},
            overdue=tuple(_named(t, self.clocks, "期限") for t in _listed(raw, "overdue")),
            may=tuple(self._doing(t) for t in _listed(raw, "may")),
            may_not=tuple((self._doing(t), _article(a)) for t, a in _mapped(raw, "may_not").items()),
            late=tuple(_named(t, self.acts, "行为").id for t in _listed(raw, "late")),
            refuse=_article(raw["refuse"]) if "refuse" in raw else None,
        )

    def _received(self) -> tuple[Done, ...]:
        if "received" not in self.raw:
            return ()
        at = _moment(self.raw["received"])
        return tuple(Done(at, Doing(rule.id, rule.title)) for rule in receipt(self.declaration))

    def _done(self, line: Any) -> Done:
        given = dict(line) if isinstance(line, dict) else _parted(str(line), LINE)
        if "day" not in given or "act" not in given:
            raise _Unreadable(f"“{line}”没有写明日期和行为", "写成“2023-09-12 开始办理”或者 {day: …, act: …}")
        rule = _named(given["act"], self.acts, "行为")
        errand = given.pop("errand", 0) or 0
        if not isinstance(errand, int) or errand < 0:
            raise _Unreadable(f"errand: {errand} 不是第几件", "写 errand: 1 这样的数")
        doing = self._by(rule, given.get("by"))
        turn = f" {given['turn']}" if given.get("turn") else ""
        facts = self._facts(rule, given)
        return Done(_moment(given["day"]), Doing(doing.act, doing.text + turn, doing.role), facts, errand)

    def _doing(self, text: Any) -> Doing:
        given = _parted(str(text), NAMED)
        return self._by(_named(given["act"], self.acts, "行为"), given["by"])

    def _by(self, rule: ActRule, role: Any) -> Doing:
        if not role:
            return Doing(rule.id, rule.title)
        return Doing(rule.id, f"{rule.title}（{role}）", _named(role, self.roles, "角色"))

    def _facts(self, rule: ActRule, given: Mapping[str, Any]) -> dict[str, Any]:
        """What the act turns on (letter, outcome, replayed fields), and measured fields that the case gives."""
        fields = {f.title: f for f in (self.declaration.field[name] for name in rule.asks) if f.factual}
        replayed = [f for f in fields.values() if f.replayed]
        facts: dict[str, Any] = {}
        turn = given.get("turn")
        if rule in (SERVE, UNSERVED):
            letters = {a.letter: a.letter for a in self.declaration.acts if a.letter}
            facts["letter"] = _named(given.get("letter", turn), letters, "文书")
        elif rule.outcomes:
            titles = {self.declaration.outcome[o].title: o for o in rule.outcomes}
            facts["outcome"] = _named(given.get("outcome", turn), titles, "处理结果")
        elif turn and len(replayed) == 1:
            facts[replayed[0].id] = _value(replayed[0], turn)
        elif turn:
            raise _Unreadable(f"“{rule.title}”后面的“{turn}”没有着落", "删去它，或者用 {day: …, act: …} 写明是哪一项")
        for key in (k for k in given if k not in ACT_KEYS and k != "turn"):
            field = _named(key, fields, "可以写的事实")
            facts[field.id] = _value(field, given[key])
        for field in replayed:
            if field.id not in facts:
                raise _Unreadable(f"“{rule.title}”没有写明“{field.title}”", f"写 {field.title}: …")
        return facts

    def _days(self, value: Any) -> tuple[str, ...]:
        values = value if isinstance(value, list) else [value]
        return tuple(v if v in (NOT_STARTED, UNKNOWN, WAITING) else _iso(v) for v in values)


def _parted(text: str, pattern: re.Pattern[str]) -> dict[str, Any]:
    match = pattern.fullmatch(text.strip())
    if match is None:
        shape = "2023-09-12 开始办理（承办人）" if pattern is LINE else "答复（承办人）"
        raise _Unreadable(f"读不懂“{text}”", f"写成“{shape}”这样")
    return match.groupdict()


def _named(title: Any, known: Mapping[str, T], kind: str) -> T:
    if title not in known:
        asked = f"没有名为“{title}”的{kind}" if title else f"没有写明{kind}"
        raise _Unreadable(asked, f"可以写：{'、'.join(known) or '（没有）'}")
    return known[title]


def _value(field: FieldRule, value: Any) -> Any:
    if field.kind == "day":
        return _iso(value)
    if field.kind == "number":
        if not re.fullmatch(r"\d+", str(value)):
            raise _Unreadable(f"“{field.title}”不是数：{value}", "写不小于零的整数")
        return int(value)
    if field.choices and value not in field.choices:
        raise _Unreadable(f"“{field.title}”不能是“{value}”", f"可以写：{'、'.join(field.choices)}")
    return value


def _moment(value: Any) -> Moment:
    """A day, or a moment in China's time."""
    readers: tuple[Callable[[str], Moment], ...] = (
        date.fromisoformat,
        lambda text: datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=LAW_TIME),
    )
    for reader in readers:
        try:
            return reader(str(value))
        except ValueError:
            continue
    raise _Unreadable(f"“{value}”不是日期", "写成 2023-09-11")


def _iso(value: Any) -> str:
    at = _moment(value)
    return f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else at.isoformat()


def _article(value: Any) -> Citation:
    found = find_citations(str(value))
    if not found:
        raise _Unreadable(f"“{value}”不是条款", "写成“第三十三条第二款”")
    return found[0][2]


def _listed(raw: Mapping[str, Any], key: str) -> list[Any]:
    value = raw.get(key) or []
    if not isinstance(value, list):
        raise _Unreadable(f"{key} 不是列表", f"写成 {key}: [ …, … ]")
    return value


def _mapped(raw: Mapping[str, Any], key: str) -> Mapping[Any, Any]:
    value = raw.get(key) or {}
    if not isinstance(value, dict):
        raise _Unreadable(f"{key} 不是对照表", f"写成 {key}: {{名称: 值}}")
    return value
