"""Reading through the API is kept in the same book as reading at the desk: who read what of whom (个人信息保护法第五十四条)."""

from __future__ import annotations

from django.apps import apps

from fadu.api.tokens import Caller
from fadu.cases.case_view import CaseView
from fadu.cases.moments import now, today
from fadu.law.period import day_of

API, EVIDENCE = "api", "evidence"


def note(caller: Caller, case: str, what: str) -> None:
    """Keep that the caller read it. A case that a program asks for again and again counts once a day."""
    # The book is the desk's; no face imports another.
    book = apps.get_model("desk", "Access")._default_manager
    if what == API:
        last = book.filter(person_id=caller.person, case=case, what=what).first()
        if last is not None and day_of(last.at) == today():
            return
    book.create(person_id=caller.person, case=case, what=what, at=now())


def note_case(caller: Caller, view: CaseView) -> None:
    """Keep that the caller read the case, if it shows anything of a person."""
    if "personal" in view.view.permitted and view.parties:
        note(caller, view.uid, API)
