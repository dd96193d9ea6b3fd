"""Law texts made up for the tests; each shows irregularities that real files have."""

from __future__ import annotations

from pathlib import Path

END = "<!-- INFO END -->"


def text(*lines: str, title: str = "示例条例", header: tuple[str, ...] = ()) -> str:
    """A file with the title, the header's lines and the body's `lines`, a blank line between any two."""
    return "\n\n".join([f"# {title}", *header, END, *lines]) + "\n"


PLAIN = text(
    "## 第一章 总则",
    "第一条 为了示例，制定本条例。",
    "第二条 有下列情形之一的，应当登记：",
    "（一）新设的；",
    "（二）变更的。",
    "前款规定的登记不收费。",
    "## 第二章 附 则",
    "第三条 本条例自2019年5月15日起施行。2007年4月5日公布的《示例暂行办法》同时废止。",
    header=("2019年4月3日 中华人民共和国国务院令第900号公布",),
)

AMENDED = text(
    "第一条 为了示例，制定本条例。",
    "第二条 登记不收费。",
    "第三条 本条例自2019年5月15日起施行。",
    header=(
        "2019年4月3日 中华人民共和国国务院令第900号公布",
        "2022年3月29日 《国务院关于修改部分行政法规的决定》第一次修订",
    ),
)

REPEALED = text(
    "第一条 示例事项由登记机关办理。",
    "第二条 本办法自2007年5月1日起施行。",
    title="示例暂行办法",
    header=("2007年4月5日 国务院公布",),
)

PART_ONE = (
    "# 中华人民共和国示例法典\n\n# 总则\n\n2020年5月28日 通过\n\n2021年1月1日 施行\n\n"
    + END
    + "\n\n第一条 总则之一。\n"
)
PART_TWO = (
    "# 中华人民共和国示例法典\n\n# 合同编\n\n2020年5月28日 通过\n\n2021年1月1日 施行\n\n"
    + END
    + "\n\n第四百条 合同。\n"
)

FOLDER = {
    "行政法规/示例条例(2019-04-03).md": PLAIN,
    "行政法规/示例条例(2022-03-29).md": AMENDED,
    "行政法规/示例暂行办法(2007-04-05).md": REPEALED,
    "民法典/示例总则.md": PART_ONE,
    "民法典/示例合同编.md": PART_TWO,
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write `files` (path to text) under `folder`; returns `folder`."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return folder
