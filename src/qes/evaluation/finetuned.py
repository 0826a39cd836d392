"""The SetFit baseline: an embedding model fine-tuned on pairs of labelled passages; only where setfit is installed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from qes.coding.embed.models import locate
from qes.coding.suggest import Scores, Task
from qes.coding.suggest.similarity import SimilaritySuggester
from qes.errors import ModelUnavailable
from qes.model import Reason, Verdict

STEPS = 200
"""Steps of fine-tuning; more cost hours on a CPU."""
BATCH = 16


class SetFitBaseline:
    """One fine-tuned model with a logistic regression per code (Tunstall et al. 2022, arXiv 2209.11055)."""

    name = "setfit"

    def __init__(self) -> None:
        if find_spec("setfit") is None:
            hint = "Leave it out of --suggester, or install it with `pip install setfit accelerate`."
            raise ModelUnavailable("setfit", "the package is not installed", hint)

    def score(self, task: Task, /) -> Scores:
        """Fine-tune on the passages read; a code without both labels is left to similarity."""
        base = SimilaritySuggester().score(task)
        rows, target = _labelled(task)
        learnable = np.flatnonzero((target == 1).any(axis=0) & (target == 0).any(axis=0))
        if not len(learnable):
            return base
        texts = [passage.text for passage in task.passages]
        matrix, thresholds = base.matrix.copy(), base.thresholds.copy()
        matrix[:, learnable] = _fine_tuned(
            [texts[row] for row in rows], target[:, learnable], texts, task.settings.seed
        )
        thresholds[learnable] = 0.5
        learned = set(learnable.tolist())
        sources = tuple(self.name if column in learned else name for column, name in enumerate(base.sources))
        return Scores(base.codes, matrix, thresholds, sources)

    def explain(self, task: Task, scores: Scores, cells: Sequence[tuple[int, int]], /) -> list[Reason]:
        """Nothing: a baseline is only measured."""
        del task, scores
        return [Reason() for _ in cells]


def _labelled(task: Task) -> tuple[list[int], NDArray[np.int8]]:
    """Rows that were read, and whether each was given each code; SetFit has no place for what was not judged."""
    rows = {passage.id: row for row, passage in enumerate(task.passages)}
    read = sorted({rows[decision.passage_id] for decision in task.decisions})
    place = {row: number for number, row in enumerate(read)}
    target = np.zeros((len(read), len(task.codes)), dtype=np.int8)
    for decision in task.decisions:
        if decision.verdict is Verdict.ACCEPTED and decision.code in task.codes:
            target[place[rows[decision.passage_id]], task.codes.index(decision.code)] = 1
    return read, target


def _fine_tuned(known: list[str], target: NDArray[np.int8], texts: list[str], seed: int) -> NDArray[np.float64]:
    # By name, as neither package need be there when qes is checked or installed.
    setfit, datasets = import_module("setfit"), import_module("datasets")
    folder = str(locate("")[1])
    model = setfit.SetFitModel.from_pretrained(folder, multi_target_strategy="one-vs-rest", local_files_only=True)
    examples = datasets.Dataset.from_dict({"text": known, "label": target.tolist()})
    settings = {"batch_size": BATCH, "max_steps": STEPS, "seed": seed, "report_to": "none", "save_strategy": "no"}
    with TemporaryDirectory(prefix="qes-setfit-") as scratch, redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        arguments = setfit.TrainingArguments(scratch, show_progress_bar=False, **settings)
        setfit.Trainer(model=model, args=arguments, train_dataset=examples).train()
        return np.asarray(model.predict_proba(texts, as_numpy=True), dtype=np.float64)
