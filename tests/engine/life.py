"""A case of the tests' own duty, from its opening to its evidence, in an office that has no other pack. Run by `test_alone`."""

from __future__ import annotations

import json
import os
import sys

import tests.engine.alone  # noqa: F401 — first of all: it decides which packs there are

os.environ["DJANGO_SETTINGS_MODULE"] = "fadu.conf.settings"
import django

django.setup()

from datetime import date  # noqa: E402

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from fadu.cases.acts import open_case, perform  # noqa: E402
from fadu.cases.export import export  # noqa: E402
from fadu.cases.figures_report import figures_of  # noqa: E402
from fadu.cases.rebuild import rebuild  # noqa: E402
from fadu.cases.sequencer import sequence, sign_head  # noqa: E402
from fadu.evidence.export import verify_export  # noqa: E402
from fadu.people.office import sync_office  # noqa: E402
from fadu.policy import SYSTEM, Actor  # noqa: E402
from fadu.procedure.registry import installed  # noqa: E402

call_command("migrate", verbosity=0)
found: dict[str, object] = {"packs": [p.name for p in installed().packs]}
if installed().packs:
    sync_office(installed().office("own"))
    officer = Actor("lifang", "李芳", "staff", frozenset({("handler", "desk")}), frozenset({"desk"}), 1)
    data = {"reader": {"name": "张明示例", "phone": "138", "kind": "公民"}, "book": "示例集"}
    done = open_case("loan", by=officer, at=date(2023, 9, 11), data=data, source="desk")
    closed = perform(done.uid, "借出", by=officer, at=date(2023, 9, 12), data={"outcome": "given"}, source="desk")
    sequence()
    sign_head()
    report = verify_export(json.dumps(export([done.uid], SYSTEM), ensure_ascii=False).encode())
    found |= {
        "number": done.number,
        "closed": str(closed.standing.closed),
        "faults": len(report.faults),
        "differences": len(list(rebuild(write=False))),
        "received": next(int(f.value or 0) for f in figures_of(2023) if f.id == "loan.received"),
    }
found["home"] = Client(headers={"host": "localhost"}).get("/").status_code
sys.stdout.write(json.dumps(found, ensure_ascii=False))
