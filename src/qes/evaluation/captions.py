"""What the chart of an evaluation says in words: its titles, its axes, and all of it for those who do not see it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from qes.evaluation.run import ALL, Evaluation

TITLE = "Suggestions measured against what people coded"
MIDDLE = "64"
"""The budget whose reliability is shown beside that of the largest."""
CURVES = {"macro_ap": "Average precision", "macro_f1": "F1 at the suggester's own thresholds"}
HUMAN = {
    "one_vs_majority_macro_f1": "people: one against the majority",
    "pairwise_macro_f1": "people: one against another",
}
"""Both are F1, so they stand beside that curve only."""


def subtitle(done: Evaluation) -> str:
    """What was measured on."""
    documents = f" in {done.documents} documents" if done.documents else ""
    learning = "no suggester has seen the labels of what it is measured on"
    return f"{done.items} items{documents}, {done.codes} codes; {learning}"


def budgets(done: Evaluation) -> list[str]:
    """Those measured, from the smallest to all."""
    found = {budget for by_budget in done.results.values() for budget in by_budget}
    return sorted(found, key=lambda budget: math.inf if budget == ALL else int(budget))


def shown_budgets(done: Evaluation) -> list[str]:
    """Those whose reliability is drawn: the middle one if it was measured, and the largest."""
    known = budgets(done)
    return [*(budget for budget in known[:-1] if budget == MIDDLE), known[-1]]


def labelled(budget: str) -> str:
    """A budget in words."""
    return "all labels" if budget == ALL else f"{budget} labels per code"


def described(done: Evaluation) -> Iterator[str]:
    """The figures of the chart in sentences."""
    yield f"{subtitle(done)}."
    for key, name in CURVES.items():
        for suggester, by_budget in done.results.items():
            figures = (f"{_figure(by_budget[each][key])} with {labelled(each)}" for each in budgets(done))
            yield f"{name}, mean over codes, of {suggester}: {', '.join(figures)}."
    for key, name in HUMAN.items():
        if key in done.human:
            yield f"F1 of {name}: {_figure(done.human[key])}."
    for budget in shown_budgets(done):
        gaps = (f"{name} {_figure(by_budget[budget]['ece'])}" for name, by_budget in done.results.items())
        yield f"Mean distance of score and share given, with {labelled(budget)}: {', '.join(gaps)}."


def _figure(value: float | None) -> str:
    return "not known" if value is None else f"{value:.2f}"
