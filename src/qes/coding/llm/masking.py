"""What is sent in place of a text, so that nobody is named to a machine that is not the team's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from qes.model import Span


class Masked(Protocol):
    """A text in which names stand as pseudonyms."""

    @property
    def text(self) -> str:
        """As it is sent."""

    def back(self, span: Span, /) -> Span:
        """The span of the original that a span of the masked text stands for; pseudonyms are taken whole."""


Mask = Callable[[str], Masked]


@dataclass(frozen=True, slots=True)
class Plain:
    """A text as it is: nothing is masked."""

    text: str

    def back(self, span: Span, /) -> Span:
        """The same span."""
        return span
