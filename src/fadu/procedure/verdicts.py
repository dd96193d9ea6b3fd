"""May this be done now? Pure: the answer, its reason, its article, and what to do instead.

Who may do it is the policy's question; here only the case's standing speaks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct, field

from fadu.law.citation import Citation
from fadu.law.dated import NotInForce
from fadu.law.period import day_of
from fadu.procedure.builtin import BUILTIN, SERVE, UNSERVED
from fadu.procedure.declaration import ActRule, Declaration
from fadu.procedure.say import Say, say
from fadu.procedure.service import noticed
from fadu.procedure.standing import ENDS, pick_errand
from fadu.procedure.state import Moment, Run, Standing

NOTHING: Mapping[str, Any] = {}


class Verdict(Struct, frozen=True):
    """Whether an act is permitted, and if not why, by which article, and what to do now."""

    act: str
    ok: bool
    reason: Say = field(default_factory=lambda: Say(""))
    basis: tuple[str, ...] = ()
    remedy: Say = field(default_factory=lambda: Say(""))

    def __bool__(self) -> bool:
        return self.ok

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(Citation.from_key(key) for key in self.basis)

    def __str__(self) -> str:
        where = f"（{'、'.join(c.zh() for c in self.citations)}）" if self.basis else ""
        return "可以" if self.ok else f"{self.reason}{where}。{self.remedy}"


def verdicts(declaration: Declaration, standing: Standing, at: Moment) -> tuple[Verdict, ...]:
    """A verdict on every act of the procedure, in the order of its file."""
    return tuple(verdict(declaration, standing, rule, at) for rule in declaration.acts)


def verdict(
    declaration: Declaration, standing: Standing, rule: ActRule, at: Moment, facts: Mapping[str, Any] = NOTHING
) -> Verdict:
    """Whether the act is permitted to the case at that moment. `facts` sharpen the answer when they are known (which errand, how long);

    NOTHING asks whether the act is possible at all.
    """

    def no(reason: Say, remedy: Say = Say("")) -> Verdict:
        return Verdict(rule.id, False, reason, rule.basis, remedy)

    if rule.opens:
        return (
            Verdict(rule.id, True) if not standing.seq else no(say("案件已经受理，不能再次“{act}”", act=rule.title))
        )
    if not standing.seq:
        return no(say("案件尚未受理，不能“{act}”", act=rule.title), say("先“{act}”。", act=declaration.opening.title))
    if standing.last is not None and not _in_order(standing.last, at) and rule.kind != "builtin":
        return no(
            say("发生日期早于上一行为的日期（{last}）", last=day_of(standing.last)),
            say("改填实际日期；确属漏记的，用“更正记录”。"),
        )
    if rule.kind == "builtin":
        return _service(declaration, standing, rule, at, facts)
    if standing.closed is not None:
        return no(
            say("案件已于{day}以“{stage}”办结", day=standing.closed, stage=declaration.stage_title(standing.stage)),
            say("记错的，用“更正记录”或者“作废”；补充材料用“补记”。"),
        )
    if rule.at and standing.stage not in rule.at:
        stages = [declaration.stage[s].title for s in rule.at]
        now = declaration.stage_title(standing.stage)
        return no(
            say("“{act}”只能在“{stages}”环节进行，现在是“{now}”", act=rule.title, stages=stages, now=now),
            _way_to(declaration, standing, rule),
        )
    if rule.once and standing.times(rule.id):
        day = date.fromisoformat(standing.done[rule.id][1][:10])
        return no(say("已于{day}“{act}”，依法只能进行一次", day=day, act=rule.title), say("继续办理后续环节。"))
    if waiting := standing.open_errands(*rule.awaits) if rule.awaits else ():
        errand = declaration.errand[waiting[0].errand]
        ends = [declaration.act[a].title for a in (errand.reply, errand.withdraw)]
        return no(
            say("“{errand}”尚未结束，意见未回", errand=errand.title),
            say("先记录“{ends}”之一。", ends=ends),
        )
    if rule.after and (refusal := _not_yet(declaration, standing, rule, at)):
        return no(*refusal)
    if facts and (unfounded := _unfounded(declaration, standing, rule, facts)) is not None:
        return unfounded
    if refusal := _not_of_its_kind(declaration, standing, rule, facts, at):
        return no(*refusal)
    if rule.late == "forbidden":
        run = standing.runs.get(f"{rule.id}.term")
        if run and run.overdue(day_of(at)) and run.due:
            return no(
                say("期限已于{day}届满", day=day_of(run.due)),
                say("逾期不得再“{act}”，按现有情况继续办理。", act=rule.title),
            )
    return Verdict(rule.id, True)


Refusal = tuple[Say, Say]


def _in_order(last: Moment, at: Moment) -> bool:
    """A day is as early as its start and as late as its end: only what is certainly earlier is out of order."""
    if isinstance(last, datetime) and isinstance(at, datetime):
        return at >= last
    return day_of(at) >= day_of(last)


def _way_to(declaration: Declaration, standing: Standing, rule: ActRule) -> Say:
    """The act that leads from here to where the act is possible, if one step does."""
    for step in declaration.acts:
        if standing.stage in step.at and step.to in rule.at and step.kind == "act":
            return say("先“{act}”。", act=step.title)
    here = [a.title for a in declaration.acts if standing.stage in a.at and "time" not in a.by]
    return say("现在可以进行的行为：{acts}。", acts=here)


def _service(
    declaration: Declaration, standing: Standing, rule: ActRule, at: Moment, facts: Mapping[str, Any]
) -> Verdict:
    """What is against a service, done or attempted; the other acts of every case are always possible."""
    if rule in (SERVE, UNSERVED) and facts:
        letter = facts.get("letter", "")
        senders = [a for a in declaration.acts if a.letter and a.letter == letter]
        if not senders:
            letters = sorted({a.letter for a in declaration.acts if a.letter})
            return Verdict(
                rule.id,
                False,
                say("本事项没有名为“{letter}”的文书", letter=letter),
                (),
                say("可以送达的文书：{letters}。", letters=letters),
            )
        if not any(standing.times(a.id) for a in senders):
            return Verdict(
                rule.id,
                False,
                say("“{letter}”尚未制发，不能送达", letter=letter),
                (),
                say("先“{act}”。", act=senders[0].title),
            )
        begun = day_of(at)
        if rule is SERVE and "posted" in facts:
            begun = date.fromisoformat(facts["posted"])
            if not (as_noticed := _by_notice(begun, day_of(at))):
                return as_noticed
        made = _made(declaration, standing, senders, facts)
        if made is not None and begun < made:
            return Verdict(
                rule.id,
                False,
                say("“{letter}”于{day}制发，不能在此以前送达", letter=letter, day=made),
                (),
                say("改填实际日期；制发的日期记错的，用“更正记录”。"),
            )
    return Verdict(rule.id, True)


def _made(
    declaration: Declaration, standing: Standing, senders: Sequence[ActRule], facts: Mapping[str, Any]
) -> date | None:
    """The first day on which the letter was made, that of the errand if one is named; None where it was made again and again."""
    if errand := standing.errands.get(str(facts.get("errand", ""))):
        return errand.started
    days = [e.started for e in standing.errands.values() if declaration.errand[e.errand].letter == facts["letter"]]
    done = [standing.done[a.id] for a in senders if standing.times(a.id)]
    if not days and all(times == 1 for times, _ in done):
        days = [date.fromisoformat(on[:10]) for _, on in done]
    return min(days, default=None)


def _by_notice(posted: date, at: date) -> Verdict:
    """A public notice counts as served on one day, neither before nor after it."""
    try:
        found = noticed(posted)
    except NotInForce:
        return Verdict(SERVE.id, False, say("那时的法律没有公告送达"), (), say("核对公告发出的日期。"))
    if at == found.day:
        return Verdict(SERVE.id, True)
    reason = say("{posted}发出的公告，经过{n}日，于{day}视为送达", posted=posted, n=found.length.value, day=found.day)
    basis = (found.length.basis.key(),) if found.length.basis else ()
    return Verdict(SERVE.id, False, reason, basis, say("办理日期填{day}；届满以前不作送达记录。", day=found.day))


def _not_yet(declaration: Declaration, standing: Standing, rule: ActRule, at: Moment) -> Refusal | None:
    if rule.after in declaration.clock:
        return _not_lapsed(declaration, standing, rule, at)
    call = declaration.act[rule.after].title
    if not standing.times(rule.after):
        return say("没有“{call}”，不需要“{act}”", call=call, act=rule.title), say("按通常程序继续办理。")
    if (said := rule.called) and not standing.times(said.key):
        return (
            say("没有一件“{call}”是“{values}”，谈不上“{act}”", call=call, values=list(said.values), act=rule.title),
            say("按通常程序继续办理。"),
        )
    if standing.times(rule.id) >= standing.times(said.key if said else rule.after):
        return (
            say("“{call}”之后已经“{act}”", call=call, act=rule.title),
            say("再次“{call}”以后才可以。", call=call),
        )
    return None


def _not_lapsed(declaration: Declaration, standing: Standing, rule: ActRule, at: Moment) -> Refusal | None:
    run = standing.runs.get(rule.after)
    title = declaration.clock[rule.after].title
    if run is None or not run.running:
        return say("“{clock}”没有在计算，谈不上届满", clock=title), say("按通常程序继续办理。")
    # Time acts on the last day, with whose end silence means something; people may act on it the day after.
    ended = run.due is not None and "time" in rule.by and day_of(run.due) <= day_of(at)
    if not ended and not run.overdue(day_of(at)):
        day = day_of(run.due) if run.due else "—"
        return say("“{clock}”至{day}届满，尚未届满", clock=title, day=day), say("等到届满次日，再由承办人判断。")
    return None


def _unfounded(
    declaration: Declaration, standing: Standing, rule: ActRule, facts: Mapping[str, Any]
) -> Verdict | None:
    """The refusal of an outcome whose ground was not laid, or of a text that is not the one on which the case stands."""
    decided = declaration.outcome.get(facts.get("outcome", ""))
    missing = [a for a in decided.needs if not standing.times(a)] if decided else []
    if decided and missing:
        acts = [declaration.act[a].title for a in missing]
        reason = say("没有“{acts}”，不能以“{outcome}”答复", acts=acts, outcome=decided.title)
        basis = (*decided.basis, *(key for a in missing for key in declaration.act[a].basis))
        return Verdict(rule.id, False, reason, tuple(dict.fromkeys(basis)), say("先“{acts}”。", acts=acts))
    for name in rule.asks:
        agreed = standing.measures.get(name) if declaration.field[name].kind == "draft" else None
        if agreed and facts.get(name) != agreed and _stands_on(declaration, standing, name):
            return Verdict(
                rule.id,
                False,
                say("送审的文本是 {sha}…，不是这一稿", sha=agreed[:12]),
                rule.basis,
                say("用送审的那一稿；改了文本的，退回后重新送审。"),
            )
    return None


def _given_too_early(declaration: Declaration, rule: ActRule, facts: Mapping[str, Any], at: Moment) -> Refusal | None:
    """A last day that an act gives can't lie before the act."""
    for clock in declaration.clocks:
        given = facts.get(clock.term.given) if clock.term.given in rule.asks else None
        if given and (day := date.fromisoformat(given)) < day_of(at):
            title = declaration.field[clock.term.given].title
            return (
                say("“{field}”（{day}）早于“{act}”的日期", field=title, day=day, act=rule.title),
                say("填“{act}”当天或者以后的日期。", act=rule.title),
            )
    return None


