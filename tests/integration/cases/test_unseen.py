"""What a file carries that its pages don't show: markings are found there too, and nothing is taken that runs by itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from tests.integration.cases.test_files import PNG, docx, kept, upload

from fadu.cases.intake import UploadRefused

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SAID = f"<w:x {WORD}><w:p><w:r><w:t>机</w:t></w:r><w:r><w:t>密★10年</w:t></w:r></w:p></w:x>"
HIDDEN_IN_WORD = {
    "word/footnotes.xml": SAID,
    "word/comments.xml": SAID,
    "word/glossary/document.xml": SAID,
    "word/header12.xml": SAID,
    "docProps/app.xml": "<Properties><Company>机密</Company></Properties>",
    "docProps/custom.xml": '<Properties><property name="密级"><vt>秘密★长期</vt></property></Properties>',
    "docProps/core.xml": "<c><keywords>某方案 密级：机密</keywords></c>",
    "word/media/机密★10年.png": "x",
    "word/document2.xml": f'<w:x {WORD}><docPr descr="绝密★"/></w:x>',
}
HIDDEN_IN_A_TABLE = {
    "xl/worksheets/sheet1.xml": '<w><row><c t="inlineStr"><is><r><t>机</t></r><r><t>密★</t></r></is></c></row></w>',
    "xl/worksheets/sheet2.xml": "<w><headerFooter><oddHeader>&amp;C&amp;14机密</oddHeader></headerFooter></w>",
    "xl/comments1.xml": "<c><comment><text><t>秘密★1年</t></text></comment></c>",
    "xl/a.xml": "<x><a>&#26426;&#23494;★</a></x>",
    "xl/b.xml": "<x><![CDATA[机密★]]></x>",
    "xl/sheets.xml": '<w><sheet name="机密"/></w>',
}


def zipped(parts: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return made.getvalue()


def written(change: Callable[[PdfWriter], object]) -> bytes:
    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    change(writer)
    writer.write(made)
    return made.getvalue()


HIDDEN = {
    **{name: zipped({"word/document.xml": "<x/>", name: text}) for name, text in HIDDEN_IN_WORD.items()},
    **{name: zipped({"xl/workbook.xml": "<x/>", name: text}) for name, text in HIDDEN_IN_A_TABLE.items()},
    "a file inside": zipped({"word/document.xml": "<x/>", "word/embeddings/a.docx": docx("题目", "机密★10年")}),
    "a title": written(lambda pdf: pdf.add_metadata({"/Title": "机密★10年 方案"})),
    "an attachment": written(lambda pdf: pdf.add_attachment("a.docx", docx("机密★10年"))),
    "the name of an attachment": written(lambda pdf: pdf.add_attachment("机密★10年.txt", b"x")),
    "a picture's own words": PNG + "iTXtTitle\0机密★10年".encode(),
}


@pytest.mark.parametrize("where", HIDDEN)
def test_a_marking_is_found_wherever_it_hides(where: str) -> None:
    with pytest.raises(UploadRefused, match="转线下"):
        upload(HIDDEN[where], "方案.docx")
    assert not kept()


def script(kind: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/JS"): TextStringObject("app.alert(1)")})


def opening(pdf: PdfWriter) -> None:
    pdf.root_object[NameObject("/OpenAction")] = script("/JavaScript")


def turning(pdf: PdfWriter) -> None:
    pdf.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): script("/Launch")})


def fetched(kind: str, target: str) -> str:
    return (
        f'<Relationships><Relationship Id="r1" TargetMode="External" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        "</Relationships>"
    )


RUNNING = {
    "macros": zipped({"word/document.xml": "<x/>", "word/VBAProject.bin": "x"}),
    "controls": zipped({"word/document.xml": "<x/>", "word/activeX/activeX1.bin": "x"}),
    "old macros": zipped({"xl/workbook.xml": "<x/>", "xl/macrosheets/sheet1.xml": "<x/>"}),
    "a type with macros": zipped(
        {"word/document.xml": "<x/>", "[Content_Types].xml": "<a t='x.macroEnabled.main+xml'/>"}
    ),
    "a template from elsewhere": zipped(
        {
            "word/document.xml": "<x/>",
            "word/_rels/settings.xml.rels": fetched("attachedTemplate", "https://elsewhere.example/x.dotm"),
        }
    ),
    "a script on opening": written(opening),
    "a program on turning": written(turning),
}


@pytest.mark.parametrize("what", RUNNING)
def test_what_runs_by_itself_is_not_taken(what: str) -> None:
    with pytest.raises(UploadRefused, match="宏或者脚本") as refusal:
        upload(RUNNING[what])
    assert refusal.value.status == 415
    assert not kept()


def test_links_and_templates_at_home_are_no_programs() -> None:
    for kind, target in (("hyperlink", "https://www.example.cn/"), ("attachedTemplate", "file:///C:/Normal.dotm")):
        upload(zipped({"word/document.xml": "<x/>", "word/_rels/document.xml.rels": fetched(kind, target)}))
    upload(written(lambda pdf: pdf.add_attachment("发票.xml", b"<x/>")))


def test_what_unpacks_to_far_more_where_nobody_looks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fadu.cases.unseen.MOST_TEXT", 1000)
    with pytest.raises(UploadRefused, match="打不开"):
        upload(zipped({"word/document.xml": "<x/>", "word/comments.xml": f"<x>{'长' * 1000}</x>"}))


@pytest.mark.parametrize("part", ["<c/>", "<p>", "<p></p>", "<", "<p ", "name= ", "&amp;", "机密"])
def test_what_is_small_when_packed_and_huge_when_read_costs_little(part: str) -> None:
    """It is taken or refused; what it costs is what going through the text a few times costs."""
    hidden = zipped({"xl/workbook.xml": "<x/>", "xl/worksheets/sheet1.xml": part * 200_000})
    with suppress(UploadRefused):
        assert upload(hidden, "表.xlsx").size == len(hidden)


@pytest.mark.parametrize("name", ["word/document.xml", "word/comments.xml"])
def test_a_part_that_does_not_unpack_is_refused(name: str) -> None:
    whole = bytearray(
        zipped({"word/document.xml": "<x/>", name: "<x>" + "".join(map(chr, range(400, 9000))) + "</x>"})
    )
    at = whole.index(b"PK\x01\x02") - 2000
    whole[at : at + 1000] = bytes(1000)
    with pytest.raises(UploadRefused, match="打不开"):
        upload(bytes(whole))
