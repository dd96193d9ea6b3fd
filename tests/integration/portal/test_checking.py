"""Checking a letter: what the register says of its code, what a copy shows, and that nothing else is found out."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings
from tests.integration.faces.untranslated import LANGUAGES, untranslated_on
from tests.integration.portal.asking import FILLED, LIFANG, NAME, asked, office, text

from fadu.cases import files
from fadu.cases.corrections import rectify, void
from fadu.cases.models import Case, Material
from fadu.letters.codes import grouped
from fadu.letters.making import letter, make
from fadu.letters.pdf import render
from fadu.letters.sealing.applying import apply_seal
from fadu.letters.sealing.keeping import keep_sealed
from fadu.letters.told import told
from fadu.people.office import sync_office
from fadu.policy import Actor
from fadu.procedure.registry import installed

pytestmark = pytest.mark.django_db
HEAD = frozenset({("unit_head", "secretariat")})
WANGQIANG = Actor("wangqiang", "王强", "staff", HEAD, frozenset({"secretariat"}), 1)
KEEPER = Actor("zhaomin", "赵敏", "staff", frozenset({("seal_keeper", "secretariat")}), frozenset({"secretariat"}), 1)
NOT_THERE = "登记中没有这个核验码"
SAME, OTHER, STRANGE = "与登记的文件一致", "与登记的文件不一致", "登记中没有这个文件"


@pytest.fixture
def sent(client: Client) -> Material:
    """The receipt of a request, as the office sent it."""
    asked(client)
    return make(told(Case.objects.get().uid, office("receive").seq))


@pytest.fixture
def sealed(sent: Material) -> Material:
    applied = apply_seal(KEEPER, sent.case.uid, sent.pk, reason="对外发出")
    found = keep_sealed(told(sent.case.uid, applied.seq))
    assert found is not None
    return found


def main(page: HttpResponse) -> str:
    """The page without its frame and its forms' tokens."""
    return text(page).split("<main")[1].split("</main>")[0]


def upload(content: bytes, name: str = "x.pdf", **more: str) -> str:
    page = Client().post("/check/", {"copy": SimpleUploadedFile(name, content)}, **more)
    assert page.status_code == 200, main(page)
    return main(page)


def visit(code: str) -> str:
    page = Client().get(f"/check/{code}/")
    assert page.status_code == 200
    return main(page)


def saying(sent: Material, change: Callable[[str], str]) -> bytes:
    """A forgery of the letter: its words changed, everything else alike, the code as well."""
    document = letter(told(sent.case.uid, 2))
    blocks = tuple(dataclasses.replace(each, text=change(each.text)) for each in document.blocks)  # type: ignore[call-arg]
    return render(dataclasses.replace(document, blocks=blocks), told(sent.case.uid, 2).recorded_at)


def resaved(content: bytes) -> bytes:
    out = io.BytesIO()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.write(out)
    return out.getvalue()


def test_the_code_leads_to_the_entry_and_to_nothing_personal(sent: Material) -> None:
    sync_office(installed().office(configured.FADU.office))
    page = visit(sent.code.code)
    assert "有效：" in page
    assert "示例市人民政府外事办公室" in page
    assert f"{sent.case.number}-1" in page
    assert "2023年9月11日" in page
    assert "登记回执" in page
    assert sent.sha256 in page
    assert "不证明您手上这张纸的内容没有改动" in page
    for private in (NAME, FILLED["wanted"], FILLED["applicant.phone"], sent.case.uid, "李芳"):
        assert private not in page


@pytest.mark.parametrize(
    "change", [str.lower, grouped, lambda code: f" {grouped(code)} ", lambda code: code.replace("0", "O")]
)
def test_what_people_copy_leads_there(sent: Material, change: Callable[[str], str]) -> None:
    page = Client().post("/check/", {"code": change(sent.code.code)})
    assert (page.status_code, page.headers["Location"]) == (302, f"/check/{sent.code.code}/")
    assert f"{sent.case.number}-1" in visit(change(sent.code.code).strip())


def test_a_specimen_is_called_one_and_a_real_letter_of_a_running_office_is_not(
    sent: Material, settings: Settings
) -> None:
    assert "样章 测试" in visit(sent.code.code)
    settings.FADU = dataclasses.replace(settings.FADU, mode="production")
    assert "样章" not in visit(sent.code.code)


def test_a_voided_letter_is_called_void(sent: Material) -> None:
    void(sent.case.uid, 2, by=LIFANG, second=WANGQIANG, reason="误点")
    page = visit(sent.code.code)
    assert "已作废：" in page
    assert "有效：" not in page
    assert "误点" not in page
    assert "已作废：" in upload(files.read(sent.sha256))


