"""A suggestion: a proposed code, with its maker and its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from qes.model.source import Span


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made a suggestion, exactly enough to make it again."""

    suggester: str
    model: str
    """Embedder or language model, with revision and settings."""
    codebook: str
    settings: str
    """Hash of everything else that shaped the result: settings, seed, decisions learned from."""
    prompt: str | None = None
    """Hash of the prompt; language models only."""


class ExampleKind(StrEnum):
    """Where an example that speaks for (or against) a suggestion comes from."""

    CODEBOOK = "codebook"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Example:
    """A text close to the passage, with its cosine similarity to it."""

    kind: ExampleKind
    text: str
    similarity: float
    passage_id: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a code is suggested, in terms a person can check."""

    examples: tuple[Example, ...] = ()
    words: tuple[tuple[str, float], ...] = ()
    """Words or stems of the passage that weighed most, with their share of the score."""
    note: str = ""
    span: Span | None = None
    """The sentences of the passage that carried it, in the source's text; None for all of them."""
    criterion: str = ""
    """What the codebook says of the code that comes closest to them, verbatim."""
    caution: str = ""
    """When the codebook says not to use the code, where that comes closer still."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Attributes of the coding that are proposed with it, by name and value; language models only."""

    @property
    def text(self) -> str:
        """All of it as one line, for a cell of a table."""
        parts = [self.note] if self.note else []
        if self.words:
            parts.append(f"Words: {', '.join(word for word, _ in self.words)}.")
        if self.criterion:
            parts.append(f"Criterion: {self.criterion}")
        if self.caution:
            parts.append(f"But: {self.caution}")
        if self.attributes:
            parts.append(f"{', '.join(f'{name}: {value}' for name, value in self.attributes)}.")
        parts += [f"Near ({each.kind}, {each.similarity:.2f}): {each.text[:160]}" for each in self.examples[:1]]
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed coding of a passage."""

    id: str
    passage_id: str
    code: str
    score: float
    """In [0, 1]; an order of likelihood, comparable within a code."""
    maker: Maker
    reason: Reason = field(default_factory=Reason)
    span: Span | None = None
    """The part of the passage that carried it; None for the whole."""

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score {self.score} is not in [0, 1]")
