from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from corpus_strategies import LEVEL_4, LEVEL_5, codings, confirmations, corpora
from hypothesis import given, settings
from hypothesis import strategies as st
from synthesis_samples import AUDIT, BOOK, INTERVIEW, LEAFLET, RUBRIC_FILE, Corpus, practice, shipped, strong

from qes.model import Assessment, CodingStatus
from qes.synthesis.evidence import Evidence
from qes.synthesis.rubric import load_rubric
from qes.synthesis.score import assess


def tending(corpus: Corpus, *confirmed: str) -> Assessment:
    found = assess(corpus.evidence, BOOK, shipped(), ["Aldmoor"], confirmed={("Aldmoor", "tending"): confirmed})
    assert [each.capability for each in found] == ["tending", "sharing"]
    return found[0]


def unmet(assessment: Assessment) -> set[str]:
    return {gate.id for gate in assessment.gates if not gate.met}


# --- Levels -----------------------------------------------------------------------------------


def test_no_evidence_is_not_a_low_level() -> None:
    found = tending(Corpus())
    assert (found.level, found.label, found.confidence) == (None, "NE", None)
    assert "2 needed" in found.next_level[0]


def test_a_single_coding_is_not_enough_to_judge() -> None:
    corpus = Corpus()
    practice(corpus)
    assert tending(corpus).level is None


def test_intentions_alone_are_not_enough_to_judge() -> None:
    corpus = Corpus()
    for _ in range(9):
        practice(corpus, polarity="aspiration-only", anchoring="law")
    assert tending(corpus).level is None


def test_only_contradicting_evidence_is_level_1() -> None:
    corpus = Corpus()
    for _ in range(2):
        practice(corpus, polarity="contradicts")
    found = tending(corpus)
    assert found.level == 1
    assert len(found.against) == 2
    assert not found.evidence


def test_practice_on_single_occasions_is_level_2() -> None:
    corpus = Corpus()
    practice(corpus, regularity="crisis")
    practice(corpus, regularity="one-off")
    assert tending(corpus).level == 2


def test_repeated_practice_needs_more_than_one_voice_for_level_3() -> None:
    corpus = Corpus()
    practice(corpus, speaker="Ida")
    practice(corpus, speaker="Ida")
    assert tending(corpus).level == 2
    practice(corpus, speaker="Otto")
    assert tending(corpus).level == 3


def test_a_text_that_is_repeated_is_no_second_voice() -> None:
    corpus = Corpus()
    for source in ("a.txt", "b.txt", "c.txt"):
        practice(corpus, quote="We water at dawn.", source=source)
    assert tending(corpus).level is None


def test_what_codings_cannot_show_waits_for_a_person() -> None:
    corpus = Corpus()
    strong(corpus)
    found = tending(corpus)
    assert found.level == 3
    assert any("person has to confirm" in why for why in found.next_level)
    check = next(check for check in found.checks if check.id == "changed-a-decision")
    assert not check.met
    assert len(check.evidence) == 3
    assert tending(corpus, *LEVEL_4).level == 4
    assert tending(corpus, *LEVEL_5).level == 5
    assert tending(corpus, *LEVEL_5).next_level == ("There is no level above 5.",)


def test_a_confirmation_without_any_evidence_to_go_by_confirms_nothing() -> None:
    assert tending(Corpus(), *LEVEL_5).level is None


def test_a_confirmed_higher_level_does_not_make_up_for_a_lower_one() -> None:
    corpus = Corpus()
    strong(corpus)
    assert tending(corpus, *(LEVEL_5 - LEVEL_4)).level == 3


# --- Gates ------------------------------------------------------------------------------------


@pytest.mark.parametrize("elsewhere", ["interview", "own leaflet", "undated audit", "audit"])
@pytest.mark.parametrize("contradicted", ["no", "unsettled", "settled", "confirmed"])
@pytest.mark.parametrize("disputed", ["no", "code", "polarity"])
def test_each_gate_caps_the_level_at_3_unless_it_is_met(elsewhere: str, contradicted: str, disputed: str) -> None:
    facts = {
        "interview": INTERVIEW,
        "own leaflet": LEAFLET,
        "undated audit": LEAFLET.__class__(kind="document", independent=True),
        "audit": AUDIT,
    }[elsewhere]
    corpus = Corpus()
    strong(corpus)
    corpus.evidence.pop()
    practice(corpus, anchoring="mandate", source="other.pdf", facts=facts)
    if contradicted != "no":
        status = CodingStatus.SETTLED if contradicted == "settled" else CodingStatus.AGREED
        practice(corpus, polarity="contradicts", status=status)
    if disputed == "code":
        practice(corpus, status=CodingStatus.DISPUTED)
    if disputed == "polarity":
        practice(corpus, differing=("polarity",))
    confirmed = LEVEL_4 | ({"contradictions-settled"} if contradicted == "confirmed" else set())
    found = tending(corpus, *confirmed)
    expected = set()
    expected |= {"more-than-interviews"} if elsewhere == "interview" else set()
    expected |= {"independent-document"} if elsewhere != "audit" else set()
    expected |= {"contradictions-settled"} if contradicted == "unsettled" else set()
    expected |= {"disputes-settled"} if disputed != "no" else set()
    assert unmet(found) == expected
    assert found.level == (3 if expected else 4)
    gates = {gate.id: gate.text.rstrip(".") for gate in found.gates}
    assert all(any(gates[id] in why for why in found.next_level) for id in expected)


