"""What an order chooses from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from qes.model import Decision, Passage, Suggestion

if TYPE_CHECKING:
    from qes.coding.embed import Vectors
    from qes.coding.queue.standing import Standing


@dataclass(frozen=True, slots=True)
class Pool:
    """The passages that wait for a coder, and what is known of them and of the rest."""

    passages: Sequence[Passage]
    """All that are coded, in reading order."""
    waiting: Sequence[Passage]
    """Those the coder has not decided about, in reading order."""
    decisions: Sequence[Decision]
    """Everybody's, live."""
    proposed: Mapping[str, Sequence[Suggestion]]
    """Passage id → current suggestions, the likeliest first."""
    blind: frozenset[str] = frozenset()
    """Ids of waiting passages in the random share."""
    seed: int = 0
    vectors: Vectors | None = field(default=None, compare=False)
    """Shape (passages, dimensions), unit rows aligned with `passages`; only `diverse` needs them."""
    standing: Standing | None = None
    """Scores of all passages; None when only the suggestions are known."""

    def best_score(self, passage: Passage) -> float:
        """The score of what is most likely for a passage; 0 when nothing is proposed."""
        ranked = self.proposed.get(passage.id, ())
        return ranked[0].score if ranked else 0.0
