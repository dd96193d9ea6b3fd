"""What must be true of procedure files together with what lies beside them: letters, translations, posts, laws, worked cases.

`checks` looks at one file by itself when it is imported; these are run by `fadu check`, over everything that is installed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from fadu.law.calendar import Calendar
from fadu.law.citation import Citation
from fadu.procedure.builtin import BUILTIN, SEAL
from fadu.procedure.checks import Problem
from fadu.procedure.declaration import ActRule, ClockRule, Declaration, ErrandRule, FieldRule, OutcomeRule
from fadu.procedure.registry import Pack, Registry
from fadu.procedure.words import TIME
from fadu.procedure.worked import WorkedCase, run
from fadu.procedure.worked_files import CaseFileError, cases_of


@dataclass(frozen=True)
class Beside:
    """What lies beside the declarations: titles of letters that have a template, texts that have English, the calendar for worked cases."""

    letters: frozenset[str]
    english: frozenset[str]
    calendar: Calendar


CrossCheck = Callable[[Registry, Beside], Iterator[Problem]]
CROSSCHECKS: dict[str, CrossCheck] = {}


def crosschecks(id: str) -> Callable[[CrossCheck], CrossCheck]:
    """Register a check under its id; its docstring is its line in the reference."""

    def register(check: CrossCheck) -> CrossCheck:
        CROSSCHECKS[id] = check
        return check

    return register


def crosscheck(registry: Registry, beside: Beside) -> tuple[Problem, ...]:
    """Every problem of everything installed, each once."""
    found = (problem for each in CROSSCHECKS.values() for problem in each(registry, beside))
    return tuple(dict.fromkeys(found))


def cases_by_version(registry: Registry) -> Iterator[tuple[Declaration, tuple[WorkedCase, ...]]]:
    """Every version of every procedure, with the worked cases that fall under it.

    Raises:
        CaseFileError: a file of worked cases can't be read.
    """
    for pack, versions in _by_pack(registry):
        cases = cases_of(pack.folder, versions)
        for declared in versions:
            yield declared, tuple(c for c in cases if c.since == declared.since)


@crosschecks("fadu.E101")
def letters_exist(registry: Registry, beside: Beside) -> Iterator[Problem]:
    """Every letter that an act sends has a template."""
    for declared in _declarations(registry):
        for act in declared.acts:
            if act.letter and act.letter not in beside.letters:
                yield Problem(
                    "fadu.E101",
                    f"{declared.id}.{act.id}",
                    f"“{act.title}”的文书“{act.letter}”没有模板",
                    f"在 letters/ 中加上以“{act.letter}”为文件名的模板，或者更正 letter=…",
                )


@crosschecks("fadu.E102")
def titles_have_english(registry: Registry, beside: Beside) -> Iterator[Problem]:
    """Every title, choice, hint and law that people read has an English text in a pack's locale/en."""
    for declared in _declarations(registry):
        for place, text in _texts(declared):
            if text not in beside.english:
                yield _no_english(f"{declared.id}.{place}", text)
    for title in registry.laws:
        if title not in beside.english:
            yield _no_english("laws", title)
    for table in registry.tables.values():
        for text in (table.title, *(row.title for _, row in table.lines)):
            if text not in beside.english:
                yield _no_english(table.id, text)


@crosschecks("fadu.E103")
def roles_have_posts(registry: Registry, beside: Beside) -> Iterator[Problem]:
    """Every role that acts for an office is a post of that office, and the unit that receives a case is one of its units."""
    needed: dict[str, Declaration] = {}
    for declared in _declarations(registry):
        for key in _own_roles(declared):
            needed.setdefault(key, declared)
    for office in (office for pack in registry.packs for office in pack.offices):
        posts = {post.role for post in office.posts}
        for key, declared in needed.items():
            if key not in posts:
                title = declared.role.get(key, key)
                yield Problem(
                    "fadu.E103",
                    f"{office.key}.{key}",
                    f"“{office.name}”没有“{declared.title}”所需的岗位“{title}”",
                    f"在该机关的 posts 中写 PostSpec({key!r}, …)，或者改用已有的角色",
                )
        units = {unit.key for unit in office.units}
        for declared in _declarations(registry):
            if declared.unit and declared.unit not in units:
                yield Problem(
                    "fadu.E103",
                    f"{declared.id}.unit",
                    f"“{office.name}”没有收件的部门“{declared.unit}”",
                    "把 unit 改为该机关 units 中的一个",
                )


@crosschecks("fadu.E104")
def cases_are_worked(registry: Registry, beside: Beside) -> Iterator[Problem]:
    """Every version of a procedure has a worked case."""
    for pack, versions in _by_pack(registry):
        try:
            cases = cases_of(pack.folder, versions)
        except CaseFileError:
            continue  # E106 says what can't be read
        for declared in versions:
            if not any(c.since == declared.since for c in cases):
                yield Problem(
                    "fadu.E104",
                    declared.id,
                    f"“{declared.title}”自 {declared.since} 起的规定没有办例",
                    f"在 cases/{declared.id}.yaml 中至少写一件",
                )


@crosschecks("fadu.E105")
def versions_follow_each_other(registry: Registry, beside: Beside) -> Iterator[Problem]:
    """The versions of a procedure neither overlap nor leave a gap."""
    for _, versions in _by_pack(registry):
        for earlier, later in pairwise(versions):
            last = (date.fromisoformat(later.since) - timedelta(days=1)).isoformat()
            if earlier.until == last:
                continue
            fault = "没有适用的规定" if earlier.until and earlier.until < last else "有两个规定同时适用"
            yield Problem(
                "fadu.E105",
                later.id,
                f"“{later.title}”在 {later.since} 前后{fault}",
                f'前一规定写 in_force=InForce.between("{earlier.since}", "{last}")',
            )


