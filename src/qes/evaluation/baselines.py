"""Plain suggesters to measure against; they explain nothing and are not offered for coding.

Each is one-vs-rest logistic regression (C = 10, balanced classes, proposing from 0.5) on words, on embeddings, or on
both side by side. A code without any label is scored by cosine to its definition, and proposed for the tenth of the
passages that is closest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qes import plugins
from qes.coding.suggest import Scores, Suggester, Task, open_suggester
from qes.coding.suggest.scale import SHARE
from qes.coding.suggest.similarity import definition_text
from qes.coding.suggest.words import weighted
from qes.errors import UnknownPlugin
from qes.evaluation.finetuned import SetFitBaseline
from qes.evaluation.signalled import LEARNED_WITH_MODEL, SignalledSuggester
from qes.model import Reason, Verdict

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

INVERSE_PENALTY = 10.0
MOST_STEPS = 1000

Space = Callable[[Task, Sequence[str]], "csr_matrix"]
"""From a task and the texts of its codes to features, shape (passages + codes, features), rows of unit length."""


def words(task: Task, codes: Sequence[str]) -> csr_matrix:
    """One- and two-word TF-IDF, words that occur once left out."""
    texts = [passage.text for passage in task.passages]
    return weighted([*texts, *codes], ngram_range=(1, 2), min_df=2)[0]


def meaning(task: Task, codes: Sequence[str]) -> csr_matrix:
    """The vectors of the embedder."""
    from scipy.sparse import csr_matrix

    return csr_matrix(np.vstack([task.vectors, task.embed(codes)]))


def both(task: Task, codes: Sequence[str]) -> csr_matrix:
    """Words and meaning side by side, at equal weight."""
    from scipy.sparse import csr_matrix, hstack

    return csr_matrix(hstack([words(task, codes), meaning(task, codes)]))


@dataclass(slots=True)
class Baseline:
    """Logistic regression in one space of features."""

    name: str
    space: Space

    def score(self, task: Task, /) -> Scores:
        """Learn every code that has both labels, and take closeness to the definition for the others."""
        from threadpoolctl import threadpool_limits

        codes = task.codebook.codable
        matrix = self.space(task, [definition_text(code) for code in codes])
        count = len(task.passages)
        passages, definitions = matrix[:count], matrix[count:]
        scores = np.clip(np.asarray((passages @ definitions.T).todense(), dtype=np.float64), 0.0, 1.0)
        thresholds = np.quantile(scores, 1 - SHARE, axis=0)
        with threadpool_limits(1):
            for column, (rows, target) in enumerate(labels(task)):
                if 0 < target.sum() < len(target):
                    model = _regression().fit(passages[rows], target)
                    scores[:, column], thresholds[column] = model.predict_proba(passages)[:, 1], 0.5
        return Scores(task.codes, scores, thresholds, (self.name,) * len(codes))

    def explain(self, task: Task, scores: Scores, cells: Sequence[tuple[int, int]], /) -> list[Reason]:
        """Nothing: a baseline is only measured."""
        del task, scores
        return [Reason() for _ in cells]


def labels(task: Task) -> list[tuple[NDArray[np.intp], NDArray[np.int8]]]:
    """Per code, the rows that are labelled and their labels.

    Where nothing was refused outright, a passage that was read without the code counts as not carrying it.
    """
    rows = {passage.id: row for row, passage in enumerate(task.passages)}
    verdicts = any(decision.verdict is Verdict.REJECTED for decision in task.decisions)
    read = {} if verdicts else {rows[decision.passage_id]: 0 for decision in task.decisions}
    known: dict[str, dict[int, int]] = {code: dict(read) for code in task.codes}
    for decision in task.decisions:
        if decision.code in known:
            known[decision.code][rows[decision.passage_id]] = int(decision.verdict is Verdict.ACCEPTED)
    return [_arrays(known[code]) for code in task.codes]


def _arrays(known: dict[int, int]) -> tuple[NDArray[np.intp], NDArray[np.int8]]:
    ordered = sorted(known.items())
    rows, target = [row for row, _ in ordered], [label for _, label in ordered]
    return np.array(rows, dtype=np.intp), np.array(target, dtype=np.int8)


def _regression() -> LogisticRegression:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=INVERSE_PENALTY, class_weight="balanced", max_iter=MOST_STEPS)


BASELINES: dict[str, Callable[[], Suggester]] = {
    "tfidf": lambda: Baseline("tfidf", words),
    "minilm": lambda: Baseline("minilm", meaning),
    "tfidf+minilm": lambda: Baseline("tfidf+minilm", both),
    "setfit": SetFitBaseline,
    LEARNED_WITH_MODEL: SignalledSuggester,
}


def open_measured(name: str) -> Suggester:
    """A suggester by name: one that is registered, or a baseline.

    Raises:
        UnknownPlugin: It is neither.
        ModelUnavailable: It needs a package that is not installed.
    """
    registered = plugins.names(plugins.SUGGESTERS)
    if name in registered:
        return open_suggester(name)
    if name not in BASELINES:
        raise UnknownPlugin(plugins.SUGGESTERS, name, [*registered, *BASELINES])
    return BASELINES[name]()
