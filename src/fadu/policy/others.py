"""What of a case is between the office and another party: a party learns that an answer came, not what it said or what followed from it.

A third party answers the office (政府信息公开条例第三十二条), and a decision to publish against its will is told to it; the applicant is told
the grounds in the reply (第三十六条第三项). Which of two words the other party chose is a fact of the record, for replay reads it; so the
whole record is withheld, not only a part of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from fadu.procedure.builtin import RECTIFY, VOID
from fadu.procedure.declaration import Declaration
from fadu.procedure.state import Event


def answers_of_others(declared: Declaration, party: str) -> frozenset[str]:
    """The acts by which others than this party answer the office."""
    return frozenset(a.id for a in declared.acts if a.kind == "reply" and party not in a.by)


def letters_to_others(declared: Declaration, party: str) -> frozenset[str]:
    """The letters that ask others than this party, and those that follow from what they answered."""
    asking = {e.letter for e in declared.errands if e.letter and e.party != party}
    return frozenset(asking | _following_letters(declared, party))


def between_others(declared: Declaration, events: Iterable[Event], party: str) -> frozenset[int]:
    """Places of the entries that are between the office and others than this party: their answers, what follows from what these

    say, the service and sealing of such letters, and corrections of all that. Events are as they were entered.
    """
    acts = answers_of_others(declared, party) | following(declared, party)
    letters = _following_letters(declared, party)
    found: set[int] = set()
    for event in events:
        corrects = event.act in (RECTIFY.id, VOID.id) and event.facts.get("of") in found
        if event.act in acts or event.facts.get("letter") in letters or corrects:
            found.add(event.seq)
    return frozenset(found)


def following(declared: Declaration, party: str) -> frozenset[str]:
    """The acts that are possible only if another party answered in a certain way: whoever sees one knows what was answered."""
    answers = answers_of_others(declared, party)
    return frozenset(a.id for a in declared.acts if a.called is not None and a.after in answers)


def _following_letters(declared: Declaration, party: str) -> frozenset[str]:
    theirs = following(declared, party)
    mine = {a.letter for a in declared.acts if a.id not in theirs}
    return frozenset(a.letter for a in declared.acts if a.id in theirs and a.letter and a.letter not in mine)
