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
_DAY_FORM = "日期写成 2027-01-01，连续几天写成 2027-01-01/2027-01-03"
_FORM = "写成“键: 值”，冒号用半角，其后空一格"
_SYNTAX = "检查这一行和上一行：冒号用半角，缩进用空格，引号和括号成对"


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
        raise EditionError("不合 YAML 或者 JSON 的写法", _SYNTAX, line=line) from None
    except (yaml.YAMLError, RecursionError):
        raise EditionError("文件不是读得懂的 YAML 或者 JSON", "检查内容，另存为 UTF-8 纯文本") from None
    nodes = root.value if isinstance(root, yaml.SequenceNode) else [root] if root else []
    if not nodes:
        raise EditionError("文件中没有任何一年的安排", "至少写上 year 和 days_off")
    editions: dict[int, Edition] = {}
    for node in nodes:
        edition = _read_edition(node)
        if edition.year in editions:
            raise _refused(node, f"{edition.year} 年的安排写了两次", "只留现行的一份")
        editions[edition.year] = edition
    return tuple(editions.values())


def _read_edition(node: yaml.Node) -> Edition:
    entries = _entries(node, "安排")
    for key, value in entries.items():
        if key not in _KEYS:
            raise _refused(value, f"安排中没有“{key}”这个键", f"可以写：{'、'.join(_KEYS)}")
    if "year" not in entries:
        raise _refused(node, "缺少“year”", "写上通知所安排的年份")
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
    for holiday, listed in (_entries(node, key) if node else {}).items():
        if not isinstance(listed, yaml.SequenceNode):
            raise _refused(listed, f"“{key}: {holiday}”不是列表", f"日期写在 [ ] 之中：{_DAY_FORM}")
        for entry in listed.value:
            for day in _read_run(entry, f"{key}: {holiday}"):
                if day in days:
                    raise _refused(entry, f"“{key}”中 {day} 写了两次（{days[day]}、{holiday}）", "只留一处")
                days[day] = holiday
                lines[day] = _line(entry)
    return days


def _read_run(node: yaml.Node, key: str) -> list[date]:
    first_text, _, last_text = _scalar(node, key).partition("/")
    first = _parse_day(first_text, node, key)
    last = _parse_day(last_text, node, key) if last_text else first
    length = (last - first).days + 1
    if not 1 <= length <= _LONGEST:
        raise _refused(node, f"“{key}”写的是 {first} 至 {last}", f"一段是 1 至 {_LONGEST} 天：改正日期")
    return [first + timedelta(days=n) for n in range(length)]


def _read_year(node: yaml.Node) -> int:
    text = _scalar(node, "year")
    if not (text.isascii() and text.isdecimal() and len(text) == 4):
        raise _refused(node, f"“year”是“{text}”", "写成四位数字，如 2027")
    return int(text)


def _read_day(node: yaml.Node, key: str) -> date:
    return _parse_day(_scalar(node, key), node, key)


def _parse_day(text: str, node: yaml.Node, key: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise _refused(node, f"“{key}”中的“{text}”不是日期", _DAY_FORM) from None


def _entries(node: yaml.Node, what: str) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _refused(node, f"“{what}”不是由键和值组成", _FORM)
    entries: dict[str, yaml.Node] = {}
    for key_node, value in node.value:
        key = _scalar(key_node, what)
        if key in entries:
            raise _refused(key_node, f"“{key}”写了两次", "只留一处")
        entries[key] = value
    return entries


def _scalar(node: yaml.Node, key: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise _refused(node, f"“{key}”没有值，或者不是单独一个值", "把值写在同一行，键的后面")
    text = str(node.value).strip()
    if len(text) > _LONGEST_TEXT or not text.isprintable():
        problem = f"“{key}”超过 {_LONGEST_TEXT} 个字，或者含有不能显示的字符"
        raise _refused(node, problem, "改正后再导入")
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