@crosschecks("fadu.E106")
def worked_cases_hold(registry: Registry, beside: Beside) -> Iterator[Problem]:
    """Every worked case can be read and comes out as it says."""
    for pack, versions in _by_pack(registry):
        try:
            cases = cases_of(pack.folder, versions)
        except CaseFileError as error:
            yield from error.problems
            continue
        by_since = {d.since: d for d in versions}
        for case in cases:
            for difference in run(by_since[case.since], case, beside.calendar).differences:
                yield Problem(
                    "fadu.E106", f"{case.place}«{case.title}»", str(difference), "更正办例，或者更正事项声明"
                )


@crosschecks("fadu.E107")
def laws_are_named(registry: Registry, beside: Beside) -> Iterator[Problem]:
    """Every law that is cited is named by a pack."""
    for declared in _declarations(registry):
        for place, keys in _bases(declared):
            for law in {Citation.from_key(key).law for key in keys}.difference(registry.laws):
                yield Problem(
                    "fadu.E107",
                    f"{declared.id}.{place}",
                    f"引用的《{law}》没有列入任何一包的 laws",
                    "在 Pack(laws=…) 中列入这部法",
                )


@crosschecks("fadu.E109")
def figures_differ(registry: Registry, beside: Beside) -> Iterator[Problem]:
    """No two packs declare a procedure or a figure of the same id, nor a figure under a procedure's id: its number would be two numbers."""
    owners: dict[str, list[str]] = {}
    for pack in registry.packs:
        for id in dict.fromkeys(p.id for p in pack.procedures):
            owners.setdefault(id, []).append(f"{pack.name} 的事项“{id}”")
    procedures = set(owners)
    for pack in registry.packs:
        for figure in pack.figures:
            of, dot, _ = figure.id.partition(".")
            shared = of if dot and of in procedures else figure.id
            owners.setdefault(shared, []).append(f"{pack.name} 的数字“{figure.title}”（{figure.id}）")
    for id, named in owners.items():
        if len(named) > 1:
            yield Problem("fadu.E109", id, f"{'、'.join(named)}同用一个编号", "每个编号只用一次：其中之一改名")


@crosschecks("fadu.E110")
def tables_balance(registry: Registry, beside: Beside) -> Iterator[Problem]:
    """In a yearly table every outcome, and every final stage reached without one, of every version stands in exactly one row."""
    for table in registry.tables.values():
        outcomes = Counter(id for _, row in table.lines for id in row.outcomes)
        stages = Counter(id for _, row in table.lines for id in row.stages)
        for declared in (d for d in _declarations(registry) if d.id == table.procedure.id):
            ends = [(w.title, outcomes[w.id]) for w in declared.outcomes] + [
                (s.title, stages[s.id]) for s in declared.ends
            ]
            for title, n in ends:
                if n != 1:
                    remedy = "把它列入表中的一行，只列一次"
                    yield Problem("fadu.E110", table.id, f"“{title}”在“{table.title}”中出现 {n} 次", remedy)
        if not table.by.measured:
            remedy = "给该字段写 measured=True"
            yield Problem("fadu.E110", table.id, f"分栏的“{table.by.title}”不是计数的字段", remedy)


def _declarations(registry: Registry) -> Iterator[Declaration]:
    return (procedure.declaration for procedure in registry.every_version)


def _by_pack(registry: Registry) -> Iterator[tuple[Pack, tuple[Declaration, ...]]]:
    """Every procedure with the pack that brings it: its versions, earliest first."""
    for pack in registry.packs:
        for id in dict.fromkeys(p.id for p in pack.procedures):
            versions = (p.declaration for p in registry.every_version if p.id == id)
            yield pack, tuple(versions)


def _own_roles(declared: Declaration) -> list[str]:
    """Roles that people of the office have: not parties, not those whose opinion is asked, not time; who keeps the seal, if letters are sent."""
    others = {TIME.key, *declared.field, *(errand.party for errand in declared.errands)}
    lettered = any(act.letter for act in declared.acts)
    also = (act for act in BUILTIN.values() if lettered or act is not SEAL)
    acting = [key for act in (*declared.acts, *also) for key in act.by]
    return [key for key in dict.fromkeys(acting) if key not in others]


def _texts(declared: Declaration) -> Iterator[tuple[str, str]]:
    """Every text of a declaration that people read, with its place."""
    yield "title", declared.title
    yield from (("fee", declared.fee),) if declared.fee else ()
    yield from declared.roles
    for stage in declared.stages:
        yield stage.id, stage.title
    for field in declared.fields:
        yield from ((field.id, text) for text in (field.title, field.hint, *field.choices) if text)
    for act in declared.acts:
        yield from ((act.id, text) for text in (act.title, act.letter) if text)
    titled: tuple[ErrandRule | ClockRule | OutcomeRule, ...]
    titled = (*declared.errands, *declared.clocks, *declared.outcomes)
    for word in titled:
        yield word.id, word.title


def _bases(declared: Declaration) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "basis", declared.basis
    citing: tuple[FieldRule | ActRule | ErrandRule | ClockRule | OutcomeRule, ...]
    citing = (*declared.fields, *declared.acts, *declared.errands, *declared.clocks, *declared.outcomes)
    for word in citing:
        yield word.id, word.basis
    for clock in declared.clocks:
        for term in (clock.term, clock.limit):
            for version in term.versions if term else ():
                yield clock.id, version.basis


def _no_english(place: str, text: str) -> Problem:
    short = text if len(text) <= 40 else f"{text[:40]}…"
    return Problem("fadu.E102", place, f"“{short}”没有英文", f"在 locale/en/LC_MESSAGES/django.po 中译出“{short}”")
