"""The line to a webhook: one POST to an address that was looked at before, no redirect followed, and not for longer than it takes.

Names are resolved once; what was checked is what is called, so that no name can point inwards between the two.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop as N_  # noqa: N812 (the name that extraction looks for)

from fadu.post.errors import NotYet, Undeliverable

TIMEOUT, LIMIT = 5.0, 15.0
"""Seconds that each step may take, and all of them together: a lease of the outbox is longer."""
LONGEST = 500
PRINTABLE = re.compile(r"[\x21-\x7e]+")
NAT64 = IPv6Network("64:ff9b::/96")


class BadAddress(ValueError):
    """Nothing is sent there; the text says why, in words for people."""


def post(url: str, headers: Mapping[str, str], body: bytes) -> int:
    """POST it; gives the status of the answer.

    Raises:
        NotYet: nobody answered, or not in time.
        Undeliverable: nothing is sent to such an address.
    """
    try:
        parts = checked(url)
    except BadAddress as bad:
        raise Undeliverable(str(bad)) from None
    line = _Line(parts, _resolved(parts))
    guard = threading.Timer(LIMIT, line.cut)
    guard.daemon = True
    guard.start()
    try:
        line.request("POST", _target(parts), body, dict(headers))
        return line.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise NotYet(f"推送地址没有应答（{type(error).__name__}）") from None
    finally:
        guard.cancel()
        line.close()


def checked(url: str) -> SplitResult:
    """The address in its parts.

    Raises:
        BadAddress: it is none, or not one that the office sends to: https to the world, unless FADU_HOOKS_INSIDE says otherwise.
    """
    try:
        parts = urlsplit(url)
        sound = bool(parts.hostname) and parts.port != 0 and bool(PRINTABLE.fullmatch(url)) and len(url) <= LONGEST
    except ValueError:
        sound = False
    if not sound or parts.username is not None or parts.fragment:
        raise BadAddress(N_("推送地址应当如 https://example.cn/hook，不含用户名、口令和片段，不超过 500 字。"))
    if parts.scheme != "https" and not (parts.scheme == "http" and _inside()):
        raise BadAddress(N_("推送地址应当以 https:// 开头。"))
    if not _inside() and _points_inside(parts.hostname or ""):
        raise BadAddress(N_("推送地址不能在内部网络。确需推送到内部系统的，由系统管理员设置 FADU_HOOKS_INSIDE。"))
    return parts


def _points_inside(host: str) -> bool:
    """Whether the host is written as an address inside; where a name points is seen at each call."""
    try:
        return not _public(ip_address(host))
    except ValueError:
        return False


def _resolved(parts: SplitResult) -> tuple[str, int]:
    """The address to call. If a name has one inside, none of its addresses is called."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotYet("推送地址的域名解析不了") from None
    hosts = [str(each[4][0]) for each in found]
    if not _inside() and not all(_public(ip_address(host)) for host in hosts):
        raise Undeliverable("推送地址的域名指向内部网络，没有发送。")
    return hosts[0], port


def _public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it lies in the world: not inside, nor inside by another name (mapped or tunnelled)."""
    if isinstance(address, IPv6Address):
        tunnelled = address.ipv4_mapped or address.sixtofour or address.teredo or address in NAT64
        if tunnelled or address.scope_id:
            return False
    return address.is_global and not address.is_multicast


def _inside() -> bool:
    return bool(settings.FADU.hooks_inside == "yes")


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


class _Line(http.client.HTTPConnection):
    """A connection to the address that was looked at, under the name that was asked for."""

    def __init__(self, parts: SplitResult, address: tuple[str, int]) -> None:
        self.secure = parts.scheme == "https"
        self.default_port = 443 if self.secure else 80
        super().__init__(parts.hostname or "", address[1], timeout=TIMEOUT)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection(self.address, TIMEOUT)
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """End it from outside: whoever answers a byte now and then does not hold the office up."""
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)
