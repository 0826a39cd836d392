from __future__ import annotations

import pytest
from synthesis_samples import AUDIT, BOOK, INTERVIEW, RUBRIC_FILE, Corpus, practice, shipped

from qes.coding.codebook.find import newest_rubric
from qes.model import CodingStatus, Concern, Facts, Grade
from qes.synthesis.confidence import concerns, overall
from qes.synthesis.matrix import cells, code_counts
from qes.synthesis.rubric import load_rubric
from qes.synthesis.score import assess

LONG = "Every Monday we walk along all forty beds with the list in hand and note which of them are dry, bed {}."


def rich(corpus: Corpus, number: int = 12) -> Corpus:
    for position in range(number):
        source, facts = [("talk.txt", INTERVIEW), ("audit.pdf", AUDIT), ("second.txt", INTERVIEW)][position % 3]
        practice(corpus, quote=LONG.format(position), source=source, facts=facts, standing="first-hand")
    return corpus


def grades(corpus: Corpus) -> dict[str, Grade]:
    return {each.component: each.grade for each in concerns(corpus.evidence, shipped())}


def test_plentiful_agreeing_evidence_raises_no_concern() -> None:
    corpus = rich(Corpus())
    assert set(grades(corpus).values()) == {Grade.NONE}
    found = assess(corpus.evidence, BOOK, shipped(), ["Aldmoor"])[0]
    assert (found.confidence, [each for each in found.concerns if each.sentence]) == ("high", [])


def test_what_rests_on_one_source_is_not_trusted_highly_however_much_there_is() -> None:
    corpus = Corpus()
    for position in range(12):
        practice(corpus, quote=LONG.format(position), source="audit.pdf", facts=AUDIT)
    newest = load_rubric(newest_rubric(RUBRIC_FILE.parent) or RUBRIC_FILE, BOOK)
    found = assess(corpus.evidence, BOOK, newest, ["Aldmoor"])[0]
    assert [each.sentence for each in found.concerns if each.grade is not Grade.NONE] == [
        "Adequacy: moderate concern. There are few sources (1 source)."
    ]
    assert found.confidence == "moderate"
    assert assess(corpus.evidence, BOOK, shipped(), ["Aldmoor"])[0].confidence == "high"  # as version 1.0 has it


def test_every_measure_that_raises_the_gravest_concern_is_told() -> None:
    corpus = rich(Corpus(), 3)
    for each in corpus.evidence[1:]:
        corpus.evidence.remove(each)
    for position in range(2):
        practice(corpus, quote=LONG.format(position + 7), standing="first-hand")
    adequacy = next(each for each in concerns(corpus.evidence, shipped()) if each.component == "adequacy")
    assert adequacy.reason == (
        "There are few pieces of evidence (3 codings). There are few sources (1 source). The evidence is thin (66 words)"
    )


def test_evidence_that_points_both_ways_is_incoherent() -> None:
    corpus = rich(Corpus(), 6)
    for position in range(6):
        practice(corpus, quote=f"No, bed {position} has been dry all summer.", polarity="contradicts")
    assert grades(corpus)["coherence"] is Grade.SERIOUS
    found = assess(corpus.evidence, BOOK, shipped(), ["Aldmoor"])[0]
    assert found.confidence == "moderate"
    assert "6 of 12 codings" in next(each.sentence for each in found.concerns if each.label == "Coherence")


def test_evidence_that_only_contradicts_is_coherent() -> None:
    corpus = Corpus()
    for position in range(6):
        practice(corpus, quote=LONG.format(position), polarity="contradicts")
    assert grades(corpus)["coherence"] is Grade.NONE


def test_two_short_codings_are_thin() -> None:
    corpus = Corpus()
    practice(corpus)
    practice(corpus)
    assert grades(corpus)["adequacy"] is Grade.SERIOUS


def test_evidence_read_by_one_coder_is_a_methodological_concern() -> None:
    corpus = Corpus()
    for position in range(8):
        practice(corpus, quote=LONG.format(position), source="audit.pdf", facts=AUDIT, status=CodingStatus.SINGLE)
    assert grades(corpus)["methodological-limitations"] is Grade.MODERATE


def test_undated_evidence_is_a_concern_of_relevance() -> None:
    corpus = Corpus()
    for position in range(8):
        practice(corpus, quote=LONG.format(position), facts=Facts(kind="interview"))
    assert grades(corpus)["relevance"] is Grade.MODERATE


def test_intentions_and_repeated_text_do_not_make_evidence_rich() -> None:
    corpus = Corpus()
    for position in range(20):
        practice(corpus, quote=LONG.format(position), polarity="aspiration-only")
        practice(corpus, quote="We water.")
    assert grades(corpus)["adequacy"] is Grade.SERIOUS


@pytest.mark.parametrize(
    ("serious", "moderate", "minor", "expected"),
    [
        (0, 0, 4, "high"),
        (0, 1, 3, "high"),
        (0, 2, 0, "moderate"),
        (1, 1, 0, "moderate"),
        (1, 2, 1, "low"),
        (2, 0, 0, "low"),
        (3, 1, 0, "very low"),
        (4, 0, 0, "very low"),
    ],
)
def test_confidence_falls_with_each_serious_concern_and_every_two_moderate_ones(
    serious: int, moderate: int, minor: int, expected: str
) -> None:
    given = [Grade.SERIOUS] * serious + [Grade.MODERATE] * moderate + [Grade.MINOR] * minor
    assert overall([Concern("c", "C", grade, "") for grade in given], shipped()) == expected


def test_the_matrix_counts_each_side_in_different_texts() -> None:
    corpus = Corpus()
    practice(corpus, quote="We water.", source="a.txt")
    practice(corpus, quote="We water.", source="b.txt")
    practice(corpus, polarity="contradicts")
    practice(corpus, polarity="mixed")
    practice(corpus, polarity="aspiration-only")
    practice(corpus, status=CodingStatus.DISPUTED)
    corpus.add("It rains.", "around/rain")
    found = cells(corpus.evidence, shipped(), assess(corpus.evidence, BOOK, shipped(), ["Aldmoor"]))
    cell = found["Aldmoor", "tending"]
    assert (cell.supporting, cell.contradicting, cell.mixed, cell.aspiration, cell.disputed) == (1, 1, 1, 1, 1)
    assert found["Aldmoor", "sharing"].level is None
    counts = code_counts(corpus.evidence, BOOK, ["Aldmoor", "Birkfold"])
    assert counts["Aldmoor"] == {
        "tending/watering": 4,
        "tending/weeding": 0,
        "sharing/plums": 0,
        "around/rain": 1,
        "elsewhere": 0,
    }
    assert set(counts["Birkfold"].values()) == {0}
