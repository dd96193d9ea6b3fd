"""As much of JSON Schema 2020-12 as our schemas use. An unknown keyword is an error, so that nothing passes unread."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

Schema = Mapping[str, Any]
SILENT = {"then", "$schema", "$id", "$comment", "title", "description"}


def accepts(schema: Schema | bool, value: Any) -> bool:
    """Whether the value is valid."""
    if isinstance(schema, bool):
        return schema
    return all(RULES[word](schema, value) for word in schema if word not in SILENT)


def _is(kind: str, value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return {
        "string": isinstance(value, str),
        "object": isinstance(value, dict),
        "boolean": isinstance(value, bool),
        "integer": number and float(value).is_integer(),
    }[kind]


def _properties(schema: Schema, value: Any) -> bool:
    return not isinstance(value, dict) or all(
        accepts(s, value[k]) for k, s in schema["properties"].items() if k in value
    )


def _closed(schema: Schema, value: Any) -> bool:
    assert schema["additionalProperties"] is False
    return not isinstance(value, dict) or set(value) <= set(schema["properties"])


def _date(schema: Schema, value: Any) -> bool:
    assert schema["format"] == "date"
    try:
        return bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return not isinstance(value, str)


def _pattern(schema: Schema, value: Any) -> bool:
    # `$` is the very end in ECMAScript, which JSON Schema follows.
    return not isinstance(value, str) or re.search(re.sub(r"\$$", r"\\Z", schema["pattern"]), value) is not None


RULES: Mapping[str, Callable[[Schema, Any], bool]] = {
    "type": lambda s, v: _is(s["type"], v),
    "properties": _properties,
    "required": lambda s, v: not isinstance(v, dict) or set(s["required"]) <= set(v),
    "additionalProperties": _closed,
    "enum": lambda s, v: any(v == each and type(v) is type(each) for each in s["enum"]),
    "const": lambda s, v: v == s["const"] and type(v) is type(s["const"]),
    "oneOf": lambda s, v: sum(accepts(each, v) for each in s["oneOf"]) == 1,
    "allOf": lambda s, v: all(accepts(each, v) for each in s["allOf"]),
    "if": lambda s, v: not accepts(s["if"], v) or accepts(s["then"], v),
    "anyOf": lambda s, v: any(accepts(each, v) for each in s["anyOf"]),
    "maxLength": lambda s, v: not isinstance(v, str) or len(v) <= s["maxLength"],
    "pattern": _pattern,
    "format": _date,
    "minimum": lambda s, v: isinstance(v, bool) or not isinstance(v, int | float) or v >= s["minimum"],
    "maximum": lambda s, v: isinstance(v, bool) or not isinstance(v, int | float) or v <= s["maximum"],
}
