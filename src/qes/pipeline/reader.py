"""Who looks at passages, and what is kept from them so that nothing leads them."""

from __future__ import annotations

from dataclasses import dataclass

from qes.model import Passage
from qes.pipeline.desk import Desk


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads."""

    name: str
    codes: bool
    """Whether they may code. From those who may not, nothing needs to be hidden: they cannot be led by it."""
    settles: bool = False
    """Whether they are about to settle disputes: then only what they were themselves asked to code is hidden."""


def hidden(desk: Desk, reader: Reader, passage: Passage) -> bool:
    """Whether what others gave a passage is kept from a reader until they are done with it themselves.

    It is when the passage is coded blind, and when it was assigned to them: seeing what others gave would lead them.
    """
    if not (reader.codes and passage.codable) or passage.id in desk.ledger.read_by(reader.name):
        return False
    duty = desk.duties.duty(reader.name, passage)
    asked = duty is not None and bool(duty.assignments)
    return asked or (not reader.settles and desk.blind(reader.name, passage))
