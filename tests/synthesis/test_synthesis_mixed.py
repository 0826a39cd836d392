"""What says both is shown as saying both: never as support alone, and never left out of what a profile shows."""

from __future__ import annotations

from synthesis_samples import AUDIT, BOOK, Corpus, practice, report, shipped

from qes.model import Check, Unit
from qes.synthesis.report.docx import render_docx
from qes.synthesis.report.html import render_html
from qes.synthesis.report.markdown import render_markdown
from qes.synthesis.report.placing import exemplars, further
from qes.synthesis.score import assess
from qes.synthesis.scoring.sheet import Item, sheet
from qes.synthesis.scoring.standing import standing

UNIT = Unit("Aldmoor", "tending")
BOTH = "Fifteen beds are on the list, but ninety-nine of a hundred plums come from just five of them."


def two_sided() -> Corpus:
    corpus = Corpus()
    practice(corpus, quote="Every Monday we walk along all forty beds with the list in hand.")
    practice(corpus, source="audit.pdf", facts=AUDIT)
    practice(corpus, quote=BOTH, polarity="mixed")
    return corpus


def checked(corpus: Corpus, name: str) -> Check:
    found = assess(corpus.evidence, BOOK, shipped(), ["Aldmoor"])[0]
    return next(each for each in (*found.checks, *found.gates) if each.id == name)


def asked(corpus: Corpus, name: str) -> Item:
    found = sheet(standing(UNIT, (), 2), "ada", corpus.evidence, BOOK, shipped())
    items = [*(item for level in found.levels for item in level.items), *found.gates]
    return next(each for each in items if each.id == name)


def test_what_is_mixed_stands_neither_for_nor_against_a_criterion_that_counts_it() -> None:
    corpus = two_sided()
    mixed = corpus.evidence[-1].id
    assert mixed in checked(corpus, "some-practice").evidence
    for name in ("some-practice", "recurs", "contradictions-settled"):
        item = asked(corpus, name)
        assert item.mixed == (mixed,)
        assert mixed not in (*item.evidence, *item.against)


def test_the_gate_on_contradictions_does_not_say_that_mixed_evidence_does_not_contradict_itself() -> None:
    why = checked(two_sided(), "contradictions-settled").why
    assert "1 of 3 codings is mixed" in why
    assert "does not contradict itself" not in why
    plain = Corpus()
    practice(plain)
    assert checked(plain, "contradictions-settled").why == "the evidence does not contradict itself"


def test_beside_codings_for_and_against_the_mixed_ones_are_told_too() -> None:
    corpus = two_sided()
    practice(corpus, polarity="contradicts")
    why = checked(corpus, "contradictions-settled").why
    assert why.startswith("2 codings for it, 1 coding against it")
    assert why.endswith("1 of 4 codings is mixed")


def test_a_profile_sets_what_is_mixed_beside_what_speaks_for_it_where_nothing_is_only_against() -> None:
    part = report(two_sided()).cases[0].capabilities[0]
    shown = {group.id: quote.text if quote else "" for group, quote in exemplars(part)}
    assert shown["mixed"] == BOTH
    assert list(shown) == ["for", "mixed"]
    (mixed,) = part.apart
    assert further(part, mixed) == ()
    assert "None that is only against" in part.sides[1].empty


def test_where_something_is_only_against_the_profile_shows_that_and_the_mixed_stands_below() -> None:
    corpus = two_sided()
    practice(corpus, quote="No, nobody has watered any bed all summer long, whatever they say.", polarity="contradicts")
    part = report(corpus).cases[0].capabilities[0]
    assert [group.id for group, _ in exemplars(part)] == ["for", "against"]
    (mixed,) = part.apart
    assert [each.text for each in further(part, mixed)] == [BOTH]


def test_every_form_prints_the_mixed_quote_of_a_case_once_and_counts_it_at_the_glance() -> None:
    made = report(two_sided())
    html, plain = render_html(made), render_markdown(made)
    assert html.count(BOTH) == 1
    assert plain.count(BOTH) == 1
    assert ">Mixed</bdi>" in html
    assert "2 for, 0 against, 1 mixed" in html
    assert render_docx(made)
