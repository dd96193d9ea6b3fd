"""Every refusal as RFC 9457 has it (application/problem+json): what was refused, by which article, and what to do now."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import orjson
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from fadu.cases.errors import ActError, Invalid
from fadu.faces.errors import PROBLEMS, RETRY_AFTER
from fadu.faces.speech import cite, speak, spoken
from fadu.procedure.say import say

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:fadu:problem:"
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
UNREADABLE = (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError)
DATABASE_AWAY = (OperationalError, InterfaceError)
NAMES = {
    400: "bad-request",
    401: "unauthenticated",
    403: "not-permitted",
    404: "not-found",
    405: "no-such-method",
    409: "not-now",
    412: "changed-since",
    413: "too-large",
    415: "wrong-type",
    422: "invalid",
    429: "too-often",
    500: "fault",
    503: "away",
}


def problem(
    request: HttpRequest,
    status: int,
    title: str,
    remedy: str = "",
    articles: Iterable[str] = (),
    errors: Iterable[tuple[str, str]] = (),
) -> HttpResponse:
    """The refusal. `articles` are citation keys, `errors` (field, sentence) of what was filled in wrongly."""
    body: dict[str, Any] = {
        "type": f"{TYPE}{NAMES.get(status, 'refused')}",
        "title": title,
        "status": status,
        "instance": request.path,
        "remedy": remedy,
        "articles": [{"key": key, "text": cite(key)} for key in articles],
        "errors": [{"field": field, "message": message} for field, message in errors],
    }
    response = HttpResponse(orjson.dumps(body), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if status in (429, 503):
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def told(request: HttpRequest, status: int) -> HttpResponse:
    """What the pages say of that status; of a method that the address does not have, that."""
    if status == 405:
        title = speak(say("这个地址不接受 {method}", method=str(request.method)))
        return problem(request, status, title, speak(say("按 /api/v1/openapi.json 改正后重新提交。")))
    known = PROBLEMS.get(status, PROBLEMS[400])
    return problem(request, status, str(known.title), " ".join(map(str, known.now)))


def described(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, whose refusals are problems even where the framework below made them: a method that an address does not have."""

    @wraps(view)
    def answered(request: HttpRequest, *rest: Any, **more: Any) -> HttpResponse:
        response = view(request, *rest, **more)
        if response.status_code < 400 or response["Content-Type"].startswith((MEDIA_TYPE, "application/json")):
            return response
        said = told(request, response.status_code)
        if "Allow" in response:
            said["Allow"] = response["Allow"]
        return said

    return answered


def missing(request: HttpRequest, *rest: object, **more: object) -> HttpResponse:
    """An address that the API doesn't have."""
    return problem(request, 404, speak(say("没有这个接口地址")), speak(say("地址见 /api/v1/openapi.json。")))


def _refused(request: HttpRequest, error: ActError) -> HttpResponse:
    if isinstance(error, Invalid):
        errors = [(field, speak(sentence)) for field, sentence in error.errors.items()]
        title = speak(say("有 {n} 处填写不符合要求", n=len(errors)))
        return problem(request, error.status, title, speak(error.remedy), (), errors)
    return problem(request, error.status, speak(error.reason), speak(error.remedy), error.basis)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [(".".join(map(str, each["loc"])), str(each["msg"])) for each in error.errors]
    title = speak(say("有 {n} 处填写不符合要求", n=len(errors)))
    return problem(request, 422, title, speak(say("按 /api/v1/openapi.json 改正后重新提交。")), (), errors[:20])


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    # What the parser said stands behind the framework's own 400.
    status = error.__cause__.status_code if isinstance(error.__cause__, HttpError) else error.status_code
    if status == 415:
        return problem(request, 415, speak(say("只读 JSON")), speak(say("以 Content-Type: application/json 发送。")))
    return told(request, status if status in PROBLEMS else 400)


def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    title = speak(say("没有令牌，或者令牌不对、已过期、已停用"))
    remedy = speak(say("在“接口令牌”页建立令牌，以 Authorization: Bearer 发送。"))
    return problem(request, 401, title, remedy)


def _not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(request, 404, spoken(str(error)) or speak(say("没有这件东西")))


def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """Our own mistake, or the database's absence: said so, and never with its text."""
    if isinstance(error, DATABASE_AWAY):
        log.warning("数据库连接不上：%s", " ".join(str(error).split()))
        return told(request, 503)
    if isinstance(error, TOO_LARGE):
        return told(request, 413)
    if isinstance(error, UNREADABLE):
        return told(request, 400)
    log.exception("接口 %s %s 出错", request.method, request.path, exc_info=error)
    return told(request, 500)


def handle(api: NinjaAPI) -> None:
    """Let the API answer every error so."""
    handlers: tuple[tuple[type[Exception], Any], ...] = (
        (Exception, _fault),
        (ActError, _refused),
        (ValidationError, _invalid),
        (HttpError, _http),
        (Throttled, lambda request, _: told(request, 429)),
        (AuthenticationError, _unknown),
        (Http404, _not_found),
    )
    for kind, handler in handlers:
        api.add_exception_handler(kind, handler)
