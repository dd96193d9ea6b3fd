"""Import a folder of law texts. Every file is imported, unchanged, a duplicate, or refused with its reason."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from fadu.library.models import Source
from fadu.library.storing import store
from fadu.library.succession import relink
from fadu.library.text.marking import is_classified
from fadu.library.text.reading import read_law
from fadu.library.text.values import NotALaw, ParseWarning

MAX_BYTES = 5 * 1024 * 1024
_BATCH = 50
_LONGEST_TITLE = 300
_LONGEST_PATH = 1000

Progress = Callable[[int, int], None]
"""Called with (files done, files in all)."""


class Outcome(StrEnum):
    IMPORTED = "imported"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True)
class FileReport:
    """What became of one file. `path` is relative to the folder; of a classified file it names only the folder."""

    path: str
    outcome: Outcome
    reason: str = ""
    warnings: tuple[ParseWarning, ...] = ()


@dataclass(frozen=True)
class ImportReport:
    files: tuple[FileReport, ...]

    def count(self, outcome: Outcome) -> int:
        return Counter(file.outcome for file in self.files)[outcome]

    @property
    def refused(self) -> tuple[FileReport, ...]:
        return tuple(file for file in self.files if file.outcome is Outcome.REFUSED)

    @property
    def warned(self) -> tuple[FileReport, ...]:
        return tuple(file for file in self.files if file.warnings)


class Refused(Exception):
    """The file cannot enter the library; the message says why."""


def import_folder(folder: Path, progress: Progress = lambda done, total: None) -> ImportReport:
    """Import every text file under `folder`, one after the other; a bad file never stops the others.

    Running it again reads only what has changed. A file that is gone keeps its version in the library. Dated files go
    before undated ones, so that of two identical texts the one that knows its day is kept.
    Raises NotADirectoryError if there is no such folder, and OperationalError if the database goes away: what was
    imported until then stays, the next run goes on from there.
    """
    if not folder.is_dir():
        raise NotADirectoryError(f"没有 {folder} 这个文件夹。")
    folder = folder.resolve()
    paths = sorted(_files(folder), key=lambda path: (not path.stem.endswith((")", "）")), path.as_posix()))
    known = set(Source.objects.values_list("path", "sha256"))
    reports: list[FileReport] = []
    remaining = iter(paths)
    while batch := list(islice(remaining, _BATCH)):
        with transaction.atomic():
            reports += [_import_file(folder, path, known) for path in batch]
        progress(len(reports), len(paths))
    relink()
    return ImportReport(tuple(sorted(reports, key=lambda report: report.path)))


def _files(folder: Path) -> Iterator[Path]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return (path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts))


def _import_file(folder: Path, path: Path, known: set[tuple[str, str]]) -> FileReport:
    name = path.relative_to(folder).as_posix()
    try:
        _check_name(name)
        if not path.resolve().is_relative_to(folder):
            raise Refused("是指向文件夹之外的链接，没有读取。把文件复制到文件夹中，再导入")
        content = _read(path)
        digest = hashlib.sha256(content).hexdigest()
        if (name, digest) in known:
            return FileReport(name, Outcome.UNCHANGED)
        text = _decode(content)
        if is_classified(text) or is_classified(path.stem):
            place = path.parent.relative_to(folder).as_posix()
            label = f"{place}/……（SHA-256 {digest[:16]}）"
            return FileReport(label, Outcome.REFUSED, "带有密级标志，不能导入。转线下办理。没有保留任何内容")
        # A savepoint: what one file leaves half-written is undone without its neighbours.
        with transaction.atomic():
            return _import_text(name, path.parts, digest, text)
    except Refused as refusal:
        return FileReport(_shown(name), Outcome.REFUSED, str(refusal))
    except OSError as fault:
        return FileReport(name, Outcome.REFUSED, _unreadable(fault))
    except (OperationalError, InterfaceError):
        raise
    except DatabaseError as fault:
        return FileReport(name, Outcome.REFUSED, f"数据库没有接受（{' '.join(str(fault).split())}）。改正后再导入")
    except Exception as fault:
        # A folder holds thousands of files: a text that breaks the reader must not keep the others out.
        return FileReport(name, Outcome.REFUSED, f"没有读成，是程序的差错（{fault!r}）。把这一行告诉法度的维护者")


def _import_text(name: str, parts: Sequence[str], digest: str, text: str) -> FileReport:
    law = read_law(text, parts)
    if isinstance(law, NotALaw):
        raise Refused(law.reason)
    if len(law.title) > _LONGEST_TITLE or len(law.part) > _LONGEST_TITLE:
        raise Refused(f"标题超过 {_LONGEST_TITLE} 个字。缩短文首以 # 开头的标题，再导入")
    stored = store(law, name, digest)
    if stored.duplicate:
        return FileReport(name, Outcome.DUPLICATE, f"与 {stored.version.source} 的文本相同")
    return FileReport(name, Outcome.IMPORTED, warnings=law.warnings)


def _unreadable(fault: OSError) -> str:
    why = "没有权限" if isinstance(fault, PermissionError) else fault.strerror
    return f"读不了（{why}）。检查文件和它的权限，再导入"


def _shown(name: str) -> str:
    return name.encode(errors="replace").decode()


def _check_name(name: str) -> None:
    if len(name) > _LONGEST_PATH:
        raise Refused(f"路径超过 {_LONGEST_PATH} 个字符。移到上一级文件夹，再导入")
    try:
        name.encode()
    except UnicodeEncodeError:
        raise Refused("文件名不是 UTF-8。改名后再导入") from None


def _read(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise Refused(f"太大：{size / 1024 / 1024:.1f} MB，最多 {MAX_BYTES // 1024 // 1024} MB。只留法律文本，再导入")
    return path.read_bytes()


def _decode(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused(f"不是 UTF-8 文本（自第 {fault.start + 1} 个字节起）。另存为 UTF-8 之后再导入") from None
    if "\0" in text:
        raise Refused("不是文本，含有 NUL 字符。另存为 UTF-8 纯文本之后再导入")
    # Old editors end lines with a carriage return alone.
    return text.replace("\r\n", "\n").replace("\r", "\n")
