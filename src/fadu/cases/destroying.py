"""Which stored files go with personal data that are erased: those that the data name, and every file once nobody's data are left.

A file that another case, or what is left of this one, names as well stays.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from fadu.cases import files
from fadu.cases.keys import master
from fadu.cases.models import Material, Part, Subject
from fadu.cases.planning import aad
from fadu.evidence import secrets
from fadu.procedure.service import PARTY


def doomed(case_id: int, uid: str, parties: Sequence[str]) -> list[Material]:
    """The files listed in the case that go with the data of these parties; asked before the data are destroyed."""
    listed = Material.objects.filter(case_id=case_id)
    if (
        not Subject.objects.filter(case_id=case_id, wrapped_key__isnull=False)
        .exclude(party__in=(*parties, PARTY))
        .exists()
    ):
        return list(listed)
    return list(listed.filter(sha256__in=_named(case_id, uid, parties)))


def destroy(materials: Iterable[Material]) -> None:
    """Take the files off the case's list; after the commit their bytes go, unless somebody else names them."""
    gone = list(materials)
    Material.objects.filter(pk__in=[m.pk for m in gone]).delete()
    transaction.on_commit(lambda: _remove({m.sha256 for m in gone}))


def _remove(shas: set[str]) -> None:
    still = set(Material.objects.filter(sha256__in=shas).values_list("sha256", flat=True))
    for sha in shas - still:
        files.remove(sha)


def _named(case_id: int, uid: str, parties: Sequence[str]) -> set[str]:
    """The files that the parties' own parts name."""
    rows = Subject.objects.filter(case_id=case_id, party__in=parties, wrapped_key__isnull=False)
    keys = {s.party: secrets.unwrap(master(), bytes(s.wrapped_key or b""), f"{uid}:{s.party}") for s in rows}
    found: set[str] = set()
    parts = Part.objects.filter(entry__case_id=case_id, name__in=[f"personal:{p}" for p in keys])
    for seq, name, data in parts.values_list("entry__seq", "name", "data"):
        text = secrets.decrypt(keys[name.partition(":")[2]], bytes(data), aad(uid, seq, name))
        found.update(_shas(json.loads(text)))
    return found


def _shas(values: Mapping[str, Any]) -> Iterator[str]:
    for value in values.values():
        if isinstance(value, Mapping) and "sha256" in value:
            yield str(value["sha256"])
