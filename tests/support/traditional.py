"""script/traditional, which has no package: loaded as a module."""

from __future__ import annotations

from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "script" / "traditional"


class _Loader(SourceFileLoader):
    """Leaves nothing beside the script."""

    def set_data(self, path: str, data: bytes, *, _mode: int = 0o666) -> None: ...


@cache
def tool() -> ModuleType:
    spec = spec_from_loader("script_traditional", _Loader("script_traditional", str(SCRIPT)))
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def simplified() -> frozenset[str]:
    """Characters that no text in traditional Chinese has: neither the conversion nor a form of the list writes them."""
    convert = tool().converter()
    every = [chr(code) for code in range(ord("一"), ord("鿿"))]
    written = {convert(character) for character in every}
    said = "".join(path.read_text(encoding="utf-8") for path in tool().catalogues())
    kept = {c for line in said.splitlines() if line.startswith("msgstr") for c in line}
    return frozenset(c for c in every if convert(c) != c and c not in written and c not in kept)
