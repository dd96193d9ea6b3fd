"""From an entry to its letter: the text filled, set as PDF, kept in the store, and listed in the case. Done twice, it is done once."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from fadu.cases import files
from fadu.cases.filetypes import PDF
from fadu.cases.models import Material
from fadu.cases.moments import now
from fadu.law.citation import Citation
from fadu.law.period import amount_zh, day_of
from fadu.letters.blocks import Document, Paragraph
from fadu.letters.codes import check_of, register
from fadu.letters.drafting import Draft, NoSuchLetter, draft, read
from fadu.letters.errors import LetterError
from fadu.letters.pdf import render
from fadu.letters.told import Told
from fadu.letters.versions import agreed_text
from fadu.letters.wordings import callable_words, in_force, pack_of
from fadu.ports import Store
from fadu.procedure.declaration import TermVersion
from fadu.procedure.registry import installed
from fadu.procedure.say import chinese
from fadu.procedure.state import Run, moment

DEMO_MARK = "样章 测试"
TO_PARTY, TO_OTHERS = "letter", "inquiry"
"""Kinds of material: what goes to the applicant, and what asks somebody else and is not for the applicant's eyes."""


def make(record: Told, store: Store = files) -> Material:
    """Make the letter of an entry, or give the one that was made.

    Raises:
        LetterError: the letter would be wrong; a person has to put something right.
        FontsMissing: the machine can't set letters.
    """
    name = record.rule.letter
    if not name:
        raise LetterError(f"“{record.rule.title}”不发文书。")
    kind = TO_OTHERS if record.rule.errand else TO_PARTY
    made = Material.objects.filter(entry=record.entry, kind=kind, title=name).first()
    if made is not None:
        register(made)
        return made
    pdf = render(letter(record), record.recorded_at, settings.FADU.fonts)
    kept = {"case": record.case, "sha256": store.put(pdf), "size": len(pdf), "media_type": PDF, "made_at": now()}
    made = Material.objects.get_or_create(entry=record.entry, kind=kind, title=name, defaults=kept)[0]
    register(made)
    return made


def letter(record: Told, text: Draft | None = None) -> Document:
    """The letter of the entry, in its own words or in those given, ready to be set: a 函 to another office as 信函, everything else as a notice to its addressee."""
    office = installed().office(settings.FADU.office)
    text = text or words(record)
    return Document(
        kind="letter" if text.title.endswith("函") else "notice",
        issuers=(office.name,),
        number=f"{record.case.number}-{record.letters}",
        title=text.title,
        addressee=text.addressee,
        blocks=tuple(Paragraph(line) for line in text.paragraphs),
        date=chinese(record.event.day),
        check=None if record.foretold else check_of(record.entry, record.rule.letter),
        mark="" if settings.FADU.production and record.case.origin == "real" else DEMO_MARK,
    )


def values(record: Told) -> dict[str, Any]:
    """What a text may name: every field by its id, and what follows from the record.

    `office`, `number` (of the case), `day` (of the act), `opened`, `outcome` (id), `outcome_title`, `basis` (of the outcome, else of the act),
    `done` (day on which each act was last done), `due` (last day of each clock), `term` and `limit` (lengths of the clocks' terms and of
    their extensions), `fields` (for ids with a dot).
    """
    declared, standing, day = record.declared, record.standing, record.event.day
    decided = declared.outcome.get(record.event.facts.get("outcome", ""))
    basis = decided.basis if decided else record.rule.basis
    return {
        **record.fields,
        "fields": record.fields,
        "office": installed().office(settings.FADU.office).name,
        "number": record.case.number,
        "day": day,
        "outcome": decided.id if decided else "",
        "outcome_title": decided.title if decided else "",
        "basis": _cited(basis),
        "opened": standing.opened,
        "done": {act: day_of(moment(at)) for act, (_, at) in standing.done.items()},
        "due": {run.clock: _due(run) for run in standing.runs.values() if run.due},
        "term": {c.id: _amount(c.term.on(day)) for c in declared.clocks if c.term.versions},
        "limit": {c.id: _amount(c.limit.on(day)) for c in declared.clocks if c.limit},
    }


def _due(run: Run) -> str:
    """The last day; one that hangs on holidays not yet published says so."""
    assert run.due is not None
    return chinese(day_of(run.due)) + ("（暂定，以届时公布的节假日安排为准）" if run.provisional else "")


def _cited(keys: tuple[str, ...]) -> str:
    """《…条例》第三十六条第（三）项、第十五条: a law is named once for the provisions of it that follow each other."""
    cited = [Citation.from_key(key) for key in keys]
    named = [
        c.local_zh() if before and before.law == c.law else c.zh()
        for before, c in zip([None, *cited], cited, strict=False)
    ]
    return "、".join(named)


def _amount(version: TermVersion) -> str:
    return amount_zh(version.n, version.term.unit)


def words(record: Told) -> Draft:
    """The words of the letter: the version that the entry names, else the pack's text, filled."""
    sha = agreed(record)
    return read(record.rule.letter, agreed_text(record.case, sha)) if sha else template(record)


def agreed(record: Told) -> str:
    """The SHA-256 of the version that the entry names, if it names one."""
    drafts = (name for name in record.rule.asks if record.declared.field[name].kind == "draft")
    return str(next((record.event.facts[name] for name in drafts if record.event.facts.get(name)), ""))


def template(record: Told, wording: str = "") -> Draft:
    """The office's text of the letter, filled from the record: `wording`, or the one in force when the entry was recorded."""
    pack = pack_of(record.declared.id)
    try:
        wording = wording or in_force(pack, record.rule.letter, now() if record.foretold else record.recorded_at)
        return draft(record.rule.letter, wording, values(record), callable_words(pack))
    except NoSuchLetter:
        if settings.FADU.production:
            raise
        return _generic(record)


def _generic(record: Told) -> Draft:
    """A form that says only what is certain: for trying out a duty whose letters are not written yet."""
    basis = "、".join(Citation.from_key(key).zh() for key in record.rule.basis)
    line = (
        f"本机关已就{record.case.number}号办件作出“{record.rule.title}”（{basis}）。此文书的文本尚未拟定，仅供试用。"
    )
    return Draft(record.rule.letter, "", (line,))
