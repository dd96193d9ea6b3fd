"""The store of files, and what may come in: by content, not by name, and never a State secret."""

from __future__ import annotations

import hashlib
import io
import logging
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfWriter

from fadu.cases import files, intake
from fadu.cases.filetypes import DOCX, OFD, XLSX, media_type
from fadu.cases.intake import UploadRefused, check_upload

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 40


def archive(**parts: str) -> bytes:
    """A zip of the given parts; `__` stands for a slash."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as writer:
        for name, text in parts.items():
            writer.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return made.getvalue()


def docx(*lines: str) -> bytes:
    body = "".join(f"<p><t>{line}</t></p>" for line in lines)
    return archive(word__document_xml=f"<document>{body}</document>")


def pdf(password: str = "") -> bytes:
    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password)
    writer.write(made)
    return made.getvalue()


def upload(content: bytes, name: str = "申请材料.pdf") -> intake.Stored:
    return check_upload(name, io.BytesIO(content))


def kept() -> list[Path]:
    return [p for p in files.folder().rglob("*") if p.is_file()]


def test_a_file_comes_back_as_it_was() -> None:
    sha = files.put(b"some bytes")
    assert sha == hashlib.sha256(b"some bytes").hexdigest()
    assert files.read(sha) == b"some bytes"
    with files.open_stored(sha) as file:
        assert file.read(4) == b"some"


def test_the_same_file_is_kept_once() -> None:
    assert files.put(b"twice") == files.put(b"twice")
    assert [p.name for p in kept()] == [hashlib.sha256(b"twice").hexdigest()]


def test_a_damaged_file_is_told_and_mended_by_the_good_one() -> None:
    sha = files.put(b"good")
    files.path_of(sha).write_bytes(b"evil")
    with pytest.raises(files.FileLost, match="已损坏"):
        files.read(sha)
    files.put(b"good")
    assert files.read(sha) == b"good"


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(files.FileLost, match="不在文件库中"):
        files.read("0" * 64)


@pytest.mark.parametrize("sha", ["../../etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_a_hash_is_looked_for(sha: str) -> None:
    with pytest.raises(ValueError):
        files.open_stored(sha)


def test_a_full_disk_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    files.put(b"first")
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.put(b"second")
    assert [p.name for p in kept()] == [hashlib.sha256(b"first").hexdigest()]


@pytest.mark.parametrize(
    ("content", "name", "kept_name", "kind"),
    [
        (pdf(), "甲.PDF", "甲.PDF", "application/pdf"),
        (pdf(), "甲.exe", "甲.exe.pdf", "application/pdf"),
        (PNG, "照片.png", "照片.png", "image/png"),
        (JPEG, "照片.jpeg", "照片.jpeg", "image/jpeg"),
        (JPEG, "照片", "照片.jpg", "image/jpeg"),
        (docx("事实和理由"), "申请.docx", "申请.docx", DOCX),
        (archive(xl__workbook_xml="<x/>"), "表.xlsx", "表.xlsx", XLSX),
        (archive(OFD_xml="<x/>"), "文.ofd", "文.ofd", OFD),
        ("说明".encode(), "说明.txt", "说明.txt", "text/plain"),
        ("说明".encode("gb18030"), "说明.html", "说明.html.txt", "text/plain"),
        ("说明".encode("utf-16"), "说明.txt", "说明.txt", "text/plain"),
    ],
)
def test_the_content_says_what_a_file_is(content: bytes, name: str, kept_name: str, kind: str) -> None:
    stored = upload(content, name)
    assert (stored.name, stored.media_type, stored.size) == (kept_name, kind, len(content))
    assert stored.value == {"sha256": stored.sha256, "name": kept_name, "size": len(content), "type": kind}
    assert files.read(stored.sha256) == content


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 422, "空的"),
        (b"%PDF-" + b"\0" * intake.LARGEST, 413, "20 MB"),
        (archive(a="b"), 415, "不接收"),
        (archive(word__document_xml="<x/>", word__vbaProject_bin="x").replace(b"_bin", b".bin"), 415, "不接收"),
        (b"MZ\x90\0\3\0\0\0", 415, "不接收"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", 415, "不接收"),
        (b"PK\x03\x04 cut off", 415, "不接收"),
        (b"%PDF-1.7 and nothing more", 422, "打不开"),
        (pdf("password"), 422, "打不开"),
        (archive(word__document_xml="<broken"), 422, "打不开"),
        (archive(word__document_xml='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), 422, "打不开"),
    ],
)
def test_what_is_refused(content: bytes, status: int, words: str) -> None:
    with pytest.raises(UploadRefused, match=words) as refusal:
        upload(content)
    assert refusal.value.status == status
    assert refusal.value.remedy
    assert not kept()


def test_a_file_that_unpacks_to_far_more_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fadu.cases.filetypes.MOST_TEXT", 1000)
    with pytest.raises(UploadRefused, match="打不开"):
        upload(docx("长" * 1000))


@pytest.mark.parametrize("name", ["", " ", ".", "..", "../../甲.pdf", "a\\b.pdf", "a\0.pdf", "gpj.‮fdp", "长" * 201])
def test_tricks_with_names_are_refused(name: str) -> None:
    with pytest.raises(UploadRefused, match="文件名"):
        upload(pdf(), name)
    assert not kept()


MARKED = [
    "机密★10年",
    "密级：秘密",
    "绝密",
    "机　密 ★ 1年",
    "机密★长期",
    "000012 秘密★5年",
    "绝\u200b密",
    "【机密】",
    "［秘密］",
    "秘密级",
    "机密 10年",
    "機密★10年",
    "絕密",
    "机密⭐5年",
    "机\u0301密★",
]
PLAIN = [
    "不得泄露国家秘密。",
    "商业秘密 10年",
    "機密檔案的管理由保密辦負責。",
    "中华人民共和国保守国家秘密法",
    "商业秘密和个人隐私不予公开。",
    "机密文件的管理由保密办负责。",
]


@pytest.mark.parametrize("line", MARKED)
@pytest.mark.parametrize("make", [lambda line: f"题目\n{line}\n正文".encode(), lambda line: docx("题目", line)])
def test_a_marked_file_is_turned_away_without_a_trace(make, line: str, caplog: pytest.LogCaptureFixture) -> None:  # type: ignore[no-untyped-def]
    caplog.set_level(logging.DEBUG)
    with pytest.raises(UploadRefused, match=r"非涉密系统.*转线下") as refusal:
        upload(make(line), "某某方案.docx")
    assert not kept()
    assert "某某方案" not in str(refusal.value) + caplog.text


@pytest.mark.parametrize(
    "name", ["机密-方案.pdf", "方案（秘密）.pdf", "绝密.pdf", "密级：机密.pdf", "方案 机密★10年.pdf"]
)
def test_a_marked_name_is_turned_away(name: str) -> None:
    with pytest.raises(UploadRefused, match="转线下"):
        upload(pdf(), name)
    assert not kept()


@pytest.mark.parametrize("line", ["秘密，", "（秘密", "秘密。"])
def test_where_a_line_breaks_is_no_marking(line: str) -> None:
    assert upload(docx("不得泄露国家", line)).size


@pytest.mark.parametrize("line", PLAIN)
def test_the_mere_words_are_no_marking(line: str) -> None:
    assert upload(docx(line)).size
    assert upload(line.encode(), f"{line}.txt").size == len(line.encode())


def test_an_archive_with_a_part_that_lies_elsewhere_is_read_in_memory_only() -> None:
    assert media_type(archive(word__document_xml="<x/>", **{"..__..__evil": "x"})) == DOCX
