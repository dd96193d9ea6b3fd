"""The backup archive: a tar with `database` (SQLite file or pg_dump), `files/` and `keys/`."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from fadu.cli.main import Refused

FOLDERS = ("files", "keys")
SQLITE, POSTGRES = "database.sqlite3", "database.pgdump"


@dataclass(frozen=True)
class Archive:
    """What was packed: the kind of database, how many files, how many bytes."""

    database: str
    files: int
    size: int


def dump_database(folder: Path) -> Path:
    """A consistent copy of the database while it is in use."""
    if connection.vendor == "sqlite":
        target = folder / SQLITE
        connection.ensure_connection()
        copy = sqlite3.connect(target)
        with copy:
            connection.connection.backup(copy)
        copy.close()
        return target
    target = folder / POSTGRES
    _postgres("pg_dump", "--format=custom", f"--file={target}")
    return target


def write_archive(path: Path, dump: Path) -> Archive:
    """Pack dump, files and keys; the archive appears under its name only when complete and on disk."""
    draft = path.with_name(f".{path.name}.part")
    n = 0
    with open(draft, "wb", opener=lambda p, flags: os.open(p, flags, 0o600)) as raw:
        with tarfile.open(fileobj=raw, mode="w") as tar:
            tar.add(dump, dump.name)
            for name in FOLDERS:
                folder = Path(settings.FADU.data_dir) / name
                for file in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")):
                    tar.add(file, f"{name}/{file.relative_to(folder)}")
                    n += 1
        raw.flush()
        os.fsync(raw.fileno())
    draft.rename(path)
    return Archive("PostgreSQL" if dump.name == POSTGRES else "SQLite", n, path.stat().st_size)


def read_archive(path: Path) -> Path:
    """Unpack files and keys into the data folder, which must hold none; gives the path of the database dump."""
    data = Path(settings.FADU.data_dir)
    taken = [name for name in FOLDERS if any((data / name).glob("*"))]
    if taken:
        raise Refused(f"{data} 中已有 {'、'.join(taken)}。恢复只写入空的数据目录：换一个 FADU_DATA_DIR。")
    try:
        with tarfile.open(path) as tar:
            names = tar.getnames()
            dump = next((n for n in (SQLITE, POSTGRES) if n in names), None)
            if dump is None:
                raise Refused(f"{path} 不是法度的备份：里面没有数据库。")
            tar.extractall(data, filter="data")
    except tarfile.TarError as error:
        raise Refused(f"{path} 读不了：{error}。请用另一份备份。") from None
    for key in (data / "keys").glob("*"):
        key.chmod(0o600)
    return data / dump


def load_database(dump: Path) -> None:
    """Fill the empty database that the settings name."""
    wanted = "sqlite" if dump.name == SQLITE else "postgresql"
    if connection.vendor != wanted:
        raise Refused(f"备份来自 {wanted}，现在的数据库是 {connection.vendor}。改用相同种类的 FADU_DATABASE_URL。")
    if "cases_case" in connection.introspection.table_names():
        raise Refused("数据库不是空的。恢复只写入空数据库：换一个 FADU_DATABASE_URL。")
    if wanted == "sqlite":
        target = Path(str(connection.settings_dict["NAME"]))
        connections.close_all()
        for rest in ("-wal", "-shm"):
            target.with_name(target.name + rest).unlink(missing_ok=True)
        shutil.copyfile(dump, target)
        return
    connections.close_all()
    _postgres(
        "pg_restore", "--no-owner", "--exit-on-error", f"--dbname={connection.settings_dict['NAME']}", str(dump)
    )


def _postgres(tool: str, *words: str) -> None:
    """Run one of PostgreSQL's own tools against the database that the settings name; the password goes by the environment."""
    if shutil.which(tool) is None:
        raise Refused(f"没有找到 {tool}。请安装 postgresql-client。")
    s = connection.settings_dict
    env = {
        "PGHOST": s["HOST"],
        "PGPORT": s["PORT"],
        "PGUSER": s["USER"],
        "PGPASSWORD": s["PASSWORD"],
        "PGDATABASE": s["NAME"],
    }
    done = subprocess.run(
        [tool, *words],
        env={**os.environ, **{k: str(v) for k, v in env.items() if v}},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(
            f"{tool} 失败：{done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}"
        )
