"""From a rubric file to a rubric, with every problem named by its line."""

from __future__ import annotations

import json
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from qes.errors import BadCodebook
from qes.model import Codebook, Grade, sha256
from qes.synthesis.rubric import schema
from qes.synthesis.rubric.checks import Found, Steps, names, rules
from qes.synthesis.rubric.lines import Document, read
from qes.synthesis.rubric.model import (
    Component,
    ConfidenceRules,
    Criterion,
    Gate,
    Level,
    Measure,
    Openness,
    Rubric,
)
from qes.synthesis.rubric.needs import Amount, Needs, Polarity, Where

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_KEPT = 8
"""Rubrics that are kept as they were understood."""


def load(path: Path, codebook: Codebook | None = None) -> Rubric:
    """Read and check a rubric; see `qes.synthesis.rubric.load_rubric`."""
    document, parsed, wrong, rubric = _understood(path, read(path))
    problems = [*wrong, *(names(parsed, codebook) if codebook else ())]
    if problems or rubric is None:
        raise _bad(document, problems)
    return rubric


@lru_cache(maxsize=_KEPT)
def _understood(path: Path, text: str) -> tuple[Document, schema.RubricFile, list[Found], Rubric | None]:
    """What a file says and what is wrong in it; understood once, as scoring one unit asks for it several times."""
    document = Document(path, text)
    try:
        parsed = schema.RubricFile.model_validate(document.data)
    except ValidationError as error:
        found = [(each["loc"], _explain(each)) for each in error.errors(include_url=False)]
        raise _bad(document, found) from error
    wrong = list(rules(parsed))
    return document, parsed, wrong, None if wrong else _rubric(parsed)


def _bad(document: Document, found: list[Found]) -> BadCodebook:
    located = sorted({(document.line(steps), f"{_where(steps)}: {text}" if steps else text) for steps, text in found})
    return BadCodebook(str(document.path), located)


def _where(steps: Steps) -> str:
    named = [f"{step + 1}." if isinstance(step, int) else step for step in steps]
    return " > ".join(named)


def _explain(error: ErrorDetails) -> str:
    if error["type"] == "missing":
        return "is missing"
    if error["type"] == "extra_forbidden":
        key = str(error["loc"][-1])
        near = get_close_matches(key, _known_keys(), n=1)
        return f"unknown key{f'; did you mean {near[0]!r}?' if near else ''}"
    return error["msg"][:1].lower() + error["msg"][1:]


def _known_keys() -> list[str]:
    parts = [part for part in vars(schema).values() if isinstance(part, type) and issubclass(part, schema.Part)]
    return sorted({key for part in parts for key in part.model_fields})


def _filter(part: schema.Filter) -> Where:
    return Where(
        attributes=tuple((name, tuple(values)) for name, values in part.attributes.items()),
        codes=tuple(part.codes),
        status=tuple(part.status),
        kind=tuple(part.source.kind),
        not_kind=tuple(part.source.not_kind),
        independent=part.source.independent,
        dated=part.source.dated,
    )


def _needs(part: schema.NeedsPart) -> Needs:
    return Needs(_filter(part.where), Amount(part.codings, part.codes, part.sources, part.speakers, part.voices))


def _level(part: schema.LevelPart) -> Level:
    criteria = tuple(Criterion(each.id, each.text, _needs(each.needs), each.judgement) for each in part.criteria)
    return Level(part.level, part.label, part.text, criteria)


def _gate(part: schema.GatePart) -> Gate:
    needs = _needs(part.needs) if part.needs else None
    return Gate(part.id, part.text, part.cap, needs, Openness(part.open) if part.open else None, part.judgement)


def _measure(part: schema.MeasurePart) -> Measure:
    return Measure(part.text, part.measure, _filter(part.where), part.unit, part.minor, part.moderate, part.serious)


def _confidence(part: schema.ConfidencePart) -> ConfidenceRules:
    components = tuple(
        Component(each.id, each.label, tuple(_measure(measure) for measure in each.measures))
        for each in part.components
    )
    allowed = Grade(part.highest_allows) if part.highest_allows else None
    return ConfidenceRules(tuple(part.scale), part.text, part.moderate_per_step, components, allowed)


def _polarity(part: schema.PolarityPart) -> Polarity:
    return Polarity(
        part.attribute, tuple(part.supports), tuple(part.contradicts), tuple(part.mixed), tuple(part.aspiration)
    )


def _rubric(part: schema.RubricFile) -> Rubric:
    said = part.model_dump(mode="json")
    if part.confidence.highest_allows is None:  # as before there was such a rule: a rubric in use stays the same one
        del said["confidence"]["highest_allows"]
    meaning = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return Rubric(
        name=part.name,
        version=part.version,
        title=part.title,
        description=part.description,
        not_enough=part.not_enough,
        polarity=_polarity(part.polarity),
        levels=tuple(_level(each) for each in part.levels),
        gates=tuple(_gate(each) for each in part.gates),
        confidence=_confidence(part.confidence),
        sha256=sha256(meaning),
    )