def test_a_dispute_cannot_be_confirmed_away() -> None:
    corpus = Corpus()
    strong(corpus)
    practice(corpus, status=CodingStatus.DISPUTED)
    assert tending(corpus, *LEVEL_5, "disputes-settled").level == 3


# --- Laws -------------------------------------------------------------------------------------


def met(assessment: Assessment) -> set[str]:
    return {check.id for check in assessment.checks if check.met}


@given(corpora(), codings(["supports"]), st.sets(st.sampled_from(sorted(LEVEL_5))))
@settings(max_examples=30, deadline=None)
def test_more_supporting_evidence_never_takes_a_criterion_or_a_level_away(
    corpus: Corpus, more: dict[str, Any], confirmed: set[str]
) -> None:
    before = tending(corpus, *confirmed)
    corpus.add(**more | {"status": CodingStatus.AGREED})
    after = tending(corpus, *confirmed)
    assert met(before) <= met(after)
    assert (after.level or 0) >= (before.level or 0)


@given(corpora(), st.lists(codings(["aspiration-only"]), max_size=5))
@settings(max_examples=40, deadline=None)
def test_intentions_never_change_a_level(corpus: Corpus, wishes: list[dict[str, Any]]) -> None:
    before = tending(corpus, *LEVEL_5)
    for wish in wishes:
        corpus.add(**wish | {"status": CodingStatus.AGREED})
    assert tending(corpus, *LEVEL_5).level == before.level


@given(corpora(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_evidence_changes_nothing(corpus: Corpus, random: Any) -> None:
    before = tending(corpus)
    random.shuffle(corpus.evidence)
    assert tending(corpus) == before


@given(corpora())
@settings(max_examples=30, deadline=None)
def test_not_enough_evidence_never_becomes_level_1(corpus: Corpus) -> None:
    telling = {each.wording for each in corpus.evidence if bears(each)}
    found = tending(corpus)
    assert (found.level is None) == (len(telling) < 2)
    assert (found.confidence is None) == (found.level is None)


def bears(evidence: Evidence) -> bool:
    return evidence.coding.counts and evidence.attribute("polarity") in ("supports", "contradicts", "mixed")


@given(corpora(), confirmations)
@settings(max_examples=30, deadline=None)
def test_why_not_the_next_level_always_has_an_answer(corpus: Corpus, confirmed: set[str]) -> None:
    assert all(why.endswith(".") for why in tending(corpus, *confirmed).next_level)
    assert tending(corpus, *confirmed).next_level


@given(corpora(), confirmations)
@settings(max_examples=30, deadline=None)
def test_nothing_speaks_for_and_against_the_same_criterion(corpus: Corpus, confirmed: set[str]) -> None:
    found = tending(corpus, *confirmed)
    for check in found.checks:
        assert not set(check.evidence) & set(check.against)
        assert set(check.against) <= set(found.against)


# --- Evidence against -------------------------------------------------------------------------


def test_a_criterion_holds_against_it_what_contradicts_the_same_thing() -> None:
    corpus = Corpus()
    strong(corpus)
    once = practice(corpus, polarity="contradicts", regularity="one-off", anchoring="none")
    often = practice(corpus, polarity="contradicts", anchoring="budget")
    against = {check.id: set(check.against) for check in tending(corpus).checks}
    assert against["recurs"] == {often.id}
    assert against["resourced"] == {often.id}
    assert against["some-practice"] == {once.id, often.id}
    # Both help to judge at all, so neither speaks against there being enough to judge by.
    assert against["enough-evidence"] == set()


def test_only_documents_speak_against_what_documents_have_to_show() -> None:
    corpus = Corpus()
    strong(corpus)
    practice(corpus, polarity="contradicts")
    written = practice(corpus, polarity="contradicts", source="leaflet.pdf", facts=LEAFLET)
    gates = {gate.id: gate.against for gate in tending(corpus).gates}
    assert gates["more-than-interviews"] == (written.id,)
    assert gates["independent-document"] == ()


# --- Whole assessments ------------------------------------------------------------------------


def test_every_case_gets_every_scored_code_in_the_order_given() -> None:
    found = assess([], BOOK, shipped(), ["Birkfold", "Aldmoor"])
    assert [(each.case, each.capability) for each in found] == [
        (case, capability) for case in ("Birkfold", "Aldmoor") for capability in ("tending", "sharing")
    ]


def test_a_rubric_may_use_other_attributes_and_values(tmp_path: Path) -> None:
    text = RUBRIC_FILE.read_text(encoding="utf-8")
    for before, after in (("polarity", "drift"), ("[supports", "[pro"), ("contradicts]", "contra]")):
        text = text.replace(before, after)
    text = (
        text.replace("contradicts, ", "contra, ")
        .replace("  drift:\n", "  polarity:\n")
        .replace("\ndrift:", "\npolarity:")
    )
    (tmp_path / "other.yaml").write_text(text, encoding="utf-8")
    corpus = Corpus()
    for value in ("pro", "contra"):
        corpus.add(drift=value, regularity="recurring")
    found = assess(corpus.evidence, BOOK, load_rubric(tmp_path / "other.yaml"), ["Aldmoor"])[0]
    assert (found.level, len(found.evidence), len(found.against)) == (2, 1, 1)
