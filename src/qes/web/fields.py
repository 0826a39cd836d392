"""What pages send: the form of every body, and the kinds of value that stand in many of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from qes.errors import BadDecision
from qes.model import Span
from qes.model.people import LONGEST_NAME

Key = Annotated[str, Field(min_length=8, max_length=64, description="Names the act; sent twice, it counts once.")]
Name = Annotated[str, Field(max_length=500)]
"""An id, or what something is called."""
Person = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, description="Case does not matter.")]
Words = Annotated[str, Field(max_length=20_000)]
"""What somebody types."""
Within = Annotated[
    tuple[int, int] | None, Field(description="Codepoints into the source's text; null: all of the passage.")
]

_HALF = re.compile(r"[\ud800-\udfff]")
"""What JavaScript leaves when it cuts an emoji in two."""


class Part(BaseModel):
    """A part of a body; a field that nobody knows is refused."""

    model_config = ConfigDict(extra="forbid")


class Body(Part):
    """All that one request sends."""

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, sent: Any) -> Any:
        """No database can store half a character, nothing can be named by one, and no digest be made of one."""
        if any(_HALF.search(text) for text in _texts(sent)):
            raise ValueError("a text in it holds half a character")
        return sent


class Act(Body):
    """Something done."""

    key: Key


def _texts(sent: Any) -> Iterator[str]:
    """Every text of a body, names of fields too."""
    waiting = [sent]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += [*each, *each.values()]
        elif isinstance(each, list):
            waiting += each


def span_of(place: tuple[int, int] | None) -> Span | None:
    """A place as the model has it.

    Raises:
        BadDecision: It is no span.
    """
    try:
        return None if place is None else Span(*place)
    except ValueError as error:
        raise BadDecision(str(error)) from error
