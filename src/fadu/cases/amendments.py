"""A procedure that has cases is not changed in silence: asked when the office starts, and by `fadu check`.

Cases keep the declaration under which they were opened, so no change can harm them; but whoever reads the file, the guide or the
figures would take today's text for what was in force all along. A change says so itself: by a new `in_force`, or by a reviewed `fix`.
"""

from __future__ import annotations

from django.db import connection

from fadu.cases.models import Case, DeclarationText
from fadu.figures.sets import OWN
from fadu.procedure.amending import differences, silent_change
from fadu.procedure.checks import Problem
from fadu.procedure.declaration import Declaration
from fadu.procedure.registry import Registry


class ChangedInSilence(Exception):
    """A duty was changed although cases were opened under it, by neither a new `in_force` nor a reviewed `fix`."""


def silent_changes(registry: Registry) -> tuple[Problem, ...]:
    """A procedure under which cases were opened changes by a new `in_force`, or by a `fix` that names the declaration it replaces."""
    if Case._meta.db_table not in connection.introspection.table_names():
        return ()  # there is no record yet
    found = (_changed(procedure.declaration) for procedure in registry.every_version)
    return tuple(problem for problem in found if problem)


def refuse_silent_changes(registry: Registry) -> None:
    """Let the office start only with declarations that agree with its record.

    Raises:
        ChangedInSilence: names every change, and what to do.
    """
    if problems := silent_changes(registry):
        raise ChangedInSilence("\n".join(map(str, problems)))


def _changed(declared: Declaration) -> Problem | None:
    kept = _kept(declared.id, declared.since)
    if not any(differences(each, declared) for each in kept.values()):
        return None
    # Those before the last were let pass when the last came into use.
    # Samples and trials bind nobody.
    cases = Case.objects.filter(declaration__in=list(kept), origin__in=OWN).order_by("-id")
    last = cases.values_list("declaration_id", flat=True).first()
    return silent_change(declared, last, kept) if last else None


def _kept(procedure: str, since: str) -> dict[str, Declaration]:
    """The declarations on record for this procedure and first day, by their SHA-256."""
    texts = DeclarationText.objects.filter(procedure=procedure).values_list("sha", "text")
    read = {sha: Declaration.from_text(text) for sha, text in texts}
    return {sha: declared for sha, declared in read.items() if declared.since == since}
