"""What must be true of a procedure file by itself. Every mistake is named with an id, its place and a remedy, all at once.

Checks that need other files (letters, translations, roles, statutes, worked cases) are run by `fadu check`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from fadu.procedure.declaration import ActRule, ClockRule, Declaration, ErrandRule, FieldRule, OutcomeRule, StageRule
from fadu.procedure.words import CONTACTS, PARTY_PARTS


@dataclass(frozen=True)
class Problem:
    """One mistake: `id` is stable and listed in the reference, `place` is where it stands, `remedy` what to write instead."""

    id: str
    place: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.id} {self.place}: {self.message}。{self.remedy}。"


class DeclarationError(Exception):
    """A procedure file is wrong; `problems` has everything that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in problems))


Check = Callable[[Declaration], Iterator[Problem]]
CHECKS: dict[str, Check] = {}


def checks(id: str) -> Callable[[Check], Check]:
    """Register a check under its id; its docstring is its line in the reference."""

    def register(check: Check) -> Check:
        CHECKS[id] = check
        return check

    return register


def check(declaration: Declaration) -> tuple[Problem, ...]:
    """Every problem of one declaration."""
    return tuple(problem for each in CHECKS.values() for problem in each(declaration))


def _problem(id: str, d: Declaration, word: str, message: str, remedy: str) -> Problem:
    return Problem(id, f"{d.id}.{word}" if word else d.id, message, remedy)


@checks("fadu.E002")
def stages_can_be_left(d: Declaration) -> Iterator[Problem]:
    """A case can leave every stage that is not final."""
    for stage in d.stages:
        leaves = any(stage.id in a.at and a.to and a.to != stage.id for a in d.acts)
        if not stage.final and not leaves:
            yield _problem(
                "fadu.E002",
                d,
                stage.id,
                f"案件永远离不开“{stage.title}”",
                "写一个 at 含此环节、to 为别的环节的 Act，或者标 final=True",
            )


@checks("fadu.E003")
def stages_can_be_reached(d: Declaration) -> Iterator[Problem]:
    """Every stage is reached by an act."""
    for stage in d.stages:
        if not any(a.to == stage.id for a in d.acts):
            yield _problem(
                "fadu.E003", d, stage.id, f"没有行为到达“{stage.title}”", "让某个 Act 的 to 指向它，或者删去此环节"
            )


@checks("fadu.E004")
def one_opening(d: Declaration) -> Iterator[Problem]:
    """Exactly one act opens a case."""
    opening = [a.title for a in d.acts if a.kind == "act" and not a.at]
    if len(opening) != 1:
        found = "、".join(opening) or "没有"
        yield _problem("fadu.E004", d, "", f"开启案件的行为应恰有一个，现在是：{found}", "其余的 Act 写明 at=…")


@checks("fadu.E005")
def everything_cites(d: Declaration) -> Iterator[Problem]:
    """Every act, clock, errand and outcome cites its article."""
    citing: tuple[ActRule | ClockRule | ErrandRule | OutcomeRule, ...] = (*d.acts, *d.clocks, *d.errands, *d.outcomes)
    for word in citing:
        if not word.basis:
            yield _problem(
                "fadu.E005", d, word.id, f"“{word.title}”没有依据", "写 basis=法[条]，如 basis=REG[33].para(2)"
            )


@checks("fadu.E006")
def titles_differ(d: Declaration) -> Iterator[Problem]:
    """No two words of a kind share a title: worked cases and the record name them by it."""
    kinds: tuple[tuple[StageRule | ActRule | ClockRule | OutcomeRule | FieldRule, ...], ...]
    kinds = (d.stages, d.acts, d.clocks, d.outcomes, d.fields)
    for kind in kinds:
        for title, n in Counter(w.title for w in kind).items():
            if n > 1 and title != "延长的期限":
                yield _problem("fadu.E006", d, "", f"“{title}”出现 {n} 次", "换成各不相同的名称")


@checks("fadu.E007")
def no_personal_replay(d: Declaration) -> Iterator[Problem]:
    """No field that replay or figures read is personal, for it could not be erased."""
    for field in d.fields:
        if field.factual and field.personal:
            yield _problem(
                "fadu.E007",
                d,
                field.id,
                f"“{field.title}”既是个人信息，又供推演或统计使用",
                "去掉 measured=True，或者改用不含个人信息的字段",
            )


@checks("fadu.E008")
def final_is_final(d: Declaration) -> Iterator[Problem]:
    """No act starts from a final stage."""
    final = {s.id for s in d.stages if s.final}
    for act in d.acts:
        for stage in final.intersection(act.at):
            yield _problem(
                "fadu.E008",
                d,
                act.id,
                f"“{act.title}”在终局环节“{d.stage[stage].title}”还能进行",
                "去掉此环节，或者取消其 final=True",
            )


