"""A pytest plugin and a module to import first: the engine with no pack installed, or with one of the tests' own.

pytest -p tests.engine.alone …            no pack at all
OWN_PACK=1 pytest -p tests.engine.alone …   the tests' own pack, which no office has
"""

from __future__ import annotations

import importlib.metadata as metadata
import os
from dataclasses import dataclass
from importlib import import_module
from typing import Any

_installed = metadata.entry_points


@dataclass(frozen=True)
class OwnPack:
    """What an entry point is to whoever looks for packs."""

    name: str = "own"
    module: str = "tests.engine.own"

    def load(self) -> Any:
        return import_module(self.module).pack


def entry_points(**asked: Any) -> Any:
    if asked.get("group") != "fadu.pack":
        return _installed(**asked)
    return (OwnPack(),) if os.environ.get("OWN_PACK") else ()


metadata.entry_points = entry_points  # type: ignore[assignment]
