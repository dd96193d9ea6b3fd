"""The sealed file of a letter: listed in the case from the entry of its sealing, once, and given wherever the letter is asked for."""

from __future__ import annotations

from fadu.cases import files, history
from fadu.cases.filetypes import PDF
from fadu.cases.models import Material
from fadu.cases.moments import now
from fadu.letters.told import Told
from fadu.ports import Store
from fadu.procedure.builtin import SEAL
from fadu.procedure.standing import resolve
from fadu.procedure.state import Event

SEALED = "sealed"
LETTERS = ("letter", "inquiry")


def keep_sealed(record: Told, store: Store = files) -> Material | None:
    """List the sealed file of an entry in its case, or give the one that is listed; None if the seal is on paper only.

    Raises:
        FileLost: the file is not in the store.
    """
    sha = record.event.facts.get("sealed", "")
    if not sha:
        return None
    with store.open_stored(sha) as file:
        size = len(file.read())
    kept = {"case": record.case, "sha256": sha, "size": size, "media_type": PDF, "made_at": now()}
    title = record.event.facts["letter"]
    return Material.objects.get_or_create(entry=record.entry, kind=SEALED, title=title, defaults=kept)[0]


def seals(case_id: int) -> dict[int, Event]:
    """The entries of sealing that stand, by the number of the entry whose letter was sealed."""
    effective = resolve(history.events(case_id))
    return {int(e.facts["of"]): e for e in effective if e.act == SEAL.id}


def as_sealed(letter: Material) -> Material:
    """The sealed file of a letter once it is there, else the letter itself."""
    if letter.kind not in LETTERS or letter.entry is None:
        return letter
    found = Material.objects.filter(case_id=letter.case_id, kind=SEALED, title=letter.title)
    if not found.exists():
        return letter
    seal = seals(letter.case_id).get(letter.entry.seq)
    return (found.filter(entry__seq=seal.seq).first() if seal else None) or letter
