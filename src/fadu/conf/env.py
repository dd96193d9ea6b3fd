"""The settings of an installation, read from environment variables ``FADU_*``.

Each field of :class:`Env` is one setting: its name, its reader, its default and what it means. Nothing else reads
the environment. An unknown name or value is refused before anything starts, in one line that says what is allowed.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "FADU_"
DEMO_KEY = "demo-key-that-protects-nothing-and-is-refused-in-production"


class ConfigError(Exception):
    """The environment asks for something that does not exist; the message has one line for each fault."""


class Refused(ValueError):
    """A reader does not accept a value; the message says what would be accepted."""


LONGEST_SECRET = 65_536
"""Bytes that are read of a file that holds a secret."""
Reader = Callable[[str], Any]


def text(raw: str) -> str:
    if not raw.strip():
        raise Refused("a text that is not empty")
    return raw.strip()


def whole_number(least: int, most: int) -> Reader:
    def read(raw: str) -> int:
        if not (raw.isascii() and raw.isdigit() and len(raw) <= len(str(most)) and least <= int(raw) <= most):
            raise Refused(f"a whole number from {least} to {most}")
        return int(raw)

    return read


def choice(*allowed: str) -> Reader:
    def read(raw: str) -> str:
        if raw not in allowed:
            raise Refused(" or ".join(allowed))
        return raw

    return read


def names(raw: str) -> tuple[str, ...]:
    found = tuple(name.strip() for name in raw.split(",") if name.strip())
    if not found:
        raise Refused("names separated by commas")
    return found


def path(raw: str) -> Path:
    try:
        return Path(text(raw)).expanduser().absolute()
    except RuntimeError:
        raise Refused("a path; its ~ names no user of this machine") from None


def address(raw: str) -> str:
    if not re.fullmatch(r"[^@\s,<>]+@[^@\s,<>]+", raw.strip()):
        raise Refused("an e-mail address, as name@example.cn")
    return raw.strip()


def url(*schemes: str) -> Reader:
    def read(raw: str) -> str:
        try:
            parts = urlsplit(raw.strip())
            known = parts.scheme in schemes and parts.port != 0
        except ValueError:
            known = False
        if not known:
            raise Refused("an address that starts with " + " or ".join(f"{scheme}://" for scheme in schemes))
        return raw.strip()

    return read


def dated_numbers(raw: str) -> str:
    """Days and whole numbers from one to a thousand, oldest first: ``2019-05-15=3,2027-01-01=2``."""
    allowed = Refused("numbers with the day from which they hold, as 2019-05-15=3,2027-01-01=2")
    pairs = [pair.strip().split("=") for pair in raw.split(",")]
    try:
        days = [date.fromisoformat(day) for day, _ in pairs]
        numbers = [int(number) for _, number in pairs if number.isascii() and number.isdigit()]
    except ValueError:
        raise allowed from None
    if len(numbers) != len(days) or any(earlier >= later for earlier, later in pairwise(days)):
        raise allowed
    if not all(1 <= number <= 1000 for number in numbers):
        raise allowed
    return ",".join(f"{day}={number}" for day, number in zip(days, numbers, strict=True))


@dataclass(frozen=True)
class TokenKey:
    """A key on a PKCS#11 token: the library that speaks to it, the label of the token, that of the key and its certificate."""

    module: Path
    token: str
    label: str


def token_key(raw: str) -> TokenKey:
    """``module=/usr/lib/softhsm/libsofthsm2.so;token=seal;label=seal``, in any order."""
    shape = "module=/path/of/library.so;token=label of the token;label=label of the key, each once"
    pairs = [pair.partition("=") for pair in raw.split(";") if pair.strip()]
    given = {name.strip(): value.strip() for name, _, value in pairs}
    wanted = [field.name for field in dataclasses.fields(TokenKey)]
    if unknown := sorted(given.keys() - set(wanted)):
        raise Refused(f"{shape} (there is no «{' '.join(unknown[0].split())[:20]}»)")
    if len(pairs) != len(wanted) or not all(given.get(name) for name in wanted):
        raise Refused(shape)
    return TokenKey(path(given["module"]), given["token"], given["label"])


def setting(default: Any, reader: Reader, doc: str, *, secret: bool = False) -> Any:
    """One field of :class:`Env`. A secret may also be given as the path of a file that holds it, ``<NAME>_FILE``."""
    return dataclasses.field(default=default, metadata={"reader": reader, "doc": doc, "secret": secret})


