"""One act, everything included, against the same rows written by prepared raw SQL with the same durability.

    python -m bench.acts [--cases 10000] [--clients 1 4] [--seconds 2] [--rounds 5]

The database is the one that FADU_DATABASE_URL names; it is filled up to `--cases` cases first. The limit and its statements: `bench.raw`.
Ours is `fadu.cases.acts.perform` as every face calls it: policy, form, law, replay, canonical record, hash, commitments, the guarded write.
Blocks of both alternate in one process for each client; CPU is the client's plus that of its database backend. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fadu.conf.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from bench.fill import fill, uids_of  # noqa: E402
from bench.raw import RawPostgres, RawSqlite, template  # noqa: E402
from fadu.cases import acts  # noqa: E402
from fadu.cases.models import Case  # noqa: E402
from fadu.policy import Actor  # noqa: E402

DAY = date(2023, 9, 20)
ROLES = frozenset({("handler", "secretariat"), ("legal_reviewer", "legal")})
OFFICER = Actor("1", "李芳", "staff", ROLES, frozenset({"secretariat"}), 1)
REMARK = {"remark": "请补充检索记录，并核对第十六条的适用。"}
BLOCK = 100
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Lap:
    """One run of blocks: acts, CPU seconds of client and backend, wall seconds."""

    n: int
    cpu: float
    wall: float


def ours(uid: str, which: int) -> None:
    """One act as every face does it: 送审 and 退回 in turn."""
    if which == 0:
        acts.perform(uid, "send_up", by=OFFICER, at=DAY, source="desk")
    else:
        acts.perform(uid, "send_back", by=OFFICER, at=DAY, data=REMARK, source="desk")


def client(number: int, uids: list[str], seconds: float, rounds: int, out: Any) -> None:
    """One client: alternate blocks of ours and raw on its own cases until the time is up, `rounds` times."""
    connections.close_all()
    templates = [
        template(uids[0], *each, OFFICER, DAY) for each in (("send_up", None, {}), ("send_back", "send_up", REMARK))
    ]
    postgres = connection.vendor == "postgresql"
    raw = RawPostgres(templates) if postgres else RawSqlite(templates)
    connection.ensure_connection()
    pids = {"act": connection.connection.info.backend_pid if postgres else 0, "raw": raw.pid}
    work: dict[str, Callable[[str, int], None]] = {"act": ours, "raw": raw.write}
    # Raw copies cannot be replayed by ours afterwards, so each keeps to its own cases.
    mine = {"act": uids[0::2], "raw": uids[1::2]}
    place = {"act": 0, "raw": 0}
    for _ in range(rounds):
        laps = {"act": [0, 0.0, 0.0], "raw": [0, 0.0, 0.0]}
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for name in ("act", "raw"):
                n, cpu, wall = _block(work[name], mine[name], place[name], pids[name])
                place[name] += n
                laps[name] = [laps[name][0] + n, laps[name][1] + cpu, laps[name][2] + wall]
        out.put((number, {name: Lap(*lap) for name, lap in laps.items()}))


def _block(act: Callable[[str, int], None], uids: list[str], start: int, pid: int) -> tuple[int, float, float]:
    # Each case goes forth and back at once, so that every act finds its case where it must be.
    before, wall = time.process_time() + _backend(pid), time.perf_counter()
    for i in range(BLOCK // 2):
        uid = uids[(start // 2 + i) % len(uids)]
        act(uid, 0)
        act(uid, 1)
    return BLOCK, time.process_time() + _backend(pid) - before, time.perf_counter() - wall


def _backend(pid: int) -> float:
    """CPU seconds that a PostgreSQL backend has used."""
    if not pid:
        return 0.0
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def measure(clients: int, seconds: float, rounds: int) -> dict[str, list[Lap]]:
    """Run the clients side by side; gives every client's laps."""
    out: Any = multiprocessing.get_context("spawn").Queue()
    context = multiprocessing.get_context("spawn")
    # Dealt out once: what the clients do moves cases, and asked later each would be given others.
    uids = uids_of(min(Case.objects.count(), 4000 * clients))
    connections.close_all()
    processes = [
        context.Process(target=client, args=(i, uids[i::clients], seconds, rounds, out)) for i in range(clients)
    ]
    for process in processes:
        process.start()
    found: dict[str, list[Lap]] = {"act": [], "raw": []}
    for _ in range(clients * rounds):
        _, laps = out.get(timeout=600)
        for name, lap in laps.items():
            found[name].append(lap)
    for process in processes:
        process.join()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, nargs="+", default=[10_000])
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    call_command("migrate", interactive=False, verbosity=0)
    print(
        f"{connection.vendor}; load {os.getloadavg()[0]:.1f}; limit: {RawSqlite.__module__}, same rows, same durability"
    )
    print(f"{'cases':>9} {'clients':>7} {'act ms':>8} {'raw ms':>8} {'× limit':>8} {'act/s':>8} {'raw/s':>8}")
    for cases in args.cases:
        fill(cases)
        for clients in args.clients:
            connections.close_all()
            found = measure(clients, args.seconds, args.rounds)
            cpu = {n: statistics.median(x.cpu / x.n * 1000 for x in laps) for n, laps in found.items()}
            rate = {n: statistics.median(x.n / x.wall for x in laps) * clients for n, laps in found.items()}
            ratio = cpu["act"] / cpu["raw"]
            print(
                f"{cases:>9} {clients:>7} {cpu['act']:>8.3f} {cpu['raw']:>8.3f} {ratio:>8.2f} {rate['act']:>8.0f} {rate['raw']:>8.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
