"""What is said of a sealed file: good, changed, covered, saved anew, sealed by a stranger, not sealed, no PDF."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader, PdfWriter

from fadu.cases import keys, moments
from fadu.letters.sealing.certificates import fingerprint, issue, kept_root
from fadu.letters.sealing.certificates import test_certificates as certificates
from fadu.letters.sealing.examining import examine, roots
from fadu.letters.sealing.findings import Finding
from fadu.ports import Sealed


def pdf_of(sealed: Sealed) -> bytes:
    assert sealed.pdf is not None
    return sealed.pdf


def written_over(pdf: bytes) -> bytes:
    """A white box drawn over the first page, as an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    box = writer.add_object(StreamObject(stream_data=b"q 1 1 1 rg 80 400 400 100 re f Q"))
    writer.add_stream_to_page(0, box)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def saved_anew(pdf: bytes) -> bytes:
    out = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(pdf)).write(out)
    return out.getvalue()


def without_seal(pdf: bytes) -> bytes:
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.pop("/Annots", None)
        writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_good_file(sealed: Sealed) -> None:
    found = examine(pdf_of(sealed), roots())
    assert (found.finding, found.good) == (Finding.GOOD, True)
    assert (found.intact, found.trusted, found.unchanged, found.resaved) == (True, True, True, False)
    assert found.by == sealed.seal == "示例市人民政府外事办公室（样章 测试）"
    assert found.fingerprint == sealed.certificate
    assert found.stamped_by == "测试时间戳"
    assert found.sealed_at is not None
    assert abs(found.sealed_at - moments.now()) < timedelta(minutes=5)
    assert found.sentences[0] == "文件用印后没有改动。"


def test_one_byte_is_changed(sealed: Sealed, paper: bytes) -> None:
    pdf = pdf_of(sealed)
    for at in (20, len(paper) // 2, len(paper) - 200):
        changed = bytearray(pdf)
        changed[at] ^= 1
        found = examine(bytes(changed), roots())
        assert found.finding in (Finding.CHANGED, Finding.UNREADABLE), at
        assert not found.good


def test_a_box_is_drawn_over_the_text(sealed: Sealed) -> None:
    found = examine(written_over(pdf_of(sealed)), roots())
    assert found.finding is Finding.OVERLAID
    assert (found.intact, found.trusted, found.unchanged) == (True, True, False)
    assert "添加或者覆盖" in found.sentences[0]


def test_a_box_over_a_file_sealed_by_a_stranger_is_told_first(sealed: Sealed) -> None:
    assert examine(written_over(pdf_of(sealed)), ()).finding is Finding.OVERLAID


def test_something_is_appended(sealed: Sealed) -> None:
    assert not examine(pdf_of(sealed) + b"\n% and more\n", roots()).good


def test_the_file_is_saved_anew(sealed: Sealed) -> None:
    found = examine(saved_anew(pdf_of(sealed)), roots())
    assert (found.finding, found.resaved, found.intact) == (Finding.CHANGED, True, False)
    assert "重新保存" in found.sentences[0]


def test_the_seal_is_lost(sealed: Sealed) -> None:
    assert examine(without_seal(pdf_of(sealed)), roots()).finding is Finding.UNSEALED


def test_the_root_is_unknown(sealed: Sealed) -> None:
    stranger = issue("别的机关", moments.now())[0].certificate
    found = examine(pdf_of(sealed), [stranger])
    assert (found.finding, found.intact, found.unchanged, found.trusted) == (Finding.UNKNOWN, True, True, False)
    assert found.sealed_at is None
    assert "自称" in found.sentences[1]


def test_a_seal_of_the_same_name_under_another_root(sealed: Sealed) -> None:
    twin = issue("示例市人民政府外事办公室", moments.now())[0].certificate
    assert examine(pdf_of(sealed), [twin]).finding is Finding.UNKNOWN


def test_a_letter_without_a_seal(paper: bytes) -> None:
    assert examine(paper, roots()).finding is Finding.UNSEALED


@pytest.mark.parametrize("junk", [b"", b"hello", b"%PDF-1.7\n", b"PK\x03\x04"])
def test_no_pdf(junk: bytes) -> None:
    found = examine(junk, ())
    assert found.finding is Finding.UNREADABLE
    assert found.sentences


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_whatever_is_sent_is_answered(junk: bytes) -> None:
    assert not examine(b"%PDF-1.7\n" + junk, ()).good


def test_a_cut_file(sealed: Sealed, paper: bytes) -> None:
    pdf = pdf_of(sealed)
    for length in (1000, len(paper) + 100, len(pdf) - 500):
        assert not examine(pdf[:length], roots()).good


def test_years_later_the_time_stamp_still_proves_it(sealed: Sealed) -> None:
    with moments.at(moments.now() + timedelta(days=4000)):
        found = examine(pdf_of(sealed), roots())
    assert found.good, found


def test_the_keys_are_made_once_and_for_their_owner_alone() -> None:
    first = certificates("示例市人民政府外事办公室")
    again = certificates("改名以后的办公室")
    assert first.root.certificate == again.root.certificate == kept_root()
    assert [(p.name, p.stat().st_mode & 0o777) for p in keys.folder().iterdir()] == [("seal.pem", 0o600)]
    assert len(fingerprint(b"")) == 64
