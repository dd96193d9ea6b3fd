"""What must be true of a running office: asked by `fadu health` and by the health page."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min

from fadu.cases import append_only
from fadu.cases.models import Case, Entry, Outbox, Waiting
from fadu.cases.moments import now, today
from fadu.cases.wholeness import faulty_keys

SLOW = timedelta(minutes=5)


@dataclass(frozen=True)
class Condition:
    """One thing that holds or does not."""

    title: str
    ok: bool
    detail: str


def conditions() -> tuple[Condition, ...]:
    """Every condition; if the database can't be reached, that alone."""
    try:
        connection.ensure_connection()
        pending = MigrationExecutor(connection).migration_plan(
            MigrationExecutor(connection).loader.graph.leaf_nodes()
        )
    except DatabaseError as error:
        return (Condition("数据库", False, f"连接不上：{str(error).strip().splitlines()[0]}"),)
    base = Condition(
        "数据库", not pending, f"{connection.vendor}，{len(pending)} 项升级未执行" if pending else connection.vendor
    )
    return (
        (base,) if pending else (base, _keys(), _named(), _clock(), _guards(), _log(), _outbox(), _dead(), _sweep())
    )


def _keys() -> Condition:
    fault = faulty_keys()
    return Condition("密钥", not fault, f"{fault}。从备份恢复（fadu restore）" if fault else "与数据库相符")


def _named() -> Condition:
    """Files and folders that the settings name: letters and seals would fail only when they are made."""
    env = settings.FADU
    token = env.seal_pkcs11.module if env.seal_pkcs11 else None
    named = (
        ("FADU_FONTS", env.fonts, Path.is_dir),
        ("FADU_SEAL_P12", env.seal_p12, Path.is_file),
        ("FADU_SEAL_PKCS11", token, Path.is_file),
        ("FADU_SEAL_ROOTS", env.seal_roots, Path.is_file),
    )
    lost = [f"{name}={at}" for name, at, there in named if at and not (there(at) and os.access(at, os.R_OK))]
    return Condition("设置所指的文件", not lost, f"读不到 {'、'.join(lost)}" if lost else "都读得到")


def _clock() -> Condition:
    """A clock that was set back: what happens now would stand as if it came before what is on record."""
    last = Entry.objects.order_by("-id").values_list("recorded_at", flat=True).first()
    back = last is not None and last - now() > SLOW
    told = (
        f"比最近一条记录（{last:%Y-%m-%d %H:%M} UTC）还早，先校准本机时间" if last and back else "不早于最近一条记录"
    )
    return Condition("时钟", not back, told)


def _guards() -> Condition:
    gone = append_only.missing(connection)
    detail = (
        f"数据库缺 {len(gone)} 道防护（{'、'.join(gone)}），用 fadu migrate 补上" if gone else "数据库拒绝修改和删除"
    )
    return Condition("案卷只能追加", not gone, detail)


def _log() -> Condition:
    oldest = Waiting.objects.aggregate(at=Min("entry__recorded_at"))["at"]
    late = oldest is not None and now() - oldest > SLOW
    n = Waiting.objects.count()
    return Condition("记录入序", not late, f"{n} 条等待" + ("，后台没有运行（fadu work）" if late else ""))


def _outbox() -> Condition:
    waiting = Outbox.objects.filter(done_at=None, dead=False)
    late = waiting.filter(not_before__lt=now() - SLOW, attempts=0).exists()
    return Condition(
        "待发事项", not late, f"{waiting.count()} 件等待" + ("，后台没有运行（fadu work）" if late else "")
    )


def _dead() -> Condition:
    n = Outbox.objects.filter(dead=True).count()
    return Condition("发送失败", n == 0, f"{n} 件，须有人处理" if n else "无")


def _sweep() -> Condition:
    n = Case.objects.filter(sweep_on__lt=today()).count()
    return Condition("时限届满", n == 0, f"{n} 件届满未入记录，后台没有运行（fadu work）" if n else "无积压")