@dataclass(frozen=True)
class Env:
    """Everything an installation can set. Field ``data_dir`` is the variable ``FADU_DATA_DIR``, and so on."""

    mode: str = setting(
        "demo",
        choice("demo", "production"),
        "``demo`` opens a sample office on this machine; ``production`` asks for a key and host names of its own "
        "and speaks HTTPS only.",
    )
    office: str = setting("waiban", text, "Key of the office that this installation serves, from an installed pack.")
    data_dir: Path = setting(
        Path("var").absolute(),
        path,
        "Folder of everything that is kept: the SQLite database, files, the mailbox, keys. Default: ``var`` in the "
        "working directory.",
    )
    database_url: str = setting(
        "",
        url("sqlite", "postgres", "postgresql"),
        "Database, as ``postgresql://user:password@host:port/name``. Default: an SQLite file in the data folder.",
        secret=True,
    )
    secret_key: str = setting(
        DEMO_KEY,
        text,
        "Signs sessions and forms. Required in production: at least 50 characters, random, the same on every server.",
        secret=True,
    )
    allowed_hosts: tuple[str, ...] = setting(
        ("localhost", "127.0.0.1", "[::1]"),
        names,
        "Host names under which the office is reached, separated by commas. Required in production.",
    )
    email_url: str = setting(
        "",
        url("smtp", "smtp+tls", "smtps"),
        "Mail server: ``smtp+tls://user:password@host:587``, ``smtps://…:465`` or plain ``smtp://…:25``. Default: "
        "mail is not sent but written to the folder ``mail`` in the data folder.",
        secret=True,
    )
    checkpoint_mail: str = setting(
        "",
        address,
        "E-mail address outside the house that gets the signed head of the log once a day. Whoever keeps these messages can "
        "show that the log was not cut or rewritten. Default: none is mailed.",
    )
    hooks_inside: str = setting(
        "no",
        choice("no", "yes"),
        "``yes`` lets webhooks go to addresses inside (private networks, this machine) and over plain http. By default they go "
        "to public addresses over https only.",
    )
    fonts: Path | None = setting(
        None,
        path,
        "Folder with an office's own fonts for letters, one folder for each role: ``fangsong``, ``kai``, ``hei``, ``biaosong``, ``latin``, "
        "``rare``. Default: the free fonts of the machine.",
    )
    seal: str = setting(
        "local",
        choice("local", "external", "manual", "paper"),
        "How letters are sealed: ``local`` with a test seal of this installation's own, refused for real letters in production; "
        "``external`` by a platform that takes files from ``exchange/seal/out`` in the data folder and lays them, sealed, into "
        "``exchange/seal/in``; ``manual`` elsewhere by a clerk, who uploads the sealed file; ``paper`` on the printed letter.",
    )
    seal_p12: Path | None = setting(
        None,
        path,
        "PKCS#12 file with key and certificates of the ``local`` seal. Default: a test certificate, made on first use in the data folder.",
    )
    seal_pkcs11: TokenKey | None = setting(
        None,
        token_key,
        "Key of the ``local`` seal on a PKCS#11 token (HSM, USB key) instead of in a file: its library, the label of the token, and the "
        "label of key and certificate, as ``module=/usr/lib/softhsm/libsofthsm2.so;token=seal;label=seal``.",
    )
    seal_passphrase: str = setting(
        "", text, "Passphrase of the PKCS#12 file, or PIN of the PKCS#11 token.", secret=True
    )
    seal_clock: str = setting(
        "",
        url("http", "https"),
        "Address of a time-stamp authority (RFC 3161) for the ``local`` seal. Default: a clock of this installation's own.",
    )
    seal_roots: Path | None = setting(
        None,
        path,
        "File of root certificates (PEM) that are trusted when a sealed file is examined, beside the root of the test seal.",
    )
    escalate_after: str = setting(
        "2019-05-15=3",
        dated_numbers,
        "After how many working days an overdue task is told to the head of the unit, each number with the day from which it holds: "
        "``2019-05-15=3,2027-01-01=2``.",
    )
    sms_sign: str = setting(
        "", text, "Signature of short messages, as registered with the platform. Default: the office's short name."
    )
    sms_template: str = setting(
        "SMS_000000000",
        text,
        "Code of the short message template; its one variable is ``what``. Messages are written to ``outgoing/sms`` in the data folder.",
    )
    wecom_agent: int = setting(
        1000001,
        whole_number(1, 2**31 - 1),
        "``agentid`` of the office's application in 政务微信. Messages are written to ``outgoing/wecom`` in the data folder.",
    )
    http_port: int = setting(8000, whole_number(1, 65535), "Port on which the server listens.")
    workers: int = setting(2, whole_number(1, 64), "Number of server processes.")
    language: str = setting(
        "zh-hans", choice("zh-hans", "zh-hant", "en"), "Language of a page until its reader chooses another."
    )
    log_level: str = setting(
        "INFO", choice("DEBUG", "INFO", "WARNING", "ERROR"), "Least severe message that the log keeps."
    )

    @property
    def production(self) -> bool:
        return self.mode == "production"


