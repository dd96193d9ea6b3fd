"""证据目录: files of a case put before a reviewing body or a court, each with what it proves; and the same with the exhibits behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from fadu.letters.archive.binding import Part, bound
from fadu.letters.archive.contents import MADE, PARTY, File, Item
from fadu.letters.archive.papers import halved, pages
from fadu.letters.archive.plain import printable, surely
from fadu.letters.archive.sheets import Setting
from fadu.letters.blocks import Document, Heading, Paragraph, Table
from fadu.letters.registers.data import attached_record
from fadu.procedure.say import chinese

COLUMNS, FILES = ("序号", "证据名称", "证明内容", "来源", "页码"), ("序号", "原件", "SHA-256")
FILE = "exhibits.json"


def proves(file: File) -> str:
    """What the record itself says that a file shows: a proposal, for a person to complete."""
    if file.source == PARTY:
        return f"{file.responsible}于{chinese(file.day)}提交《{file.title}》"
    return f"本机关于{chinese(file.day)}{'作出' if file.source == MADE else '收入案卷'}《{file.title}》"


def catalogue(
    number: str, items: Sequence[Item], said: Mapping[int, str], to: str, day: date, how: Setting
) -> Document:
    """The catalogue. `said` is what each exhibit proves, by its id; `to` whom it is put before, empty for nobody named."""
    rows = tuple(
        (str(n), printable(i.title), printable(said[i.id]) or "—", _source(i), pages(i))
        for n, i in enumerate(items, 1)
    )
    files = tuple((str(n), printable(i.path.partition("/")[2]), halved(i.sha256)) for n, i in enumerate(items, 1))
    opening = f"就{number}案，现提交证据{len(items)}件，共{sum(i.pages for i in items)}页，逐件列明如下。"
    return Document(
        kind="evidence",
        issuers=(how.office,),
        title="证据目录",
        number=number,
        addressee=f"{printable(to.rstrip('：:'))}：" if to else "",
        blocks=(
            Paragraph(opening),
            Table(COLUMNS, rows, (9, 26, 38, 16, 11)),
            Heading("原件及其SHA-256"),
            Table(FILES, files, (9, 43, 48)),
            Paragraph(f"本目录的数据另附于本文件之内（{FILE}）。"),
        ),
        date=chinese(day),
        mark=how.mark,
        data=(
            attached_record(FILE, "各件证据的名称、证明内容、页码和SHA-256", _record(number, items, said, to, day)),
        ),
    )


def volume(document: Document, items: Sequence[Item], how: Setting) -> bytes:
    """The catalogue and behind it every exhibit, its pages numbered as the catalogue says. Raises what `surely` raises."""
    parts = (
        Part(document.title, surely(document, how.at, how.fonts), numbered=False),
        *(Part(f"{n}. {i.title}（{pages(i)}）", i.sheets) for n, i in enumerate(items, 1)),
    )
    return bound(f"{document.number}证据材料", how.office, parts)


def _source(item: Item) -> str:
    return item.responsible if item.source == PARTY else "本机关"


def _record(number: str, items: Sequence[Item], said: Mapping[int, str], to: str, day: date) -> dict[str, object]:
    return {
        "format": "fadu-exhibits/1",
        "case": number,
        "to": to,
        "day": day.isoformat(),
        "exhibits": [
            {
                "n": n,
                "title": i.title,
                "proves": said[i.id],
                "source": _source(i),
                "day": i.day.isoformat(),
                "pages": [i.first, i.first + i.pages - 1],
                "file": i.path,
                "sha256": i.sha256,
            }
            for n, i in enumerate(items, 1)
        ],
    }
