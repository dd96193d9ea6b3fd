"""Writes docs/reference from the code: `python docs/generate.py`. A test fails while a page differs from what the code says."""

from __future__ import annotations

import argparse
import ast
import dataclasses
import inspect
import os
import re
import sys
import textwrap
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path

import django

from fadu import procedure
from fadu.cli.main import COMMANDS
from fadu.conf.env import Env, variable
from fadu.evidence import verify
from fadu.figures.standard import standard_figures
from fadu.law.period import Term
from fadu.procedure import Act, Clock, Law, Outcome, Procedure, Stage, duty, since, words, working_days
from fadu.procedure.amending import SILENT_CHANGE
from fadu.procedure.checks import CHECKS
from fadu.procedure.crosschecks import CROSSCHECKS
from fadu.procedure.registry import installed

REFERENCE = Path(__file__).parent / "reference"
SOURCE = Path(words.__file__).parents[1]
NOTE = "<!-- Written by docs/generate.py from the code. Change the code, then run it again. -->\n"


class Example(Procedure):
    """The procedure on which the figures of every procedure are told."""

    id = "p"
    title = "某事项"
    basis = Law("某法")[1]
    in_force = since("2020-01-01")
    register = "某"
    begun = Stage("已受理")
    ended = Stage("已办结", final=True)
    begin = Act("受理", to=begun, by=words.OFFICE, basis=basis)
    end = Act("办结", at=begun, to=ended, by=words.OFFICE, basis=basis)
    granted = Outcome("准予", of=end, basis=basis)
    term = Clock("办结期限", 20 * working_days, since=begin, until=end, basis=basis)


def pages() -> dict[str, str]:
    """Every page of the reference by its file name."""
    made = {
        "words.md": words_page(),
        "commands.md": commands_page(),
        "settings.md": settings_page(),
        "checks.md": checks_page(),
        "errors.md": errors_page(),
        "figures.md": figures_page(),
    }
    return {name: NOTE + text for name, text in made.items()}


