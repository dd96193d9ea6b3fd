"""The promises of the settings: closed by default, kept in production."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import resolve
from django.utils.module_loading import import_string

PRODUCTION = {
    "FADU_MODE": "production",
    "FADU_SECRET_KEY": "0123456789abcdef" * 4,
    "FADU_ALLOWED_HOSTS": "wb.example.cn",
}


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.csp_nonce)  # type: ignore[attr-defined]


def test_pages_load_nothing_from_elsewhere() -> None:
    middleware = import_string("csp.middleware.CSPMiddleware")(page)
    answer = middleware(RequestFactory().get("/"))
    policy = answer["Content-Security-Policy"]
    nonce = answer.content.decode()
    assert "default-src 'self'" in policy
    assert f"script-src 'self' 'nonce-{nonce}'" in policy
    assert f"style-src 'self' 'nonce-{nonce}'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_our_templates_come_first() -> None:
    assert [str(engine["BACKEND"]).rsplit(".", 1)[1] for engine in settings.TEMPLATES] == [
        "Jinja2",
        "DjangoTemplates",
    ]


def test_production_passes_the_checks_of_django_for_deployment(tmp_path: Path) -> None:
    environ = (
        os.environ | PRODUCTION | {"FADU_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "fadu.conf.settings"}
    )
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    # W005 and W021 ask to bind all sub-domains, which belong to others in a city's name space.
    faults = [line for line in done.stderr.splitlines() if "(security." in line]
    assert [line for line in faults if "W005" not in line and "W021" not in line] == []


def test_the_log_in_has_an_address() -> None:
    assert resolve("/accounts/login/").view_name == settings.LOGIN_URL
