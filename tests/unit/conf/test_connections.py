"""Addresses become what Django is told."""

from __future__ import annotations

from pathlib import Path

from fadu.conf import connections
from fadu.conf.env import Env


def test_without_an_address_the_database_is_a_file_in_the_data_folder() -> None:
    told = connections.database(Env(data_dir=Path("/srv/fadu")))
    assert told["NAME"] == "/srv/fadu/fadu.sqlite3"
    assert told["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in told["OPTIONS"]["init_command"]


def test_an_sqlite_address_names_another_file() -> None:
    told = connections.database(Env(database_url="sqlite:////srv/other.sqlite3"))
    assert told["NAME"] == "/srv/other.sqlite3"
    assert told["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_postgresql_address_is_taken_apart() -> None:
    told = connections.database(
        Env(database_url="postgresql://fadu:p%40ss@db.example.cn:5433/office?sslmode=require")
    )
    assert (told["HOST"], told["PORT"], told["NAME"]) == ("db.example.cn", 5433, "office")
    assert (told["USER"], told["PASSWORD"]) == ("fadu", "p@ss")
    assert (told["CONN_MAX_AGE"], told["CONN_HEALTH_CHECKS"]) == (600, True)
    assert told["OPTIONS"]["sslmode"] == "require"
    assert told["OPTIONS"]["server_side_binding"] is False


def test_without_a_mail_server_messages_are_kept_in_a_folder() -> None:
    assert connections.email(Env(data_dir=Path("/srv/fadu")))["EMAIL_FILE_PATH"] == "/srv/fadu/mail"


def test_the_scheme_of_a_mail_server_says_how_it_is_secured() -> None:
    plain = connections.email(Env(email_url="smtp://relay"))
    start = connections.email(Env(email_url="smtp+tls://office%40example.cn:p%3Aw@mail.example.cn"))
    whole = connections.email(Env(email_url="smtps://mail.example.cn:4465"))
    assert (plain["EMAIL_PORT"], plain["EMAIL_USE_TLS"], plain["EMAIL_USE_SSL"]) == (25, False, False)
    assert (start["EMAIL_PORT"], start["EMAIL_USE_TLS"], start["EMAIL_USE_SSL"]) == (587, True, False)
    assert (whole["EMAIL_PORT"], whole["EMAIL_USE_TLS"], whole["EMAIL_USE_SSL"]) == (4465, False, True)
    assert (start["EMAIL_HOST_USER"], start["EMAIL_HOST_PASSWORD"]) == ("office@example.cn", "p:w")
