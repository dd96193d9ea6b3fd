"""The words in which a duty is written.

A procedure is a class; its words are the class's attributes, in the order of the statute. Words hold no logic and know
nothing of cases: `compiling` turns a procedure into a `Declaration` (data), and `standing` replays cases against that.

    class Disclosure(Procedure):
        id = "disclosure"
        title = "依申请公开政府信息"
        received = Stage("已收到")
        receive = Act("收到", to=received, by=OFFICE, basis=REG[31])

Words refer to each other as Python names, never as strings, so that a misspelt stage is a NameError in the file where it stands.
Letters alone are named by their title, because they are files of the pack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import StrEnum
from typing import Any, ClassVar

from fadu.law.citation import Citation
from fadu.law.dated import Dated
from fadu.law.period import Term

Basis = Citation | tuple[Citation, ...]


class Privacy(StrEnum):
    """Who may see a field: everyone, the office, those who handle the case, or those who must see this very datum."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"

    @property
    def personal(self) -> bool:
        """Whether the value lies apart under its subject's key and can be erased."""
        return self in (Privacy.PERSONAL, Privacy.SENSITIVE)


PUBLIC, INTERNAL, PERSONAL, SENSITIVE = Privacy


class Late(StrEnum):
    """What lateness means: it is recorded, or the act is no longer possible. `performs(act)` is the third meaning."""

    RECORDED = "recorded"
    FORBIDDEN = "forbidden"


RECORDED, FORBIDDEN = Late


@dataclass(frozen=True)
class Role:
    """A post's part in a procedure. `key` is permanent; `title` is what the law or the office calls it."""

    key: str
    title: str


OFFICE = Role("handler", "承办人")
UNIT_HEAD = Role("unit_head", "部门负责人")
TIME = Role("time", "时限届满")
THIRD_PARTY = Role("third_party", "第三方")
CO_MAKER = Role("co_maker", "共同制作机关")


@dataclass(frozen=True, eq=False)
class Word:
    """Anything declared in a procedure. It learns its identifier from the class body."""

    title: str
    name: str = field(default="", init=False)

    def __set_name__(self, owner: type, name: str) -> None:
        if not self.name:  # `heading = wanted` is a second mention, not a second name
            object.__setattr__(self, "name", name)


@dataclass(frozen=True, eq=False)
class Stage(Word):
    """Where a case can stand. A case in a `final` stage is closed."""

    _: KW_ONLY
    final: bool = False


@dataclass(frozen=True, eq=False)
class Field(Word):
    """One thing that an act asks for. Unless another act asks for it, the opening act does.

    `online` is its value when the act is done on the public site, which then doesn't ask for it.
    """

    _: KW_ONLY
    basis: Basis = ()
    hint: str = ""
    required: bool = True
    privacy: Privacy = INTERNAL
    measured: bool = False
    online: str = ""
    kind: ClassVar[str] = "text"

    @property
    def choices(self) -> tuple[str, ...]:
        """The permitted values, empty when any value of the kind will do."""
        return ()


class Text(Field):
    """One line, at most 500 characters."""


class LongText(Field):
    """Several lines, at most 20,000 characters."""

    kind = "longtext"


class Day(Field):
    """A calendar day."""

    kind = "day"


class Number(Field):
    """A whole number ≥ 0."""

    kind = "number"


class YesNo(Field):
    """A box to tick."""

    kind = "yesno"


class CaseNumber(Field):
    """The number of the case that this one is about.

    Where the opening act asks for one, the public site opens such a case from the page of that other case, once, after it is closed.
    """

    kind = "case"


class Draft(Field):
    """Which version of a letter's text an act is about: the SHA-256 under which the version is kept.

    Where a case stands because of an act on a version, later acts that ask for it must be about that same version.
    """

    kind = "draft"


@dataclass(frozen=True, eq=False)
class Document(Field):
    """One uploaded file. With `grounds` it is a file whose parts were blacked out, each on one of these articles; `proof` is the field

    that lists them.
    """

    _: KW_ONLY
    grounds: tuple[Citation, ...] = ()
    proof: Field | None = None
    kind: ClassVar[str] = "document"


@dataclass(frozen=True, eq=False, init=False)
class Choice(Field):
    """One of a few values, listed after the title: Choice("获取方式", "当面领取", "邮寄")."""

    options: tuple[str, ...] = ()
    kind: ClassVar[str] = "choice"

    def __init__(self, title: str, *options: str, **given: Any) -> None:
        super().__init__(title, **given)
        object.__setattr__(self, "options", options)

    @property
    def choices(self) -> tuple[str, ...]:
        return self.options


PARTY_PARTS = ("name", "id_kind", "id_number", "phone", "email", "address")
CONTACTS = frozenset({"phone", "email", "address"})


@dataclass(frozen=True, eq=False)
class Party(Field):
    """A person or body outside the office, who is also an actor; `parts` is what is asked of them, no more than the duty needs."""

    _: KW_ONLY
    privacy: Privacy = PERSONAL
    kinds: tuple[str, ...] = ("公民", "法人或者其他组织")
    parts: tuple[str, ...] = PARTY_PARTS
    kind: ClassVar[str] = "party"

    @property
    def choices(self) -> tuple[str, ...]:
        return self.kinds


Actor = Role | Party


@dataclass(frozen=True)
class Given:
    """A term taken from what an act was given: the day named in `field` is the last day."""

    field: Field


@dataclass(frozen=True)
class Served:
    """The day on which the letter reached its addressee (送达)."""

    letter: str


