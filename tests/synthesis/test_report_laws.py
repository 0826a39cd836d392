"""No form of a report can hold a quote that is not in its source, whoever wrote it and wherever it stands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_samples import UNIT, findings, garden, told, uncoded

from qes.errors import BadFinding, Misquote
from qes.model import Charted, Citation, Span
from qes.synthesis.report import ReportInput, build, write_report


def wrong(citation: Citation, how: str) -> Citation:
    """The citation, no longer what its source reads."""
    span = citation.span
    return {
        "quote": lambda: replace(citation, quote=f"{citation.quote[:-1]}\u200b"),
        "start": lambda: replace(citation, span=Span(span.start + 1, span.end)),
        "end": lambda: replace(citation, span=Span(span.start, span.end + 9999)),
        "source": lambda: replace(citation, source_id="gone"),
    }[how]()


def misquoting(where: str, how: str) -> ReportInput:
    corpus = garden()
    if where == "finding":
        first, *others = findings(corpus)
        cited = [*first.finding.citations]
        cited[-1] = wrong(cited[-1], how)
        return told(corpus, findings=[replace(first, finding=replace(first.finding, citations=tuple(cited))), *others])
    citation = wrong(uncoded(corpus), how)
    return told(corpus, charted=[Charted("Aldmoor", "tending", "They do.", (citation,))])


@pytest.mark.parametrize("where", ["finding", "summary"])
@pytest.mark.parametrize("how", ["quote", "start", "end", "source"])
def test_a_citation_that_differs_from_its_source_stops_the_report(where: str, how: str) -> None:
    with pytest.raises(Misquote) as caught:
        build(misquoting(where, how))
    assert caught.value.source in str(caught.value)
    assert f"{caught.value.start}-{caught.value.end}" in str(caught.value)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_any_change_within_any_quote_stops_the_report_printed_or_not(data: st.DataObject) -> None:
    corpus = garden()
    made = told(corpus)
    spans = [(each.source_path, each.coding.span) for each in corpus.evidence]
    spans += [("talk.txt", uncoded(corpus).span)]
    path, span = data.draw(st.sampled_from(spans))
    at = data.draw(st.integers(span.start, span.end - 1))
    text = corpus.texts[path]
    corpus.texts[path] = f"{text[:at]}\u200b{text[at + 1 :]}"
    with pytest.raises(Misquote) as caught:
        build(made)
    assert caught.value.source == path


@pytest.mark.parametrize("themes", [True, False])
def test_a_passage_that_is_no_longer_where_it_stood_stops_the_report(themes: bool) -> None:
    corpus = garden()
    made = told(corpus)
    id = "uncoded" if themes else corpus.evidence[0].coding.passage_id
    moved = {**made.passages, id: replace(made.passages[id], start=10**6, end=10**6 + 5)}
    kept: dict[str, Any] = {} if themes else {"themes": []}
    with pytest.raises(Misquote) as caught:
        build(replace(made, passages=moved, **kept))
    assert caught.value.source == "talk.txt"
    assert caught.value.start == 10**6


@pytest.mark.parametrize("what", ["finding", "summary"])
def test_words_in_quotation_marks_that_no_citation_reads_stop_the_report(what: str) -> None:
    corpus = garden()
    first, *_ = findings(corpus)
    said = "They say “it never rains” there."
    changed: dict[str, Any] = {
        "finding": {"findings": [replace(first, finding=replace(first.finding, statement=said))]},
        "summary": {"charted": [Charted("Aldmoor", "tending", said, (uncoded(corpus),))]},
    }[what]
    with pytest.raises(BadFinding, match="it never rains"):
        build(told(corpus, **changed))


@pytest.mark.parametrize("where", ["finding", "summary"])
def test_a_misquoted_citation_leaves_nothing_behind(tmp_path: Path, where: str) -> None:
    formats = ("html", "md", "docx")
    write_report(build(told(garden())), tmp_path, formats)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(Misquote):
        write_report(build(misquoting(where, "quote")), tmp_path, formats)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_order_in_which_things_are_given_changes_nothing() -> None:
    corpus = garden()
    first = build(told(corpus))
    made = told(corpus)
    turned = replace(
        made,
        evidence=list(reversed(made.evidence)),
        assessments=list(reversed(made.assessments)),
        charted=list(reversed(made.charted)),
        passages=dict(reversed(made.passages.items())),
        levels={UNIT: made.levels[UNIT]},
    )
    assert build(turned) == first
