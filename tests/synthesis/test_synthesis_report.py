from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthesis_samples import AUDIT, BOOK, Corpus, practice, report, report_input, strong

from qes.errors import CannotWrite, Misquote, UnknownPlugin
from qes.model import CodingStatus, Facts, Span
from qes.synthesis.report import build, write_report
from qes.synthesis.report.content import Report
from qes.synthesis.report.parts import Quote


def garden() -> Corpus:
    corpus = Corpus()
    strong(corpus)
    practice(corpus, polarity="contradicts", quote="Bed nine has been dry all summer.", source="audit.pdf", facts=AUDIT)
    practice(corpus, polarity="mixed")
    practice(corpus, polarity="aspiration-only", quote="We shall build a second well.")
    practice(corpus, differing=("polarity",), quote="The hose is long enough, they say.")
    corpus.add("It rains less than it did.", "around/rain")
    corpus.add("The cat sleeps on the seedlings.", "elsewhere", case="Birkfold")
    practice(corpus, status=CodingStatus.DISPUTED, quote="Someone waters at night.", memos=("Is this about us?",))
    return corpus


def quotes(found: Report) -> list[Quote]:
    capabilities = chain.from_iterable(case.capabilities for case in found.cases)
    groups = chain(
        chain.from_iterable((*part.sides, *part.apart) for part in capabilities),
        chain.from_iterable(code.groups for code in found.codes),
        [found.disputes],
    )
    return [quote for group in groups for quote in group.quotes]


# --- What stands in a report ------------------------------------------------------------------


def test_every_coding_is_printed_once_numbered_in_reading_order_and_verified() -> None:
    corpus = garden()
    found = report(corpus)
    printed = quotes(found)
    assert sorted(quote.text for quote in printed) == sorted(each.coding.quote for each in corpus.evidence)
    assert [quote.number for quote in printed] == list(range(1, len(printed) + 1))
    assert found.quotes == found.quotes_verified == len(corpus.evidence)


def test_evidence_stands_on_its_side_and_intentions_and_mixed_evidence_stand_apart() -> None:
    tending = report(garden()).cases[0].capabilities[0]
    supporting, contradicting = tending.sides
    assert (len(supporting.quotes), len(contradicting.quotes)) == (3, 1)
    assert [(group.id, len(group.quotes)) for group in tending.apart] == [
        ("mixed", 1),
        ("aspiration", 1),
        ("unstated", 1),
    ]


def test_a_side_without_quotes_claims_no_more_than_that_none_was_coded() -> None:
    corpus = Corpus()
    practice(corpus)
    assert report(corpus).cases[0].capabilities[0].sides[1].empty == "None among the coded passages."


def test_not_enough_evidence_is_shown_as_ne_and_never_as_a_level() -> None:
    cell = report(garden()).matrix[1].cells[0]
    assert (cell.level.label, cell.level.number, cell.level.confidence) == ("NE", 0, None)


def test_a_role_is_printed_rather_than_a_name() -> None:
    corpus = Corpus()
    practice(corpus, speaker="Ida Holm")
    practice(corpus, speaker="Otto Lind", source="b.txt", facts=Facts(kind="interview"))
    assert [quote.who for quote in quotes(report(corpus))] == ["Otto Lind", "Head gardener"]


def test_several_sources_come_to_word_before_one_speaks_again() -> None:
    corpus = Corpus()
    for source in ("a.txt", "a.txt", "a.txt", "b.txt", "c.txt"):
        practice(corpus, source=source)
    supporting = report(corpus).cases[0].capabilities[0].sides[0]
    assert [quote.source for quote in supporting.quotes] == ["a.txt", "b.txt", "c.txt", "a.txt", "a.txt"]


def test_reasons_point_to_the_quotes_they_rest_on() -> None:
    found = report(garden())
    anchors = {quote.anchor: quote.number for quote in quotes(found)}
    tending = found.cases[0].capabilities[0]
    refs = [ref for reason in (*tending.met, *tending.gates) for ref in reason.refs]
    assert refs
    assert all(anchors[ref.anchor] == ref.number for ref in refs)


def test_names_that_look_alike_keep_different_addresses() -> None:
    found = report(garden(), cases=("Aldmoor", "aldmoor!", "Olø", "ол"))
    anchors = [case.anchor for case in found.cases]
    assert len(set(anchors)) == 4


