"""What a letter costs: CPU of warm letters of two and of three pages and of a report of nine, memory over many letters; WeasyPrint beside it where it is installed.

    python -m bench.letters [--letters 1000] [--rounds 30]

CPU is this process's (JSON, the comparison after setting) and the typesetter's together, in the median; memory is the typesetter's and this
process's resident set after the first letters and after all of them. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from fadu.letters import html, word
from fadu.letters.blocks import Check, Document, Heading, Paragraph
from fadu.letters.gate import pages
from fadu.letters.pdf import render, setter

AT = datetime(2026, 11, 23, tzinfo=UTC)
FONTS: Path | None = None
TICK = os.sysconf("SC_CLK_TCK")
LINE = (
    "根据《中华人民共和国政府信息公开条例》第三十六条第（二）项的规定，本机关予以公开，按照您要求的方式（邮寄）提供。"
    "2023年，本机关累计推送境外安全提醒903条，境外安全周报52期。"
)
LETTER = Document(
    kind="notice",
    issuers=("示例市人民政府外事办公室",),
    title="政府信息公开申请答复书",
    number="示外公开〔2026〕12号",
    date="2026年11月23日",
    addressee="王昇、陈䶮女士：",
    blocks=(Paragraph(LINE),) * 4,
    check=Check("https://wb.example.cn/check/", "7K2M-Q0XW-94TB"),
    mark="样章 测试",
)
LONG = replace(LETTER, blocks=(Paragraph(LINE),) * 8)
REPORT = replace(LETTER, kind="report", blocks=(Heading("一、总体情况"), *(Paragraph(LINE * 3),) * 3) * 6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--fonts", type=Path, help="folder of fonts by role, as FADU_FONTS")
    given = parser.parse_args()
    global FONTS
    FONTS = given.fonts
    # Before the report, which brings a font more into memory.
    memory(given.letters)
    for name, paper in (("letter", LETTER), ("long letter", LONG), ("report", REPORT)):
        print(f"{name}: {len(list(pages(made(paper))))} pages")
        print(f"{name}, PDF compared: {median(lambda n, p=paper: made(numbered(p, n)), given.rounds):6.1f} ms CPU")
        print(
            f"{name}, HTML:         {median(lambda n, p=paper: html.render(numbered(p, n)), given.rounds):6.1f} ms CPU"
        )
        print(f"{name}, docx:         {median(lambda n, p=paper: word.write(numbered(p, n)), 5):6.1f} ms CPU")
        if importlib.util.find_spec("weasyprint"):
            print(f"{name}, WeasyPrint:   {median(lambda n, p=paper: weasy(numbered(p, n)), 5):6.1f} ms CPU")


def made(paper: Document) -> bytes:
    return render(paper, AT, FONTS)


def numbered(paper: Document, n: int) -> Document:
    """Another document each time: nothing can come from a cache."""
    return replace(
        paper, number=f"示外公开〔2026〕{n + 100}号", blocks=(Paragraph(f"第{n}件。{LINE}"), *paper.blocks)
    )


def median(work: Callable[[int], object], rounds: int) -> float:
    """Milliseconds of CPU, this process and the typesetter."""
    for n in range(3):
        work(n)
    if rounds < 10:
        taken = []
        for n in range(rounds):
            before = cpu()
            work(n + 3)
            taken.append((cpu() - before) * 1000)
        return statistics.median(taken)
    before = cpu()
    for n in range(rounds):
        work(n + 3)
    return (cpu() - before) / rounds * 1000


def cpu() -> float:
    """Seconds of CPU so far."""
    pid = setter(FONTS).pid
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / TICK


def memory(letters: int) -> None:
    shown = {10, letters // 2, letters}
    for n in range(1, letters + 1):
        made(numbered(LETTER, n))
        if n in shown:
            print(
                f"after {n} letters: typesetter {resident(setter(FONTS).pid)} MB, this process {resident(os.getpid())} MB"
            )


def resident(pid: int | None) -> int:
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000


def weasy(paper: Document) -> object:
    return (
        importlib.import_module("weasyprint").HTML(string=str(html.render(paper))).write_pdf(pdf_variant="pdf/a-2u")
    )


if __name__ == "__main__":
    main()
