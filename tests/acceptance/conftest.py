"""The office open on a real port, and a real browser before it.

Each test begins with an empty database, the office's units and the sample people. `site` is the address, `page` a browser page in
Chinese at desk width, `visit` makes more of them, `log_in` brings an official to the desk, `no_faults` runs axe-core (WCAG 2.2 AA).
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as running
from django.core.cache import cache
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer
from tests.support.record import empty_with_guards_lifted

from fadu.cases import keys, texts
from fadu.people.office import sync_office, sync_sample_people
from fadu.procedure.registry import installed

# The browser's driver runs an event loop in the test's own thread; the database calls beside it are ordinary ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

AXE = Path(__file__).parents[1] / "support" / "axe" / "axe.min.js"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SAMPLE_PASSWORD = "fadu-acceptance"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On SQLite, a file: server threads and the test don't share a database in memory."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "fadu.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """As pytest-django has it; and what empties the database between tests may empty the record."""
    empty_with_guards_lifted()


@pytest.fixture
def site(
    transactional_db: None, live_server: LiveServer, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of the office, open, with its people and no cases."""
    folder = tmp_path_factory.mktemp("office")
    settings.FADU = dataclasses.replace(settings.FADU, data_dir=folder)
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": folder / "cache"}
    }
    # What these remember was in the database of the test before.
    for module in (texts, keys):
        for kept in vars(module).values():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()
    office = installed().office(running.FADU.office)
    sync_office(office)
    sync_sample_people(office, SAMPLE_PASSWORD, date(2019, 1, 1))
    yield live_server.url
    cache.clear()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    words = ["--disable-gpu", "--disable-background-networking"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        words.append("--no-sandbox")
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=words, headless=True
        )
        yield started
        started.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """A new visitor's page, apart from all others: `visit(PHONE, scripts=False)`."""
    contexts: list[BrowserContext] = []

    def come(viewport: dict[str, int] = DESK, scripts: bool = True, locale: str = "zh-CN") -> Page:
        context = browser.new_context(
            base_url=site, viewport=viewport, locale=locale, java_script_enabled=scripts, accept_downloads=True
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield come
    for context in contexts:
        context.close()


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit()


@pytest.fixture
def log_in() -> Callable[[Page, str], Page]:
    """Bring somebody of the sample people to the desk: `log_in(page, "lifang")`."""

    def enter(page: Page, username: str) -> Page:
        page.goto("/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", SAMPLE_PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/desk/**")
        return page

    return enter


@pytest.fixture
def no_faults() -> Callable[[Page], None]:
    """Fails with every fault that axe-core finds on the page, and on sideways scrolling."""
    source = AXE.read_text(encoding="utf-8")

    def check(page: Page) -> None:
        # Evaluated by the driver, not by a script element, so that the page's own policy stays as it is.
        page.evaluate(source)
        found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
        faults = [
            f"{fault['id']}: {node['html'][:200]} {json.dumps(node['target'])} {node['failureSummary'][:200]}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]
        assert not faults, f"{page.url}\n" + "\n".join(faults)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} is {wide} px wider than the window"

    return check
