"""`fadu laws import DIR`."""

from pathlib import Path
from typing import TextIO

from fadu.library.importing import FileReport, ImportReport, Outcome, import_folder
from fadu.library.models import Article, Law, Version

_MOST_WARNINGS_SHOWN = 20


def laws_import(folder: Path, out: TextIO) -> int:
    """Import `folder` and print what happened to `out`.

    Returns the exit code: 0 if all was read, 1 if a file was refused, 2 if there is no such folder.
    """
    try:
        report = import_folder(folder, lambda done, total: print(f"{done}/{total} files", file=out, flush=True))
    except NotADirectoryError as fault:
        print(f"{fault} Name the folder that holds the law texts (.md).", file=out)
        return 2
    _print_report(report, out)
    return 1 if report.refused else 0


def _print_report(report: ImportReport, out: TextIO) -> None:
    counts = ", ".join(f"{report.count(outcome)} {outcome}" for outcome in Outcome)
    print(f"{len(report.files)} files: {counts}.", file=out)
    articles = Article.objects.filter(mark__startswith="第").count()
    kept = f"{Law.objects.count()} laws, {Version.objects.count()} versions, {articles} articles (条)"
    print(f"The library holds {kept}.", file=out)
    for file in report.refused:
        print(f"refused: {file.path}: {file.reason}.", file=out)
    _print_warnings(report.warned, out)


def _print_warnings(files: tuple[FileReport, ...], out: TextIO) -> None:
    lines = [f"{file.path}:{warning.line}: {warning.message}" for file in files for warning in file.warnings]
    for line in lines[:_MOST_WARNINGS_SHOWN]:
        print(f"note: {line}", file=out)
    if len(lines) > _MOST_WARNINGS_SHOWN:
        print(f"… and {len(lines) - _MOST_WARNINGS_SHOWN} more notes, kept with each version.", file=out)
