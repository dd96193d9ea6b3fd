"""Acts that every case knows, whatever its procedure: service, and the words for mistakes.

None of them moves a stage. 送达 may start a clock; 更正记录 and 作废 are resolved before replay; the others leave replay as it is.
"""

from __future__ import annotations

from fadu.procedure.declaration import ActRule

SERVE = ActRule("fadu.serve", "送达", kind="builtin", by=("handler",))
RECTIFY = ActRule("fadu.rectify", "更正记录", kind="builtin", by=("unit_head",))
VOID = ActRule("fadu.void", "作废", kind="builtin", by=("unit_head",))
CLERICAL = ActRule("fadu.clerical", "补记", kind="builtin", by=("handler",))
ERASE = ActRule("fadu.erase", "依法删除", kind="builtin", by=("unit_head",))
REDATE = ActRule("fadu.redate", "换用日历", kind="builtin", by=("unit_head",))
ASSIGN = ActRule("fadu.assign", "转办", kind="builtin", by=("unit_head", "handler"))

BUILTIN: dict[str, ActRule] = {a.id: a for a in (SERVE, RECTIFY, VOID, CLERICAL, ERASE, REDATE, ASSIGN)}
CHANNELS = ("当面送达", "邮寄送达", "电子送达", "留置送达", "公告送达")
