"""A quick way to see that a value has the form of a JSON Schema, for the plain schemas that models are given.

`jsonschema` takes a millisecond for a reply of a dozen answers, at hundreds of replies a second. Here a yes is certain;
whatever is not certain is left to `jsonschema`, which also says what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Fits = Callable[[Any], bool]

_SAID = frozenset({"title", "description", "default", "examples", "$schema", "$comment"})
"""Keywords that ask for nothing."""


def quick(schema: Any) -> Fits | None:
    """A test that is passed only by what fits the schema; None where the schema asks for what is not known here."""
    if not isinstance(schema, Mapping):
        return None
    asked = {name: value for name, value in schema.items() if name not in _SAID}
    kind = asked.pop("type", None)
    if "enum" in asked or "const" in asked:
        return _words(asked, kind)
    if kind == "object":
        return _object(asked)
    if kind == "array":
        return _array(asked)
    if kind == "string":
        return _text(asked)
    return _SIMPLE.get(kind) if isinstance(kind, str) and not asked else None


def _words(asked: dict[str, Any], kind: Any) -> Fits | None:
    """One of some texts; other values compare in ways of their own (in Python 1 is True)."""
    given = asked.pop("enum", None) or [asked.pop("const", None)]
    if asked or kind not in (None, "string") or not all(isinstance(each, str) for each in given):
        return None
    words = frozenset(given)
    return lambda value: isinstance(value, str) and value in words


def _object(asked: dict[str, Any]) -> Fits | None:
    parts = {name: quick(each) for name, each in asked.pop("properties", {}).items()}
    wanted = frozenset(asked.pop("required", ()))
    closed = asked.pop("additionalProperties", None) is False
    if asked or not closed or not wanted <= parts.keys():
        return None
    known = {name: part for name, part in parts.items() if part is not None}
    if len(known) < len(parts):
        return None

    def fits(value: Any) -> bool:
        if not isinstance(value, dict) or not wanted <= value.keys():
            return False
        return all(name in known and known[name](each) for name, each in value.items())

    return fits


def _array(asked: dict[str, Any]) -> Fits | None:
    part = quick(asked.pop("items", None))
    least, most = asked.pop("minItems", 0), asked.pop("maxItems", None)
    if asked or part is None:
        return None
    return lambda value: (
        isinstance(value, list)
        and least <= len(value)
        and (most is None or len(value) <= most)
        and all(part(each) for each in value)
    )


def _text(asked: dict[str, Any]) -> Fits | None:
    least, most = asked.pop("minLength", 0), asked.pop("maxLength", None)
    if asked:
        return None
    return lambda value: isinstance(value, str) and least <= len(value) and (most is None or len(value) <= most)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_boolean(value: Any) -> bool:
    return isinstance(value, bool)


_SIMPLE: dict[str, Fits] = {"integer": _is_integer, "boolean": _is_boolean}
