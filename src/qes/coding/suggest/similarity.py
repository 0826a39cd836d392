"""Suggestions before anyone has decided anything: how close a passage is to what the codebook says of a code."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qes.coding.embed import Vectors
from qes.coding.suggest.context import surroundings, unit
from qes.coding.suggest.scale import Floats, share_threshold, squashed
from qes.coding.suggest.spans import Carried, carried
from qes.coding.suggest.task import Scores, Task
from qes.coding.suggest.words import Words, common, shown, spelt_alike, weighted
from qes.model import Code, Example, ExampleKind, Reason

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

SPELLING_WEIGHT = 0.6
"""Weight of shared stems beside meaning, which knows words that the embedder does not."""
COUNTER_WEIGHT = 0.5
"""What a counter-example takes away, as a share of how much nearer it is than anything that speaks for the code."""
EXAMPLES_SHOWN = 2
WORD_NEARNESS = 0.2
"""Cosine from which a single word counts as near a code in meaning; unrelated words lie around 0.1."""


@dataclass(frozen=True)
class CodeTexts:
    """The texts of one code, in the space of the passages."""

    definition: Vectors
    examples: Vectors
    counter_examples: Vectors

    @cached_property
    def speaks(self) -> Vectors:
        """Whatever speaks for the code: its definition, then its examples."""
        return np.vstack([self.definition, self.examples])


@dataclass(frozen=True, slots=True)
class SimilarityState:
    """What is kept in order to explain."""

    raw: Floats
    """Shape (passages, codes), before it is standardised."""
    texts: list[CodeTexts]
    passage_words: csr_matrix
    names: list[str]
    hidden: set[int]
    """Columns of words too common to be shown."""


class SimilaritySuggester:
    """Scores by cosine to definitions and examples; learns nothing from decisions."""

    name = "similarity"

    def score(self, task: Task, /) -> Scores:
        """Score by the codebook alone; about a tenth of the passages reach a code's threshold."""
        codes = task.codebook.codable
        texts = _embedded(codes, task)
        around = surroundings(task.passages, task.vectors) * task.settings.context
        blended = unit(task.vectors + around)
        meaning = np.column_stack([_closeness(blended, each) for each in texts]) if texts else _nothing(task)
        passages = [passage.text for passage in task.passages]
        raw = meaning + SPELLING_WEIGHT * spelt_alike(passages, [_whole(code) for code in codes])
        passage_words, names = weighted(passages)
        matrix = squashed(raw)
        thresholds = np.array([share_threshold(column) for column in matrix.T], dtype=np.float64)
        state = SimilarityState(raw, texts, passage_words, names, common(passage_words, names))
        return Scores(task.codes, matrix, thresholds, (self.name,) * len(codes), state=state)

    def explain(self, task: Task, scores: Scores, cells: Sequence[tuple[int, int]], /) -> list[Reason]:
        """The nearest examples of the codebook, and the words nearest in meaning to what it says of the code."""
        state: SimilarityState = scores.state
        nearness = _Nearness(task, state, sorted({row for row, _ in cells}))
        words = [shown(nearness.words(row, column)) for row, column in cells]
        spans = carried(task, cells, _pulls(task, state, cells), words)
        return [
            self._reason(task, state, cell, telling, span)
            for cell, telling, span in zip(cells, words, spans, strict=True)
        ]

    def _reason(self, task: Task, state: SimilarityState, cell: tuple[int, int], words: Words, span: Carried) -> Reason:
        row, column = cell
        code = task.codebook.codable[column]
        examples = _nearest(task.vectors[row], state.texts[column].examples, code.examples)
        above = float(np.mean(state.raw[:, column] < state.raw[row, column]))
        return Reason(examples, words, _note(code, above, bool(examples)), span.span, span.criterion, span.caution)


def _pulls(task: Task, state: SimilarityState, cells: Sequence[tuple[int, int]]) -> Vectors:
    """Where each code lies, seen from the passage: its definition, or the nearest of its examples."""
    pulls = np.zeros((len(cells), task.vectors.shape[1]), dtype=np.float32)
    for place, (row, column) in enumerate(cells):
        speaks = state.texts[column].speaks
        pulls[place] = speaks[int(np.argmax(speaks @ task.vectors[row]))]
    return pulls


