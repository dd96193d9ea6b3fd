"""``fadu verify``: check an export with nothing but the file, on any machine, without the office's systems."""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from fadu.evidence.checkpoint import CheckpointError, load_public
from fadu.evidence.checkpoint import parse as parse_checkpoint
from fadu.evidence.export import verify_export
from fadu.evidence.package import is_package, verify_package

CLEAN, FAULTY, UNUSABLE = 0, 1, 2


class _UsageError(Exception):
    """Arguments or input files that cannot be used; the message is one line."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _UsageError(f"{message}; see {self.prog} --help")


def main(argv: Sequence[str]) -> int:
    """Run the command; return 0 if everything agrees, 1 if something does not, 2 if the input cannot be used."""
    _show_any_text(sys.stdout)
    _show_any_text(sys.stderr)
    try:
        arguments = _parser().parse_args(argv)
        key = None if arguments.key is None else _read_key(arguments.key)
        checkpoint = None if arguments.checkpoint is None else _read_checkpoint(arguments.checkpoint)
        data = _read(arguments.export)
    except _UsageError as error:
        sys.stderr.write(f"fadu verify: {error}\n")
        return UNUSABLE
    except SystemExit:  # --help has been printed
        return CLEAN
    check = verify_package if is_package(data) else verify_export
    report = check(data, trusted_key=key, checkpoint_text=checkpoint)
    lines = report.lines(arguments.lang)
    if report.unreadable:
        sys.stderr.write(f"{arguments.export}: {lines[0]}\n")
        return UNUSABLE
    sys.stdout.write("\n".join(lines) + "\n")
    return CLEAN if report.ok else FAULTY


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="fadu verify",
        description="Check an export or the package of an archived case: every record, link, proof and signature. 0 all agree, 1 not, 2 unusable input.",
    )
    parser.add_argument("export", metavar="EXPORT", help="the export file, or a package (zip)")
    parser.add_argument("--checkpoint", metavar="F", help="a signed checkpoint obtained elsewhere, older or newer")
    parser.add_argument("--key", metavar="F", help="the office's public key (PEM) obtained elsewhere")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the report (default zh)")
    return parser


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise _UsageError(f"{name} cannot be read: {reason}") from None


def _read_text(name: str) -> str:
    try:
        return _read(name).decode()
    except UnicodeDecodeError:
        raise _UsageError(f"{name} is not UTF-8 text") from None


def _read_key(name: str) -> Ed25519PublicKey:
    try:
        return load_public(_read_text(name))
    except CheckpointError as error:
        raise _UsageError(f"{name}: {error}") from None


def _read_checkpoint(name: str) -> str:
    # Copied from a letter or a message, it may have won or lost line breaks around it.
    note = _read_text(name).replace("\r\n", "\n").strip() + "\n"
    try:
        parse_checkpoint(note)
    except CheckpointError as error:
        raise _UsageError(f"{name}: {error}") from None
    return note


def _show_any_text(stream: object) -> None:
    # A terminal that lacks Chinese still gets every line, in escapes, rather than a failure.
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
