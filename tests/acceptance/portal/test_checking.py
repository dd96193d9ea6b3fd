"""Somebody who got a letter checks it: by its code, and by its file, the true one and one that was changed."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pytest
from playwright.sync_api import Page
from tests.acceptance.conftest import DESK, PHONE, Visit
from tests.acceptance.portal.asking import ask

from fadu.cases import files
from fadu.cases.acts import perform
from fadu.cases.models import Case, Material
from fadu.cases.moments import today
from fadu.letters.codes import grouped
from fadu.letters.making import make
from fadu.letters.told import told
from fadu.people.directory import actor_of
from fadu.people.models import Person

pytestmark = pytest.mark.browser


def letter(page: Page) -> Material:
    """The receipt that the office sends to whoever asks."""
    ask(page)
    uid = Case.objects.get().uid
    by = actor_of(Person.objects.get(username="lifang"), today())
    return make(told(uid, perform(uid, "receive", by=by, at=today(), source="desk").seq))


def changed(content: bytes) -> bytes:
    out = io.BytesIO()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.add_attachment("note.txt", b"pay here")
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(("size", "language"), [(DESK, "zh-hans"), (PHONE, "en")], ids=["1440", "390"])
def test_a_letter_is_checked(
    visit: Visit, no_faults: Callable[[Page], None], size: dict[str, int], language: str
) -> None:
    page = visit(size)
    sent = letter(page)
    page.goto(f"/preferences?language={language}")
    page.goto("/check/")
    page.locator("#code").fill(grouped(sent.code.code).lower())
    page.locator("form:has(#code) button").click()
    page.wait_for_url(f"**/check/{sent.code.code}/")
    assert page.locator("#state").get_attribute("data-state") == "valid"
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    assert sent.sha256 in page.locator("main").inner_text()
    no_faults(page)
    whole = files.read(sent.sha256)
    for content, kind in ((whole, "success"), (changed(whole), "danger")):
        file = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": content}
        page.locator("#copy").set_input_files([file])  # type: ignore[list-item]
        page.locator("form:has(#copy) button").click()
        page.locator(f"main .note[data-kind={kind}]").first.wait_for()
        no_faults(page)
