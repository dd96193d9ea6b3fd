"""Reads the command line, sets Django up for the commands that need it, and turns every error into one clear line."""

from __future__ import annotations

import argparse
import errno
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module

from fadu.evidence import verify

COMMANDS = {
    "run": "开启机关：数据库、示例、服务与后台",
    "work": "后台：时限、入序、发件",
    "migrate": "建立或者升级数据库",
    "sample": "写入示例办件",
    "guide": "办事指南",
    "due": "计算期限并逐日说明",
    "figures": "一年的统计数字",
    "table": "年度报告的法定表格",
    "laws": "法规库导入",
    "calendar": "工作日历导入",
    "rebuild": "由记录重建全部投影",
    "verify": "核验导出的证据（不需要数据库）",
    "check": "检查事项声明、文书、翻译、办例",
    "export": "导出案卷的证据",
    "package": "把办结的案卷制成案卷包",
    "backup": "备份",
    "restore": "恢复",
    "health": "是否正常",
}
PURE = ("guide", "due", "check")
"""Commands that need neither settings nor a database."""


class Refused(Exception):
    """A command that can't be done as asked; its text is the one line shown. Exit code 2."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["verify"]:
        return verify.main(words[1:])
    try:
        named = next((w for w in words if not w.startswith("-")), "")
        if named in COMMANDS and named not in PURE:
            set_up()
        args = _parser(named).parse_args(words)
        return int(import_module(f"fadu.cli.{args.command}").run(args))
    except Refused as refusal:
        print(f"fadu {named}: {refusal}", file=sys.stderr)
        return 2
    except SystemExit as end:
        if not isinstance(end.code, str):
            raise
        print(end.code, file=sys.stderr)  # a setting that is refused
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the last resort: a line, not a traceback, unless asked
        if os.environ.get("PYTHONDEVMODE"):
            raise
        print(f"fadu {named}: {_line(error)}", file=sys.stderr)
        return 2


FAULTS = {
    errno.ENOENT: "没有这个文件或者文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "只能读，不能写",
    errno.ENOSPC: "磁盘已满，没有写完；腾出空间后再来",
    errno.EDQUOT: "磁盘配额已满，没有写完；腾出空间后再来",
    errno.EISDIR: "这是文件夹，应当是文件",
    errno.ENOTDIR: "这是文件，应当是文件夹",
    errno.EIO: "磁盘读写出错",
}
"""What the operating system says most often, in the words of this command."""
FULL = re.compile(r"disk is full|No space left")
MISSING_TABLE = re.compile(r"no such table|relation .* does not exist")


def _parser(named: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fadu", description="法度：依法运行的机关。")
    subs = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for name, help_text in COMMANDS.items():
        sub = subs.add_parser(name, help=help_text, description=help_text)
        if name == named and name != "verify":
            import_module(f"fadu.cli.{name}").add(sub)
    return parser


def set_up() -> None:
    """Make settings, models and the database ready to be used."""
    import django  # noqa: PLC0415 — `fadu verify` runs where Django is not installed

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fadu.conf.settings")
    django.setup()


def _line(error: Exception) -> str:
    if isinstance(error, OSError) and error.errno in FAULTS:
        return FAULTS[error.errno] + (f"：{error.filename}" if error.filename else "") + "。"
    text = str(error).strip() or type(error).__name__
    name = type(error).__name__
    if name in ("OperationalError", "ProgrammingError") and MISSING_TABLE.search(text):
        return "数据库里还没有案卷的表。先运行 fadu migrate，或者检查 FADU_DATABASE_URL 和 FADU_DATA_DIR 指的是不是这个机关。"
    if name in ("OperationalError", "DiskFull") and FULL.search(text):
        return FAULTS[errno.ENOSPC] + "。"
    if name == "OperationalError" and "readonly" in text:
        return f"数据库{FAULTS[errno.EROFS]}。检查数据目录的权限；数据没有改动。"
    if name in ("OperationalError", "InterfaceError", "DatabaseError"):
        return f"数据库连接不上或者出错：{text.splitlines()[0]}。检查 FADU_DATABASE_URL 和数据库是否在运行；数据没有改动。"
    return " ".join(text.split())