def _stands_on(declaration: Declaration, standing: Standing, draft: str) -> bool:
    """Whether the case came to its stage by acts on a version of that text."""
    return any(a.to == standing.stage and draft in a.asks for a in declaration.acts)


def _not_of_its_kind(
    declaration: Declaration, standing: Standing, rule: ActRule, facts: Mapping[str, Any], at: Moment
) -> Refusal | None:
    """What is against an act that ends an errand, extends a term, or gives a last day."""
    if refusal := _given_too_early(declaration, rule, facts, at):
        return refusal
    if rule.kind in ENDS:
        return _no_errand(declaration, standing, rule, facts, at)
    return _no_extension(declaration, standing, rule, facts, at) if rule.kind == "extension" else None


def _no_errand(
    declaration: Declaration, standing: Standing, rule: ActRule, facts: Mapping[str, Any], at: Moment
) -> Refusal | None:
    title = declaration.errand[rule.errand].title
    open_ = standing.open_errands(rule.errand)
    if not open_:
        return say("没有进行中的“{errand}”", errand=title), say("先“{errand}”。", errand=title)
    found = pick_errand(standing, rule, facts)
    if found is None and facts is not NOTHING:
        return (
            say("“{errand}”有 {n} 件同时进行，须指明是哪一件", errand=title, n=len(open_)),
            say("在“errand”栏填其编号：{keys}。", keys=[e.key for e in open_]),
        )
    if found is not None and (not found.open or found.errand != rule.errand):
        return say("编号“{key}”不是进行中的“{errand}”", key=found.key, errand=title), say("核对编号。")
    if rule.kind == "lapse" and found is not None:
        run = standing.runs.get(f"{found.key}.term")
        if run is None or run.due is None or day_of(at) < day_of(run.due):
            return say("“{errand}”的期限尚未届满", errand=title), say("等待答复，或者期限届满。")
    return None


