"""Closed cases: packed whole and verified offline, listed by year, destroyed by two people once their term is over."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.integration.desk.conftest import HANDED, MONDAY, REQUEST, Enter, do, text

from fadu.cases import files, moments
from fadu.cases.acts import Done, open_case, perform
from fadu.cases.corrections import erase
from fadu.cases.models import Case, Entry, Material, Part
from fadu.cli import package
from fadu.cli.main import Refused
from fadu.desk.archive import views
from fadu.evidence.package import EVIDENCE, MANIFEST, verify_package
from fadu.evidence.verify import main as verify
from fadu.law.citation import Law
from fadu.letters.archive import packing
from fadu.letters.blocks import bare
from fadu.letters.making import make
from fadu.letters.told import told
from fadu.policy import Actor
from fadu.procedure.keeping import kept
from fadu.procedure.registry import installed

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
GROUND = "个人信息保护法#47"
"""(The ground of erasure that tests name.)"""
Tamper = Callable[[dict[str, bytes]], None]


@pytest.fixture
def closed(enter: Enter, people: dict[str, Actor], case: Done) -> Done:
    """A request withdrawn, its receipt served by hand with a proof."""
    client = enter("lifang")
    assert do(client, case.uid, "receive").status_code == 302
    proof = SimpleUploadedFile("回证.png", PNG, "image/png")
    assert do(client, case.uid, "fadu.serve", letter="登记回执", proof=proof, **HANDED).status_code == 302
    assert do(client, case.uid, "withdraw").status_code == 302
    for entry in Entry.objects.filter(case__uid=case.uid, act="receive"):
        make(told(case.uid, entry.seq))
    return case


def _another(people: dict[str, Actor]) -> int:
    made = open_case("disclosure", by=people["lifang"], at=MONDAY, data=REQUEST, source="desk")
    return Case.objects.get(uid=made.uid).pk


def names(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def rezipped(data: bytes, change: Tamper) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        found = {name: old.read(name) for name in old.namelist()}
    change(found)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for name, content in found.items():
            new.writestr(name, content)
    return buffer.getvalue()


def test_a_package_holds_the_case_and_is_verified_offline(
    enter: Enter, closed: Done, people: dict[str, Actor], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = enter("lifang").get(f"/desk/archive/{closed.uid}.zip")
    assert made.status_code == 200
    assert made.content == packing.pack(people["lifang"], closed.uid)
    listed = names(made.content)
    assert listed[:2] == [MANIFEST, "manifest.sig"]
    assert "文书/001-登记回执.pdf" in listed
    assert "材料/002-送达凭证.png" in listed
    assert verify_package(made.content).ok
    file = tmp_path / "case.zip"
    file.write_bytes(made.content)
    assert verify([str(file)]) == 0
    assert "案卷包完整：7 个文件与签署的清单一致" in capsys.readouterr().out


def test_cover_and_index_say_what_is_in_it(closed: Done, people: dict[str, Actor]) -> None:
    with zipfile.ZipFile(io.BytesIO(packing.pack(people["lifang"], closed.uid))) as package:
        cover, index = (
            bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(package.read(name))).pages))
            for name in (packing.COVER, packing.INDEX)
        )
        evidence = json.loads(package.read(EVIDENCE))
    for words in (closed.number, "依申请公开政府信息", "2023年9月11日至2023年9月11日", "10年（待核）"):
        assert words in cover
    for words in ("卷内目录", "登记回执", "送达凭证", "2023-09-11", f"{closed.number}-1", "材料/002-送达凭证.png"):
        assert words in index
    for material in Material.objects.filter(case__uid=closed.uid):
        assert material.sha256[:32] in index
        assert material.sha256[32:] in index
    assert [c["case"] for c in evidence["cases"]] == [closed.uid]
    assert evidence["declarations"]
    assert evidence["calendars"]


def test_the_closing_note_says_how_much_there_is_and_leaves_room_to_sign(
    closed: Done, people: dict[str, Actor]
) -> None:
    def note() -> str:
        with zipfile.ZipFile(io.BytesIO(packing.pack(people["lifang"], closed.uid))) as package:
            (page,) = PdfReader(io.BytesIO(package.read(packing.NOTE))).pages
        return bare(page.extract_text())

    before = note()
    for words in ("备考表", closed.number, "本卷共2件", "没有更正、作废、补记和删除", "立卷人", "检查人", "立卷时间"):
        assert words in before
    perform(
        closed.uid, "fadu.clerical", by=people["lifang"], at=moments.today(), data={"note": "补一页"}, source="desk"
    )
    assert "其中补记1条" in note()


def test_the_reading_copy_has_every_page_with_its_number_and_names_its_originals(
    enter: Enter, closed: Done, people: dict[str, Actor]
) -> None:
    packed = packing.pack(people["lifang"], closed.uid)
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        whole = package.read(packing.COPY)
        letter = len(PdfReader(io.BytesIO(package.read("文书/001-登记回执.pdf"))).pages)
        listed = json.loads(package.read(MANIFEST))["files"][packing.COPY]
    assert listed["sha256"] == hashlib.sha256(whole).hexdigest()
    assert enter("lifang").get(f"/desk/archive/{closed.uid}.pdf").content == whole
    copy = PdfReader(io.BytesIO(whole))
    titles = ["案卷封面", "卷内目录", f"1. 登记回执（1-{letter}）", f"2. 送达凭证（{letter + 1}）", "备考表"]
    assert [each.title for each in copy.outline] == titles  # type: ignore[union-attr]
    assert copy.page_labels[-letter - 2 :] == [*(str(n) for n in range(1, letter + 2)), "I"]
    assert "阅读副本" in copy.pages[0].extract_text()
    assert "以原件为准" in copy.pages[0].extract_text().replace("\n", "")
    assert "材料/002-送达凭证.png" in copy.pages[-2].extract_text().replace("\n", "")


def test_a_reading_copy_is_for_those_who_may_have_the_package(enter: Enter, closed: Done) -> None:
    assert enter("chenjing").get(f"/desk/archive/{closed.uid}.pdf").status_code == 403
    assert enter("zhaomin").get(f"/desk/archive/{closed.uid}.pdf").status_code == 404


TAMPERED: dict[str, tuple[Tamper, str]] = {
    "a letter": (lambda f: f.update({"文书/001-登记回执.pdf": b"%PDF-other"}), "文书/001-登记回执.pdf：与清单中"),
    "a letter and its line": (
        lambda f: f.update(
            {
                MANIFEST: f[MANIFEST].replace(b"sha256", b"sha512", 1),
            }
        ),
        "与清单中",
    ),
    "the list": (lambda f: f.update({MANIFEST: f[MANIFEST] + b" "}), "不是由本机关签署"),
    "one file gone": (lambda f: f.pop("材料/002-送达凭证.png"), "材料/002-送达凭证.png：清单中有，包中没有"),
    "one more": (lambda f: f.update({"材料/009.txt": b"x"}), "材料/009.txt：清单中没有"),
    "an entry": (lambda f: f.update({EVIDENCE: f[EVIDENCE].replace(b"fadu.serve", b"fadu.sorve", 1)}), "第 3 条"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_the_first_bad_file_or_entry_is_named(closed: Done, people: dict[str, Actor], what: str) -> None:
    change, said = TAMPERED[what]
    report = verify_package(rezipped(packing.pack(people["lifang"], closed.uid), change))
    assert not report.ok
    assert any(said in line for line in report.lines())


@pytest.mark.parametrize("junk", [b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 200])
def test_what_is_no_package_is_said(junk: bytes, tmp_path: Path) -> None:
    assert verify_package(junk).unreadable
    file = tmp_path / "junk.zip"
    file.write_bytes(junk)
    assert verify([str(file)]) == 2


def test_open_cases_and_those_of_others_are_not_packed(enter: Enter, case: Done, people: dict[str, Actor]) -> None:
    assert enter("lifang").get(f"/desk/archive/{case.uid}.zip").status_code == 409
    assert enter("zhaomin").get(f"/desk/archive/{case.uid}.zip").status_code == 404


def test_whoever_may_not_read_it_all_gets_no_package(enter: Enter, closed: Done) -> None:
    assert enter("chenjing").get(f"/desk/archive/{closed.uid}.zip").status_code == 403


def test_the_command_packs_a_case(closed: Done, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = type("Args", (), {"number": closed.number, "output": tmp_path / "out.zip"})
    assert package.run(args) == 0  # type: ignore[arg-type]
    assert verify_package((tmp_path / "out.zip").read_bytes()).ok
    args.number = "没有〔2023〕9号"
    with pytest.raises(Refused, match="没有编号为"):
        package.run(args)  # type: ignore[arg-type]


def test_the_cases_of_a_year_go_on_page_by_page(
    enter: Enter, closed: Done, people: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = enter("lifang")
    other = open_case("disclosure", by=people["lifang"], at=MONDAY, data=REQUEST, source="desk")
    for act in ("receive", "withdraw"):
        assert do(client, other.uid, act).status_code == 302
    monkeypatch.setattr(views, "PAGE", 1)
    first = text(client.get("/desk/archive/2023/"))
    assert f"{closed.uid}.zip" in first
    assert f"{other.uid}.zip" not in first
    second = text(client.get("/desk/archive/2023/?after=1"))
    assert "?after=1" in first
    assert f"{other.uid}.zip" in second
    assert "?after=" not in second
    assert client.get("/desk/archive/2023/?after=x").status_code == 200


def test_the_year_is_listed_in_three_forms(enter: Enter, closed: Done) -> None:
    client = enter("lifang")
    assert closed.number in text(client.get("/desk/archive/2023/"))
    rows = list(csv.reader(io.StringIO(client.get("/desk/archive/2023/list.csv").content.decode("utf-8-sig"))))
    assert rows[1][1] == closed.number
    assert rows[1][6:] == ["10年（待核）", "2033-12-31"]
    sheet = load_workbook(io.BytesIO(client.get("/desk/archive/2023/list.xlsx").content)).active
    assert sheet is not None
    assert sheet["B2"].value == closed.number
    pdf = PdfReader(io.BytesIO(client.get("/desk/archive/2023/list.pdf").content))
    assert "案卷移交清单" in pdf.pages[0].extract_text()
    assert closed.number not in text(enter("zhaomin").get("/desk/archive/2023/"))
    assert client.get("/desk/archive/2023/list.doc").status_code == 404


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    term = kept(1, basis=Law("示例法")[1])
    monkeypatch.setattr(installed().procedure("disclosure"), "kept", term)


def test_what_is_not_settled_or_not_over_is_not_destroyed(enter: Enter, closed: Done) -> None:
    client = enter("lifang")
    page = text(client.get("/desk/archive/"))
    assert "待核" in page
    assert closed.number not in page
    refused = client.post(f"/desk/archive/{closed.uid}/destroy/", follow=True)
    assert "不能提出销毁" in text(refused)


@pytest.mark.django_db(transaction=True)
def test_two_people_destroy_and_the_list_is_kept(
    enter: Enter, people: dict[str, Actor], closed: Done, settled: None
) -> None:
    shas = set(Material.objects.filter(case__uid=closed.uid).values_list("sha256", flat=True))
    assert all(files.path_of(sha).exists() for sha in shas)
    assert len(shas) == 2
    with moments.at(datetime(2025, 1, 2, 4, 0, tzinfo=UTC)):
        client = enter("lifang")
        assert closed.number in text(client.get("/desk/archive/"))
        address = client.post(f"/desk/archive/{closed.uid}/destroy/")["Location"]
        assert client.post(f"/desk/archive/{closed.uid}/destroy/")["Location"] == address
        assert "保管期限届满：全部个人信息和文件" in text(enter("lifang").get(address))
        assert enter("wangqiang").post(address, {"answer": "agree"}).status_code == 302
        page = text(enter("wangqiang").get("/desk/archive/"))
        assert "销毁清册" in page
        assert "没有期限届满的案卷" in page
        assert closed.number not in text(enter("zhaomin").get("/desk/archive/"))
    assert not any(files.path_of(sha).exists() for sha in shas)
    assert not Material.objects.filter(case__uid=closed.uid).exists()
    assert not Part.objects.filter(entry__case__uid=closed.uid, name__startswith="personal:").exists()
    assert verify_package(packing.pack(people["lifang"], closed.uid)).ok


@pytest.mark.django_db(transaction=True)
def test_erasing_one_party_takes_the_files_that_only_it_names(
    people: dict[str, Actor], enter: Enter, case: Done
) -> None:
    client = enter("lifang")
    do(client, case.uid, "receive")
    proof = SimpleUploadedFile("回证.png", PNG, "image/png")
    do(client, case.uid, "fadu.serve", letter="登记回执", proof=proof, **HANDED)
    made = make(told(case.uid, 2))
    sha = Material.objects.get(title="送达凭证").sha256
    both = {"by": people["lifang"], "second": people["wangqiang"], "reason": "当事人请求", "basis": GROUND}
    erase(case.uid, parties=("fadu.served",), **both)
    assert not files.path_of(sha).exists()
    assert files.path_of(made.sha256).exists()
    assert list(Material.objects.values_list("title", flat=True)) == ["登记回执"]


@pytest.mark.django_db(transaction=True)
def test_a_file_that_another_case_names_stays(people: dict[str, Actor], enter: Enter, case: Done) -> None:
    client = enter("lifang")
    do(client, case.uid, "receive")
    for _ in range(2):
        proof = SimpleUploadedFile("回证.png", PNG, "image/png")
        do(client, case.uid, "fadu.serve", letter="登记回执", proof=proof, **HANDED)
    other = Material.objects.filter(title="送达凭证").first()
    assert other is not None
    Material.objects.create(
        case_id=_another(people),
        title="另案",
        kind="upload",
        sha256=other.sha256,
        size=1,
        media_type="image/png",
        made_at=moments.now(),
    )
    both = {"by": people["lifang"], "second": people["wangqiang"], "reason": "当事人请求", "basis": GROUND}
    erase(case.uid, parties=("fadu.served",), **both)
    assert files.path_of(other.sha256).exists()
