"""The gate before a letter: an act that rests on a version of its text is done only if that version stands up to being looked over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fadu.cases.errors import ActError
from fadu.cases.rows import CaseState
from fadu.law.period import day_of
from fadu.letters.looking import look_over
from fadu.letters.told import foretold
from fadu.letters.versions import any_version, kept_versions
from fadu.procedure.declaration import ActRule, Declaration
from fadu.procedure.replies import Finding
from fadu.procedure.say import say
from fadu.procedure.state import Moment


class NotFit(ActError):
    """The text must not go out as it is; `findings` say why."""

    status = 409

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        first = findings[0]
        reason = say("“{what}”：{said}", what=first.title, said=first.said)
        basis = tuple(c.key() for c in first.basis)
        super().__init__(reason, say("在“拟答复”中改好文本，再办理这一行为。"), basis)


def draft_field(declared: Declaration, rule: ActRule) -> str:
    """The field by which an act names a version of a text; "" if it names none."""
    return next((f for f in rule.asks if f in declared.field and declared.field[f].kind == "draft"), "")


def deciding(declared: Declaration) -> ActRule | None:
    """The act that decides a case by a letter of which versions are kept."""
    return next((a for a in declared.acts if a.outcomes and a.letter and draft_field(declared, a)), None)


def hold(state: CaseState, rule: ActRule, at: Moment, facts: Mapping[str, Any]) -> None:
    """Forbid an act on a version that is not there, was not meant, or does not stand up to being looked over on that day.

    A case of which no version is kept goes on without: what was written elsewhere is not looked over here.

    Raises:
        ActError: names no version though there are some, or another outcome than the version's; its subclass NotFit: says what is wrong.
    """
    name, decides = draft_field(state.declaration, rule), deciding(state.declaration)
    if not name or decides is None:
        return
    if name not in facts and not any_version(state.id or 0):
        return
    found = kept_versions(state.uid, state.id or 0)
    version = next((v for v in found if v.sha256 == facts.get(name) and not v.erased), None)
    if version is None:
        raise ActError(say("没有写明是哪一稿，或者没有这一稿"), say("在“拟答复”中选定一稿，再办理这一行为。"))
    if rule.outcomes and facts.get("outcome") != version.outcome:
        raise ActError(say("处理结果与这一稿的不同"), say("按这一稿的处理结果办理，或者另拟一稿。"))
    record = foretold(state.uid, decides.id, day_of(at), {"outcome": version.outcome}, version.fields or {})
    if wrong := tuple(f for f in look_over(record, version.text) if f.forbids):
        raise NotFit(wrong)
