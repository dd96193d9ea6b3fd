"""用印登记簿 at the desk: what waits, the seal put on, the register and its file, the sealed letter given to whoever asks for the letter."""

from __future__ import annotations

import dataclasses

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings
from tests.integration.desk.conftest import MONDAY, Enter, text
from tests.support.seals import SEAL, redrawn

from fadu.cases import files
from fadu.cases.acts import Done, perform
from fadu.cases.models import Entry, Material
from fadu.letters.making import make
from fadu.letters.sealing.examining import examine, roots
from fadu.letters.sealing.keeping import as_sealed
from fadu.letters.told import told
from fadu.policy import Actor
from fadu.post.drain import drain

pytestmark = pytest.mark.django_db
PAGE = "/desk/seals/"


@pytest.fixture
def letter(case: Done, people: dict[str, Actor]) -> Material:
    return make(told(case.uid, perform(case.uid, "receive", by=people["lifang"], at=MONDAY, source="desk").seq))


def address(letter: Material) -> str:
    return f"{PAGE}{letter.case.uid}/{letter.pk}/"


def test_the_keeper_seals_what_waits(enter: Enter, letter: Material) -> None:
    keeper = enter("sunli")
    shown = text(keeper.get(PAGE))
    assert letter.case.number in shown
    assert f'href="{address(letter)}"' in shown
    assert "李芳" in shown
    page = text(keeper.get(address(letter)))
    assert "本系统测试印章" in page
    answered = keeper.post(address(letter), {"reason": "=答复申请人"}, follow=True)
    assert "已用印，并登记。" in text(answered)
    assert "没有等待用印的文书" in text(answered)
    drain()
    sealed = as_sealed(letter)
    assert sealed.kind == "sealed"
    shown = text(keeper.get(PAGE))
    assert all(each in shown for each in (letter.sha256, sealed.sha256, "孙丽", "李芳"))
    table = text(keeper.get(f"{PAGE}seals.csv")).splitlines()
    assert len(table) == 2
    assert all(each in table[1] for each in (letter.sha256, sealed.sha256, "'=答复申请人", "李芳,孙丽"))


def test_the_sealed_letter_is_given_for_the_letter(enter: Enter, letter: Material) -> None:
    keeper = enter("sunli")
    keeper.post(address(letter), {"reason": ""})
    drain()
    at = f"/desk/cases/{letter.case.uid}/files/{letter.pk}/"
    given, approved = keeper.get(at).getvalue(), keeper.get(f"{at}?approved").getvalue()
    assert examine(given, roots()).good
    assert approved == files.read(letter.sha256)


@pytest.mark.parametrize("who", ["lifang", "wangqiang"])
def test_others_see_the_register_and_do_not_seal(enter: Enter, letter: Material, who: str) -> None:
    client = enter(who)
    assert letter.case.number in text(client.get(PAGE))
    assert f'href="{address(letter)}"' not in text(client.get(PAGE))
    refused = client.post(address(letter), {"reason": "我来"})
    assert refused.status_code == 403
    assert "“用印”由监印人进行" in text(refused)
    assert not Entry.objects.filter(act="fadu.seal").exists()


def test_who_sees_nothing_of_the_case_sees_nothing_of_the_seal(enter: Enter, letter: Material) -> None:
    client = enter("zhaomin")
    assert letter.case.number not in text(client.get(PAGE))
    assert client.get(address(letter)).status_code == 404
    assert len(text(client.get(f"{PAGE}seals.csv")).splitlines()) == 1


def test_the_act_has_no_form_of_its_own(enter: Enter, letter: Material) -> None:
    for who in ("sunli", "lifang"):
        assert enter(who).get(f"/desk/cases/{letter.case.uid}/do/fadu.seal/").status_code == 404


def test_by_hand_the_file_is_uploaded(enter: Enter, letter: Material, settings: Settings) -> None:
    settings.FADU = dataclasses.replace(settings.FADU, seal="manual")
    keeper = enter("sunli")
    assert 'type="file"' in text(keeper.get(address(letter)))
    refused = keeper.post(address(letter), {"reason": "用印", "file": SimpleUploadedFile("a.pdf", b"hello")})
    assert refused.status_code == 400
    assert "不是能读的 PDF" in text(refused)
    back = SimpleUploadedFile("a.pdf", redrawn(files.read(letter.sha256), SEAL))
    keeper.post(address(letter), {"reason": "用印", "file": back})
    assert Entry.objects.filter(act="fadu.seal").count() == 1


def test_too_large_a_file_is_refused(
    enter: Enter, letter: Material, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FADU = dataclasses.replace(settings.FADU, seal="manual")
    monkeypatch.setattr("fadu.desk.sealing.pages.LARGEST", 10)
    refused = enter("sunli").post(address(letter), {"file": SimpleUploadedFile("a.pdf", b"%PDF-" * 10)})
    assert refused.status_code == 400
    assert "超过 20 MB" in text(refused)


def test_the_root_is_published(enter: Enter, letter: Material) -> None:
    keeper = enter("sunli")
    assert keeper.get(f"{PAGE}root.pem").status_code == 404
    keeper.post(address(letter), {"reason": ""})
    assert "BEGIN CERTIFICATE" in text(keeper.get(f"{PAGE}root.pem"))
    assert "PRIVATE" not in text(keeper.get(f"{PAGE}root.pem"))


def test_in_english(enter: Enter, letter: Material) -> None:
    keeper = enter("sunli")
    keeper.cookies["django_language"] = "en"
    assert "Register of the seal" in text(keeper.get(PAGE, headers={"accept-language": "en"}))
