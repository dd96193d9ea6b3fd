"""Editions as files, in YAML or JSON:

- year: 2027
  title: 国务院办公厅关于2027年部分节假日安排的通知
  announced: 2026-11-05
  days_off:
    元旦: [2027-01-01/2027-01-03]
    清明节: [2027-04-05]
  make_up:
    春节: [2027-01-31]
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import yaml

from fadu.law.editions import Edition, EditionError, notice_title

_KEYS = ("id", "year", "title", "announced", "days_off", "make_up")
_LONGEST = 31
_LONGEST_TEXT = 200
_DAY_FORM = "Write days as 2027-01-01, runs of days as 2027-01-01/2027-01-03"


def load_editions(text: str) -> tuple[Edition, ...]:
    """Read the editions in `text`: one, or a list of them.

    Raises EditionError with the line, the key, and what to do; nothing is read in part.
    """
    # JSON may be indented with tabs, which YAML refuses; inside JSON strings a raw tab is not legal anyway.
    source = text.expandtabs() if text.lstrip()[:1] in ("[", "{") else text
    try:
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise EditionError(f"this is not YAML or JSON ({error.problem})", "Correct the file", line=line) from None
    except (yaml.YAMLError, RecursionError):
        raise EditionError("This is not a readable YAML or JSON file", "Save it as plain UTF-8 text") from None
    nodes = root.value if isinstance(root, yaml.SequenceNode) else [root] if root else []
    if not nodes:
        raise EditionError("The file holds no edition", "Add at least year, days_off and make_up")
    editions: dict[int, Edition] = {}
    for node in nodes:
        edition = _read_edition(node)
        if edition.year in editions:
            raise _refused(node, f"The edition of {edition.year} stands twice in the file", "Keep the one in force")
        editions[edition.year] = edition
    return tuple(editions.values())


def _read_edition(node: yaml.Node) -> Edition:
    entries = _entries(node, "an edition")
    for key, value in entries.items():
        if key not in _KEYS:
            raise _refused(value, f"«{key}» is not a key of an edition", f"Use {', '.join(_KEYS)}")
    if "year" not in entries:
        raise _refused(node, "«year» is missing", "Add the year that the notice is for")
    year = _read_year(entries["year"])
    lines: dict[date, int] = {}
    days_off = _read_holidays(entries.get("days_off"), "days_off", lines)
    make_up = _read_holidays(entries.get("make_up"), "make_up", lines)
    try:
        return Edition(
            id=_scalar(entries["id"], "id") if "id" in entries else str(year),
            title=_scalar(entries["title"], "title") if "title" in entries else notice_title(year),
            year=year,
            days_off=days_off,
            make_up=make_up,
            announced=_read_day(entries["announced"], "announced") if "announced" in entries else None,
        )
    except EditionError as error:
        if error.day is None:
            raise
        raise EditionError(error.problem, error.remedy, day=error.day, line=lines[error.day]) from None


def _read_holidays(node: yaml.Node | None, key: str, lines: dict[date, int]) -> dict[date, str]:
    """Day to holiday, from a mapping of holiday to list of days; notes in `lines` where each day stands."""
    days: dict[date, str] = {}
    for holiday, listed in (_entries(node, f"«{key}»") if node else {}).items():
        if not isinstance(listed, yaml.SequenceNode):
            raise _refused(listed, f"«{key}: {holiday}» is not a list", f"{_DAY_FORM}, in [ ]")
        for entry in listed.value:
            for day in _read_run(entry, f"{key}: {holiday}"):
                if day in days:
                    raise _refused(entry, f"{day} stands twice under «{key}» ({days[day]}, {holiday})", "Keep one")
                days[day] = holiday
                lines[day] = _line(entry)
    return days


def _read_run(node: yaml.Node, key: str) -> list[date]:
    first_text, _, last_text = _scalar(node, key).partition("/")
    first = _parse_day(first_text, node, key)
    last = _parse_day(last_text, node, key) if last_text else first
    length = (last - first).days + 1
    if not 1 <= length <= _LONGEST:
        raise _refused(node, f"«{key}» runs from {first} to {last}", f"A run has 1 to {_LONGEST} days: correct it")
    return [first + timedelta(days=n) for n in range(length)]


def _read_year(node: yaml.Node) -> int:
    text = _scalar(node, "year")
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise _refused(node, f"«year» is «{text}»", "Write four digits, e.g. 2027")
    return int(text)


def _read_day(node: yaml.Node, key: str) -> date:
    return _parse_day(_scalar(node, key), node, key)


def _parse_day(text: str, node: yaml.Node, key: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise _refused(node, f"«{key}» holds «{text}», which is not a day", _DAY_FORM) from None


def _entries(node: yaml.Node, what: str) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _refused(node, f"{what} must be keys with values", "See the form of a file in the documentation")
    entries: dict[str, yaml.Node] = {}
    for key_node, value in node.value:
        key = _scalar(key_node, what)
        if key in entries:
            raise _refused(key_node, f"«{key}» stands twice", "Keep one")
        entries[key] = value
    return entries


def _scalar(node: yaml.Node, key: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise _refused(node, f"«{key}» needs one plain value", "Write it on the same line as its key")
    text = str(node.value).strip()
    if len(text) > _LONGEST_TEXT or not text.isprintable():
        problem = f"«{key}» is longer than {_LONGEST_TEXT} characters, or holds what cannot be printed"
        raise _refused(node, problem, "Correct it")
    return text


def _refused(node: yaml.Node, problem: str, remedy: str) -> EditionError:
    return EditionError(problem, remedy, line=_line(node))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def dump_editions(editions: Iterable[Edition]) -> str:
    """Write `editions` as YAML that `load_editions` reads back unchanged."""
    written = [
        {
            "id": edition.id,
            "year": edition.year,
            "title": edition.title,
            **({"announced": edition.announced.isoformat()} if edition.announced else {}),
            "days_off": _runs_by_holiday(edition.days_off),
            "make_up": _runs_by_holiday(edition.make_up),
        }
        for edition in editions
    ]
    return str(yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=120))


def _runs_by_holiday(days: Mapping[date, str]) -> dict[str, list[str]]:
    runs: dict[str, list[list[date]]] = {}
    for day, holiday in sorted(days.items()):
        of_holiday = runs.setdefault(holiday, [])
        if of_holiday and of_holiday[-1][-1] + timedelta(days=1) == day:
            of_holiday[-1].append(day)
        else:
            of_holiday.append([day])
    return {holiday: [_run(run) for run in of_holiday] for holiday, of_holiday in runs.items()}


def _run(days: list[date]) -> str:
    return days[0].isoformat() if len(days) == 1 else f"{days[0]}/{days[-1]}"
