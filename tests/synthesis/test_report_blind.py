"""While people still score, a report tells nothing of what the rubric proposes, in any form."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_samples import UNIT, garden, told

from qes.errors import BadFinding, BadScore
from qes.model import Assessment, Confidence, Unit
from qes.synthesis.quoted import check_statement, quoted_words
from qes.synthesis.report import ReportInput, build
from qes.synthesis.report.blind import LABEL
from qes.synthesis.report.figures import drawn
from qes.synthesis.report.html import render_html
from qes.synthesis.report.inputs import LevelInput
from qes.synthesis.report.json_form import report_object
from qes.synthesis.report.markdown import render_markdown

UNITS = [Unit(case, code) for case, code in product(("Aldmoor", "Birkfold"), ("tending", "sharing"))]


def other(assessment: Assessment) -> Assessment:
    """The same unit, with everything that a rubric says of it otherwise."""
    checks = tuple(replace(each, met=not each.met, why="otherwise", evidence=()) for each in assessment.checks)
    gates = tuple(replace(each, met=not each.met, why="otherwise") for each in assessment.gates)
    level = None if assessment.level else 4
    confidence = None if level is None else "very low"
    return replace(
        assessment, level=level, confidence=confidence, checks=checks, gates=gates, concerns=(), next_level=("more",)
    )


def otherwise(material: ReportInput, hidden: frozenset[Unit]) -> ReportInput:
    """The same material, with other proposals for the hidden units and nothing of what hangs on them."""
    changed = [other(each) if Unit(each.case, each.capability) in hidden else each for each in material.assessments]
    levels = material.levels | {unit: LevelInput(unit, 5, None, "proposed by the rubric") for unit in hidden}
    robustness = {unit: each for unit, each in material.robustness.items() if unit not in hidden}
    return replace(material, assessments=changed, levels=levels, robustness=robustness, saturation={})


@given(st.sets(st.sampled_from(UNITS), min_size=1))
@settings(max_examples=6, deadline=None)
def test_whatever_is_proposed_of_a_unit_not_scored_yet_the_report_is_the_same(hidden: set[Unit]) -> None:
    given_ = replace(told(garden(), saturation={}), unscored=frozenset(hidden))
    one, two = (build(each, drawn) for each in (given_, otherwise(given_, frozenset(hidden))))
    assert one == two
    assert report_object(one) == report_object(two)


def test_a_unit_not_scored_yet_is_neither_a_level_nor_ne_and_keeps_its_evidence() -> None:
    report = build(replace(told(garden()), unscored=frozenset({UNIT})), drawn)
    cell = report.matrix[0].cells[0]
    assert (cell.level.label, cell.level.open, cell.level.number, cell.mark) == (LABEL, True, 0, "")
    part = report.cases[0].capabilities[0]
    assert part.sides[0].quotes
    assert (part.met, part.missing, part.gates, part.concerns) == ((), (), (), ())
    assert part.standing is not None
    assert (part.standing.range, part.standing.hangs_on, part.standing.saturation) == ("", (), "")
    assert part.standing.statement is None
    heat = next(each for each in report.figures if each.id == "heat-map")
    assert "Tending not scored yet" in heat.alt
    assert "signed off by mia on 5 March" not in json.dumps(report_object(report), ensure_ascii=False)


def test_every_form_says_not_scored_yet_and_explains_the_mark() -> None:
    report = build(replace(told(garden()), unscored=frozenset({UNIT})))
    for text in (render_markdown(report), render_html(report)):
        assert "Not scored yet." in text
        assert "People are still to score it" in text
        assert "Level –" not in text
    assert "1 of 4 are not scored yet" in " ".join(report.about)


def test_a_level_not_scored_yet_has_no_place_in_a_ranking() -> None:
    ranked = build(replace(told(garden(), ranking=True), unscored=frozenset({UNIT})))
    table = next(each for each in ranked.tables if each.id == "ranking")
    assert not [row for row in table.rows if (row[0], row[2]) == ("Tending", "Aldmoor")]


def test_what_a_statement_quotes_must_be_coded_for_its_unit() -> None:
    material = told(garden())
    level = material.levels[UNIT]
    build(replace(material, levels={UNIT: replace(level, statement="They say “dry all summer”.")}))
    with pytest.raises(BadScore, match="never said by anybody"):
        build(replace(material, levels={UNIT: replace(level, statement="They say “never said by anybody”.")}))


def test_what_is_said_of_a_confidence_is_printed_only_with_words_that_somebody_said() -> None:
    material = told(garden())
    level = material.levels[UNIT]
    for words, refused in (("They say “dry all summer”.", False), ("They say “never said by anybody”.", True)):
        given_ = replace(material, levels={UNIT: replace(level, confidence=Confidence("low", (), words))})
        with pytest.raises(BadScore, match="its confidence quotes") if refused else nullcontext():
            assert words in render_markdown(build(given_))


def test_an_open_quotation_in_a_statement_is_refused() -> None:
    with pytest.raises(BadScore, match="never closed"):
        check_statement(UNIT, "They say “so", ["so"])


@pytest.mark.parametrize("text", ["see ```code```", "a `word` here", "``two`` three", "```\nblock of four words\n```"])
def test_grave_accents_quote_nobody(text: str) -> None:
    assert quoted_words(text) == []


def test_a_mark_that_is_never_closed_is_still_an_error() -> None:
    with pytest.raises(BadFinding):
        quoted_words("she said “yes")
