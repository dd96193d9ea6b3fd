"""fadu run: open the office. Database, office, sample work on a new demo, then server and worker until a signal."""

from __future__ import annotations

import argparse
import signal
import socket
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from fadu.cases.amendments import refuse_silent_changes
from fadu.cases.models import Case
from fadu.cases.wholeness import faulty_keys
from fadu.cli.alone import alone
from fadu.cli.main import Refused
from fadu.cli.sample import fill, password, people
from fadu.cli.server import Server
from fadu.library.commands import laws_import
from fadu.library.models import Version
from fadu.people.office import sync_office
from fadu.post.worker import loop
from fadu.procedure.registry import installed

READY_WITHIN = 60.0
FORK = get_context("fork")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--laws", type=Path, metavar="DIR", help="法规库为空时，导入此文件夹中的法律文本")
    parser.add_argument("--no-sample", action="store_true", help="不写入示例办件")


def run(args: argparse.Namespace) -> int:
    port = settings.FADU.http_port
    if _taken(port):
        raise Refused(f"端口 {port} 已被占用。换一个：FADU_HTTP_PORT={port + 1}，或者先停止占用它的程序。")
    with alone():
        prepare(args.laws, sample=not args.no_sample)
    processes = {"server": _start(Server(port).run), "worker": _start(loop)}
    try:
        _wait_for(port, processes["server"])
        _welcome(port)
        return _supervise(processes)
    finally:
        for process in processes.values():
            process.terminate()
        for process in processes.values():
            process.join(20)
            process.kill()


def prepare(laws: Path | None, *, sample: bool) -> None:
    """Bring database and office to where the server can start; says what takes long."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        _say("建立数据库……")
        call_command("migrate", interactive=False, verbosity=0)
    refuse_silent_changes(installed())
    if fault := faulty_keys():
        raise Refused(f"{fault}。从备份恢复（fadu restore），或者检查 FADU_DATA_DIR。")
    if settings.FADU.mode == "demo":
        people()
    else:
        sync_office(installed().office(settings.FADU.office))
    if laws is not None and not Version.objects.exists():
        _say(f"导入法律文本 {laws} ……")
        laws_import(laws, sys.stdout)
    if sample and settings.FADU.mode == "demo" and not Case.objects.exists():
        _say("写入示例办件……")
        fill(_say)


def _start(work: Callable[[], object]) -> ForkProcess:
    """A child that has everything loaded already, with a connection to the database and answers to signals of its own."""
    connections.close_all()
    child = FORK.Process(target=_childhood, args=(work,))
    child.start()
    return child


def _childhood(work: Callable[[], object]) -> None:
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, signal.SIG_DFL)
    work()


def _wait_for(port: int, server: ForkProcess) -> None:
    until = time.monotonic() + READY_WITHIN
    while not _taken(port):
        if not server.is_alive():
            raise Refused("服务没有启动，原因见上。")
        if time.monotonic() > until:
            raise Refused(f"服务在 {READY_WITHIN:.0f} 秒内没有就绪。")
        time.sleep(0.05)


def _welcome(port: int) -> None:
    office = installed().office(settings.FADU.office)
    _say(f"{office.name} 已开门：http://127.0.0.1:{port}/ （公众）　http://127.0.0.1:{port}/desk/ （工作台）")
    if settings.FADU.mode == "demo":
        from_posts = {p.role: p.title for p in office.posts}
        for person in office.people:
            posts = "、".join(from_posts[post.partition("@")[0]] for post in person.posts)
            _say(f"  {person.username:<12} {person.name}（{posts}）")
        _say(f"  示例人员的密码都是 {password()}。按 Ctrl+C 停止。")


def _supervise(processes: dict[str, ForkProcess]) -> int:
    """Stay until a signal; a worker that died is started again, a server that died ends the run."""
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while True:
        time.sleep(0.2)
        if stopping:  # asked last: Ctrl+C reaches the children too, and they have not died of themselves
            return 0
        if not processes["server"].is_alive():
            print("服务已停止。", file=sys.stderr)
            return 1
        if not processes["worker"].is_alive():
            print("后台意外停止，重新启动。", file=sys.stderr)
            time.sleep(1)
            processes["worker"] = _start(loop)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _say(line: str) -> None:
    print(line, flush=True)
