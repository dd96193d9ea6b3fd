"""Modules that take long to load and that few requests need: loaded at their first use, so that the office opens within seconds.

    if TYPE_CHECKING:
        import pypdf
    else:
        pypdf = Later("pypdf")

What reads the code (people, types, the rules of architecture) sees a plain import at the top of the file.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any


class Later(ModuleType):
    """Stands for a module until something of it is asked for. Safe between threads, as an import is."""

    def __getattr__(self, name: str) -> Any:
        # Introspection (doctest, inspect) asks every name of a module for these.
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(import_module(self.__name__), name)
        setattr(self, name, found)
        return found
