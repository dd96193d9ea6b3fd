"""PDF/A by another hand than ours: PDFBox's preflight, which Debian has, validates the A-1b form; and it does find what is wrong."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.letters.papers import AT, PAPERS

from fadu.letters.pdf import render

JARS = [
    Path("/usr/share/java") / f"{name}.jar"
    for name in (
        *("preflight", "xmpbox", "pdfbox2", "fontbox2"),
        *("commons-io", "commons-logging", "jaxb-api", "javax.activation"),
    )
]
pytestmark = pytest.mark.skipif(
    not (shutil.which("java") and all(jar.exists() for jar in JARS)),
    reason="PDFBox is not installed: apt-get install default-jre-headless libpdfbox2-java libjaxb-api-java libactivation-java",
)


def validated(content: bytes, folder: Path) -> str:
    """What preflight says of a PDF."""
    file = folder / "paper.pdf"
    file.write_bytes(content)
    validator = "org.apache.pdfbox.preflight.Validator_A1b"
    command = ["java", "-cp", ":".join(map(str, JARS)), validator, str(file)]
    return subprocess.run(command, capture_output=True, text=True, timeout=240).stdout


@pytest.mark.parametrize("name", ["notice", "letter", "report"])
def test_a_letter_and_a_report_are_valid(name: str, tmp_path: Path) -> None:
    said = validated(render(PAPERS[name], AT, standards=("a-1b",)), tmp_path)
    assert "is a valid PDF/A-1b file" in said, said


def test_what_is_no_pdf_a_1_is_told(tmp_path: Path) -> None:
    said = validated(render(replace(PAPERS["notice"], kind="report"), AT, standards=("1.7",)), tmp_path)
    assert "is not a valid PDF/A-1b file" in said
