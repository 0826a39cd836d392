"""The form of a reply, as JSON Schema; it also tells which codes of which codebook were asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qes.model import Prompt

SAYS = ("yes", "no", "unsure")
_ONE_OF = "One of: "


@dataclass(frozen=True, slots=True)
class Asked:
    """What a prompt asked for."""

    codebook: str
    """Its id, `name@version`."""
    codes: tuple[str, ...]


def coding_schema(codebook: str, codes: Sequence[str]) -> str:
    """The reply to a passage. The quote and the reason come before the verdict that is to rest on them.

    Names of codes and values of attributes are not held to by the schema but by the gate, which refuses the one answer
    that is wrong; a schema would refuse the whole reply.
    """
    answer = {
        "code": {"type": "string", "description": _ONE_OF + json.dumps(list(codes), ensure_ascii=False)},
        "quote": {"type": "string", "description": "Copied from the passage letter by letter; empty for no."},
        "reason": {"type": "string", "description": "One short sentence without a quote."},
        "applies": {"type": "string", "enum": list(SAYS)},
        "attributes": {"type": "array", "items": _object({"name": {"type": "string"}, "value": {"type": "string"}})},
    }
    return _schema("answers", codebook, {"answers": {"type": "array", "items": _object(answer)}})


def asked(prompt: Prompt) -> Asked:
    """Which codes a prompt about a passage asked for, from the schema that was sent with it."""
    schema = json.loads(prompt.schema)
    code = schema["properties"]["answers"]["items"]["properties"]["code"]
    return Asked(schema["description"], tuple(json.loads(code["description"].removeprefix(_ONE_OF))))


def criterion_schema(ids: Sequence[str]) -> str:
    """The reply to a single criterion."""
    answer = {
        "ids": {
            "type": "array",
            "items": {"type": "string", "description": _ONE_OF + json.dumps(list(ids), ensure_ascii=False)},
        },
        "reason": {"type": "string", "description": "One short sentence without a quote."},
        "met": {"type": "string", "enum": list(SAYS)},
    }
    return _schema("criterion", "Whether the quotes show that the criterion is met.", answer)


def _schema(title: str, description: str, properties: dict[str, Any]) -> str:
    """As JSON in which names stand in the order in which they are to be written."""
    schema = {"title": title, "description": description, **_object(properties)}
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
