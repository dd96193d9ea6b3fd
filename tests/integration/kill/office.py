"""What the killed processes do: writers that act and say so, and a worker that sequences, makes letters and sends notices.

    python -m tests.integration.kill.office writer|worker|audit [POINT]

A POINT names where the process kills itself, the third time it comes there: wrapped here, so that the product knows nothing of it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fadu.conf.settings")
django.setup()

from django.core.mail.backends.filebased import EmailBackend  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from fadu.cases import acts, files, postgres, sequencer, sqlite, store  # noqa: E402
from fadu.cases.errors import ActError  # noqa: E402
from fadu.cases.export import export  # noqa: E402
from fadu.cases.models import Case, Counter, Entry, Leaf, Node, Outbox, Waiting  # noqa: E402
from fadu.cases.moments import today  # noqa: E402
from fadu.cases.rebuild import rebuild  # noqa: E402
from fadu.evidence.export import verify_export  # noqa: E402
from fadu.policy import SYSTEM, Actor  # noqa: E402
from fadu.post import consent, worker  # noqa: E402
from fadu.post.ways import Way  # noqa: E402

ROLES = frozenset({("handler", "secretariat"), ("legal_reviewer", "legal")})
OFFICER = Actor("lifang", "李芳", "staff", ROLES, frozenset({"secretariat"}), 1)
REQUEST = {
    "applicant": {"name": "张明示例", "email": "zhangming@example.cn", "kind": "公民"},
    "wanted": "2022年度公务接待费用支出明细",
    "form": "邮寄",
    "kind": "自然人",
    "channel": "当面提交",
}
COURSE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("receive", {}),
    ("take_up", {}),
    ("send_up", {}),
    ("send_back", {"remark": "请补充检索记录"}),
    ("ask_correction", {"missing": "请写明年度", "correct_by": "2027-12-31"}),
    ("correct", {"corrected": "2022年度"}),
)
THIRD = 3


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def deadly(place: Any, name: str, *, after: bool) -> None:
    """Kill this process the third time that the function is called, before or after it did its work."""
    work: Callable[..., Any] = getattr(place, name)
    calls = [0]

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        calls[0] += 1
        if calls[0] == THIRD and not after:
            die()
        result = work(*args, **kwargs)
        if calls[0] == THIRD:
            die()
        return result

    setattr(place, name, wrapped)


POINTS: dict[str, Callable[[], None]] = {
    "": lambda: None,
    # The rows are written, the transaction is not committed: in `open_case` on both databases, in every act on SQLite.
    "before the commit": lambda: deadly(
        postgres if connection.vendor == "postgresql" else sqlite, "write", after=True
    ),
    "before writing": lambda: deadly(store, "write", after=False),
    "after the commit": lambda: deadly(store, "write", after=True),
    "after the number was drawn": lambda: deadly(store, "draw_number", after=True),
    "while sequencing": lambda: deadly(Leaf.objects, "bulk_create", after=True),
    "while sequencing, later": lambda: deadly(Node.objects, "bulk_create", after=True),
    "before signing": lambda: deadly(sequencer.checkpoint, "sign", after=False),
    "after the file was kept": lambda: deadly(files, "put", after=True),
    "after the provider's yes": lambda: deadly(EmailBackend, "send_messages", after=True),
}


def writer() -> None:
    """Act until killed; every act that was acknowledged is told on standard output, one line each."""
    draw = random.Random(os.getpid())
    while True:
        done = acts.open_case("disclosure", by=OFFICER, at=today(), data=REQUEST, source="desk")
        tell(done)
        consent.agree(done.uid, frozenset({Way.EMAIL}), by=OFFICER.id)
        for act, data in COURSE[: draw.randrange(1, len(COURSE) + 1)]:
            try:
                tell(acts.perform(done.uid, act, by=OFFICER, at=today(), data=data, source="desk"))
            except ActError:
                break


def tell(done: acts.Done) -> None:
    sys.stdout.write(f"{done.uid} {done.seq} {done.hash.hex()}\n")
    sys.stdout.flush()


def work() -> None:
    worker.loop()


def audit() -> None:
    """Everything that must be so after any number of deaths, as JSON."""
    while sequencer.sequence():
        pass
    sequencer.sign_head()
    uids = list(Case.objects.values_list("uid", flat=True))
    report = verify_export(json.dumps(export(uids, SYSTEM), ensure_ascii=False).encode())
    numbers = sorted(
        int(n.rpartition("〕")[2].removesuffix("号")) for n in Case.objects.values_list("number", flat=True)
    )
    kept = {f"{u} {s}": bytes(h).hex() for u, s, h in Entry.objects.values_list("case__uid", "seq", "hash")}
    with transaction.atomic():
        differences = [d.number for d in rebuild(write=False)]
    found = {
        "entries": kept,
        "faults": [fault.text() for fault in report.faults],
        "unreadable": bool(report.unreadable),
        "differences": differences,
        "numbers": numbers,
        "counter": list(Counter.objects.values_list("last", flat=True)),
        "waiting": Waiting.objects.count(),
        "leaves": Leaf.objects.count(),
        "dead": list(Outbox.objects.filter(dead=True).values_list("error", flat=True)),
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    POINTS[sys.argv[2] if len(sys.argv) > 2 else ""]()
    {"writer": writer, "worker": work, "audit": audit}[sys.argv[1]]()