def _note(code: Code, above: float, has_examples: bool) -> str:
    what = "definition and examples" if has_examples else "definition"
    share = math.floor(above * 100)
    return f"Closer to the {what} of “{code.label}” than {share}% of all passages; nothing learned from decisions."


def _embedded(codes: Sequence[Code], task: Task) -> list[CodeTexts]:
    """Every text of the codebook as a vector, embedded in one go."""
    groups = [[[definition_text(code)], code.examples, code.counter_examples] for code in codes]
    flat = [text for code in groups for group in code for text in group]
    if not flat:
        return []
    vectors = iter(task.embed(flat))
    dimensions = task.vectors.shape[1]

    def rows(group: Sequence[str]) -> Vectors:
        return np.array([next(vectors) for _ in group], dtype=np.float32).reshape(-1, dimensions)

    return [CodeTexts(*(rows(group) for group in code)) for code in groups]


def definition_text(code: Code) -> str:
    """What the codebook says of a code, as one text."""
    parts = (code.label, code.brief, code.definition, code.when_to_use)
    return " ".join(part.strip().rstrip(".") + "." for part in parts if part.strip())


def _closeness(passages: Vectors, code: CodeTexts) -> Floats:
    """How close each passage is to one code: definition and nearest example, less a nearer counter-example."""
    definition = (passages @ code.definition.T)[:, 0].astype(np.float64)
    nearest = (passages @ code.examples.T).max(axis=1) if len(code.examples) else definition
    against = (passages @ code.counter_examples.T).max(axis=1) if len(code.counter_examples) else nearest
    too_near = np.maximum(0.0, against - np.maximum(definition, nearest))
    return np.asarray((definition + nearest) / 2 - COUNTER_WEIGHT * too_near, dtype=np.float64)


def _nothing(task: Task) -> Floats:
    return np.zeros((len(task.passages), 0), dtype=np.float64)


def _whole(code: Code) -> str:
    return " ".join((definition_text(code), *code.examples))


def _nearest(passage: NDArray[np.float32], examples: Vectors, texts: Sequence[str]) -> tuple[Example, ...]:
    similar = examples @ passage
    best = sorted(range(len(texts)), key=lambda index: (-float(similar[index]), index))[:EXAMPLES_SHOWN]
    return tuple(Example(ExampleKind.CODEBOOK, texts[index], round(float(similar[index]), 4)) for index in best)


class _Nearness:
    """How near in meaning each word of some passages is to each code.

    A passage's vector is, roughly, a mean of its words': the words nearest to the code are what drew it there. Leaving
    out each word in turn would be exact, and cost as many embeddings as there are words in the corpus.
    """

    def __init__(self, task: Task, state: SimilarityState, rows: Sequence[int]) -> None:
        self._state = state
        columns = sorted(set(state.passage_words[rows].indices.tolist()) - state.hidden) if rows else []
        self._position = {column: position for position, column in enumerate(columns)}
        vectors = task.embed([state.names[column] for column in columns])
        self._cosines = [_closest(vectors, each) for each in state.texts]

    def words(self, row: int, column: int) -> list[tuple[str, float]]:
        """Words of a passage with their share of its nearness to a code: cosine times weight in the passage."""
        state, cosines = self._state, self._cosines[column]
        passage = state.passage_words[row]
        moved = [
            (state.names[index], value * float(cosines[self._position[index]]))
            for index, value in zip(passage.indices.tolist(), passage.data.tolist(), strict=True)
            if index in self._position and cosines[self._position[index]] >= WORD_NEARNESS
        ]
        total = sum(share for _, share in moved)
        return [(word, share / total) for word, share in moved]


def _closest(words: Vectors, code: CodeTexts) -> Floats:
    """Cosine of each word to the nearest of a code's definition and examples."""
    return np.asarray((words @ code.speaks.T).max(axis=1), dtype=np.float64)
