"""Rules a schema cannot express: what must agree within a rubric, and with its codebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator

from qes.model import Codebook
from qes.synthesis.rubric import schema

Steps = tuple[str | int, ...]
Found = tuple[Steps, str]
"""Where in the file, by keys and positions, and what is wrong there."""


def rules(rubric: schema.RubricFile) -> Iterator[Found]:
    """What contradicts itself within a rubric."""
    numbers = [level.level for level in rubric.levels]
    if numbers != list(range(1, len(numbers) + 1)):
        yield ("levels",), "levels count up from 1 without a gap"
    yield from _repeated_ids(rubric)
    for position, gate in enumerate(rubric.gates):
        if (gate.needs is None) == (gate.open is None):
            yield ("gates", position), "a gate has either `needs` or `open`"
        if gate.cap > len(numbers):
            yield ("gates", position, "cap"), f"there is no level {gate.cap}"
    sides = rubric.polarity
    values = [*sides.supports, *sides.contradicts, *sides.mixed, *sides.aspiration]
    for value in sorted(value for value, times in Counter(values).items() if times > 1):
        yield ("polarity",), f"{value!r} stands on two sides"
    for first, component in enumerate(rubric.confidence.components):
        for second, measure in enumerate(component.measures):
            yield from _thresholds(measure, ("confidence", "components", first, "measures", second))


def _repeated_ids(rubric: schema.RubricFile) -> Iterator[Found]:
    seen: set[str] = set()
    for steps, part in _checks(rubric):
        if part.id in seen:
            yield (*steps, "id"), f"{part.id!r} is the id of another criterion or gate; a confirmation would mean both"
        seen.add(part.id)


def _checks(rubric: schema.RubricFile) -> Iterator[tuple[Steps, schema.CriterionPart | schema.GatePart]]:
    for first, level in enumerate(rubric.levels):
        for second, criterion in enumerate(level.criteria):
            yield ("levels", first, "criteria", second), criterion
    for position, gate in enumerate(rubric.gates):
        yield ("gates", position), gate


def _thresholds(measure: schema.MeasurePart, steps: Steps) -> Iterator[Found]:
    given = [value for value in (measure.minor, measure.moderate, measure.serious) if value is not None]
    if not given:
        yield steps, "needs at least one of minor, moderate, serious"
    elif given != sorted(given, reverse=measure.measure == "few"):
        way = "fall" if measure.measure == "few" else "rise"
        yield steps, f"thresholds {way} from minor to serious"


def names(rubric: schema.RubricFile, codebook: Codebook) -> Iterator[Found]:
    """Attributes, values and codes the rubric names and the codebook does not hold."""
    values = {rule.name: rule.values for rule in codebook.attributes}
    sides = rubric.polarity
    yield from _unknown(("polarity", "attribute"), [sides.attribute], values, codebook.id)
    for side in ("supports", "contradicts", "mixed", "aspiration"):
        yield from _unknown(("polarity", side), getattr(sides, side), values.get(sides.attribute, ()), codebook.id)
    codes = [code.code for code in codebook.codes]
    for steps, where in _filters(rubric):
        yield from _unknown((*steps, "codes"), where.codes, codes, codebook.id)
        for name, wanted in where.attributes.items():
            at = (*steps, "attributes", name)
            yield from _unknown(at, [name], values, codebook.id)
            yield from _unknown(at, wanted, values.get(name, wanted), codebook.id)


def _unknown(steps: Steps, wanted: Iterable[str], known: Container[str], codebook: str) -> Iterator[Found]:
    for name in wanted:
        if name not in known:
            yield steps, f"{name!r} is not in codebook {codebook}"


def _filters(rubric: schema.RubricFile) -> Iterator[tuple[Steps, schema.Filter]]:
    for steps, part in _checks(rubric):
        if part.needs is not None:
            yield (*steps, "needs", "where"), part.needs.where
    for first, component in enumerate(rubric.confidence.components):
        for second, measure in enumerate(component.measures):
            yield ("confidence", "components", first, "measures", second, "where"), measure.where
