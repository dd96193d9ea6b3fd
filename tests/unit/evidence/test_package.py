"""A package made to harm whoever verifies it."""

import io
import struct
import zipfile

import pytest

from fadu.evidence.package import MANIFEST, verify_package


def overlapping(times: int) -> bytes:
    """A zip whose directory lists one stored file many times, under other names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("0000", b"0" * 100_000)
        entry = archive.filelist[0]
        archive.filelist += [_renamed(entry, f"{n:04d}") for n in range(1, times)]
    return made.getvalue()


def _renamed(entry: zipfile.ZipInfo, name: str) -> zipfile.ZipInfo:
    other = zipfile.ZipInfo(name)
    for field in ("CRC", "compress_size", "file_size", "header_offset"):
        setattr(other, field, getattr(entry, field))
    return other


def test_files_laid_over_each_other_are_not_read() -> None:
    data = overlapping(50)
    assert len(data) < 200_000
    assert "互相重叠" in verify_package(data).unreadable


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", b"PK\x03\x04" + bytes(300), b"PK\x03\x04" + struct.pack("<I", 9) * 50]
)
def test_a_broken_package_is_refused_in_one_line(data: bytes) -> None:
    assert len(verify_package(data).lines()) == 1


def test_a_package_without_evidence_or_signature_is_not_whole() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(MANIFEST, '{"format": "fadu-archive/1", "files": {"a": 1}}')
    report = verify_package(made.getvalue())
    assert not report.ok
    assert [bad.what for bad in report.bad] == ["missing", "signature"]
