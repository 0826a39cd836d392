"""What the evidence would be without a coder, and of blind codings alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from qes.coding import review
from qes.model import Adjudication, Coding, CodingStatus, Decision, Section, Source, Span
from qes.model import Facts as SourceFacts
from qes.pipeline.evidence import evidence_of, gather
from qes.pipeline.review import codable, record
from qes.pipeline.uncertainty import Others, others, uncertainty
from qes.synthesis.robustness import Without
from review_project import accept, ready
from review_samples import BOOK, CODERS, PASSAGES, TEXT, adjudications, decide, decisions, evidence, settle

SOURCE = Source(
    "s", "Arden/a.txt", TEXT, (), (Section(Span(0, len(TEXT)), SourceFacts(case="Arden", role="Clerk")),), "0"
)


def otherwise(decided: list[Decision], settled: list[Adjudication]) -> Others:
    found = evidence_of(evidence(decided, settled), PASSAGES, [SOURCE], BOOK)
    return others(found, {each.id: each for each in PASSAGES}, decided, settled, {"s": SOURCE}, BOOK)


def left(decided: list[Decision], settled: list[Adjudication], coder: str) -> dict[str, Coding]:
    return {each.id: each.coding for each in otherwise(decided, settled).without_coder[coder]}


@given(decisions, adjudications, st.sampled_from(CODERS))
@settings(max_examples=30, deadline=None)
def test_without_a_coder_there_is_what_there_would_be_had_they_not_coded(
    decided: list[Decision], settled: list[Adjudication], judge: str
) -> None:
    settled = [replace(each, author=judge) if number % 2 else each for number, each in enumerate(settled)]
    found = otherwise(decided, settled).without_coder
    assert list(found) == sorted({each.coder for each in decided})
    for coder, rest in found.items():
        anew = evidence(
            [each for each in decided if each.coder != coder], [each for each in settled if each.author != coder]
        )
        assert {each.id: each.coding for each in rest} == {each.id: each for each in anew}
        assert len(rest) == len(anew)


@given(decisions, adjudications)
@settings(max_examples=30, deadline=None)
def test_of_blind_codings_there_is_what_there_would_be_had_nothing_else_been_said(
    decided: list[Decision], settled: list[Adjudication]
) -> None:
    unaided = [each for each in decided if each.blind]
    read = {each.passage_id for each in unaided}
    anew = review.codings(PASSAGES, unaided, [each for each in settled if each.passage_id in read], {"s": TEXT})
    assert {each.id: each.coding for each in otherwise(decided, settled).blind} == {each.id: each for each in anew}


def test_a_dispute_ends_where_only_one_side_is_left() -> None:
    decided = [decide("ana", "accept", "awareness"), decide("ben", "reject", "awareness")]
    assert [each.status for each in evidence(decided)] == [CodingStatus.DISPUTED]
    assert [each.status for each in left(decided, [], "ben").values()] == [CodingStatus.SINGLE]
    assert left(decided, [], "ana") == {}


def test_what_the_coder_has_settled_is_left_out_with_their_decisions() -> None:
    decided = [decide("ana", "accept", "awareness"), decide("ben", "reject", "awareness"), decide("cy", "nothing")]
    settled = [replace(settle("awareness", True), author="cy")]
    assert [each.status for each in left(decided, settled, "ana").values()] == [CodingStatus.SETTLED]
    assert [each.status for each in left(decided, settled, "cy").values()] == [CodingStatus.DISPUTED]


def test_evidence_that_a_coder_never_touched_is_taken_as_it_is() -> None:
    decided = [decide("ana", "accept", "awareness"), decide("ben", "accept", "learning", passage=1)]
    found = evidence_of(evidence(decided), PASSAGES, [SOURCE], BOOK)
    rest = others(found, {each.id: each for each in PASSAGES}, decided, [], {"s": SOURCE}, BOOK).without_coder["ana"]
    assert [each is found[1] for each in rest] == [True]


def test_a_project_tells_which_levels_hang_on_one_coder(folder: Path) -> None:
    with ready(folder) as project:
        passages = [each for each in codable(project) if each.case == "Arden"]
        one, other = (
            next(each for each in passages if each.speaker),
            next(each for each in passages if not each.speaker),
        )
        given_ = {"polarity": "supports", "regularity": "recurring"}
        record(
            project,
            [
                replace(accept(one, "awareness/scanning", "ana"), attributes=given_, blind=True),
                replace(accept(other, "awareness/scanning", "ben"), attributes=given_),
            ],
        )
        everything, rubric = gather(project), project.rubric()
        assert rubric is not None
        assert everything.cases == ["Arden", "Boro"]
        found = uncertainty(everything, rubric)
    hanging = {each.unit.capability: each for each in found.robustness if each.hangs_on}
    assert list(hanging) == ["awareness"]
    names = [each.name for each in hanging["awareness"].hangs_on if each.without is Without.CODER]
    assert names == ["ana", "ben"]
    assert hanging["awareness"].variants[-1].codings == 1
    assert [len(each.steps) for each in found.saturation] == [2] + [0] * 9