@dataclass(frozen=True)
class Performs:
    """Lateness that the statute itself gives a meaning to: time performs the act with this title."""

    act: str


@dataclass(frozen=True)
class Lapse:
    """The clock has run out: the act is possible only then."""

    clock: Clock


@dataclass(frozen=True)
class Fix:
    """The file was put right for the same days of `in_force`: a reviewed change of what the office had written down wrongly.

    `was` is the SHA-256 of the declaration that it replaces, `reviewed` who agreed to it, `on` the day (ISO). Cases keep the declaration
    under which they were opened; what the law changes is not fixed but declared anew, with its own `in_force`.
    """

    _: KW_ONLY
    was: str
    why: str
    reviewed: str
    on: str


@dataclass(frozen=True)
class SameDay:
    """The term ends on the very day on which it starts, or on the next working day if that is a day of rest."""


@dataclass(frozen=True, init=False)
class When:
    """The act, counting as the start of a term only if by then the measured field has one of these values.

    when(submit, channel, "当面提交", "挂号邮寄")
    """

    act: Act | Errand
    field: Choice
    values: tuple[str, ...]

    def __init__(self, act: Act | Errand, field: Choice, *values: str) -> None:
        for name, value in (("act", act), ("field", field), ("values", values)):
            object.__setattr__(self, name, value)


given, served, performs, lapse, fix, when = Given, Served, Performs, Lapse, Fix, When
SAME_DAY = SameDay()
TermWord = Term | Dated[Term] | Given | SameDay


@dataclass(frozen=True, eq=False)
class Act(Word):
    """Something that someone does to a case.

    An act without `at` opens the case. Without `to` the case stays where it is. `within` counts from `since` (the opening act
    unless named) and says by when the act, if it is done at all, must be done; `late` says what lateness means. `asks` names the
    fields it fills, `awaits` the errands that must have ended, `after=lapse(clock)` the term that must have run out first, or `after=`
    another act (or errand, whose reply) that calls for this one: it is possible once for every time that the other was done (`when(…)`:
    done with one of these values).
    `does` is a pure function of (facts) whose result is stored in the entry.
    `divides` is the field in which each line is a matter that becomes a case of its own (分案): opened by the system with what the opening
    act was told, at the stage and with the running terms of this case. `joins` is the number of the open case of the same party that
    this one goes on in (并案); such an act closes its case.
    """

    _: KW_ONLY
    by: Actor | tuple[Actor, ...] = ()
    at: Stage | tuple[Stage, ...] = ()
    to: Stage | None = None
    basis: Basis = ()
    asks: tuple[Field, ...] = ()
    within: TermWord | None = None
    since: Act | Served | When | tuple[Act | Served | When, ...] | None = None
    late: Late = RECORDED
    once: bool = False
    letter: str = ""
    awaits: Errand | tuple[Errand, ...] = ()
    after: Lapse | Act | Errand | When | None = None
    does: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None
    oral: bool = False
    divides: LongText | None = None
    joins: CaseNumber | None = None


@dataclass(frozen=True, eq=False)
class Errand(Word):
    """Work of somebody else, as often and as much in parallel as needed, with its own term.

    The errand's title is the act that begins it; `reply` and `withdraw` name the acts that end it, `late=performs("…")` the act
    that time performs when the term runs out, if the statute gives silence a meaning.
    """

    _: KW_ONLY
    at: Stage | tuple[Stage, ...]
    party: Role
    basis: Basis
    reply: str
    by: Actor | tuple[Actor, ...] = OFFICE
    withdraw: str = ""
    letter: str = ""
    within: TermWord | None = None
    since: Served | None = None
    late: Performs | Late = RECORDED
    asks: tuple[Field, ...] = ()
    answers: tuple[Field, ...] = ()
    lapse_basis: Basis = ()


@dataclass(frozen=True, eq=False)
class Clock(Word):
    """A term that the law sets, and the acts that it hangs on.

    It starts at `since`, starts anew at `restart`, waits from `hold` until it restarts, ends at `until`; the days of the errands
    in `not_counting` (their union) are not counted. `bound` is who must keep it: figures count the office's own.
    """

    term: TermWord
    _: KW_ONLY
    since: Act | Served | When | tuple[Act | Served | When, ...]
    until: Act | tuple[Act, ...]
    basis: Basis
    restart: Act | tuple[Act, ...] = ()
    hold: Act | tuple[Act, ...] = ()
    not_counting: Errand | tuple[Errand, ...] = ()
    bound: Actor = OFFICE
    late: Performs | Late = RECORDED


@dataclass(frozen=True, eq=False)
class Extension(Word):
    """An act that moves a clock's end: by at most `at_most` of the clock's unit, or to the day given in `to`. `after` as in `Act`."""

    _: KW_ONLY
    of: Clock
    by: Actor | tuple[Actor, ...]
    basis: Basis
    at: Stage | tuple[Stage, ...]
    at_most: Term | Dated[Term] | None = None
    to: Field | None = None
    letter: str = ""
    once: bool = True
    asks: tuple[Field, ...] = ()
    after: Lapse | Act | Errand | When | None = None


@dataclass(frozen=True, eq=False)
class Outcome(Word):
    """One of the ways in which the act `of` can decide the case. `needs` are acts that must have been done before, `asks` the fields

    that must be filled in if it is so decided, whatever they are for other outcomes.
    """

    _: KW_ONLY
    of: Act
    basis: Basis
    needs: Act | tuple[Act, ...] = ()
    asks: tuple[Field, ...] = ()
