"""Every public page: no fault that axe-core finds, no sideways scrolling, in both sizes, languages and colour schemes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.acceptance.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
PAGES = (
    "/",
    "/services/",
    "/guide/disclosure/",
    "/apply/disclosure/",
    "/search/?q=护照",
    "/progress/",
    "/verify/",
    "/check/",
)
LOOKS = ("", "/preferences?scheme=dark", "/preferences?size=lg", "/preferences?language=en")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1440", "390"])
def test_pages_are_without_fault(
    visit: Callable[..., Page], no_faults: Callable[[Page], None], size: dict[str, int], look: str
) -> None:
    page = visit(size)
    if look:
        page.goto(look)
    for address in PAGES:
        page.goto(address)
        no_faults(page)
