"""Error pages: what was refused, why, and what to do now, in the look of the face where it happened."""

import sys
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Problem:
    """One kind of refusal: a title, why it happened, and the ways on."""

    title: Words
    why: Words
    now: tuple[Words, ...]


TRY_AGAIN = _("过一会儿再试一次；已经收到回执的办件不受影响。")

PROBLEMS: dict[int, Problem] = {
    400: Problem(
        _("这次提交无法读取"),
        _("收到的内容不完整或者格式不对，没有保存。"),
        (_("返回上一页，检查填写的内容后重新提交。"), _("如果是从旧书签进入，请从首页重新打开。")),
    ),
    403: Problem(
        _("您不能看这一页"),
        _("它不在您的职责或者知悉范围之内，或者页面停留太久、登录已失效。"),
        (_("重新登录后再试。"), _("确属您办理的，请联系承办处或者系统管理员调整职务。")),
    ),
    404: Problem(
        _("没有找到这一页"),
        _("地址有误，或者内容已经移走。"),
        (_("检查地址是否完整。"), _("查办件进度，请用回执号和查询码。")),
    ),
    413: Problem(
        _("提交的内容太大"),
        _("超过了本系统一次能接收的大小，没有保存。"),
        (_("压缩或者拆分文件后重新提交。"), _("不便网上提交的，可以邮寄或者当面提交。")),
    ),
    429: Problem(
        _("操作太频繁"),
        _("短时间内收到来自您的请求过多，为保护服务暂停接收。"),
        (_("等几分钟再试。"), _("多次输错口令的，请确认用户名和口令后再登录。")),
    ),
    500: Problem(
        _("系统出了问题"),
        _("错误已经记录。没有得到确认的操作视为没有发生。"),
        (TRY_AGAIN, _("一再出现的，请把时间和您在做的事告诉我们。")),
    ),
    503: Problem(
        _("服务暂时不可用"),
        _("数据库暂时连接不上，这次操作没有保存。"),
        (TRY_AGAIN, _("法定期限不因此缩短；急需办理的，可以当面或者邮寄提交。")),
    ),
}

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
DATABASE_AWAY = (OperationalError, InterfaceError)
RETRY_AFTER = 30


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """The page for one status of `PROBLEMS`: the officials' look under /desk and /accounts, else the public look."""
    staff = request.path.startswith(("/desk", "/accounts"))
    context = {"problem": PROBLEMS[status], "status": status, "look": "desk" if staff else "portal"}
    response = render(request, "faces/error.html", context, status=status)
    if status in (429, 503):
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 413 if isinstance(exception, TOO_LARGE) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    return error_page(request, 429)


def server_error(request: HttpRequest, *rest: Any) -> HttpResponse:
    """Called while the exception is handled, so that a database gone away is told apart from our own mistakes."""
    return error_page(request, 503 if isinstance(sys.exc_info()[1], DATABASE_AWAY) else 500)
