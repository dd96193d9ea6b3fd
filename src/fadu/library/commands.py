"""`fadu laws import DIR`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from django.db.models import Count

from fadu.library.importing import FileReport, ImportReport, Outcome, import_folder
from fadu.library.models import Article, Law, Version

_MOST_WARNINGS_SHOWN = 200
_WORDS = {
    Outcome.IMPORTED: "新导入",
    Outcome.UNCHANGED: "未变",
    Outcome.DUPLICATE: "重复",
    Outcome.REFUSED: "拒收",
}


def laws_import(folder: Path, out: TextIO) -> int:
    """Import `folder` and print what happened to `out`.

    Returns the exit code: 0 if all was read, 1 if a file was refused, 2 if there is no such folder.
    """
    try:
        report = import_folder(folder, lambda done, total: print(f"{done}/{total} 个文件", file=out, flush=True))
    except NotADirectoryError as fault:
        print(f"{fault}写明存放法律文本（.md）的文件夹。", file=out)
        return 2
    _print_report(report, out)
    return 1 if report.refused else 0


def _print_report(report: ImportReport, out: TextIO) -> None:
    counts = "，".join(f"{word} {report.count(outcome)}" for outcome, word in _WORDS.items())
    print(f"{len(report.files)} 个文件：{counts}。", file=out)
    articles = Article.objects.filter(mark__startswith="第").count()
    print(
        f"法规库现有法律文件 {Law.objects.count()} 部，文本 {Version.objects.count()} 份，条文 {articles} 条。",
        file=out,
    )
    for file in report.refused:
        print(f"拒收 {file.path}：{file.reason}。", file=out)
    for title, sources in _rivals():
        print(
            f"注意：{title}同一天的文本有 {len(sources)} 份（{'、'.join(sources)}），只有一份是对的：把其余的改成与它相同，再导入。",
            file=out,
        )
    _print_warnings(report.warned, out)


def _rivals() -> Iterator[tuple[str, list[str]]]:
    """Acts with different texts of the same day, and the files that hold them: one hides the other."""
    same = ("law", "part", "version_date", "in_force_from")
    dated = Version.objects.exclude(in_force_from=None)
    for law, part, made, start, _ in dated.values_list(*same).annotate(n=Count("id")).filter(n__gt=1).order_by(*same):
        texts = dated.filter(law=law, part=part, version_date=made, in_force_from=start).order_by("source")
        yield f"《{texts[0].title}》", [version.source for version in texts]


def _print_warnings(files: tuple[FileReport, ...], out: TextIO) -> None:
    lines = [f"{file.path}{_line(warning.line)}：{warning.message}" for file in files for warning in file.warnings]
    for line in lines[:_MOST_WARNINGS_SHOWN]:
        print(f"注意：{line}", file=out)
    if len(lines) > _MOST_WARNINGS_SHOWN:
        print(f"……另有 {len(lines) - _MOST_WARNINGS_SHOWN} 处。", file=out)


def _line(number: int) -> str:
    return f" 第 {number} 行" if number else ""
