"""Whatever is sent, the API answers as it says it does: never a fault of its own (5xx), never an answer that its description doesn't have.

What is sent is made up from the description itself; `known` runs the same with the case, duty and acts that there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.integration.api.conftest import REQUEST, Give

from fadu.api import urls
from fadu.cases.acts import Done

pytestmark = pytest.mark.django_db

application = WSGIHandler()
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ACTS = (
    "receive",
    "ask_correction",
    "take_up",
    "answer",
    "fadu.serve",
    "fadu.clerical",
    "fadu.assign",
    "补正",
    "nothing",
)
FEW = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for throttle in urls.THROTTLES:
        monkeypatch.setattr(throttle, "allow_request", lambda request: True)
    # One connection is the test's own and stays open between requests, as Django's test client has it.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@FEW
@schema.parametrize()
def test_what_is_made_up(case: schemathesis.Case, give: Give, case_and_token: tuple[str, str]) -> None:
    check(case, case_and_token[1])


@FEW
@schema.parametrize()
def test_what_is_known(case: schemathesis.Case, case_and_token: tuple[str, str]) -> None:
    uid, token = case_and_token
    known = {"uid": uid, "id": "disclosure", "act": ACTS[len(json.dumps(repr(case.body))) % len(ACTS)]}
    for name in case.path_parameters or {}:
        if name in known and not (name == "id" and "/files/" in case.path):
            case.path_parameters[name] = known[name]
    if case.path.endswith("/cases") and case.method == "POST" and isinstance(case.body, dict):
        case.body = {**case.body, "procedure": "disclosure", "data": {**REQUEST, **_dict(case.body.get("data"))}}
    check(case, token)


@pytest.fixture
def case_and_token(give: Give, case: Done) -> tuple[str, str]:
    return case.uid, give("lifang").token


def check(case: schemathesis.Case, token: str) -> None:
    response = case.call(headers={"Authorization": f"Bearer {token}"})
    case.validate_response(response, checks=CHECKS)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
