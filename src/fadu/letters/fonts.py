"""The fonts of letters by role: free ones of the machine, or an office's licensed ones from a folder of its own.

The folder (`FADU_FONTS`) has one folder for each role: `fangsong` (仿宋), `kai` (楷体), `hei` (黑体), `biaosong` (小标宋), `latin` (digits and Latin
letters), `rare` (names that the others lack). A role without a folder is set in the free font below; `rare` follows every role.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import typst

SERIF, SANS, LATIN = "Noto Serif CJK SC", "Noto Sans CJK SC", "Liberation Serif"
FREE: Mapping[str, tuple[str, ...]] = {
    "fangsong": (SERIF,),
    "kai": ("LXGW WenKai", SERIF),
    "hei": (SANS,),
    "biaosong": (SERIF,),
    "latin": (LATIN, SERIF),
    "rare": (SERIF,),
}
"""For each role the families of which the first that is installed is used."""
PACKAGE = "fonts-noto-cjk"
"""The Debian package that has a family for every role."""


class FontsMissing(Exception):
    """The machine lacks the fonts in which letters are set."""


@dataclass(frozen=True)
class Families:
    """The family names of each role, and the folders besides the machine's own in which their files are."""

    roles: Mapping[str, tuple[str, ...]]
    folders: tuple[Path, ...]


def families(folder: Path | None) -> Families:
    """What each role is set in.

    Raises:
        FontsMissing: a free font is not installed, or the folder is not one of fonts by role.
    """
    own = {role: _own(folder / role) for role in FREE if folder and (folder / role).is_dir()}
    if folder and not own:
        raise FontsMissing(f"字体文件夹 {folder} 中没有按用途命名的子文件夹（{'、'.join(FREE)}）。检查 FADU_FONTS。")
    installed = set(typst.Fonts(include_embedded_fonts=False).families())
    free = {role: tuple(name for name in names if name in installed)[:1] for role, names in FREE.items()}
    absent = dict.fromkeys(FREE[role][-1] for role in FREE if not (own.get(role) or free[role]))
    if absent:
        raise FontsMissing(
            f"没有安装文书所用的字体 {'、'.join(absent)}。安装 {PACKAGE}（apt-get install {PACKAGE}）后重试。"
        )
    return Families(
        {role: own.get(role) or free[role] for role in FREE}, tuple(folder / role for role in own if folder)
    )


def _own(folder: Path) -> tuple[str, ...]:
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]).families()
    if not found:
        raise FontsMissing(f"字体文件夹 {folder} 中没有能用的字体。放入 .ttf 或者 .otf 文件，或者删除这个文件夹。")
    return tuple(sorted(found))
