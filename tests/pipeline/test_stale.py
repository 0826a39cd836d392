"""Decisions whose code changed its meaning: which are to be looked at again, and how they are confirmed or changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from qes.coding.codebook import Change, ChangeKind
from qes.coding.codebook.edit import Merge, Restore, Retire, Reword, Split
from qes.errors import BadDecision, Conflict, NotFound, UnknownCode
from qes.model import Decision, Span, Verdict
from qes.pipeline.review import codable, record, run_codings
from qes.pipeline.stale import Stale, Why, confirm, recode, stale
from qes.project import Project
from review_project import BOOK, accept
from versions_project import (
    CAPACITY,
    LIVED,
    NEXT,
    NO_FIT,
    PARTS,
    RESOURCES,
    ROUTINE,
    SCANNING,
    copied,
    edit,
    given,
    template,
)


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("ingested") / "project")


@pytest.fixture
def reviewed(ingested: Path, tmp_path: Path) -> Iterator[Project]:
    with copied(ingested, tmp_path / "copy") as opened:
        yield opened


def told(found: Sequence[Stale]) -> list[tuple[str, str, Why, tuple[str, ...]]]:
    return [(each.code, each.decision.id, each.why, each.proposals) for each in found]


# --- What is to be looked at again ----------------------------------------------------------------


def test_what_was_coded_before_its_code_changed_is_listed_with_both_texts_and_what_to_use(reviewed: Project) -> None:
    no_fit, routine, scanning, capacity, lived = given(reviewed, NO_FIT, ROUTINE, SCANNING, CAPACITY, LIVED)
    assert stale(reviewed) == []
    before = reviewed.codebook().get(SCANNING)
    assert before is not None
    edit(
        reviewed,
        Reword(SCANNING, definition="They look out."),
        Merge((CAPACITY,), RESOURCES),
        Split(NO_FIT, PARTS),
        Retire(ROUTINE, "Use a memo."),
        Reword(LIVED, label="Lived", examples=("One.", "Two.")),
    )
    found = stale(reviewed)
    assert told(found) == [
        (SCANNING, scanning.id, Why.REWORDED, ()),
        (ROUTINE, routine.id, Why.RETIRED, ()),
        (CAPACITY, capacity.id, Why.MERGED, (RESOURCES,)),
        (NO_FIT, no_fit.id, Why.SPLIT, (PARTS[0].code, PARTS[1].code)),
    ]
    assert found[0].changes == (
        Change(ChangeKind.CHANGED, SCANNING, "definition", before.definition, "They look out."),
    )
    assert [change.field for change in found[1].changes] == ["when_not_to_use", "codable"]
    assert found[1].changes[0].after.startswith("Retired: Use a memo.\n\n")
    assert [each.passage.id for each in found] == [each.decision.passage_id for each in found]
    assert lived.id not in {each.decision.id for each in found}, "a label only names it"


def test_several_decisions_on_a_code_come_in_reading_order(reviewed: Project) -> None:
    passages = codable(reviewed)[:4]
    record(reviewed, [accept(each, CAPACITY, coder) for each in reversed(passages) for coder in ("nora", "ben")])
    edit(reviewed, Reword(CAPACITY, brief="Means."))
    assert [each.passage for each in stale(reviewed)] == [each for each in passages for _ in range(2)]


def test_a_refusal_is_looked_at_again_only_where_there_is_something_left_to_refuse(reviewed: Project) -> None:
    passages = codable(reviewed)
    no, instead, _ = record(
        reviewed,
        [
            replace(accept(passages[0], SCANNING), verdict=Verdict.REJECTED),
            replace(accept(passages[1], CAPACITY), verdict=Verdict.REPLACED, replacement=SCANNING),
            replace(accept(passages[2], CAPACITY), verdict=Verdict.REJECTED),
        ],
    )
    edit(reviewed, Reword(SCANNING, brief="Looks."), Retire(CAPACITY, "Old."))
    assert told(stale(reviewed)) == [
        (SCANNING, no.id, Why.REWORDED, ()),
        (SCANNING, instead.id, Why.REWORDED, ()),
    ]


def test_what_means_again_what_it_meant_is_looked_at_by_nobody(reviewed: Project) -> None:
    given(reviewed, SCANNING, CAPACITY)
    old = reviewed.codebook().get(SCANNING)
    assert old is not None
    edit(reviewed, Reword(SCANNING, brief="Looks."), Merge((CAPACITY,), RESOURCES))
    assert len(stale(reviewed)) == 2
    edit(reviewed, Reword(SCANNING, brief=old.brief), Restore(CAPACITY))
    assert stale(reviewed) == []


def test_proposals_follow_what_became_of_the_code_since(reviewed: Project) -> None:
    (capacity,) = given(reviewed, CAPACITY)
    edit(reviewed, Merge((CAPACITY,), NO_FIT))
    edit(reviewed, Split(NO_FIT, PARTS))
    edit(reviewed, Retire(PARTS[0].code, "Never seen."))
    assert told(stale(reviewed)) == [(CAPACITY, capacity.id, Why.MERGED, (PARTS[1].code,))]


def test_only_a_later_word_of_the_same_coder_on_the_same_words_takes_it_off(reviewed: Project) -> None:
    passage = codable(reviewed)[0]
    first, second = (Span(passage.span.start + at, passage.span.start + at + 9) for at in (0, 20))
    one, two = record(reviewed, [replace(accept(passage, CAPACITY), span=span) for span in (first, second)])
    edit(reviewed, Reword(CAPACITY, brief="Means."))
    record(reviewed, [replace(accept(passage, CAPACITY, "ben"), codebook=NEXT)])
    assert {each.decision.id for each in stale(reviewed)} == {one.id, two.id}
    record(reviewed, [replace(accept(passage, CAPACITY), span=first, codebook=NEXT)])
    assert [each.decision.id for each in stale(reviewed)] == [two.id]
    edit(reviewed, Reword(NO_FIT, brief="Else."))
    assert [each.decision.id for each in stale(reviewed)] == [two.id], "the code itself has not changed again"


def test_a_later_word_on_the_code_given_instead_leaves_nothing_stale(reviewed: Project) -> None:
    """The first decision is still in force, for what it refuses."""
    passage = codable(reviewed)[0]
    (instead,) = record(reviewed, [replace(accept(passage, CAPACITY), verdict=Verdict.REPLACED, replacement=SCANNING)])
    edit(reviewed, Reword(SCANNING, brief="Looks."))
    recode(reviewed, instead.id, "nora", LIVED, "k1")
    assert stale(reviewed) == []
    assert [coding.code for coding in run_codings(reviewed)] == [LIVED]


def test_what_was_undone_or_stands_on_another_codebook_is_passed_over(reviewed: Project) -> None:
    passage = codable(reviewed)[0]
    (gone,) = given(reviewed, CAPACITY)
    reviewed.store.undo(gone.id, "nora")
    record(reviewed, [replace(accept(passage, CAPACITY), codebook="mission-practices@0.1")])
    edit(reviewed, Reword(CAPACITY, brief="Means."))
    assert stale(reviewed) == []


# --- Walking through ------------------------------------------------------------------------------


def test_confirming_makes_the_same_decision_anew_and_no_blind_one(reviewed: Project) -> None:
    passage = codable(reviewed)[0]
    span = Span(passage.span.start, passage.span.start + 12)
    (old,) = record(
        reviewed,
        [
            replace(
                accept(passage, SCANNING),
                span=span,
                attributes={"polarity": "supports"},
                memo="Mondays",
                blind=True,
                suggestion_id=f"s0{SCANNING}",
            )
        ],
    )
    edit(reviewed, Reword(SCANNING, brief="Looks."))
    new = confirm(reviewed, old.id, "nora", "k1")
    assert replace(new, id=old.id, at=old.at) == replace(
        old, codebook=NEXT, blind=False, suggestion_id=None, action="k1"
    )
    assert stale(reviewed) == []
    assert confirm(reviewed, old.id, "nora", "k1") == new
    assert len(reviewed.store.decisions()) == 2
    reviewed.store.undo(new.id, "nora")
    assert [each.decision.id for each in stale(reviewed)] == [old.id]


def test_coding_anew_gives_one_code_in_place_of_the_other(reviewed: Project) -> None:
    passage = codable(reviewed)[0]
    (old,) = record(reviewed, [replace(accept(passage, SCANNING), attributes={"polarity": "supports"}, memo="m")])
    edit(reviewed, Merge((SCANNING,), LIVED))
    new = recode(reviewed, old.id, "nora", LIVED, "k1")
    assert (new.verdict, new.code, new.replacement, new.codebook) == (Verdict.REPLACED, SCANNING, LIVED, NEXT)
    assert (new.attributes, new.memo) == ({"polarity": "supports"}, "m")
    assert recode(reviewed, old.id, "nora", LIVED, "k1") == new
    assert stale(reviewed) == []
    assert [(each.code, each.memos) for each in run_codings(reviewed)] == [(LIVED, ("m",))]
    again = recode(reviewed, new.id, "nora", RESOURCES, "k2")
    assert again.attributes == {}, "context carries none"


def test_a_refusal_may_turn_out_to_be_another_code(reviewed: Project) -> None:
    (no,) = record(reviewed, [replace(accept(codable(reviewed)[0], SCANNING), verdict=Verdict.REJECTED)])
    edit(reviewed, Reword(SCANNING, brief="Looks."))
    assert recode(reviewed, no.id, "nora", LIVED, "k").applied == LIVED
    assert stale(reviewed) == []


def test_nobody_walks_for_somebody_else_or_past_what_was_decided_since(reviewed: Project) -> None:
    scanning, capacity = given(reviewed, SCANNING, CAPACITY)
    (nothing,) = record(reviewed, [Decision(codable(reviewed)[2].id, "nora", Verdict.NOTHING, BOOK)])
    edit(reviewed, Reword(SCANNING, brief="Looks."), Retire(CAPACITY, "Old."))
    with pytest.raises(BadDecision, match="only nora can"):
        confirm(reviewed, scanning.id, "ben", "k1")
    with pytest.raises(BadDecision, match="'capacity' is no longer in use"):
        confirm(reviewed, capacity.id, "nora", "k2")
    with pytest.raises(BadDecision, match="'capacity' is no longer in use"):
        recode(reviewed, scanning.id, "nora", CAPACITY, "k3")
    with pytest.raises(BadDecision, match="confirm it, or choose another"):
        recode(reviewed, scanning.id, "nora", SCANNING, "k4")
    with pytest.raises(UnknownCode):
        recode(reviewed, scanning.id, "nora", "nonsense", "k5")
    with pytest.raises(BadDecision, match="no code to confirm"):
        confirm(reviewed, nothing.id, "nora", "k6")
    with pytest.raises(NotFound):
        confirm(reviewed, "0123456789abcdef", "nora", "k7")
    assert len(reviewed.store.decisions()) == 3
    recode(reviewed, scanning.id, "nora", LIVED, "k8")
    with pytest.raises(Conflict, match=rf"replace {SCANNING} by {LIVED}, under {NEXT}"):
        confirm(reviewed, scanning.id, "nora", "k9")
    reviewed.store.undo(capacity.id, "nora")
    with pytest.raises(NotFound, match="decision in force"):
        recode(reviewed, capacity.id, "nora", NO_FIT, "k10")
