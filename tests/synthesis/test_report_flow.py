"""Quotes as they are printed: a line that breaks within a sentence goes on, and nothing but white space changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rendering_samples import full

from qes.synthesis.report.docx import render_docx
from qes.synthesis.report.flow import flowing
from qes.synthesis.report.html import render_html
from qes.synthesis.report.markdown import render_markdown
from qes.synthesis.report.pdf_data import report_data
from qes.text import collapse


@given(st.text("aB .:\n-“”1", max_size=60))
@settings(max_examples=200, deadline=None)
def test_nothing_but_white_space_changes(text: str) -> None:
    assert collapse(flowing(text)) == collapse(text)


@pytest.mark.parametrize(
    "text",
    [
        "the creation of the Task\n\nForce",
        "only\n\n1.5% of it",
        "part of\nthe design",
        "They met the Mayor of London\nand ",
    ],
)
def test_a_line_that_breaks_within_a_sentence_goes_on(text: str) -> None:
    assert flowing(text).rstrip() == collapse(text)


@pytest.mark.parametrize(
    "text",
    [
        "It was so.\n\nThen it was not.",
        "Challenges:\nShort timelines",
        "We met;\n- adopted it\n- dropped it",
        "Source: a2i.gov.bd\n\nexplained the head",
        "Challenges\n\nShort timelines",
    ],
)
def test_sentences_headings_captions_and_items_stay_on_lines_of_their_own(text: str) -> None:
    assert flowing(text) == text


def test_markup_of_the_source_is_printed_as_it_stands() -> None:
    text = "the <u>Special Plan</u> gives **autonomy**"
    assert flowing(text) == text


def test_every_form_that_people_read_prints_the_sentence_in_one_line() -> None:
    report = full("We water the\nbeds <u>daily</u>, all of us, before the sun is up")
    line = "We water the beds "
    assert line in render_html(report)
    assert line in render_markdown(report)
    assert render_docx(report)
    assert line in str(report_data(report)["cases"])
