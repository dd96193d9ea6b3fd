"""Databases of their own on the server that the tests use."""

from __future__ import annotations

import os
import random
from urllib.parse import quote, urlencode

import psycopg
from django.db import connection


def create() -> tuple[str, str]:
    """A new, empty database: its name, and the address by which a process of its own reaches it."""
    name = f"own_{os.getpid()}_{random.randrange(10**9)}"
    with psycopg.connect(_conninfo(), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    known = _known()
    who = quote(known.get("user", "")) + (f":{quote(known['password'])}" if known.get("password") else "")
    where = {k: known[k] for k in ("host", "port") if known.get(k)}
    return name, f"postgresql://{who}@/{name}?{urlencode(where)}"


def drop(name: str) -> None:
    """Take the database away, whoever is still connected."""
    with psycopg.connect(_conninfo(), autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _known() -> dict[str, str]:
    params = connection.get_connection_params()
    return {k: str(params[k]) for k in ("host", "port", "user", "password") if params.get(k)}


def _conninfo() -> str:
    return psycopg.conninfo.make_conninfo(dbname="postgres", **_known())
