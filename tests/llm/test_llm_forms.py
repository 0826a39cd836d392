"""The quick check says yes only where jsonschema does, and does so for whatever it can check."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from qes.llm.forms import quick
from qes.llm.structured import problem_with

LEAVES = st.sampled_from(
    [
        {"type": "string"},
        {"type": "string", "minLength": 1, "maxLength": 2},
        {"type": "string", "enum": ["yes", "no"]},
        {"const": "yes"},
        {"enum": ["a", "b"], "description": "A word."},
        {"type": "integer"},
        {"type": "boolean"},
        {"type": "null"},
        {"type": "number"},
        {"type": ["string", "null"]},
        {"enum": [1, "a", None]},
        {"type": "string", "pattern": "^a"},
        {"type": "integer", "minimum": 2},
        {"anyOf": [{"type": "string"}, {"type": "null"}]},
        {},
        True,
    ]
)


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    names = st.sampled_from(["a", "b"])
    arrays = st.builds(
        lambda items, least: {"type": "array", "items": items, "minItems": least, "maxItems": 2},
        inner,
        st.integers(0, 1),
    )
    objects = st.builds(
        lambda parts, wanted, closed: {
            "type": "object",
            "properties": parts,
            "required": sorted(wanted),
            "additionalProperties": not closed,
        },
        st.dictionaries(names, inner, max_size=2),
        st.sets(names, max_size=2),
        st.booleans(),
    )
    return arrays | objects


SCHEMAS = st.recursive(LEAVES, nested, max_leaves=4)
SMALL = st.sampled_from(["yes", "no", "a", "b", "", "abc", 0, 1, 2, 1.0, 1.5, True, False, None])
VALUES = st.recursive(
    SMALL,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None, max_examples=300)
@given(SCHEMAS, VALUES)
def test_a_yes_is_always_right(schema: Any, value: Any) -> None:
    fits = quick(schema)
    right = Draft202012Validator(schema).is_valid(value)
    if fits is not None and fits(value):
        assert right
    assert (problem_with(json.dumps(value), json.dumps(schema)) == "") == right


def test_what_models_are_usually_asked_for_is_checked_quickly() -> None:
    answer = {
        "type": "object",
        "properties": {"says": {"enum": ["yes", "no"]}, "quote": {"type": "string"}},
        "required": ["says"],
        "additionalProperties": False,
    }
    schema = {
        "type": "object",
        "properties": {"all": {"type": "array", "items": answer}},
        "additionalProperties": False,
    }
    fits = quick(schema)
    assert fits is not None
    assert fits({"all": [{"says": "yes"}, {"says": "no", "quote": ""}]})
    assert not fits({"all": [{"says": "maybe"}]})
    assert not fits({"all": [{"quote": "x"}]})
    assert not fits({"all": [], "more": 1})
