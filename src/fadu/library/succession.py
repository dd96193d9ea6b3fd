"""When each version ends: the next one begins, or another act repeals it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db import transaction

from fadu.library.models import Repeal, Version

_Key = tuple[int, str]
_COLUMNS = ("law", "part", "version_date", "in_force_from", "in_force_until", "law__title_key", "law__region")


@transaction.atomic
def relink() -> int:
    """Work out `in_force_until` of every version anew; returns how many changed.

    An undated text counts as older than every dated one of its act. Of two texts that begin on the same day only the
    later adopted one is ever in force.
    """
    versions = list(Version.objects.select_related("law").only(*_COLUMNS))
    lines: dict[_Key, list[Version]] = defaultdict(list)
    for version in versions:
        lines[version.law_id, version.part].append(version)
    repealed = _repeals_by_title()
    changed = [version for line in lines.values() for version in _set_ends(line, repealed)]
    Version.objects.bulk_update(changed, ["in_force_until"], batch_size=200)
    return len(changed)


def _repeals_by_title() -> dict[tuple[str, str], list[tuple[date, int]]]:
    """(title key, region) to (day, repealing version). An act repeals acts of its own region, or national ones."""
    found: dict[tuple[str, str], list[tuple[date, int]]] = defaultdict(list)
    rows = Repeal.objects.values_list("title_key", "by__law__region", "on", "by__in_force_from", "by_id")
    for key, region, on, in_force_from, by in rows:
        if day := on or in_force_from:
            found[key, region].append((day, by))
    return found


def _set_ends(line: list[Version], repealed: dict[tuple[str, str], list[tuple[date, int]]]) -> Iterator[Version]:
    line.sort(key=lambda version: (version.in_force_from or date.min, version.version_date or date.min, version.pk))
    following = [version.in_force_from for version in line[1:]]
    for version, next_start in zip(line, [*following, None], strict=True):
        start = version.in_force_from or date.min
        repeals = repealed.get((version.law.title_key, version.law.region), [])
        days = [day for day, by in repeals if day > start and by != version.pk]
        until = min([*days, *([next_start] if next_start else [])], default=None)
        if until != version.in_force_until:
            version.in_force_until = until
            yield version
