"""What a suggester is given and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from qes.model import Chat, Codebook, Decision, Passage, Reason

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qes.coding.embed import Vectors
    from qes.coding.suggest.signals import Signal


@dataclass(frozen=True, slots=True)
class Settings:
    """What a team may set; every field is part of a suggestion's maker."""

    per_passage: int = 3
    """Most codes proposed for one passage."""
    minimum: float = 0.0
    """No code is proposed with a score below this, whatever its own threshold."""
    seed: int = 0
    context: float = 0.25
    """Weight of the passages before and after, against 1 for the passage itself, while nothing is learned."""
    precision: float | None = None
    """Share of proposals that shall be right; None: what promises the best balance of right and complete (F1)."""

    def __post_init__(self) -> None:
        if self.per_passage < 1:
            raise ValueError(f"per_passage is at least 1, not {self.per_passage}")
        if self.context < 0 or not 0 <= self.minimum <= 1:
            raise ValueError("context is at least 0, minimum in [0, 1]")
        if self.precision is not None and not 0 < self.precision < 1:
            raise ValueError(f"precision is between 0 and 1, not {self.precision}")


@dataclass(frozen=True, slots=True)
class Task:
    """Passages to score, and everything known about them."""

    codebook: Codebook
    passages: Sequence[Passage]
    """All codable passages of the project, those of one source together and in reading order."""
    vectors: Vectors
    """Shape (passages, dimensions), aligned with `passages`."""
    decisions: Sequence[Decision]
    """Those of people that stand, in the order they were made."""
    embed: Callable[[Sequence[str]], Vectors]
    """Embeds further texts (definitions, examples, questions) in the same space."""
    embedder_id: str
    settings: Settings = field(default_factory=Settings)
    chat: Chat | None = None
    """The language model to be asked, for suggesters that ask one."""
    wanted: Sequence[int] | None = None
    """Rows whose scores will be looked at, where scoring a passage has a price; None: all of them."""
    signals: Sequence[Signal] = ()
    """What voices said of the passages; it counts as much as it agrees with the decisions that were made blind."""

    def __post_init__(self) -> None:
        if len(self.passages) != len(self.vectors):
            raise ValueError(f"{len(self.passages)} passages, but {len(self.vectors)} vectors")
        shape = (len(self.passages), len(self.codes))
        if any(each.says.shape != shape for each in self.signals):
            raise ValueError(f"signals are of {shape[0]} passages and {shape[1]} codes")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes to score, in the codebook's order."""
        return tuple(code.code for code in self.codebook.codable)


@dataclass(frozen=True, slots=True)
class Scores:
    """How likely each code is for each passage, as one suggester sees it."""

    codes: tuple[str, ...]
    matrix: NDArray[np.float64]
    """Shape (passages, codes), in [0, 1]; comparable within a code, roughly between codes."""
    thresholds: NDArray[np.float64]
    """Per code, the score from which it is proposed."""
    sources: tuple[str, ...]
    """Per code, the name of the suggester that really scored it."""
    learned_from: tuple[str, ...] = ()
    """Ids of the decisions that shaped the scores, sorted."""
    state: Any = None
    """What the suggester keeps in order to explain."""
    model: str = ""
    """The language model that scored; empty: the task's embedder, and what was learned on top of it."""


class Suggester(Protocol):
    """Scores passages for codes, and explains single scores."""

    name: str

    def score(self, task: Task, /) -> Scores:
        """Score every passage of the task for every code that may be given."""

    def explain(self, task: Task, scores: Scores, cells: Sequence[tuple[int, int]], /) -> list[Reason]:
        """One reason for each (row, column) of the matrix; `scores` stem from this suggester and task."""
