"""The rules of the house that a machine can check. Each failure says where, and what to do."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("src", "tests", "docs", "script", "bench", ".ci")
FIRST_PARTY = re.compile(r"(fadu|fadu_\w+|tests)(\.|$)")
PURE = ("law", "procedure", "figures", "evidence", "policy")

LONGEST_FILE = 399
LONGEST_FUNCTION = 60
GRAB_BAGS = {"utils", "util", "helpers", "helper", "misc", "common", "tools"}
# Written in pieces, so that this file does not break its own rule.
FOREIGN_WORDS = re.compile(
    "|".join(("/wo" + "rk/", r"\bA" + r"I[- ]agent", r"\bL" + r"LM\b", r"\bClau" + "de", r"\bGP" + "T"))
)
WRITTEN = {".py", ".html", ".css", ".js", ".md", ".sh", ".toml", ".typ", ".yaml", ".po", ""}
CODE = {".py", ".html", ".css", ".js", ".sh", ".typ", ""}


@cache
def files() -> tuple[Path, ...]:
    """Every text file we write: not generated (migrations, caches), not another's (folders named ``vendor``)."""
    return tuple(sorted(path for folder in OURS for path in walk(ROOT / folder) if path.suffix in WRITTEN))


def walk(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = [n for n in folders if n not in {"__pycache__", "vendor", "migrations"} and "egg-info" not in n]
        yield from (Path(where, name) for name in names)


@cache
def modules() -> tuple[tuple[Path, ast.Module], ...]:
    return tuple((path, ast.parse(path.read_bytes())) for path in files() if path.suffix == ".py")


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def place(path: Path, line: int | None = None) -> str:
    return f"{path.relative_to(ROOT)}" + (f":{line}" if line else "")


def report(faults: list[str], remedy: str) -> None:
    assert not faults, "\n".join([remedy, *faults])


def test_there_is_something_to_check() -> None:
    assert any(path.name == "settings.py" for path in files())


def test_files_are_short() -> None:
    lengths = [(path, path.read_bytes().count(b"\n")) for path in files() if path.suffix in CODE]
    faults = [f"{place(path)}: {length} lines" for path, length in lengths if length > LONGEST_FILE]
    report(faults, f"A file has at most {LONGEST_FILE} lines. Split it where its subject changes:")


def test_functions_are_short() -> None:
    faults = [
        f"{place(path, node.lineno)}: {node.name} has {length} lines"
        for path, tree in modules()
        for node in functions(tree)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    report(faults, f"A function has at most {LONGEST_FUNCTION} lines. Give each of its steps a name of its own:")


def test_our_own_packages_are_imported_at_the_top() -> None:
    faults = {
        f"{place(path, node.lineno)}: {imported}"
        for path, tree in modules()
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for imported in imports(node)
        if FIRST_PARTY.match(imported)
    }
    report(sorted(faults), "An import inside a function hides a cycle. Move what both need into the lower package:")


def imports(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return ["fadu." if node.level else str(node.module)]


def test_no_module_is_a_grab_bag() -> None:
    faults = [place(path) for path in files() if path.suffix == ".py" and path.stem in GRAB_BAGS]
    report(faults, "A module is named after its subject («calendar», not «utils»):")


def test_values_of_pure_packages_are_frozen() -> None:
    faults = [
        f"{place(path, node.lineno)}: {node.name}"
        for path, tree in modules()
        if path.is_relative_to(ROOT / "src/fadu") and path.relative_to(ROOT / "src/fadu").parts[0] in PURE
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(thawed(decorator) for decorator in node.decorator_list)
    ]
    report(faults, "A value does not change. Write @dataclass(frozen=True), and make a new one with replace():")


def thawed(decorator: ast.expr) -> bool:
    call = decorator if isinstance(decorator, ast.Call) else None
    name = ast.unparse(call.func if call else decorator)
    if name not in {"dataclass", "dataclasses.dataclass"}:
        return False
    given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords} if call else {}
    return given.get("frozen") != "True"


def test_the_product_speaks_of_itself_alone() -> None:
    faults = [
        f"{place(path, number)}: {found.group()}"
        for path in [*files(), ROOT / "README.md", ROOT / "pyproject.toml"]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (found := FOREIGN_WORDS.search(line))
    ]
    report(faults, "Code and documents name no machine's paths and nothing of how they were made:")


def test_every_folder_of_python_is_a_package() -> None:
    faults = {
        place(path.parent) for path, _ in modules() if path.is_relative_to(ROOT / "src") and lacks_init(path.parent)
    }
    report(sorted(faults), "Add an __init__.py whose docstring says what the package is for:")


def lacks_init(folder: Path) -> bool:
    return folder != ROOT / "src" and not (folder / "__init__.py").exists()
