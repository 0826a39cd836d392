"""Replies in a given form: what is asked for, what came, and what is wrong with it.

langchain does not check a reply against a JSON Schema given as a dictionary, so it is checked here.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from qes.llm.failures import told
from qes.llm.forms import Fits, quick

if TYPE_CHECKING:
    from jsonschema.protocols import Validator
    from langchain_core.messages import BaseMessage

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
"""Characters no database keeps: NUL, and halves of surrogate pairs."""
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_INSTEAD = "\ufffd"
_TOO_DEEP = "the reply is no JSON that can be read: it is nested too deeply"


def schema_of(text: str) -> dict[str, Any]:
    """A prompt's schema as it is handed to langchain, which wants it to have a title and a description."""
    given: dict[str, Any] = json.loads(text)
    return {"title": "reply", "description": "The reply in the form asked for."} | given


def reply_of(message: BaseMessage) -> str:
    """The reply as text, whether it was said or handed to a tool.

    Characters that cannot be kept, also such as are only spelt out in its JSON, become U+FFFD.
    """
    for called in getattr(message, "tool_calls", ()):
        return keepable(json.dumps(called["args"], ensure_ascii=False))
    for called in getattr(message, "invalid_tool_calls", ()):
        return keepable(str(called["args"] or ""))
    return keepable(str(message.text))


def keepable(text: str) -> str:
    """The text without characters that cannot be kept."""
    text = _UNKEEPABLE.sub(_INSTEAD, text)
    if _SUSPECT.search(text) is None:
        return text
    try:
        value = json.loads(text)
        clean = _clean(value)
        return text if clean == value else json.dumps(clean, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _UNKEEPABLE.sub(_INSTEAD, value)
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {_clean(name): _clean(each) for name, each in value.items()}
    return value


def problem_with(reply: str, schema: str) -> str:
    """Why a reply is not what its schema asks for, in words for people; empty where it is.

    Args:
        reply: As `reply_of` gives it.
        schema: JSON Schema (draft 2020-12), as JSON.
    """
    if not reply.strip():
        return "the reply is empty"
    try:
        value = json.loads(reply, parse_constant=_no_number)
    except ValueError as error:
        return f"the reply is no JSON: {error}"
    except RecursionError:
        return _TOO_DEEP
    fits = _quick(schema)
    if fits is not None and fits(value):
        return ""
    try:
        fault = next(iter(_validator(schema).iter_errors(value)), None)
    except RecursionError:
        return _TOO_DEEP
    if fault is None:
        return ""
    return told(f"the reply has another form than was asked for, at {fault.json_path}: {fault.message[:200]}")


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


@lru_cache(maxsize=64)
def _quick(schema: str) -> Fits | None:
    return quick(json.loads(schema))


@lru_cache(maxsize=64)
def _validator(schema: str) -> Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(schema))
