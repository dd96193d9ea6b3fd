"""The address at which the public reaches this office: what letters and notices print."""

from __future__ import annotations

from django.conf import settings

LOCAL = ("localhost", "127.0.0.1", "[::1]")


def host() -> str:
    """The name under which the public reaches the office."""
    hosts = settings.FADU.allowed_hosts
    return next((each for each in hosts if each not in LOCAL), hosts[0]).lstrip(".")


def site() -> str:
    """The address of this office as others reach it, without a slash at the end."""
    if settings.FADU.production:
        return f"https://{host()}"
    return f"http://{host()}:{settings.FADU.http_port}"
