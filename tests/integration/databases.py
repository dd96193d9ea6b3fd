"""Databases beside the one of the tests, on the same server: for processes that are killed, and for drills."""

from __future__ import annotations

import os
import random
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from django.db import connection


def create(prefix: str) -> str:
    """A new, empty database; gives its name."""
    name = f"{prefix}_{os.getpid()}_{random.randrange(10**6)}"
    with _server() as server:
        server.execute(f"CREATE DATABASE {name}")
    return name


def drop(name: str) -> None:
    with _server() as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def url(name: str) -> str:
    """The address of that database, as FADU_DATABASE_URL."""
    known = _known()
    where = urlencode({k: v for k, v in known.items() if k in ("host", "port")})
    return f"postgresql://{quote(known['user'])}:{quote(known.get('password', ''))}@/{name}?{where}"


def _server() -> psycopg.Connection[Any]:
    return psycopg.connect(**_known(), dbname="postgres", autocommit=True)


def _known() -> dict[str, Any]:
    """Where the server of the tests is, wherever its address says so: in front of the database's name or after it."""
    params = connection.get_connection_params()
    return {k: str(params[k]) for k in ("host", "port", "user", "password") if params.get(k)}