def test_a_letter_of_a_voided_case_is_void(sent: Material) -> None:
    void(sent.case.uid, 1, by=LIFANG, second=WANGQIANG, reason="重复")
    assert "已作废：" in visit(sent.code.code)


def test_a_corrected_letter_says_so_until_the_correction_is_voided(client: Client) -> None:
    asked(client)
    office("receive")
    seq = office("ask_correction", missing="请写明年度", correct_by="2023-09-25").seq
    uid = Case.objects.get().uid
    sent = make(told(uid, seq))
    change = {"parts": {"personal:applicant": {"missing": "请写明月份"}}, "facts": {"correct_by": "2023-09-26"}}
    done = rectify(uid, seq, by=LIFANG, second=WANGQIANG, reason="误记", **change)  # type: ignore[arg-type]
    assert "已被更正：" in visit(sent.code.code)
    void(uid, done.seq, by=LIFANG, second=WANGQIANG, reason="更正有误")
    assert "有效：" in visit(sent.code.code)


@pytest.mark.parametrize(
    "code", ["000000000000", "7K2MQ0XW94T", "X", "7K2M-Q0XW-94TB", "' OR 1=1", "U" * 12, "核" * 12]
)
def test_every_code_that_is_none_gets_the_same_answer(client: Client, code: str) -> None:
    page = client.get(f"/check/{code}/")
    assert page.status_code == 404
    assert NOT_THERE in text(page)
    other = client.get("/check/111111111111/")
    forms = [main(each).split('<div class="two">')[0] for each in (page, other)]
    assert forms[0] == forms[1]


def test_a_code_that_is_none_is_asked_for_as_one_that_is(
    sent: Material, django_assert_num_queries: Callable[..., object]
) -> None:
    for code in ("000000000000", "X", "9" * 40):
        with django_assert_num_queries(1):
            Client().get(f"/check/{code}/")


def test_ten_wrong_codes_close_the_door_for_the_address(sent: Material) -> None:
    for n in range(10):
        assert Client().get(f"/check/00000000000{n}/", REMOTE_ADDR="10.0.0.1").status_code == 404
    shut = Client().get(f"/check/{sent.code.code}/", REMOTE_ADDR="10.0.0.1")
    assert shut.status_code == 429
    assert shut["Retry-After"]
    assert sent.case.number not in text(shut)
    assert Client().get(f"/check/{sent.code.code}/", REMOTE_ADDR="10.0.0.2").status_code == 200
    cache.clear()
    assert Client().get(f"/check/{sent.code.code}/", REMOTE_ADDR="10.0.0.1").status_code == 200


def test_behind_the_shut_door_no_code_is_looked_for_so_the_time_tells_nothing(
    sent: Material, django_assert_num_queries: Callable[..., object]
) -> None:
    for n in range(10):
        Client().get(f"/check/00000000000{n}/", REMOTE_ADDR="10.0.0.1")
    said = []
    for code in (sent.code.code, "999999999999", "X"):
        with django_assert_num_queries(0):
            page = Client().get(f"/check/{code}/", REMOTE_ADDR="10.0.0.1")
        assert page.status_code == 429
        said.append(main(page).split('<div class="two">')[0])
    assert said[0] == said[1] == said[2]


def test_right_codes_in_between_do_not_open_the_door_again(sent: Material) -> None:
    for n in range(10):
        assert Client().get(f"/check/00000000000{n}/", REMOTE_ADDR="10.0.0.1").status_code == 404
        known = Client().get(f"/check/{sent.code.code}/", REMOTE_ADDR="10.0.0.1")
        assert known.status_code == (200 if n < 9 else 429)


def test_an_empty_form_says_what_is_missing(client: Client) -> None:
    assert client.get("/check/").status_code == 200
    for given, fault in (({"code": " - "}, "请填写核验码"), ({}, "请选择要核对的文件")):
        page = client.post("/check/", given)
        assert page.status_code == 422
        assert fault in text(page)


def test_the_file_that_was_sent_is_known_whatever_its_name(sent: Material) -> None:
    page = upload(files.read(sent.sha256), "照片.jpg")
    assert SAME in page
    assert f"{sent.case.number}-1" in page
    assert NAME not in page


def test_the_sealed_file_is_known_and_its_seal_is_told(sealed: Material, sent: Material) -> None:
    page = upload(files.read(sealed.sha256))
    assert SAME in page
    assert "文件用印后没有改动" in page
    assert "样章" in page
    assert sealed.sha256 in visit(sent.code.code)


def test_a_seal_that_was_voided_is_told(sealed: Material) -> None:
    assert sealed.entry is not None
    void(sealed.case.uid, sealed.entry.seq, by=LIFANG, second=WANGQIANG, reason="用错印")
    page = upload(files.read(sealed.sha256))
    assert "印章已经作废" in page
    assert "用错印" not in page