@checks("fadu.E009")
def someone_acts(d: Declaration) -> Iterator[Problem]:
    """Every act says who may do it."""
    for act in d.acts:
        if not act.by:
            yield _problem("fadu.E009", d, act.id, f"没有写明谁可以“{act.title}”", "写 by=OFFICE、by=applicant 等")


@checks("fadu.E010")
def clocks_can_end(d: Declaration) -> Iterator[Problem]:
    """Every clock can start and end."""
    letters = {f"served:{a.letter}" for a in d.acts if a.letter}
    known = set(d.act) | letters
    for clock in d.clocks:
        for trigger in (*clock.since, *clock.until, *clock.restart, *clock.hold):
            if trigger not in known:
                name = trigger.removeprefix("served:")
                yield _problem(
                    "fadu.E010",
                    d,
                    clock.id,
                    f"“{clock.title}”引用了没有行为制发的文书或者不存在的行为“{name}”",
                    "让某个 Act 写 letter=…，或者更正名称",
                )
        if not clock.since or not clock.until:
            yield _problem(
                "fadu.E010", d, clock.id, f"“{clock.title}”没有起算或者终止的行为", "写 since=… 和 until=…"
            )


@checks("fadu.E011")
def held_clocks_restart(d: Declaration) -> Iterator[Problem]:
    """A clock that waits is started anew by some act."""
    for clock in d.clocks:
        if clock.hold and not clock.restart:
            yield _problem(
                "fadu.E011", d, clock.id, f"“{clock.title}”停下等待之后没有行为使它重新起算", "写 restart=…"
            )


@checks("fadu.E012")
def time_has_a_clock(d: Declaration) -> Iterator[Problem]:
    """An act of time names the clock that runs out, and `performs` names an act of time."""
    for act in d.acts:
        if "time" in act.by and not act.clock and act.after not in d.clock:
            yield _problem(
                "fadu.E012",
                d,
                act.id,
                f"“{act.title}”由时间发生，却没有时限",
                "写 after=lapse(时限)，或者用 Errand 的 late=performs(…)",
            )
    titles = {a.title for a in d.acts if "time" in a.by}
    for clock in d.clocks:
        if clock.performs and clock.performs not in titles:
            yield _problem(
                "fadu.E012",
                d,
                clock.id,
                f"“{clock.title}”届满时应发生的“{clock.performs}”不是由时间发生的行为",
                "写一个 by=TIME 的 Act",
            )


@checks("fadu.E013")
def outcomes_decide(d: Declaration) -> Iterator[Problem]:
    """An act with outcomes closes the case; a final stage that is not a withdrawal has outcomes or its own name."""
    final = {s.id for s in d.stages if s.final}
    for act in d.acts:
        if act.outcomes and act.to not in final:
            yield _problem("fadu.E013", d, act.id, f"“{act.title}”有处理结果却不结案", "让 to 指向 final=True 的环节")


@checks("fadu.E014")
def dated_terms_cover(d: Declaration) -> Iterator[Problem]:
    """Dated terms begin no later than the procedure is in force."""
    for clock in d.clocks:
        versions = clock.term.versions
        if versions and versions[0].since > d.since:
            yield _problem(
                "fadu.E014",
                d,
                clock.id,
                f"“{clock.title}”自 {versions[0].since} 才有期限，而本事项自 {d.since} 起适用",
                "补上更早的期限，或者推迟 in_force",
            )


@checks("fadu.E015")
def fields_are_asked(d: Declaration) -> Iterator[Problem]:
    """Every field is asked for by an act, and what a term is taken from is asked for by the act that starts it."""
    asked = {f for a in d.acts for f in a.asks}
    for field in d.fields:
        if field.id not in asked:
            yield _problem("fadu.E015", d, field.id, f"没有行为填写“{field.title}”", "把它列入某个 Act 的 asks")
    for clock in d.clocks:
        for trigger in (*clock.since, *clock.restart):
            starter = d.act.get(trigger)
            if clock.term.given and starter and clock.term.given not in starter.asks:
                yield _problem(
                    "fadu.E015",
                    d,
                    clock.id,
                    f"“{clock.title}”取自“{d.field[clock.term.given].title}”，而“{starter.title}”不填写它",
                    "把它列入该 Act 的 asks",
                )


@checks("fadu.E016")
def heading_is_open(d: Declaration) -> Iterator[Problem]:
    """The heading of a case is not personal: lists show it."""
    if d.heading and d.field[d.heading].personal:
        yield _problem(
            "fadu.E016", d, d.heading, "案件标题取自个人信息", "换一个 privacy 为 PUBLIC 或 INTERNAL 的字段"
        )


