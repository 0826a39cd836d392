"""Help with a definition: edits that a model proposes, each resting on passages it was shown; the rest is dropped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from qes.coding.llm.injection import speaks_to_machines
from qes.coding.llm.templates import DEFINITION_HELP, marker, render
from qes.coding.llm.wording import worded
from qes.model import Code, Codebook, Exchange, Prompt, digest

FIELDS = ("brief", "definition", "when_to_use", "when_not_to_use")
LONGEST = 2000
"""Characters of a proposed wording."""
_ONE_OF = "One of: "


@dataclass(frozen=True, slots=True)
class Motive:
    """A passage that shows where a code's wording may be unclear, as it is sent."""

    id: str
    """Told to the model; see `motive_id`."""
    text: str
    told: str
    """What people made of it, in words of qes."""
    reasons: tuple[str, ...] = ()
    """What people said when they settled it."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Another wording of a field."""

    field: str
    text: str
    why: str
    """The model's one sentence."""
    motives: tuple[str, ...]
    """Ids of passages it was shown, in the order shown; at least one."""


@dataclass(frozen=True, slots=True)
class Edits:
    """What a reply proposes."""

    kept: tuple[Edit, ...]
    """At most one for each field."""
    dropped: int
    """Edits without a passage that was shown, of no field, without words, that change nothing, or repeated."""


class _Said(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)
    field: Literal["brief", "definition", "when_to_use", "when_not_to_use"]
    passages: list[str] = []
    why: str = ""
    text: str


def motive_id(passage_id: str) -> str:
    """The id a model is told for a passage: the same every time, and without a meaning."""
    return f"P{digest('motive', passage_id)[:6]}"


def help_prompt(code: Code, codebook: Codebook, motives: Sequence[Motive], language: str = "English") -> Prompt:
    """Ask for edits of a code's wording.

    Args:
        code: As it stands.
        codebook: Its own.
        motives: Those that speak to a machine are left out: what they order could sway the answer.
        language: Of the reasons.
    """
    shown = [each for each in motives if not speaks_to_machines("\n".join((each.text, *each.reasons)))]
    mark = marker(*(text for each in shown for text in (each.text, *each.reasons)))
    text = render(DEFINITION_HELP, code=code, codebook=codebook, motives=shown, mark=mark, language=language)
    schema = _schema(codebook, [each.id for each in shown])
    return Prompt(DEFINITION_HELP, text.system, text.user, schema, code.code)


def shown_in(prompt: Prompt) -> tuple[str, ...]:
    """The ids of the passages a prompt showed, from the schema that was sent with it."""
    edits = json.loads(prompt.schema)["properties"]["edits"]
    told = edits["items"]["properties"]["passages"]["items"]["description"]
    return tuple(json.loads(told.removeprefix(_ONE_OF)))


def codebook_in(prompt: Prompt) -> str:
    """Id of the codebook a prompt was about."""
    return str(json.loads(prompt.schema)["description"])


def help_problem(exchange: Exchange) -> str:
    """Why a reply is of no use; empty where it is. That nothing is proposed is an answer too."""
    return "" if _items(exchange.reply) is not None else "it holds no list of edits"


def edits_of(exchange: Exchange, code: Code) -> Edits:
    """What may be shown of a reply: edits that rest on passages which the model was shown."""
    items, shown = _items(exchange.reply) or [], shown_in(exchange.prompt)
    kept: dict[str, Edit] = {}
    for item in items:
        edit = _edit(item, shown, exchange.prompt.user, code)
        if edit is not None:
            kept.setdefault(edit.field, edit)
    return Edits(tuple(kept[field] for field in FIELDS if field in kept), len(items) - len(kept))


def _edit(item: Any, shown: Sequence[str], user: str, code: Code) -> Edit | None:
    try:
        said = _Said.model_validate(item)
    except ValidationError:
        return None
    named = {each.strip().strip("[]") for each in said.passages}
    motives = tuple(each for each in shown if each in named)
    text = "".join(each if each.isprintable() else " " for each in said.text).strip()[:LONGEST]
    if not motives or not text or " ".join(text.split()) == " ".join(str(getattr(code, said.field)).split()):
        return None
    return Edit(said.field, " ".join(text.split()), worded(said.why, user), motives)


def _items(reply: str) -> list[Any] | None:
    try:
        body = json.loads(reply)
    except (ValueError, RecursionError):
        return None
    edits = body.get("edits") if isinstance(body, dict) else None
    return edits if isinstance(edits, list) else None


def _schema(codebook: Codebook, ids: Sequence[str]) -> str:
    """As JSON in which the grounds come before the wording that is to rest on them."""
    one_of = {"type": "string", "description": _ONE_OF + json.dumps(list(ids))}
    edit = {
        "field": {"type": "string", "enum": list(FIELDS)},
        "passages": {"type": "array", "items": one_of},
        "why": {"type": "string", "description": "One short sentence without a quote."},
        "text": {"type": "string", "description": "The whole new wording of the field."},
    }
    schema = {"title": "edits", "description": codebook.id}
    schema |= _object({"edits": {"type": "array", "items": _object(edit)}})
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
