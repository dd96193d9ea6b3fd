"""`fadu laws import DIR`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from django.db.models import Count

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
    for title, sources in _rivals():
        print(
            f"note: {title} has two texts of one day ({', '.join(sources)}): only one can be right, remove the other.",
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
    lines = [f"{file.path}:{warning.line}: {warning.message}" for file in files for warning in file.warnings]
    for line in lines[:_MOST_WARNINGS_SHOWN]:
        print(f"note: {line}", file=out)
    if len(lines) > _MOST_WARNINGS_SHOWN:
        print(f"… and {len(lines) - _MOST_WARNINGS_SHOWN} more notes, kept with each version.", file=out)
