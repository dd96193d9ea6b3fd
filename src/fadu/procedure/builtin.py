"""Acts that every case knows, whatever its procedure: service, and the words for mistakes.

None of them moves a stage. 送达 may start a clock; 更正记录 and 作废 are resolved before replay; the others leave replay as it is.
What service asks is data of `service`; an attempt that failed (送达未成) starts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from fadu.procedure import service
from fadu.procedure.declaration import ActRule, Declaration, FieldRule

SERVE = ActRule("fadu.serve", "送达", kind="builtin", by=("handler",))
UNSERVED = ActRule("fadu.unserved", "送达未成", kind="builtin", by=("handler",))
RECTIFY = ActRule("fadu.rectify", "更正记录", kind="builtin", by=("unit_head",))
VOID = ActRule("fadu.void", "作废", kind="builtin", by=("unit_head",))
CLERICAL = ActRule("fadu.clerical", "补记", kind="builtin", by=("handler",))
ERASE = ActRule("fadu.erase", "依法删除", kind="builtin", by=("unit_head",))
REDATE = ActRule("fadu.redate", "换用日历", kind="builtin", by=("unit_head",))
SEAL = ActRule("fadu.seal", "用印", kind="builtin", by=("seal_keeper",))
ASSIGN = ActRule("fadu.assign", "转办", kind="builtin", by=("unit_head", "handler"))
LINK = ActRule("fadu.link", "关联案件", kind="builtin")
"""Entered by the system alone: which case was divided from this one, or goes on in it."""

BUILTIN: dict[str, ActRule] = {
    a.id: a for a in (SERVE, UNSERVED, RECTIFY, VOID, CLERICAL, ERASE, REDATE, SEAL, ASSIGN, LINK)
}
KIN = ("分出", "并入")
"""What another case is to this one: divided from it, or gone on in it."""
CHANNELS = tuple(each.title for each in service.CHANNELS)
_NONE: Mapping[str, FieldRule] = {}


def fields_of(declared: Declaration, act: str) -> Mapping[str, FieldRule]:
    """The fields that values of an entry of that act belong to, by id: built-in acts have their own, whatever a duty calls its fields."""
    if act in (SERVE.id, UNSERVED.id):
        return service.FIELDS
    if act == RECTIFY.id:
        return {**service.FIELDS, **declared.field}
    return _NONE if act in BUILTIN else declared.field
