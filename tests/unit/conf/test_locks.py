"""What is installed is pinned, hashed, and what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
ASKED = {
    "run": PROJECT["project"]["dependencies"] + GROUPS["build"],
    "dev": PROJECT["project"]["dependencies"] + GROUPS["build"] + GROUPS["dev"],
}
PIN = re.compile(r"^(?P<name>[a-z0-9._-]+)(\[[^]]*\])?==(?P<version>[^ ;]+)", re.MULTILINE)


def lock(kind: str) -> str:
    return (ROOT / f"requirements/{kind}.txt").read_text(encoding="utf-8")


def pins(kind: str) -> dict[str, set[str]]:
    """Versions by name; one package may have several, for different systems."""
    found: dict[str, set[str]] = {}
    for pin in PIN.finditer(lock(kind)):
        found.setdefault(canonicalize_name(pin["name"]), set()).add(pin["version"])
    return found


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_every_wish_is_pinned_to_a_version_that_fulfils_it(kind: str) -> None:
    pinned = pins(kind)
    for wish in map(Requirement, ASKED[kind]):
        versions = pinned.get(canonicalize_name(wish.name), set())
        assert versions, f"{wish} is not in requirements/{kind}.txt; run script/lock"
        assert all(wish.specifier.contains(version) for version in versions), f"{wish}: {versions}; run script/lock"


def test_what_runs_is_what_was_tested() -> None:
    tested = pins("dev")
    assert {name: versions for name, versions in pins("run").items() if tested.get(name) != versions} == {}


@pytest.mark.parametrize("kind", ["run", "dev"])
def test_a_lock_names_no_host_and_has_a_hash_for_every_package(kind: str) -> None:
    text = lock(kind)
    assert not re.search(r"https?:|--(extra-)?index-url|--find-links|--trusted-host", text)
    packages = re.findall(r"^[a-z0-9][^\\\n]*(?:\\\n[^\\\n]*)*", text, re.MULTILINE)
    assert len(packages) == len(PIN.findall(text))
    assert all("--hash=sha256:" in package for package in packages)
