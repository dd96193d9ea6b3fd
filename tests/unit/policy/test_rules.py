"""Who sees a case, who acts in it, who reads what: against a table written out by hand, not by the policy's own code."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.procedure.duties import READING

from fadu.policy import (
    ANONYMOUS,
    MASK,
    SYSTEM,
    TIME_ACTOR,
    Actor,
    CaseFacts,
    Duties,
    may_act,
    may_read,
    may_see,
    view,
)
from fadu.policy.rules import UNIT_ROLES
from fadu.procedure.declaration import ActRule

DUTIES = Duties(
    {
        "handler": frozenset({"reading"}),
        "unit_head": frozenset({"reading"}),
        "disclosure_head": frozenset({"disclosure"}),
    },
    frozenset({("reading", "reader")}),
)
CASE = CaseFacts("case-1", "reading", "archive", stage="working", handler="owner")
TITLES = dict(READING.roles)


def staff(id: str, *roles: tuple[str, str], clearance: int = 1) -> Actor:
    return Actor(id, id, "staff", frozenset(roles), frozenset(unit for _, unit in roles), clearance)


HANDLER = staff("handler", ("handler", "archive"))
HEAD = staff("head", ("unit_head", "archive"))
OWNER = staff("owner", ("handler", "elsewhere"))
STRANGER = staff("stranger", ("handler", "elsewhere"))
OTHER_DUTY = staff("other-duty", ("disclosure_head", "elsewhere"))
AUDITOR = staff("auditor", ("auditor", "elsewhere"))
UNCLEARED = staff("uncleared", ("handler", "archive"), clearance=0)
DEPUTY = Actor(
    "deputy",
    "deputy",
    "staff",
    frozenset({("handler", "elsewhere")}),
    frozenset({"elsewhere"}),
    1,
    (("head", frozenset({("unit_head", "archive")})),),
)
READER = Actor("", "查阅人", "party", case="case-1", party="reader")
OTHER_READER = Actor("", "查阅人", "party", case="case-2", party="reader")

NOTHING: frozenset[str] = frozenset()
OFFICIAL = frozenset({"public", "internal"})
HANDLING = OFFICIAL | {"personal"}
READS = {
    HANDLER: HANDLING,
    HEAD: HANDLING,
    OWNER: HANDLING,
    DEPUTY: HANDLING,
    STRANGER: NOTHING,
    OTHER_DUTY: NOTHING,
    AUDITOR: OFFICIAL,
    UNCLEARED: NOTHING,
    READER: frozenset({"public", "personal"}),
    OTHER_READER: NOTHING,
    SYSTEM: HANDLING | {"sensitive"},
    TIME_ACTOR: HANDLING | {"sensitive"},
    ANONYMOUS: NOTHING,
}
"""What each may read of a case of the archive that «owner» handles; nothing means: may not see it at all."""

SERVES = {
    HANDLER: {"handler"},
    HEAD: {"unit_head"},
    DEPUTY: {"unit_head"},
    READER: {"reader"},
    TIME_ACTOR: {"time"},
}
"""The words of `by=` that are theirs in that case; nobody else has any."""


def named(actor: Actor) -> str:
    return f"{actor.kind}-{actor.id or actor.case}"


@pytest.mark.parametrize("actor", READS, ids=named)
def test_who_sees_and_who_reads_what(actor: Actor) -> None:
    assert may_read(actor, CASE, DUTIES) == READS[actor]
    seen = may_see(actor, CASE, DUTIES)
    assert bool(seen) == bool(READS[actor])
    assert seen or (str(seen.reason) and str(seen.remedy))


@pytest.mark.parametrize(("actor", "act"), [*product(READS, READING.acts)], ids=lambda each: getattr(each, "id", ""))
def test_who_may_do_which_act(actor: Actor, act: ActRule) -> None:
    permitted = may_act(actor, CASE, act, DUTIES, TITLES)
    if actor is SYSTEM:
        assert permitted
        return
    mine = SERVES.get(actor, set()) & set(act.by)
    if act.opens:
        # A case that is to be opened belongs to nobody yet: every reader may, and who has not shown who he is acts as the reader.
        mine |= {"reader"} & set(act.by) if actor in (OTHER_READER, ANONYMOUS) else set()
        mine |= {"handler"} & set(act.by) if actor is UNCLEARED else set()
    assert bool(permitted) == bool(mine), permitted
    assert not permitted or permitted.as_role in mine
    assert permitted or all(TITLES.get(by, by) in str(permitted.reason) for by in act.by) or not READS[actor]


def test_a_deputy_acts_for_the_person_deputised() -> None:
    back = READING.find_act("退回核对")
    permitted = may_act(DEPUTY, CASE, back, DUTIES, TITLES)
    assert (permitted.as_role, permitted.standing_for) == ("unit_head", "head")
    assert may_act(HEAD, CASE, back, DUTIES, TITLES).standing_for == ""


PARTS = {
    "public": {"title": "公开的题目"},
    "internal": {"topic": "查阅的内容"},
    "personal:reader": {"reader": {"name": "张明"}},
    "personal:third": {"third": {"name": "沈清"}},
}


@pytest.mark.parametrize("actor", READS, ids=named)
def test_a_field_is_shown_masked_or_absent(actor: Actor) -> None:
    window = view(actor, CASE, DUTIES)
    readable = READS[actor]
    party = actor.kind == "party"
    fields = window.fields(PARTS)
    for part, values in PARTS.items():
        kind, _, subject = part.partition(":")
        shown = kind in readable and not (party and subject not in ("", actor.party))
        for name, value in values.items():
            expected = value if shown else MASK
            assert fields.get(name, MASK) == expected
            assert name in fields or (party and not shown), "a party is not even told what else there is"
    assert set(window.parts(PARTS)) == {p for p in PARTS if fields.get(next(iter(PARTS[p]))) in PARTS[p].values()}


UNITS = st.sampled_from(("archive", "elsewhere"))
ROLES = st.sampled_from(("handler", "unit_head", "disclosure_head", "auditor"))
STAFF = st.builds(
    lambda id, roles, units, clearance, deputised: Actor(id, id, "staff", roles, units, clearance, deputised),
    st.sampled_from(("owner", "x")),
    st.frozensets(st.tuples(ROLES, UNITS), max_size=2),
    st.frozensets(UNITS),
    st.integers(0, 2),
    st.lists(st.tuples(st.just("owner"), st.frozensets(st.tuples(ROLES, UNITS), max_size=2)), max_size=1).map(tuple),
)
CASES = st.builds(
    CaseFacts,
    st.just("case-1"),
    st.sampled_from(("reading", "disclosure")),
    UNITS,
    handler=st.sampled_from(("", "owner")),
    level=st.integers(0, 2),
)


@given(STAFF, CASES)
def test_staff_see_their_units_their_own_cases_and_their_duties(actor: Actor, case: CaseFacts) -> None:
    held = set(actor.roles).union(*(roles for _, roles in actor.stands_for))
    persons = {actor.id, *(person for person, _ in actor.stands_for)}
    expected = case.unit in actor.units or case.handler in persons
    expected |= any(role in UNIT_ROLES and unit == case.unit for _, roles in actor.stands_for for role, unit in roles)
    expected |= any(role not in UNIT_ROLES and case.procedure in DUTIES.of(role) for role, _ in held)
    auditor = any(role == "auditor" for role, _ in actor.roles)
    assert bool(may_see(actor, case, DUTIES)) == (auditor or (expected and case.level <= actor.clearance))


@given(STAFF, CASES)
def test_nobody_reads_what_he_may_not_see_and_an_auditor_nothing_personal(actor: Actor, case: CaseFacts) -> None:
    readable = may_read(actor, case, DUTIES)
    assert bool(readable) == bool(may_see(actor, case, DUTIES))
    assert "sensitive" not in readable
    if actor.roles and all(role == "auditor" for role, _ in actor.roles) and not actor.stands_for:
        assert "personal" not in readable or actor.id == case.handler
