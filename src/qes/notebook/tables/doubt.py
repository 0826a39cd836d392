"""How sure the proposed levels are: what they hang on, and what each source added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from qes.model import Unit
from qes.notebook.columns import Table, choice, flag, text, whole
from qes.notebook.reading import Reading
from qes.synthesis.robustness import Robustness, Variant, Without
from qes.synthesis.saturation import Step


class Otherwise(NamedTuple):
    """A level with something left out."""

    whole: Robustness
    variant: Variant


class Added(NamedTuple):
    """A source, taken after those before it."""

    unit: Unit
    number: int
    step: Step


def _otherwise(reading: Reading) -> Sequence[Otherwise]:
    return [Otherwise(each, variant) for each in reading.scored.uncertainty.robustness for variant in each.variants]


def _added(reading: Reading) -> Sequence[Added]:
    return [
        Added(each.unit, number, step)
        for each in reading.scored.uncertainty.saturation
        for number, step in enumerate(each.steps, start=1)
    ]


ROBUSTNESS: Table[Otherwise] = Table(
    "robustness",
    "a case and a capability with something left out: each source, each coder, and all that was coded with "
    "suggestions shown",
    (
        text("case", "the case", lambda each: each.whole.unit.case),
        text("capability", "the scored code", lambda each: each.whole.unit.capability),
        choice("without", "what is left out", Without, lambda each: each.variant.without),
        text("name", "path of the source or name of the coder; `<NA>` for `assisted`", lambda each: each.variant.name),
        whole("level", "the level that would be proposed; `<NA>` is NE", lambda each: each.variant.level),
        whole("level_now", "the level proposed with everything; `<NA>` is NE", lambda each: each.whole.level),
        flag("differs", "whether the two differ", lambda each: each.variant.level != each.whole.level),
        whole("codings", "codings left that count", lambda each: each.variant.codings),
        text("range", "from the lowest to the highest level of all variants", lambda each: each.whole.range),
    ),
    _otherwise,
)

SATURATION: Table[Added] = Table(
    "saturation",
    "a source that tells of a case's capability, in order of date: what it added to those before it",
    (
        text("case", "the case", lambda each: each.unit.case),
        text("capability", "the scored code", lambda each: each.unit.capability),
        whole("step", "from 1", lambda each: each.number),
        text("source", "path of the source", lambda each: each.step.source),
        text("date", "of the source, as precise as it is known; undated ones come last", lambda each: each.step.date),
        whole("codings", "different texts it adds", lambda each: each.step.codings),
        whole(
            "fresh", "kinds of evidence (code and direction) that no source before had", lambda each: each.step.fresh
        ),
        whole("kinds", "all kinds so far", lambda each: each.step.kinds),
        whole("level", "the level proposed from the sources so far; `<NA>` is NE", lambda each: each.step.level),
    ),
    _added,
)
