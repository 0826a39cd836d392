"""What pages send: whatever the route, a text that nothing could store is refused before anything is made of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qes.model import Role
from workbench import Team

HALF = "\ud800"
JSON = {"content-type": "application/json"}


class Schema:
    """The bodies that an API describes."""

    def __init__(self, described: dict[str, Any]) -> None:
        self.parts = described["components"]["schemas"]
        self.bodies = {
            (method, path): self.resolved(does["requestBody"]["content"]["application/json"]["schema"])
            for path, methods in described["paths"].items()
            for method, does in methods.items()
            if "requestBody" in does
        }

    def resolved(self, part: dict[str, Any]) -> dict[str, Any]:
        """What a part refers to."""
        name = part.get("$ref", "").rpartition("/")[2]
        return self.parts[name] if name else part

    def plain(self, part: dict[str, Any], text: str = "x" * 8) -> Any:
        """A value of the right form, with everything in it that may be left out; texts are all the same."""
        part = self.resolved(part)
        if "anyOf" in part:
            return self.plain(part["anyOf"][0], text)
        if "enum" in part or "const" in part:
            return part.get("const", part.get("enum", [""])[0])
        match part.get("type"):
            case "object":
                own = {name: self.plain(each, text) for name, each in part.get("properties", {}).items()}
                more = part.get("additionalProperties")
                return own | ({text: self.plain(more, text) if isinstance(more, dict) else text} if more else {})
            case "array":
                items = part.get("prefixItems") or [part["items"]]
                return [self.plain(each, text) for each in items]
            case "integer" | "number":
                return 1
            case "boolean":
                return True
        return text


def spoilt(value: Any) -> Iterator[Any]:
    """A value with half a character in each of its texts in turn, names of fields included."""
    if isinstance(value, str):
        yield value[:-1] + HALF
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in spoilt(each))
    elif isinstance(value, dict):
        for name, each in value.items():
            rest = {other: value[other] for other in value if other != name}
            yield rest | {name[:-1] + HALF: each}
            yield from (rest | {name: other} for other in spoilt(each))


@pytest.fixture
def lead(team: Team) -> Iterator[TestClient]:
    """A lead's client, who may send anything anywhere."""
    with team.client(Role.LEAD) as client:
        yield client


def test_half_a_character_is_refused_in_every_text_of_every_body(lead: TestClient) -> None:
    schema = Schema(lead.get("/api/openapi.json").json())
    sent = 0
    for (method, path), body in schema.bodies.items():
        for bad in spoilt(schema.plain(body)):
            said = lead.request(method, path, content=json.dumps(bad), headers=JSON)
            assert said.status_code == 422, (path, bad, said.text)
            assert "half a character" in said.json()["error"], (path, bad, said.text)
            sent += 1
    assert {"/api/decisions", "/api/codebook/edits", "/api/scoring/lock"} <= {path for _, path in schema.bodies}
    assert sent > 200
