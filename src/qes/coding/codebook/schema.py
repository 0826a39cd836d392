"""The keys of a codebook file, in one table: reading, suggestions and the editor's schema follow it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

NAME_PATTERN = r"^[a-z0-9][a-z0-9-]*$"
VERSION_PATTERN = r"^[0-9]+(\.[0-9]+)*(-[a-z0-9.]+)?$"
ID_PATTERN = r"^[^\s;\x00-\x1f\x7f]([^;\x00-\x1f\x7f]*[^\s;\x00-\x1f\x7f])?$"
"""What a code's id may be at all; `;` joins codes in tables."""
ID_STYLE = r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$"
"""What a code's id should look like; codebooks from other tools may differ."""


class FieldKind(StrEnum):
    """What the value of a key is."""

    TEXT = "text"
    TEXTS = "a list of texts"
    FLAG = "true or false"
    CODES = "a list of codes"
    ATTRIBUTES = "a list of attributes"


@dataclass(frozen=True, slots=True)
class Field:
    """One key: what it holds and what it is for."""

    name: str
    kind: FieldKind
    help: str
    required: bool = False
    filled: bool = False
    """Whether an empty value is an error; otherwise `qes codebook check` warns where it matters."""
    pattern: str = ""
    default: bool | None = None
    in_lists: bool = False
    """Whether the short form, a JSON or CSV list, requires it too."""


TOP = (
    Field("name", FieldKind.TEXT, "Name of the codebook and its folder: lower-case words.", True, True, NAME_PATTERN),
    Field("version", FieldKind.TEXT, 'Version in quotes, as "1.0"; frozen once used.', True, True, VERSION_PATTERN),
    Field("title", FieldKind.TEXT, "Title as people read it.", True, True),
    Field("description", FieldKind.TEXT, "What the codebook is for and where its wording comes from."),
    Field("attributes", FieldKind.ATTRIBUTES, "What is noted about each coding besides its code."),
    Field("codes", FieldKind.CODES, "The codes, as a flat list in the order they are shown.", True, True),
)

ATTRIBUTE = (
    Field("name", FieldKind.TEXT, "Name of the attribute.", True, True, NAME_PATTERN),
    Field("values", FieldKind.TEXTS, "The values it may take.", True, True),
    Field("description", FieldKind.TEXT, "What it records and what each value means."),
)

CODE = (
    Field(
        "code", FieldKind.TEXT, "Id, kept for ever: lower-case words, `-`, `/`.", True, True, ID_PATTERN, in_lists=True
    ),
    Field("label", FieldKind.TEXT, "Name as people read it.", True, True, in_lists=True),
    Field("brief", FieldKind.TEXT, "The definition in one line.", True),
    Field("definition", FieldKind.TEXT, "Full definition, by behaviour one can observe.", True, in_lists=True),
    Field("when_to_use", FieldKind.TEXT, "What must be there for the code to apply."),
    Field("when_not_to_use", FieldKind.TEXT, "What looks alike, and which code it gets instead."),
    Field("examples", FieldKind.TEXTS, "Two to four passages that get the code, as people would say them."),
    Field("counter_examples", FieldKind.TEXTS, "Passages that look alike and do not get it."),
    Field("parent", FieldKind.TEXT, "Id of the code it stands under."),
    Field("codable", FieldKind.FLAG, "False for a folder that only groups other codes.", default=True),
    Field("scored", FieldKind.FLAG, "Whether the rubric gives a level for it.", default=False),
    Field("attributes", FieldKind.FLAG, "Whether its codings carry the attributes.", default=True),
)


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a codebook file, by which editors complete and check while one types."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "qes codebook",
        "description": "One version of a codebook; `qes codebook check` checks more than a schema can.",
        **_object(TOP),
        "$defs": {"code": _object(CODE), "attribute": _object(ATTRIBUTE)},
    }


def _object(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {each.name: {"description": each.help, **_value(each)} for each in fields},
        "required": [each.name for each in fields if each.required],
        "additionalProperties": False,
    }


def _value(field: Field) -> dict[str, Any]:
    match field.kind:
        case FieldKind.TEXT:
            return _text(field)
        case FieldKind.FLAG:
            return {"type": "boolean", "default": field.default}
        case FieldKind.TEXTS:
            return _list({"type": "string", "minLength": 1}, field)
        case FieldKind.CODES:
            return _list({"$ref": "#/$defs/code"}, field)
        case FieldKind.ATTRIBUTES:
            return _list({"$ref": "#/$defs/attribute"}, field)


def _text(field: Field) -> dict[str, Any]:
    value: dict[str, Any] = {"type": "string" if field.required else ["string", "null"]}
    if field.filled:
        value["minLength"] = 1
    if field.pattern:
        value["pattern"] = field.pattern
    return value


def _list(items: dict[str, Any], field: Field) -> dict[str, Any]:
    filled = {"minItems": 1} if field.filled else {}
    return {"type": "array" if field.required else ["array", "null"], "items": items, **filled}
