from __future__ import annotations

from typing import Any

from corpus_strategies import corpora
from hypothesis import given, settings
from synthesis_samples import AUDIT, BOOK, INTERVIEW, LEAFLET, Corpus, practice, shipped

from qes.model import CodingStatus, Unit
from qes.synthesis.evidence import wordings
from qes.synthesis.matrix import cells
from qes.synthesis.score import assess
from qes.synthesis.summary import Summary, summaries

TENDING, SHARING = Unit("Aldmoor", "tending"), Unit("Aldmoor", "sharing")


def tending(corpus: Corpus) -> Summary:
    return summaries(corpus.evidence, shipped(), [TENDING])[TENDING]


def test_a_summary_counts_texts_sources_speakers_and_dates() -> None:
    corpus = Corpus()
    practice(corpus, quote="We water.", source="a.txt", facts=INTERVIEW, speaker="Ida")
    practice(corpus, quote="we  water.", source="b.txt", facts=INTERVIEW, speaker="Otto")
    practice(corpus, source="b.txt", facts=INTERVIEW, speaker="Ida", polarity="contradicts")
    practice(corpus, source="audit.pdf", facts=AUDIT, polarity="mixed")
    practice(corpus, source="leaflet.pdf", facts=LEAFLET, polarity="aspiration-only")
    practice(corpus, source="leaflet.pdf", facts=LEAFLET, differing=("polarity",))
    practice(corpus, source="quarrel.txt", status=CodingStatus.DISPUTED)
    corpus.add("It rains.", "around/rain", source="rain.txt")
    assert tending(corpus) == Summary(
        unit=TENDING,
        supporting=1,
        contradicting=1,
        mixed=1,
        aspiration=1,
        unstated=1,
        disputed=1,
        sources=4,
        kinds={"document": 2, "interview": 2},
        speakers=1,
        independent_dated=1,
        first="2023-11",
        last="2024-05",
        undated=1,
    )


def test_a_unit_without_evidence_has_a_summary_of_zeros() -> None:
    assert summaries([], shipped(), [SHARING]) == {SHARING: Summary(SHARING)}


def test_without_a_rubric_no_direction_is_known() -> None:
    corpus = Corpus()
    practice(corpus)
    found = summaries(corpus.evidence, None, [TENDING])[TENDING]
    assert (found.supporting, found.unstated, found.texts) == (0, 1, 1)


def test_a_polarity_does_as_well_as_its_rubric() -> None:
    corpus = Corpus()
    practice(corpus)
    by_polarity = summaries(corpus.evidence, shipped().polarity, [TENDING])
    assert by_polarity == summaries(corpus.evidence, shipped(), [TENDING])


@given(corpora())
@settings(max_examples=40, deadline=None)
def test_the_matrix_and_the_summary_count_alike(corpus: Corpus) -> None:
    found: Any = cells(corpus.evidence, shipped(), assess(corpus.evidence, BOOK, shipped(), ["Aldmoor"]))
    summary = tending(corpus)
    for name in ("supporting", "contradicting", "mixed", "aspiration", "unstated", "sources", "disputed"):
        assert getattr(found["Aldmoor", "tending"], name) == getattr(summary, name)
    usable = [each for each in corpus.evidence if each.coding.counts]
    assert wordings(usable) <= summary.texts <= len(usable)
    assert sum(summary.kinds.values()) == summary.sources