def _no_extension(
    declaration: Declaration, standing: Standing, rule: ActRule, facts: Mapping[str, Any], at: Moment
) -> Refusal | None:
    clock = declaration.clock[rule.clock]
    run = standing.runs.get(rule.clock)
    if run is None or not run.running:
        return say("“{clock}”没有在计算，不能延长", clock=clock.title), say("按通常程序继续办理。")
    if run.held is not None:
        return say("“{clock}”等待重新起算，不能延长", clock=clock.title), say("重新起算之后再办。")
    if run.due is not None and run.overdue(day_of(at)):
        return (
            say("“{clock}”已于{day}届满，届满之后不能延长", clock=clock.title, day=day_of(run.due)),
            say("尽快办结；逾期如实记录。"),
        )
    if run.fixed is not None and f"{rule.id}.units" in rule.asks:
        return (
            say("“{clock}”的最后一日已经定明为{day}，不能再按日数延长", clock=clock.title, day=run.fixed),
            say("在定明的日期以前办结。"),
        )
    return _too_long(standing, rule, facts, run, clock.limit.on(run_day(run)).n if clock.limit else 0)


def _too_long(standing: Standing, rule: ActRule, facts: Mapping[str, Any], run: Run, limit: int) -> Refusal | None:
    name = f"{rule.id}.units"
    if not limit or name not in rule.asks:
        return None
    left = limit - run.extension
    if left <= 0:
        return say("延长的期限已达上限 {limit}", limit=limit), say("在期限内办结。")
    asked = facts.get(name)
    if asked is not None and not 1 <= int(asked) <= left:
        return (
            say("延长 {n} 超出法定上限，最多还可延长 {left}", n=asked, left=left),
            say("填 1 至 {left} 之间的整数。", left=left),
        )
    return None


def run_day(run: Run) -> date:
    """The day on which a clock began."""
    return day_of(run.start)


def rule_of(declaration: Declaration, act: str) -> ActRule:
    """The rule of an act, of the procedure's own or built in, by id or title.

    Raises:
        KeyError: there is none; the message lists those there are.
    """
    for builtin in BUILTIN.values():
        if act in (builtin.id, builtin.title):
            return builtin
    return declaration.find_act(act)