def test_a_forged_letter_is_told_in_its_own_words(sent: Material) -> None:
    page = upload(saying(sent, lambda said: said.replace("作出答复", "作出决定")))
    assert OTHER in page
    assert "<mark>决定</mark>" in page
    assert "答复" not in page.split("您的文件")[1].split("存证")[0]
    assert NAME not in page


def test_a_letter_in_which_a_passage_is_missing_does_not_say_which(sent: Material) -> None:
    page = upload(saying(sent, lambda said: said.replace(FILLED["wanted"], "")))
    assert "有 1 处比登记的少了字" in page
    assert FILLED["wanted"] not in page


def test_whoever_has_but_the_code_finds_out_nothing_with_a_paper_of_his_own(sent: Material) -> None:
    page = upload(saying(sent, lambda _: f"申请人{NAME}申请公开{FILLED['wanted']}。" * 9))
    assert "大不相同，不逐字列出" in page
    assert NAME not in page


def test_a_changed_byte_an_overlay_and_a_re_save_are_told(sealed: Material, sent: Material) -> None:
    whole = files.read(sealed.sha256)
    at = whole.index(b"stream") + 20
    flipped = upload(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert SAME not in flipped
    assert "印章已失效" in flipped or "无法检验" in flipped
    saved = upload(resaved(whole))
    assert OTHER in saved
    assert "重新保存" in saved
    assert "文字和样子与登记的相同" in saved


def test_a_file_put_into_a_letter_is_named(sent: Material) -> None:
    out = io.BytesIO()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(files.read(sent.sha256)))
    writer.add_attachment("note.txt", b"pay here")
    writer.write(out)
    page = upload(out.getvalue())
    assert OTHER in page
    assert "这些附件不是登记的那些" in page
    assert ">note.txt</li>" in page


def test_where_the_registered_file_is_no_longer_there_nothing_is_said_of_the_text(sent: Material) -> None:
    forged = saying(sent, lambda said: said.replace("作出答复", "作出决定"))
    files.path_of(sent.sha256).unlink()
    page = upload(forged)
    assert OTHER in page
    assert "<mark>" not in page
    assert "大不相同" not in page


@pytest.mark.parametrize("content", [b"x", b"%PDF-1.7 broken", b"\xff\xd8\xff picture", b"PK\x03\x04"])
def test_any_file_that_is_no_letter_is_unknown(sent: Material, content: bytes) -> None:
    page = upload(content)
    assert STRANGE in page
    assert sent.case.number not in page


def test_what_is_empty_or_too_large_is_not_looked_at(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.post("/check/", {"copy": SimpleUploadedFile("x.pdf", b"")}).status_code == 422
    monkeypatch.setattr("fadu.portal.checking.LARGEST", 10)
    assert client.post("/check/", {"copy": SimpleUploadedFile("x.pdf", b"x" * 11)}).status_code == 413


def test_an_address_has_its_share_of_copies(client: Client) -> None:
    for _ in range(20):
        assert client.post("/check/", {"copy": SimpleUploadedFile("x.bin", b"x")}).status_code == 200
    assert client.post("/check/", {"copy": SimpleUploadedFile("x.bin", b"x")}).status_code == 429
    upload(b"x", REMOTE_ADDR="10.0.0.9")


def test_nothing_of_a_copy_is_kept(sent: Material, settings: Settings) -> None:
    folder = Path(settings.FADU.data_dir)
    before, materials = set(folder.rglob("*.*")) | set((folder / "files").rglob("*")), Material.objects.count()
    upload(saying(sent, lambda said: said + "添。"))
    kept = {each for each in (folder / "files").rglob("*") if each.is_file()}
    assert kept <= before
    assert Material.objects.count() == materials


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_is_in_the_language_of_the_reader(
    client: Client, sealed: Material, sent: Material, language: str
) -> None:
    sync_office(installed().office(configured.FADU.office))
    client.cookies["django_language"] = language
    assert untranslated_on(client.get(f"/check/{sent.code.code}/"), sent.case.number) == []
    forged = saying(sent, lambda said: said.replace("作出答复", "作出决定").replace("登记", ""))
    for content in (files.read(sealed.sha256), resaved(files.read(sealed.sha256)), forged, b"x", b"%PDF-1.7"):
        page = client.post("/check/", {"copy": SimpleUploadedFile("x", content)})
        assert untranslated_on(page, "示例市人民政府外事办公室（样章 测试）", "测试时间戳") == []


def test_the_front_page_and_the_page_of_evidence_lead_there(client: Client) -> None:
    for page in ("/", "/verify/"):
        assert 'href="/check/"' in text(client.get(page))