def variable(field: dataclasses.Field[Any]) -> str:
    """The environment variable of one setting."""
    return PREFIX + field.name.upper()


def read_env(environ: Mapping[str, str]) -> Env:
    """Read every setting; an empty value counts as unset. Raises ConfigError with all faults, one line each."""
    given = {name: raw for name, raw in environ.items() if name.startswith(PREFIX) and raw != ""}
    faults = list(_unknown(given))
    values: dict[str, Any] = {}
    for field in dataclasses.fields(Env):
        try:
            raw = _raw(field, given)
            if raw is not None:
                values[field.name] = _read(field, raw)
        except ConfigError as fault:
            faults.append(str(fault))
    if not faults:
        faults.extend((*_unsafe(values), *_at_odds(values)))
    if faults:
        raise ConfigError("\n".join(faults))
    return Env(**values)


def _unknown(given: Mapping[str, str]) -> Iterator[str]:
    known = [name for field in dataclasses.fields(Env) for name in _variables(field)]
    for name in sorted(given.keys() - set(known)):
        near = difflib.get_close_matches(name, known, n=1)
        remedy = f"did you mean {near[0]}?" if near else "remove it. Known: " + ", ".join(known)
        yield f"{name}: there is no such setting; {remedy}"


def _variables(field: dataclasses.Field[Any]) -> tuple[str, ...]:
    name = variable(field)
    return (name, name + "_FILE") if field.metadata["secret"] else (name,)


def _raw(field: dataclasses.Field[Any], given: Mapping[str, str]) -> str | None:
    name = variable(field)
    file = given.get(name + "_FILE") if field.metadata["secret"] else None
    if file is None:
        return given.get(name)
    if name in given:
        raise ConfigError(f"{name}: given twice; set either {name} or {name}_FILE")
    try:
        # Not all of it at once: /dev/zero has no end.
        with open(file, "rb") as secret:
            found = secret.read(LONGEST_SECRET + 1).decode()
    except (OSError, UnicodeDecodeError):
        found = "\0"
    if "\0" in found or len(found) > LONGEST_SECRET:
        raise ConfigError(f"{name}_FILE: «{file}» cannot be read; name a short text file that this user may read")
    return found.strip()


def _read(field: dataclasses.Field[Any], raw: str) -> Any:
    try:
        return field.metadata["reader"](raw)
    except Refused as allowed:
        shown = "the value given" if field.metadata["secret"] else f"«{' '.join(raw.split())[:40]}»"
        name = variable(field)
        raise ConfigError(f"{name}: {shown} is not allowed; set {allowed}, or unset it for the default") from None


def _unsafe(values: Mapping[str, Any]) -> Iterator[str]:
    if values.get("mode") != "production":
        return
    key = values.get("secret_key", DEMO_KEY)
    if key == DEMO_KEY or len(key) < 50 or len(set(key)) < 10:
        yield "FADU_SECRET_KEY: production needs a key of its own; set at least 50 random characters"
    if "*" in values.get("allowed_hosts", "*"):
        yield "FADU_ALLOWED_HOSTS: production needs its host names; set them, separated by commas, without *"


def _at_odds(values: Mapping[str, Any]) -> Iterator[str]:
    if "seal_pkcs11" not in values:
        return
    if "seal_p12" in values:
        yield "FADU_SEAL_PKCS11: the seal has one key; set either FADU_SEAL_PKCS11 or FADU_SEAL_P12"
    if "seal_passphrase" not in values:
        yield "FADU_SEAL_PKCS11: the token asks for its PIN; set FADU_SEAL_PASSPHRASE_FILE"
