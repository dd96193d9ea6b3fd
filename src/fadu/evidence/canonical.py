"""Canonical bytes: one value, one spelling, so that a hash speaks of the value itself.

The spelling is RFC 8785 (JSON Canonicalization Scheme) for the values that a record may hold: text, whole numbers,
true, false, null, lists and dictionaries with text keys. Fractions are refused: a sum of money is a whole number of
fen, a date is text.
"""

import hashlib
import json
from typing import Any, NoReturn

import orjson

MAX_INTEGER = 2**53 - 1
MAX_DEPTH = 64


class CanonicalError(ValueError):
    """A value that has no canonical bytes, or bytes that are not canonical. The message says where and what to do."""


def canonical(value: object) -> bytes:
    """Return the RFC 8785 bytes (UTF-8) of ``value``.

    Raises CanonicalError, naming the path, for floats, integers beyond ±(2^53-1), text with lone surrogates, keys
    that are not text, other types, and nesting deeper than 64.
    """
    try:
        if _has_astral_key(value):
            return orjson.dumps(_sorted_as_utf16(value))
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except (_NotPlainError, orjson.JSONEncodeError):
        _refuse(value, "", 0)


def parse(data: bytes) -> Any:
    """Return the value of canonical bytes; raise CanonicalError for any bytes that ``canonical`` would not give."""
    value = load(data)
    if canonical(value) != data:
        raise CanonicalError("not canonical: the bytes differ from the RFC 8785 spelling of their own value")
    return value


def load(data: bytes | str) -> Any:
    """Read JSON in any spelling, but refuse what could be read in two ways: repeated keys, floats, huge integers.

    Raises CanonicalError with one line for every kind of unreadable input.
    """
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
        return _DECODER.decode(text)
    except CanonicalError:
        raise
    except UnicodeDecodeError as error:
        raise CanonicalError(f"not UTF-8 text: byte {error.start} cannot be read") from None
    except json.JSONDecodeError as error:
        raise CanonicalError(f"not JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise CanonicalError("nested too deeply to be read") from None


def digest(data: bytes) -> bytes:
    """SHA-256 of ``data``: 32 bytes."""
    return hashlib.sha256(data).digest()


def hexdigest(data: bytes) -> str:
    """SHA-256 of ``data``: 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


# ``orjson`` writes exactly RFC 8785 for the permitted types: shortest escapes, lower-case \u00xx, nothing else escaped.
# Only its key order differs (code points instead of UTF-16 units), and only when a key leaves the basic plane.


class _NotPlainError(Exception):
    """Somewhere in the value is something to refuse; ``_refuse`` finds out where."""


def _has_astral_key(value: object, depth: int = 0) -> bool:
    """One quick walk: raise if something is not permitted, and tell whether a key leaves the basic plane."""
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return False
    if kind is int:
        if -MAX_INTEGER <= value <= MAX_INTEGER:  # type: ignore[operator]
            return False
        raise _NotPlainError
    if depth == MAX_DEPTH:
        raise _NotPlainError
    if kind is list or kind is tuple:
        # Text is judged here without a call: most of a record is text, and every act passes through this function.
        items = [_has_astral_key(item, depth + 1) for item in value if type(item) is not str]  # type: ignore[attr-defined]
        return True in items
    if kind is not dict:
        raise _NotPlainError
    try:
        keys = "".join(value)  # type: ignore[arg-type]
    except TypeError:  # A key that is no text; orjson itself refuses keys of a subclass.
        raise _NotPlainError from None
    astral = not keys.isascii() and max(keys) > "\uffff"
    for item in value.values():  # type: ignore[attr-defined]
        if type(item) is not str and _has_astral_key(item, depth + 1):
            astral = True
    return astral


def _sorted_as_utf16(value: object) -> object:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return {key: _sorted_as_utf16(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_sorted_as_utf16(item) for item in value]
    return value


def _refuse(value: object, path: str, depth: int) -> NoReturn:
    """Walk once more, this time with the path, and raise for the first thing that is not permitted."""
    _find(value, path, depth)
    raise AssertionError("a value was refused, but nothing in it is wrong")


def _find(value: object, path: str, depth: int) -> None:
    where = path or "the value"
    kind = type(value)
    if kind is str:
        _find_surrogate(str(value), where)
    elif kind is bool or value is None:
        return
    elif kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:  # type: ignore[operator]
            raise CanonicalError(f"{where}: integer beyond ±(2^53-1); write it as text")
    elif kind not in (dict, list, tuple):
        raise CanonicalError(f"{where}: {kind.__name__} has no canonical form; {_remedy(value)}")
    elif depth == MAX_DEPTH:
        raise CanonicalError(f"{where}: nested deeper than {MAX_DEPTH}")
    elif isinstance(value, dict):
        for key, item in value.items():
            if type(key) is not str:
                raise CanonicalError(f"{where}: key {key!r} is {type(key).__name__}; keys are text")
            _find_surrogate(key, f"{where}: a key")
            _find(item, f"{path}.{key}" if path else key, depth + 1)
    else:
        for number, item in enumerate(value):  # type: ignore[arg-type]
            _find(item, f"{path}[{number}]", depth + 1)


def _find_surrogate(text: str, where: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise CanonicalError(f"{where}: lone surrogate at character {error.start}; it is not text") from None


def _remedy(value: object) -> str:
    if isinstance(value, float):
        return "write a whole number of the smallest unit, or text"
    if isinstance(value, str | int):
        return "give the plain value, not a subclass"
    return "give text, whole numbers, true, false, null, lists or dictionaries (dates as text)"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise CanonicalError(f"key {repeated[:80]!r} appears twice in one object")
    return found


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > MAX_INTEGER:
        raise CanonicalError(f"number {text[:20]}… is beyond ±(2^53-1)")
    return int(text)


def _fraction(text: str) -> NoReturn:
    raise CanonicalError(f"number {text[:20]} is not a whole number")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=_integer, parse_float=_fraction, parse_constant=_fraction
)
