"""The backup archive: a tar with `database` (SQLite file or pg_dump), `files/` and `keys/`."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from fadu.cli.main import Refused

FOLDERS = ("files", "keys")
WANTED = ("files/", "keys/")
LIBPQ = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
"""How PostgreSQL's tools are told what the address says, its part after the question mark included."""
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
    _on_disk(path.resolve().parent)
    return Archive("PostgreSQL" if dump.name == POSTGRES else "SQLite", n, path.stat().st_size)


def unpack(path: Path, folder: Path) -> Path:
    """Unpack an archive into an empty folder; gives the path of the database dump. Nothing but what a backup holds is taken out of it."""
    try:
        with tarfile.open(path, "r:") as tar:
            members = [m for m in tar.getmembers() if m.name in (SQLITE, POSTGRES) or m.name.startswith(WANTED)]
            dump = next((m.name for m in members if m.name in (SQLITE, POSTGRES)), None)
            if dump is None:
                raise Refused(f"{path} 不是法度的备份：里面没有数据库。")
            for member in members:
                _take_out(tar, member, folder)
    except (tarfile.TarError, EOFError) as error:
        raise Refused(f"{path} 读不了：{error}。请用另一份备份。") from None
    for key in (folder / "keys").glob("*"):
        key.chmod(0o600)
    return folder / dump


def _take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """One plain file, to its place inside the folder. Not `extractall(filter=…)`: Python 3.11 learnt that word only in 3.11.4."""
    target = folder / member.name
    source = tar.extractfile(member) if member.isreg() else None
    if source is None or ".." in target.parts:
        raise Refused(f"备份里的“{member.name[:80]}”不是普通文件，或者要写到目录之外。请用另一份备份。")
    target.parent.mkdir(parents=True, exist_ok=True)
    with source, open(target, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as written:
        shutil.copyfileobj(source, written)


def settle(folder: Path) -> None:
    """Move files and keys from where they were unpacked into the data folder."""
    for name in FOLDERS:
        if (folder / name).exists():
            (folder / name).rename(Path(settings.FADU.data_dir) / name)


def refuse_unless_empty() -> None:
    """A restore writes only into an empty data folder and an empty database; nothing is overwritten."""
    data = Path(settings.FADU.data_dir)
    taken = [name for name in FOLDERS if any((data / name).glob("*"))]
    if taken:
        raise Refused(f"{data} 中已有 {'、'.join(taken)}。恢复只写入空的数据目录：换一个 FADU_DATA_DIR。")
    if "cases_case" in connection.introspection.table_names():
        raise Refused("数据库不是空的。恢复只写入空数据库：换一个 FADU_DATABASE_URL。")


def refuse_unless_sound(dump: Path) -> None:
    """Before anything is moved: an SQLite file that can be read from beginning to end and holds cases. PostgreSQL's own tool looks at its dumps."""
    if dump.name != SQLITE:
        return
    try:
        with closing(sqlite3.connect(f"{dump.as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            said = [str(row[0]).split("\n")[-1] for row in copy.execute("PRAGMA quick_check(1)")]
            held = copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'cases_case'").fetchone()
    except sqlite3.DatabaseError as error:
        said, held = [str(error)], None
    if said != ["ok"]:
        raise Refused(f"备份里的数据库已损坏（{said[0]}）。没有写入任何内容。请用另一份备份。")
    if held is None:
        raise Refused("备份里的数据库没有案卷的表，不是法度的备份。没有写入任何内容。")


def load_database(dump: Path) -> None:
    """Fill the empty database that the settings name."""
    wanted = "sqlite" if dump.name == SQLITE else "postgresql"
    if connection.vendor != wanted:
        raise Refused(f"备份来自 {wanted}，现在的数据库是 {connection.vendor}。改用相同种类的 FADU_DATABASE_URL。")
    if wanted == "sqlite":
        target = Path(str(connection.settings_dict["NAME"]))
        connections.close_all()
        for rest in ("-wal", "-shm"):
            target.with_name(target.name + rest).unlink(missing_ok=True)
        shutil.copyfile(dump, target)
        _on_disk(target)
        return
    into = f"--dbname={connection.get_connection_params()['dbname']}"
    connections.close_all()
    _postgres("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", into, str(dump))


def _on_disk(path: Path) -> None:
    """See to it that a file, or a folder's list of names, survives a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _postgres(tool: str, *words: str) -> None:
    """Run one of PostgreSQL's own tools against the database that the settings name; the password goes by the environment."""
    if shutil.which(tool) is None:
        raise Refused(f"没有找到 {tool}。请安装 postgresql-client。")
    known = connection.get_connection_params()
    env = {name: str(known[key]) for key, name in LIBPQ.items() if known.get(key)}
    done = subprocess.run(
        [tool, *words],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refused(
            f"{tool} 失败：{done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}"
        )
