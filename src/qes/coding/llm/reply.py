"""What a model said, read from its reply: nothing of it is taken on trust, and one bad answer spoils no other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from qes.quotes import ABSENT, Found, Match


class Says(StrEnum):
    """What is said of a code or a criterion."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says of one code on one passage, as far as the gate let it pass; it holds no quote of the model."""

    code: str
    says: Says
    found: Found = ABSENT
    """Where the passage reads as it quoted, into the passage's text."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Names and values that the codebook knows, in its order."""
    reason: str = ""
    """Its one sentence, without what it gave as words of the passage that are none."""

    @property
    def stands(self) -> bool | None:
        """Whether the code applies, by an answer that counts: a yes needs words of the passage. None: it is open."""
        if self.says is Says.NO:
            return False
        return True if self.says is Says.YES and self.found.match is not Match.ABSENT else None


class _Edge(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=False)


class SaidAttribute(_Edge):
    """One attribute as it came."""

    name: str
    value: str


class Said(_Edge):
    """One answer as it came."""

    code: str
    applies: Says
    quote: str = ""
    reason: str = ""
    attributes: list[SaidAttribute] = []


class SaidOfCriterion(_Edge):
    """The answer to one criterion as it came."""

    met: Says
    ids: list[str] = []
    reason: str = ""


def said_in(reply: str) -> tuple[list[Said], int]:
    """The answers in a reply about a passage, and how many could not be read."""
    body = _body(reply)
    items = body.get("answers") if isinstance(body, dict) else None
    if not isinstance(items, list):
        return [], int(bool(reply))
    read = [_said(item) for item in items]
    return [each for each in read if each is not None], read.count(None)


def said_of_criterion(reply: str) -> SaidOfCriterion | None:
    """The answer in a reply about a criterion; None where there is none."""
    try:
        return SaidOfCriterion.model_validate(_body(reply))
    except ValidationError:
        return None


def _said(item: Any) -> Said | None:
    try:
        return Said.model_validate(item)
    except ValidationError:
        return None


def _body(reply: str) -> Any:
    try:
        return json.loads(reply)
    except (ValueError, RecursionError):
        return None
