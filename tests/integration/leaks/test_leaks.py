"""Every kind of reader opens everything within reach, and sees no word that the policy does not let through.

Every private value of two cases in two units holds a mark of its own. What each reader may see is asked of the policy alone; the pages,
lists, searches, exports, files and figures that they open are found by following links and by filling in every address there is, so
that a page that is added tomorrow is read tomorrow.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from tests.integration.desk.conftest import NOON
from tests.integration.leaks.crawling import named, read_all
from tests.support.smtp import MailServer

from fadu.api.tokens import READ_CASES, issue, scopes
from fadu.cases import acts, moments, store
from fadu.cases.acts import Done
from fadu.cases.duties import duties
from fadu.cases.models import Case, Entry, Material, Outbox
from fadu.evidence.export import verify_export
from fadu.people.models import Person
from fadu.policy import Actor, may_read, may_see
from fadu.post.consent import agree
from fadu.post.drain import drain
from fadu.post.ways import Way

pytestmark = pytest.mark.django_db
MONDAY = date(2023, 9, 11)
COMMON = "招商引资"
"""A word that every request holds: whoever searches for it finds only what they may see."""
OBJECTION = "不同意公开"
OBJECTED = (OBJECTION, "决定公开并告知第三方", "公开决定告知书", "override")
"""What says that somebody objected."""
STAFF = ("lifang", "wangqiang", "zhouming", "zhaomin", "chenjing")
Enter = Callable[[str], Client]


def mark(case: str, what: str) -> str:
    return f"MARK-{case}-{what}-KRAM"


def request_of(case: str) -> dict[str, Any]:
    """A request whose every value holds its mark."""
    return {
        "applicant": {
            "kind": "公民",
            "name": mark(case, "applicant"),
            "phone": "13900" + {"A": "111111", "B": "222222"}[case],
            "email": f"{mark(case, 'applicant')}@example.org".lower(),
            "id_kind": "护照",
            "id_number": mark(case, "applicant-id"),
        },
        "wanted": f"{COMMON} {mark(case, 'internal')}",
        "form": "邮寄",
        "kind": "自然人",
        "channel": "当面提交",
    }


def opened(case: str, lifang: Actor, head: Actor) -> Done:
    """A request under examination whose third party objected, in vain, and whose letters are written."""
    done = acts.open_case("disclosure", by=lifang, at=MONDAY, data=request_of(case), source="desk")
    agree(done.uid, frozenset({Way.EMAIL}))
    third = {
        "third_party": {"name": mark(case, "third"), "kind": "法人或者其他组织", "phone": mark(case, "third-phone")}
    }
    said = {"opinion": OBJECTION, "opinion_reason": mark(case, "said")}
    for act, data in (("receive", {}), ("take_up", {}), ("consult", third), ("consult.reply", said)):
        acts.perform(done.uid, act, by=lifang, at=MONDAY, data=data, source="desk")
    told = {**third, "to_publish": mark(case, "told"), "public_interest": mark(case, "interest")}
    acts.perform(done.uid, "override", by=head, at=MONDAY, data=told, source="desk")
    served = {"letter": "公开决定告知书", "channel": "邮寄送达", "tracking": mark(case, "tracking")}
    acts.perform(done.uid, "fadu.serve", by=lifang, at=MONDAY, data=served, source="desk")
    return done


@pytest.fixture
def cases(people: dict[str, Actor], mail: MailServer) -> dict[str, Done]:
    """Case A in the secretariat; case B, handed on to the consular division."""
    found = {name: opened(name, people["lifang"], people["wangqiang"]) for name in "AB"}
    given = {"unit": "consular", "handler": "zhaomin"}
    acts.perform(found["B"].uid, "fadu.assign", by=people["wangqiang"], at=MONDAY, data=given, source="desk")
    with moments.at(NOON + timedelta(seconds=1)):
        drain()
    assert Material.objects.count() >= 4, list(Outbox.objects.values_list("kind", "attempts", "error"))
    return found


def allowed(actor: Actor, cases: dict[str, Done]) -> set[str]:
    """Marks of what the policy lets the actor see."""
    seen: set[str] = set()
    for name, done in cases.items():
        state = store.read(done.uid)
        assert state is not None
        if not may_see(actor, state.facts, duties()):
            continue
        permitted = may_read(actor, state.facts, duties())
        party = actor.party if actor.kind == "party" else ""
        if "internal" in permitted or party == "applicant":
            seen.add(mark(name, "internal"))
        if "personal" in permitted and party in ("", "applicant"):
            seen |= {mark(name, "applicant"), mark(name, "applicant-id")}
        if "internal" in permitted or party == "third_party":
            seen |= {mark(name, "said"), mark(name, "told"), mark(name, "interest")}
        if "personal" in permitted and party in ("", "third_party"):
            seen |= {mark(name, "third"), mark(name, "third-phone")}
    return seen


def every_mark(cases: dict[str, Done]) -> set[str]:
    return {
        mark(name, what)
        for name in cases
        for what in ("internal", "applicant", "applicant-id", "third", "third-phone", "said", "told", "interest")
    }


def starts(cases: dict[str, Done]) -> tuple[str, ...]:
    """The doors, the searches for what all cases have in common, and every address that can name a case or what belongs to one."""
    values = {
        "uid": tuple(done.uid for done in cases.values()),
        "act": ("answer", "fadu.serve", "fadu.assign", "consult.reply", "withdraw"),
        "id": tuple(str(n) for n in range(1, 5)),
        "material": tuple(str(n) for n in Material.objects.values_list("id", flat=True)),
        "year": ("2023",),
        "form": ("json", "csv"),
        "procedure": ("disclosure",),
    }
    searches = [f"{door}?{name}={quote(COMMON)}" for door in ("/desk/cases/", "/search/") for name in ("text", "q")]
    return ("/", "/desk/", *searches, *named(values))


def program(who: str, scopes: tuple[str, ...]) -> Client:
    """A program with a token of this person."""
    _, token = issue(Person.objects.get(username=who), "程序", scopes, 30)
    return Client(headers={"Authorization": f"Bearer {token}"})


def seen_by(client: Client, cases: dict[str, Done]) -> dict[str, list[str]]:
    """The marks that a reader came across, each with the addresses where it stood."""
    pages = read_all(client, starts(cases))
    assert len(pages) > 40
    lowered = {address: text.lower() for address, text in pages.items()}
    return {m: found for m in every_mark(cases) if (found := [a for a, t in lowered.items() if m.lower() in t])}


@pytest.mark.parametrize("who", STAFF)
def test_officials(enter: Enter, people: dict[str, Actor], cases: dict[str, Done], who: str) -> None:
    found = seen_by(enter(who), cases)
    beyond = {m: where for m, where in found.items() if m not in allowed(people[who], cases)}
    assert not beyond


def test_the_handler_does_see_the_case(enter: Enter, cases: dict[str, Done]) -> None:
    """The readers read: without this, seeing nothing would prove nothing."""
    found = seen_by(enter("lifang"), cases)
    assert {mark("A", "internal"), mark("A", "applicant"), mark("A", "third")} <= set(found)
    assert not [m for m in found if m.startswith("MARK-B")]


def test_who_holds_no_post(enter: Enter, people: dict[str, Actor], cases: dict[str, Done]) -> None:
    Person.objects.create_user(username="nobody", name="无岗人员", password="not-used-here")
    assert seen_by(enter("nobody"), cases) == {}


def test_strangers(client: Client, cases: dict[str, Done]) -> None:
    assert seen_by(client, cases) == {}


def test_what_is_packed_is_read(enter: Enter, people: dict[str, Actor], cases: dict[str, Done]) -> None:
    """The workbook of the list and the letters hold what the reader may see: without this, their silence would prove nothing."""
    found = seen_by(enter("lifang"), cases)
    assert "/desk/cases/sheet.xlsx" in [where.partition("?")[0] for where in found[mark("A", "internal")]]
    asked = Material.objects.get(case__uid=cases["A"].uid, title="第三方意见征询书")
    assert [where for where in found[mark("A", "third")] if where.endswith(f"/files/{asked.id}/")]


@pytest.mark.parametrize("who", STAFF)
def test_programs(people: dict[str, Actor], cases: dict[str, Done], who: str) -> None:
    """A program reads what the person whose token it has may read, and nothing else."""
    found = seen_by(program(who, scopes()), cases)
    beyond = {m: where for m, where in found.items() if m not in allowed(people[who], cases)}
    assert not beyond
    if who == "lifang":
        assert {mark("A", "internal"), mark("A", "applicant"), mark("A", "third")} <= set(found)


@pytest.mark.parametrize("scope", [s for s in scopes() if s != READ_CASES])
def test_programs_that_may_not_read_cases(cases: dict[str, Done], scope: str) -> None:
    assert seen_by(program("lifang", (scope,)), cases) == {}


@pytest.mark.parametrize("own", "AB")
def test_applicants(client: Client, cases: dict[str, Done], own: str) -> None:
    done = cases[own]
    came = client.post("/progress/", {"number": done.number, "code": done.code})
    assert came.status_code == 302
    found = seen_by(client, cases)
    actor = Actor("", "", "party", case=done.uid, party="applicant")
    beyond = {m: where for m, where in found.items() if m not in allowed(actor, cases)}
    assert not beyond
    assert {mark(own, "applicant"), mark(own, "internal")} <= set(found), (
        "the applicant reads what the applicant said"
    )


def test_the_applicant_learns_that_a_third_party_answered_not_what(client: Client, cases: dict[str, Done]) -> None:
    """Article 32 has the third party answer the office; the applicant is told the grounds in the reply (Article 36)."""
    done = cases["A"]
    client.post("/progress/", {"number": done.number, "code": done.code})
    evidence = f"/progress/{done.uid}/evidence.json"
    pages = {a: text for a, text in read_all(client, starts(cases)).items() if done.uid in a and a != evidence}
    assert "第三方提出意见" in pages[f"/progress/{done.uid}/"]
    exported = client.get(evidence).content
    assert verify_export(exported).ok
    entries = json.loads(exported)["cases"][0]["entries"]
    assert [e["record"] is None for e in entries] == [False] * 4 + [True] * 3
    # The declaration, which the evidence holds whole, knows these words; the entries do not.
    pages[evidence] = json.dumps(entries, ensure_ascii=False)
    assert not [(a, word) for a, text in pages.items() for word in OBJECTED if word in text]


def test_what_leaves_the_house_says_nothing(cases: dict[str, Done], mail: MailServer) -> None:
    """Notices say where to look, never what is there; entries hold nothing personal either."""
    told = [str(message["Subject"]) + message.get_payload(decode=True).decode() for message in mail.received]
    assert told
    assert not [text for text in told if "MARK-" in text or "139001" in text or "139002" in text]
    personal = [m for m in every_mark(cases) if not m.endswith("internal-KRAM")]
    for record in Entry.objects.values_list("record", flat=True):
        assert not [m for m in personal if m.encode() in bytes(record)]
    assert Case.objects.count() == 2
