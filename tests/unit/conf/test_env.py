"""Settings are read from the environment, or refused in one line that says what to do."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fadu.conf.env import DEMO_KEY, ConfigError, Env, TokenKey, read_env, variable

KEY = "k3v8qz1m5x" * 6
PRODUCTION = {"FADU_MODE": "production", "FADU_SECRET_KEY": KEY, "FADU_ALLOWED_HOSTS": "wb.example.cn"}


def refusal(environ: dict[str, str]) -> str:
    with pytest.raises(ConfigError) as caught:
        read_env(environ)
    return str(caught.value)


def test_an_empty_environment_opens_the_sample_office_on_sqlite() -> None:
    env = read_env({})
    assert env == Env()
    assert (env.mode, env.office, env.database_url, env.http_port) == ("demo", "waiban", "", 8000)
    assert not env.production


def test_other_variables_are_none_of_our_business() -> None:
    assert read_env({"PATH": "/usr/bin", "DJANGO_SETTINGS_MODULE": "x", "XFADU_MODE": "no"}) == Env()


def test_every_setting_can_be_set() -> None:
    given = {
        "FADU_MODE": "production",
        "FADU_OFFICE": "xinban",
        "FADU_DATA_DIR": "/srv/fadu",
        "FADU_DATABASE_URL": "postgresql://fadu:p%40ss@db/fadu",
        "FADU_SECRET_KEY": KEY,
        "FADU_ALLOWED_HOSTS": "wb.example.cn, www.example.cn",
        "FADU_EMAIL_URL": "smtps://mail.example.cn",
        "FADU_CHECKPOINT_MAIL": "archive@example.cn",
        "FADU_ESCALATE_AFTER": "2019-05-15=3, 2027-01-01=2",
        "FADU_SMS_SIGN": "示外办",
        "FADU_SMS_TEMPLATE": "SMS_1",
        "FADU_WECOM_AGENT": "1000002",
        "FADU_HOOKS_INSIDE": "yes",
        "FADU_FONTS": "/srv/fonts",
        "FADU_SEAL": "external",
        "FADU_SEAL_P12": "/srv/seal.p12",
        "FADU_SEAL_PASSPHRASE": "open sesame",
        "FADU_SEAL_CLOCK": "https://tsa.example.cn/",
        "FADU_SEAL_ROOTS": "/srv/roots.pem",
        "FADU_HTTP_PORT": "8080",
        "FADU_WORKERS": "4",
        "FADU_LANGUAGE": "en",
        "FADU_LOG_LEVEL": "WARNING",
    }
    # The key of the seal lies in a file or on a token.
    assert given.keys() | {"FADU_SEAL_PKCS11"} == {variable(field) for field in dataclasses.fields(Env)}
    env = read_env(given)
    assert env.allowed_hosts == ("wb.example.cn", "www.example.cn")
    assert env.data_dir == Path("/srv/fadu")
    assert (env.http_port, env.workers) == (8080, 4)
    assert env.escalate_after == "2019-05-15=3,2027-01-01=2"
    assert env.production


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("FADU_MODE", "prod", "demo or production"),
        ("FADU_SEAL", "wax", "local or external or manual or paper"),
        ("FADU_SEAL_PKCS11", "seal", "module=/path/of/library.so;token=label of the token;label=label of the key"),
        ("FADU_SEAL_PKCS11", "module=/m.so;token=;label=seal", "module=/path/of/library.so;token="),
        ("FADU_SEAL_PKCS11", "module=/m.so;token=a;label=b;label=c", "each once"),
        ("FADU_SEAL_PKCS11", "module=/m.so;token=a;label=b;slot=0", "there is no «slot»"),
        ("FADU_HTTP_PORT", "http", "a whole number from 1 to 65535"),
        ("FADU_HTTP_PORT", "70000", "a whole number from 1 to 65535"),
        ("FADU_HTTP_PORT", "-1", "a whole number from 1 to 65535"),
        ("FADU_WORKERS", "²", "a whole number from 1 to 64"),
        ("FADU_WORKERS", "9" * 5000, "a whole number from 1 to 64"),
        ("FADU_LANGUAGE", "zh", "zh-hans or zh-hant or en"),
        ("FADU_LOG_LEVEL", "debug", "DEBUG or INFO or WARNING or ERROR"),
        ("FADU_OFFICE", "  ", "a text that is not empty"),
        ("FADU_ESCALATE_AFTER", "3", "numbers with the day from which they hold"),
        ("FADU_ESCALATE_AFTER", "2019-05-15=0", "numbers with the day from which they hold"),
        ("FADU_ESCALATE_AFTER", "2019-05-15=x", "numbers with the day from which they hold"),
        ("FADU_ESCALATE_AFTER", "2027-01-01=2,2019-05-15=3", "numbers with the day from which they hold"),
        ("FADU_ESCALATE_AFTER", "2019-13-01=3", "numbers with the day from which they hold"),
        ("FADU_ALLOWED_HOSTS", " , ", "names separated by commas"),
        ("FADU_DATABASE_URL", "mysql://db/fadu", "sqlite:// or postgres:// or postgresql://"),
        ("FADU_EMAIL_URL", "mail.example.cn", "smtp:// or smtp+tls:// or smtps://"),
    ],
)
def test_a_value_that_is_not_allowed_is_refused_in_one_line(name: str, value: str, allowed: str) -> None:
    line = refusal({name: value})
    assert line.startswith(f"{name}: ")
    assert allowed in line
    assert "\n" not in line


def test_the_key_of_the_seal_on_a_token() -> None:
    token = {"FADU_SEAL_PKCS11": "label=key; token=office seal;module=/m.so", "FADU_SEAL_PASSPHRASE": "1234"}
    assert read_env(token).seal_pkcs11 == TokenKey(Path("/m.so"), "office seal", "key")
    line = refusal(token | {"FADU_SEAL_P12": "/srv/seal.p12"})
    assert line == "FADU_SEAL_PKCS11: the seal has one key; set either FADU_SEAL_PKCS11 or FADU_SEAL_P12"
    assert "asks for its PIN" in refusal({"FADU_SEAL_PKCS11": token["FADU_SEAL_PKCS11"]})


def test_an_unknown_name_is_refused_and_the_nearest_known_one_named() -> None:
    assert refusal({"FADU_DATABASE": "x"}).endswith("did you mean FADU_DATABASE_URL?")
    line = refusal({"FADU_ZZZ": "x"})
    assert line.startswith("FADU_ZZZ: there is no such setting")
    assert all(variable(field) in line for field in dataclasses.fields(Env))


def test_all_faults_are_told_at_once() -> None:
    assert len(refusal({"FADU_MODE": "x", "FADU_WORKERS": "x", "FADU_NOTHING": "x"}).splitlines()) == 3


def test_production_refuses_what_protects_nothing() -> None:
    assert read_env(PRODUCTION).secret_key == KEY
    for weak in ("", DEMO_KEY, "short", "a1" * 40):
        assert "FADU_SECRET_KEY: production needs" in refusal(PRODUCTION | {"FADU_SECRET_KEY": weak})
    for hosts in ("", "*", "wb.example.cn,*"):
        assert "FADU_ALLOWED_HOSTS: production needs" in refusal(PRODUCTION | {"FADU_ALLOWED_HOSTS": hosts})


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(KEY + "\n", encoding="utf-8")
    from_file = {name: value for name, value in PRODUCTION.items() if name != "FADU_SECRET_KEY"}
    assert read_env(from_file | {"FADU_SECRET_KEY_FILE": str(file)}).secret_key == KEY
    assert "given twice" in refusal(PRODUCTION | {"FADU_SECRET_KEY_FILE": str(file)})
    assert "cannot be read" in refusal({"FADU_SECRET_KEY_FILE": str(tmp_path / "none")})
    assert "cannot be read" in refusal({"FADU_SECRET_KEY_FILE": "/dev/zero"})
    assert "no such setting" in refusal({"FADU_MODE_FILE": str(file)})


def test_a_refusal_never_shows_a_secret() -> None:
    assert "hunter2" not in refusal({"FADU_DATABASE_URL": "mysql://fadu:hunter2@db/fadu"})
    assert "hunter2" not in refusal({"FADU_EMAIL_URL": "smtp://u:hunter2@host:port"})


@given(st.dictionaries(st.sampled_from([variable(field) for field in dataclasses.fields(Env)]), st.text()))
def test_any_value_is_accepted_or_refused_with_its_name(environ: dict[str, str]) -> None:
    try:
        lines = []
        read_env(environ)
    except ConfigError as refused:
        lines = str(refused).split("\n")
    assert all(line.startswith("FADU_") for line in lines)


def test_every_setting_is_explained() -> None:
    for field in dataclasses.fields(Env):
        assert field.metadata["doc"].endswith("."), f"{variable(field)}: say in a sentence what it means"


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "FADU_MODE",
            "prod",
            "FADU_MODE: «prod» is not allowed; set demo or production, or unset it for the default",
        ),
        ("FADU_DATA_DIR", "/dev/null/x", "FADU_DATA_DIR: the folder cannot be made"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line(name: str, value: str, line: str) -> None:
    environ = {key: kept for key, kept in os.environ.items() if not key.startswith("FADU_")} | {name: value}
    command = [sys.executable, "-c", "import fadu.conf.settings"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(line)
    assert done.stderr.count("\n") == 1