@checks("fadu.E017")
def reachable_from_the_opening(d: Declaration) -> Iterator[Problem]:
    """Every stage can be reached from where the opening act leads."""
    for stage in d.stages:
        if stage.id not in _reached(d.acts) and any(a.to == stage.id for a in d.acts):
            yield _problem("fadu.E017", d, stage.id, f"从受理出发到不了“{stage.title}”", "检查通向它的行为的 at")


@checks("fadu.E018")
def fixes_are_reviewed(d: Declaration) -> Iterator[Problem]:
    """A fix names the declaration that it replaces by its SHA-256, once, and says why, who reviewed it and on which day."""
    for was, n in Counter(f.was for f in d.fixes).items():
        if not re.fullmatch(r"[0-9a-f]{64}", was):
            remedy = "照抄 fadu check 给出的 SHA-256（64 位小写十六进制）"
            yield _problem("fadu.E018", d, "fixes", f"was={was!r} 不是声明的 SHA-256", remedy)
        if n > 1:
            yield _problem("fadu.E018", d, "fixes", f"{was[:12]}… 被更正了 {n} 次", "合为一个 fix(…)")
    for fix in d.fixes:
        if not (fix.why.strip() and fix.reviewed.strip()):
            remedy = '写 why="…", reviewed="姓名/职务"'
            yield _problem("fadu.E018", d, "fixes", f"更正 {fix.was[:12]}… 没有写明理由或者审核人", remedy)
        if not _is_day(fix.on):
            yield _problem("fadu.E018", d, "fixes", f"on={fix.on!r} 不是日期", '写审核之日，如 on="2026-11-24"')


@checks("fadu.E019")
def conditions_are_known(d: Declaration) -> Iterator[Problem]:
    """What a start depends on (`when`) is a measured choice, and the values are among its own."""
    conditions = [(clock.id, w, d.field[w.field].measured) for clock in d.clocks for w in clock.when]
    calls = [(act.id, act.called) for act in d.acts if act.called]
    conditions += [(id, w, w.field in d.act[w.trigger].asks and not d.field[w.field].personal) for id, w in calls]
    for place, each, kept in conditions:
        field = d.field[each.field]
        unknown = [v for v in each.values if v not in field.choices]
        if not kept or unknown or not each.values:
            wrong = f"“{field.title}”没有“{'、'.join(unknown)}”" if unknown else f"“{field.title}”不能作为起算的条件"
            yield _problem("fadu.E019", d, place, wrong, "用 measured=True 的 Choice，写它已有的选项")


@checks("fadu.E020")
def divisions_and_joins_make_sense(d: Declaration) -> Iterator[Problem]:
    """What a division names lies open to the office and takes the place of the field that names the case; what joins another closes its case."""
    for act in d.acts:
        field = d.field.get(act.divides)
        named = d.field.get(d.heading)
        if act.divides and (
            field is None
            or field.kind != "longtext"
            or field.personal
            or act.divides not in act.asks
            or named is None
            or named.id not in d.opening.asks
            or named.kind not in ("text", "longtext")
        ):
            yield _problem(
                "fadu.E020",
                d,
                act.id,
                "分案所列的事项不能成为新案的名称",
                "divides= 写本行为所问的、不属个人信息的 LongText，并用 heading= 指明受理时所填的文字栏",
            )
        joined = d.field.get(act.joins)
        if act.joins and (
            joined is None
            or joined.kind != "case"
            or not joined.measured
            or act.joins not in act.asks
            or not d.final(act.to)
        ):
            yield _problem(
                "fadu.E020",
                d,
                act.id,
                "并案没有写明并入哪一案，或者没有办结本案",
                "joins= 写本行为所问的 CaseNumber(measured=True)，to= 写终结环节",
            )


@checks("fadu.E021")
def parties_can_be_reached(d: Declaration) -> Iterator[Problem]:
    """Of a party its name is asked and at least one way to reach it, and nothing that no form knows."""
    for field in d.fields:
        if field.kind != "party" or not field.parts:
            continue
        unknown = [part for part in field.parts if part not in PARTY_PARTS]
        if unknown or "name" not in field.parts or not CONTACTS.intersection(field.parts):
            yield _problem(
                "fadu.E021",
                d,
                field.id,
                f"“{field.title}”的 parts 写作 {'、'.join(field.parts) or '空'}",
                "parts= 从 name、id_kind、id_number、phone、email、address 中选，须有 name，并有后三项之一",
            )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _reached(acts: Iterable[ActRule]) -> set[str]:
    acts = list(acts)
    reached = {a.to for a in acts if a.opens}
    while True:
        more = {a.to for a in acts if a.to and reached.intersection(a.at)} - reached
        if not more:
            return reached
        reached |= more
