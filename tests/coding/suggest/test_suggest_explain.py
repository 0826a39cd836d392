from __future__ import annotations

from dataclasses import replace

import pytest
from suggest_samples import accept, nothing, passages, quiet, reject, subject, task

from qes.coding.suggest import Settings, propose
from qes.coding.suggest.learned import LearnedSuggester
from qes.coding.suggest.task import Task
from qes.model import Example, ExampleKind, Suggestion
from subjects import SUBJECTS

READ = 48
"""The first passages; the last of them carry no code, though they speak of a subject."""
DECISIONS = [
    *(accept(number) for number in range(READ - 6)),
    reject(READ - 6, "money"),
    reject(READ - 5, "water"),
    *(nothing(number) for number in range(READ)),
]


@pytest.fixture(scope="module")
def project() -> Task:
    return task([*passages(84, 6), *quiet(120)], DECISIONS, Settings(per_passage=3))


@pytest.fixture(scope="module")
def proposed(project: Task) -> list[Suggestion]:
    return [each for each in propose(LearnedSuggester(), project) if each.maker.suggester == "learned"]


def shown(proposed: list[Suggestion], kind: ExampleKind) -> list[tuple[str, Example]]:
    return [(each.code, example) for each in proposed for example in each.reason.examples if example.kind is kind]


def test_accepted_examples_are_passages_that_carry_the_code(proposed: list[Suggestion]) -> None:
    carry = {(decision.applied, decision.passage_id) for decision in DECISIONS if decision.applied}
    found = shown(proposed, ExampleKind.ACCEPTED)
    assert found
    assert {(code, example.passage_id) for code, example in found} <= carry


def test_rejected_examples_are_passages_read_without_giving_the_code(proposed: list[Suggestion]) -> None:
    """Never one that nobody has read, even where unread ones stand in for negatives."""
    carry = {(decision.applied, decision.passage_id) for decision in DECISIONS if decision.applied}
    found = shown(proposed, ExampleKind.REJECTED)
    assert found
    assert carry.isdisjoint((code, example.passage_id) for code, example in found)
    assert {example.passage_id for _, example in found} <= {f"p{number}" for number in range(READ)}


def test_passages_that_stand_in_for_negatives_are_not_shown_as_read() -> None:
    found = propose(LearnedSuggester(), task(passages(60, 6), [accept(number) for number in (0, 3, 6, 9)]))
    assert any(each.maker.suggester == "learned" for each in found)
    assert shown(found, ExampleKind.REJECTED) == []


def test_an_example_is_quoted_as_it_stands_and_is_never_the_passage_itself(
    project: Task, proposed: list[Suggestion]
) -> None:
    rows = {passage.id: row for row, passage in enumerate(project.passages)}
    for each in proposed:
        ids = [example.passage_id for example in each.reason.examples]
        assert each.passage_id not in ids
        assert len(set(ids)) == len(ids)
        for example in each.reason.examples:
            row = rows[example.passage_id or ""]
            cosine = float(project.vectors[row] @ project.vectors[rows[each.passage_id]])
            assert example.text == project.passages[row].text
            assert example.similarity == pytest.approx(cosine, abs=1e-4)


def test_words_occur_in_the_passage_and_are_those_of_the_subject(project: Task, proposed: list[Suggestion]) -> None:
    texts = {passage.id: passage.text.casefold() for passage in project.passages}
    spoken = [each for each in proposed if each.reason.words]
    assert len(spoken) > len(proposed) / 2
    for each in spoken:
        assert all(word in texts[each.passage_id] for words, _ in each.reason.words for word in words.split())
    of_subject = [
        any(word in SUBJECTS[each.code] for word in each.reason.words[0][0].split())
        for each in spoken
        if each.passage_id.startswith("p") and each.code == subject(int(each.passage_id[1:]))
    ]
    assert sum(of_subject) > 0.9 * len(of_subject)


def test_the_note_counts_the_passages_learned_from(proposed: list[Suggestion]) -> None:
    for each in proposed:
        given = sum(decision.applied == each.code for decision in DECISIONS)
        assert f"{given} passages with this code and {READ - given} read without it" in each.reason.note


def test_cells_are_explained_in_the_order_asked_for(project: Task) -> None:
    suggester = LearnedSuggester()
    scores = suggester.score(project)
    cells = [(70, 1), (3, 0), (70, 0), (12, 2), (3, 0)]
    together = suggester.explain(project, scores, cells)
    assert together == [suggester.explain(project, scores, [cell])[0] for cell in cells]
    assert suggester.explain(project, scores, []) == []


def test_a_reason_is_the_same_from_a_suggester_that_did_not_score(project: Task) -> None:
    first = LearnedSuggester()
    scores = first.score(project)
    cells = [(60, 0), (61, 1)]
    assert LearnedSuggester().explain(project, scores, cells) == first.explain(project, scores, cells)


def test_codes_that_similarity_scored_are_explained_by_the_codebook(project: Task) -> None:
    part = replace(project, decisions=[each for each in DECISIONS if "people" not in (each.code, each.replacement)])
    suggester = LearnedSuggester()
    money, people = suggester.explain(part, suggester.score(part), [(60, 0), (62, 2)])
    assert money.note.startswith("Learned from")
    assert people.note.endswith("nothing learned from decisions.")
    assert {example.kind for example in people.examples} == {ExampleKind.CODEBOOK}
