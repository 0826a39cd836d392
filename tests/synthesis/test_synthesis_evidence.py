from __future__ import annotations

from synthesis_samples import AUDIT, Corpus, practice

from qes.model import CodingStatus
from qes.synthesis.evidence import counted, in_order
from qes.synthesis.rubric.needs import Amount


def test_a_disputed_coding_counts_for_nothing() -> None:
    corpus = Corpus()
    kept = practice(corpus)
    practice(corpus, status=CodingStatus.DISPUTED)
    assert counted(corpus.evidence) == [kept]


def test_a_text_repeated_in_another_source_of_the_case_counts_once() -> None:
    corpus = Corpus()
    practice(corpus, quote="We water  at Dawn.", source="a.txt")
    practice(corpus, quote="we water at dawn.", source="b.pdf", facts=AUDIT)
    assert [each.source_path for each in counted(corpus.evidence)] == ["a.txt"]
    assert Amount.of(corpus.evidence) == Amount(codings=1, codes=1, sources=1, speakers=0, voices=1)


def test_the_same_text_counts_for_each_code_and_for_each_case() -> None:
    corpus = Corpus()
    practice(corpus, quote="We water.")
    practice(corpus, quote="We water.", code="sharing/plums")
    practice(corpus, quote="We water.", case="Birkfold")
    assert len(counted(corpus.evidence)) == 3


def test_an_attribute_on_which_the_coders_differ_is_not_established() -> None:
    corpus = Corpus()
    assert practice(corpus, differing=("polarity",)).attribute("polarity") is None
    assert practice(corpus).attribute("polarity") == "supports"


def test_reading_order_does_not_depend_on_the_order_of_arrival() -> None:
    corpus = Corpus()
    for source in ("b.txt", "a.txt", "b.txt"):
        practice(corpus, source=source)
    assert in_order(corpus.evidence) == in_order(reversed(corpus.evidence))