def test_without_a_rubric_the_quotes_stand_without_levels() -> None:
    corpus = garden()
    found = report(corpus, rubric=None)
    assert found.matrix == ()
    assert found.cases[0].capabilities[0].level is None
    assert found.quotes_verified == len(corpus.evidence)


def test_without_assessments_there_is_no_picture_of_levels() -> None:
    found = report(garden(), assessments=[])
    assert found.matrix == ()
    assert found.cases[0].capabilities[0].level is None
    assert len(found.cases[0].capabilities[0].sides[0].quotes) == 3


def test_a_codebook_that_scores_nothing_gives_a_report_by_code() -> None:
    corpus = garden()
    flat = replace(BOOK, codes=tuple(replace(code, scored=False) for code in BOOK.codes))
    evidence = [replace(each, capability=None) for each in corpus.evidence]
    found = report(corpus, rubric=None, codebook=flat, evidence=evidence, assessments=[])
    assert found.cases == ()
    assert [code.label for code in found.codes] == ["Tending", "Surroundings", "Fits nowhere"]
    assert found.codes_title == "Evidence by code"


def test_what_is_unknown_in_the_agreement_table_is_said_in_words() -> None:
    rows = [{"code": "Watering", "units": 40, "kappa": None, "ac1": 0.934, "interval": (0.5, 0.98)}]
    table = report(garden(), agreement=rows).agreement
    assert table.headers == ("Code", "Units", "Cohen's κ", "Gwet's AC1", "95 % interval")
    assert table.rows == (("Watering", "40", "undefined", "0.93", "0.50 to 0.98"),)


# --- No misquotes -----------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_change_to_a_source_a_span_or_a_quote_stops_the_report(data: st.DataObject) -> None:
    corpus = garden()
    position = data.draw(st.integers(0, len(corpus.evidence) - 1))
    victim = corpus.evidence[position]
    coding, text = victim.coding, corpus.texts[victim.source_path]
    what = data.draw(st.sampled_from(["source", "start", "end", "quote", "gone"]))
    if what == "source":
        at = data.draw(st.integers(coding.span.start, coding.span.end - 1))
        corpus.texts[victim.source_path] = f"{text[:at]}\u200b{text[at + 1 :]}"
    elif what == "gone":
        del corpus.texts[victim.source_path]
    else:
        span, quote = coding.span, coding.quote
        changed = {
            "start": lambda: replace(coding, span=Span(span.start + 1, span.end)),
            "end": lambda: replace(coding, span=Span(span.start, span.end + data.draw(st.sampled_from([1, 9999])))),
            "quote": lambda: replace(coding, quote=quote.replace(" ", "  ", 1)),
        }[what]()
        corpus.evidence[position] = replace(victim, coding=changed)
    with pytest.raises(Misquote) as caught:
        build(report_input(corpus, assessments=[], rubric=None))
    assert caught.value.source in str(caught.value)
    assert f"{caught.value.start}-{caught.value.end}" in str(caught.value)


def test_a_misquote_leaves_an_earlier_report_as_it_was(tmp_path: Path) -> None:
    corpus = garden()
    write_report(report(corpus), tmp_path / "out", ("html", "md"))
    before = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    corpus.texts["audit.pdf"] = corpus.texts["audit.pdf"].replace("dry", "wet")
    with pytest.raises(Misquote):
        write_report(report(corpus), tmp_path / "out", ("html", "md"))
    assert {path: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


# --- Writing ----------------------------------------------------------------------------------


def test_the_same_input_gives_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    corpus = garden()
    formats = ("html", "md", "docx")
    first = write_report(report(corpus), tmp_path / "a", formats)
    corpus.evidence.reverse()
    second = write_report(report(corpus), tmp_path / "b", formats)
    assert list(first) == list(formats)
    for name in formats:
        assert first[name].read_bytes() == second[name].read_bytes()


def test_only_finished_reports_are_left_in_the_folder(tmp_path: Path) -> None:
    write_report(report(garden()), tmp_path / "deep" / "er", ("html", "docx"))
    left = sorted(path.name for path in (tmp_path / "deep" / "er").iterdir())
    assert left == ["about.json", "report.docx", "report.html"]


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UnknownPlugin, match="papyrus"):
        write_report(report(garden()), tmp_path / "out", ("html", "papyrus"))
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_gives_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(CannotWrite):
        write_report(report(garden()), tmp_path / "file" / "out")
