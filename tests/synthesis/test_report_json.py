"""The report as JSON, against its schema."""

from __future__ import annotations

import json

import jsonschema
import pytest
from rendering_samples import HOSTILE, full
from synthesis_samples import Corpus, report

from qes.synthesis.report.json_form import render_json, report_object, schema
from qes.synthesis.report.wording import printable


@pytest.mark.parametrize("text", HOSTILE)
def test_every_report_obeys_the_schema_and_keeps_its_texts(text: str) -> None:
    made = json.loads(render_json(full(text)))
    jsonschema.validate(made, schema())
    assert made["title"] == printable(text)
    assert made["evidence"]["rows"][0][1] == printable(text)


def test_an_empty_report_obeys_it_too() -> None:
    jsonschema.validate(json.loads(render_json(report(Corpus()))), schema())


def test_sections_name_quotes_that_are_there_once() -> None:
    made = report_object(full(many=3))
    numbers = [each["number"] for each in made["quotes"]]
    assert len(numbers) == len(set(numbers))
    groups = [g for case in made["cases"] for part in case["capabilities"] for g in (*part["sides"], *part["apart"])]
    assert {number for group in groups for number in group["quotes"]} <= set(numbers)


def test_a_quote_has_its_place_in_the_stored_text_where_the_evidence_is_given() -> None:
    made = report_object(full())
    spans = {each["anchor"]: each["span"] for each in made["quotes"]}
    assert spans["q-1"] == {"start": 0, "end": 9}
    assert None in spans.values()


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_json(full()) == render_json(full())
