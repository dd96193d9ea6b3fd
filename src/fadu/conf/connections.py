"""What Django is told about the database and the mail server."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

from fadu.conf.env import Env

# FULL: an acknowledged act survives a power cut. IMMEDIATE: a writer waits for its turn instead of failing half-way.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; "
    "PRAGMA cache_size=-32000",  # Kibibytes: lists look into a few thousand places.
}
# Statements are prepared where the code asks for it (the hot path), never by count: without a threshold psycopg ignores the asking.
POSTGRESQL = {
    "server_side_binding": False,
    "application_name": "fadu",
    "connect_timeout": 10,
    "prepare_threshold": 1_000_000_000,
    # Pages ask for a few rows by index: compiling a query or sharing it among processes costs more than it.
    # Their pages are in memory or on a solid-state disk.
    "options": "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1",
}


def database(env: Env) -> dict[str, Any]:
    """The ``DATABASES`` entry; without an address, an SQLite file in the data folder."""
    if not env.database_url:
        return sqlite(str(env.data_dir / "fadu.sqlite3"))
    parsed: dict[str, Any] = dict(dj_database_url.parse(env.database_url))
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        return sqlite(parsed["NAME"])
    parsed |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    parsed["OPTIONS"] = {**POSTGRESQL, **parsed.get("OPTIONS", {})}
    return parsed


def sqlite(file: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": dict(SQLITE),
        "CONN_MAX_AGE": 600,
    }


def email(env: Env) -> dict[str, Any]:
    """The ``EMAIL_*`` settings; without a server, a folder of messages in the data folder."""
    if not env.email_url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(env.data_dir / "mail"),
        }
    parts = urlsplit(env.email_url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }
