"""Where the installed packs are. They are found by entry point ``fadu.pack`` and not imported here."""

from __future__ import annotations

from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path


def pack_folders() -> tuple[Path, ...]:
    """The folder of each installed pack, in the order of their names."""
    modules = sorted({point.module.partition(".")[0] for point in entry_points(group="fadu.pack")})
    specs = [find_spec(module) for module in modules]
    return tuple(Path(folder) for spec in specs if spec for folder in spec.submodule_search_locations or ())