def words_page() -> str:
    """The words of the language: what `from fadu.procedure import …` gives."""
    parts = ["# Words", _doc(words), "## Procedure", _doc(duty.Procedure)]
    kinds = dict.fromkeys(c for c in vars(words).values() if inspect.isclass(c) and c.__module__ == words.__name__)
    for kind in kinds:
        parts += [f"## {kind.__name__}", _doc(kind), _options(kind)]
    for name in procedure.__all__:
        thing = getattr(procedure, name)
        if (inspect.isclass(thing) or inspect.isfunction(thing)) and thing not in kinds and thing is not Procedure:
            parts += [f"## {name}", _doc(thing)]
    lengths = [name for name in procedure.__all__ if isinstance(getattr(procedure, name), Term)]
    parts += ["## Lengths", f"{', '.join(f'`{name}`' for name in lengths)}: `20 * working_days`, `3 * months`."]
    roles = [(n, r) for n, r in vars(words).items() if isinstance(r, words.Role)]
    rows = [f"| `{name}` | `{role.key}` | {role.title} |" for name, role in roles]
    parts += ["## Roles of the engine", "| word | key | title |\n|---|---|---|\n" + "\n".join(rows)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _options(kind: type) -> str:
    """The options of a word, with their defaults; a field that adds none has those of Field."""
    if not dataclasses.is_dataclass(kind) or ("__dataclass_fields__" not in vars(kind)):
        return ""
    rows = [f"| `{f.name}` | `{_escaped(str(f.type))}` | {_default(f)} |" for f in dataclasses.fields(kind) if f.init]
    return "| option | type | default |\n|---|---|---|\n" + "\n".join(rows) if rows else ""


def _default(field: dataclasses.Field[object]) -> str:
    value = field.default
    if value is dataclasses.MISSING:
        return "required"
    if isinstance(value, StrEnum):
        return value.name
    return f"`{value.title if isinstance(value, words.Role) else _escaped(repr(value))}`"


def commands_page() -> str:
    """Every command with its words, as the parser knows them."""
    parts = ["# Commands", _doc(import_module("fadu.cli"))]
    for name, help_text in COMMANDS.items():
        parts += [f"## fadu {name}", help_text]
        parser = verify._parser() if name == "verify" else _parser(name)
        parts += list(_words_of(parser))
    return "\n\n".join(parts) + "\n"


def _parser(name: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"fadu {name}")
    import_module(f"fadu.cli.{name}").add(parser)
    return parser


def _words_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    rows = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for sub in action.choices.values():
                yield f"### {sub.prog}"
                yield from _words_of(sub)
        elif not isinstance(action, argparse._HelpAction):
            rows.append(f"| `{_word(action)}` | {_escaped(action.help or '')} |")
    if rows:
        yield "| word | meaning |\n|---|---|\n" + "\n".join(rows)


def _word(action: argparse.Action) -> str:
    choices = "{" + ",".join(map(str, action.choices)) + "}" if action.choices else ""
    value = str(action.metavar or choices or action.dest.upper().replace("_", "-"))
    if not action.option_strings:
        return _escaped(f"{value} …" if action.nargs in ("*", "+") else value)
    option = action.option_strings[-1] if action.nargs == 0 else f"{action.option_strings[-1]} {value}"
    return _escaped(option)


def settings_page() -> str:
    """Every setting: variable, default, meaning."""
    rows = []
    for field in dataclasses.fields(Env):
        name = variable(field)
        secret = " May be given as a file: `" + name + "_FILE`." if field.metadata["secret"] else ""
        rows.append(
            f"| `{name}` | {_shown(field.default)} | {_escaped(field.metadata['doc'].replace('``', '`'))}{secret} |"
        )
    intro = "Settings are environment variables. An unknown name or value is refused before anything starts."
    return f"# Settings\n\n{intro}\n\n| variable | default | meaning |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _shown(default: object) -> str:
    """A default as one writes it; a folder without where it happens to lie."""
    if isinstance(default, Path):
        return f"`{default.name}`"
    text = ",".join(default) if isinstance(default, tuple) else str(default)
    return f"`{text}`" if text else "none"


def checks_page() -> str:
    """Every check of the language by its id."""
    alone = {"fadu.E001": "A procedure says its id, title, basis, in_force and register."}
    alone |= {id: _doc(check) for id, check in CHECKS.items()}
    beside = {id: _doc(check) for id, check in CROSSCHECKS.items()}
    recorded = {SILENT_CHANGE: _doc(import_module("fadu.cases.amendments").silent_changes)}
    return (
        "# Checks\n\n## Of a file by itself, when it is imported\n\n"
        + _table("id", "what must be true", alone)
        + "\n\n## Of everything installed, by `fadu check`\n\n"
        + _table("id", "what must be true", beside)
        + "\n\n## Of everything installed, against the record, when the office starts and by `fadu check`\n\n"
        + _table("id", "what must be true", recorded)
        + "\n"
    )


def errors_page() -> str:
    """Every error that the code raises by a name of its own, with the status of the page or the answer that shows it."""
    intro = (
        "An error says what was refused, why (with its article, where there is one) and what to do now. Commands print it as one line.\n\n"
        "| exit code | meaning |\n|---|---|\n| 0 | done |\n| 1 | done, and something is wrong |\n| 2 | not done |"
    )
    parts = ["# Errors", intro]
    for path in sorted(SOURCE.rglob("*.py")):
        found = list(_errors_in(path))
        if found:
            module = ".".join(("fadu", *path.relative_to(SOURCE).with_suffix("").parts)).removesuffix(".__init__")
            parts += [f"## {module}", "| error | status | meaning |\n|---|---|---|\n" + "\n".join(found)]
    return "\n\n".join(parts) + "\n"


def _errors_in(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.ClassDef) or node.name.startswith("_") or not _is_error(node):
            continue
        status = next(
            (
                ast.unparse(s.value)
                for s in node.body
                if isinstance(s, ast.Assign) and ast.unparse(s.targets[0]) == "status"
            ),
            "",
        )
        yield f"| `{node.name}` | {status} | {_escaped(_first(ast.get_docstring(node) or ''))} |"


def _is_error(node: ast.ClassDef) -> bool:
    bases = [ast.unparse(base).rpartition(".")[2] for base in node.bases]
    known = ("Exception", "LookupError", "ValueError", "NoSuchLaw", "NotInForce")
    return any(base in known or base.endswith("Error") for base in bases)


def figures_page() -> str:
    """The figures of every procedure, told on one; and those that packs declare."""
    parts = [
        "# Figures",
        "Every procedure has these without a line of code. Here they are told of a procedure «p», titled 某事项, with one outcome.",
    ]
    rows = [
        f"| `{each.id}` | {each.title} | {each.unit} | {_escaped(str(each.rule))} |"
        for each in standard_figures(Example.declaration)
    ]
    parts += ["| id | title | unit | rule |\n|---|---|---|---|\n" + "\n".join(rows)]
    declared = [each for pack in installed().packs for each in pack.figures]
    if declared:
        rows = [f"| `{d.id}` | {d.title} | {d.unit} | {d.reported} | {_escaped(str(d.rule))} |" for d in declared]
        parts += [
            "## Declared by packs",
            "| id | title | unit | reported | rule |\n|---|---|---|---|---|\n" + "\n".join(rows),
        ]
    return "\n\n".join(parts) + "\n"


def _table(first: str, second: str, rows: dict[str, str]) -> str:
    lines = [f"| `{key}` | {_escaped(text)} |" for key, text in sorted(rows.items())]
    return f"| {first} | {second} |\n|---|---|\n" + "\n".join(lines)


def _doc(thing: object) -> str:
    """The docstring; what it shows indented is code."""
    text = inspect.getdoc(thing) or ""
    if inspect.isclass(thing) and text.startswith(f"{thing.__name__}("):
        return ""  # what dataclasses write themselves
    return (
        re.sub(r"(?m)(?:^    .*\n?)+", lambda m: f"```python\n{textwrap.dedent(m[0]).rstrip()}\n```\n", text)
        if "\n    class " in text
        else text
    )


def _first(text: str) -> str:
    return " ".join(text.split("\n\n")[0].split())


def _escaped(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    REFERENCE.mkdir(exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fadu.conf.settings")
    django.setup()
    sys.exit(main())
