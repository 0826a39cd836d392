"""Whose turn it is to read what."""

from __future__ import annotations

from pathlib import Path

import pytest

from qes.errors import BadDecision, NotFound
from qes.model import Assignment, Verdict
from qes.pipeline import steps
from qes.pipeline.acts import Answer, decide, skip
from qes.pipeline.assignments import assign
from qes.pipeline.bulk import Filter, answer_all, meant
from qes.pipeline.cards import cards
from qes.pipeline.desk import EVERYTHING, Desk, Scope
from qes.pipeline.ledger import Ledger
from qes.pipeline.waiting import next_items
from qes.project import Project
from review_project import PROPOSED, ready

CODE = "awareness/scanning"


def desk_of(project: Project) -> Desk:
    """A desk that has looked at the log."""
    desk = Desk(Ledger(project))
    desk.ledger.refresh()
    return desk


def ahead(desk: Desk, coder: str, most: int = 99, scope: Scope = EVERYTHING, order: str = "likely") -> list[str]:
    """Ids of what comes next."""
    return [each.id for each in desk.upcoming(coder, order, scope, most)]


@pytest.mark.parametrize("order", ["likely", "document", "uncertain", "rare"])
def test_the_desk_goes_the_way_of_the_terminal(folder: Path, order: str) -> None:
    with ready(folder) as project:
        expected = [item.passage.id for item in next_items(project, "ana", order)]
        assert ahead(desk_of(project), "ana", order=order) == expected


def test_what_was_read_does_not_come_again_and_what_was_undone_does(folder: Path) -> None:
    with ready(folder) as project:
        desk = desk_of(project)
        before = ahead(desk, "ana")
        decide(desk, "ana", "key-0001", [Answer(before[0], Verdict.NOTHING)])
        assert ahead(desk, "ana") == before[1:]
        assert desk.waiting("ana") == len(before) - 1
        assert ahead(desk, "ben") == before
        steps.undo(project, "ana", "key-0002")
        desk.ledger.refresh()
        assert ahead(desk, "ana") == before


def test_what_was_skipped_comes_last_in_the_order_of_skipping(folder: Path) -> None:
    with ready(folder) as project:
        desk = desk_of(project)
        before = ahead(desk, "ana")
        skip(desk, "ana", "key-0001", before[1])
        skip(desk, "ana", "key-0002", before[0])
        assert ahead(desk, "ana") == [*before[2:], before[1], before[0]]
        assert desk.waiting("ana") == len(before)


def test_a_page_is_not_given_what_it_holds(folder: Path) -> None:
    with ready(folder) as project:
        desk = desk_of(project)
        before = ahead(desk, "ana")
        assert [each.id for each in desk.upcoming("ana", "likely", EVERYTHING, 2, before[:2])] == before[2:4]


def test_a_scope_holds_its_source_case_or_proposed_code_only(folder: Path) -> None:
    with ready(folder) as project:
        desk = desk_of(project)
        passages = desk.ledger.passages
        source = next(iter(desk.ledger.sources))
        assert {passages[each].source_id for each in ahead(desk, "ana", scope=Scope(source=source))} == {source}
        assert {passages[each].case for each in ahead(desk, "ana", scope=Scope(case="Boro"))} == {"Boro"}
        proposed = [list(passages)[place] for place, code, _ in PROPOSED if code == CODE]
        assert ahead(desk, "ana", scope=Scope(code=CODE)) == proposed


def test_an_unknown_order_is_an_error_that_names_those_there_are(folder: Path) -> None:
    with ready(folder) as project, pytest.raises(NotFound) as caught:
        ahead(desk_of(project), "ana", order="alphabetical")
    assert "likely" in caught.value.hint


def test_who_is_asked_for_one_source_gets_that_source_blind_if_so_asked(folder: Path) -> None:
    with ready(folder) as project:
        desk = desk_of(project)
        source = next(iter(desk.ledger.sources))
        assign(project, Assignment(coder="ben", author="nora", sources=(source,), share=1.0, blind=True))
        desk.ledger.refresh()
        passages = desk.upcoming("ben", "likely", EVERYTHING, 99)
        assert passages
        assert {each.source_id for each in passages} == {source}
        assert all(desk.blind("ben", each) and not desk.blind("ana", each) for each in passages)
        assert all(not card.suggestions and card.blind for card in cards(desk, "ben", passages))
        assert any(card.suggestions for card in cards(desk, "ana", passages))


def test_a_decision_is_blind_exactly_where_proposals_are_hidden(folder: Path) -> None:
    with ready(folder, blind_share=0.5) as project:
        desk = desk_of(project)
        for number, passage in enumerate(list(desk.ledger.passages.values())):
            (made,) = decide(desk, "ana", f"key-{number:04}", [Answer(passage.id, Verdict.NOTHING)])
            assert made.blind == desk.blind("ana", passage)
        assert {each.blind for each in project.store.decisions()} == {True, False}


def test_what_is_decided_after_one_was_done_is_not_blind_any_more(folder: Path) -> None:
    with ready(folder, blind_share=1.0) as project:
        desk = desk_of(project)
        first = next(iter(desk.ledger.passages))
        given = [Answer(first, Verdict.ACCEPTED, CODE), Answer(first, Verdict.NOTHING)]
        assert all(each.blind for each in decide(desk, "ana", "key-0001", given))
        steps.undo(project, "ana", "key-0002")
        (later,) = decide(desk, "ana", "key-0003", [Answer(first, Verdict.REJECTED, CODE)])
        assert not later.blind


def test_nobody_answers_a_proposal_they_could_not_see(folder: Path) -> None:
    with ready(folder, blind_share=1.0) as project:
        desk = desk_of(project)
        (proposal, *_) = project.store.suggestions()
        answer = Answer(proposal.passage_id, Verdict.ACCEPTED, proposal.code, suggestion_id=proposal.id)
        with pytest.raises(BadDecision, match="blind"):
            decide(desk, "ana", "key-0001", [answer])
        assert not meant(desk, "ana", Filter(proposal.code))
        assert not ahead(desk, "ana", scope=Scope(code=proposal.code))


def test_one_wrong_answer_keeps_all_of_its_step_out_of_the_log(folder: Path) -> None:
    with ready(folder) as project:
        desk = desk_of(project)
        first, second, *_ = desk.ledger.passages
        answers = [Answer(first, Verdict.ACCEPTED, CODE), Answer(second, Verdict.ACCEPTED)]
        with pytest.raises(BadDecision):
            decide(desk, "ana", "key-0001", answers)
        assert not project.store.decisions()


def test_a_step_sent_twice_counts_once(folder: Path) -> None:
    with ready(folder) as project:
        desk = desk_of(project)
        first, *_ = desk.ledger.passages
        answers = [Answer(first, Verdict.ACCEPTED, CODE), Answer(first, Verdict.REJECTED, "learning/test-design")]
        assert decide(desk, "ana", "key-0001", answers) == decide(desk, "ana", "key-0001", answers)
        assert len(project.store.decisions()) == 2


def test_many_at_once_are_one_step_and_leave_out_what_was_answered(folder: Path) -> None:
    with ready(folder) as project:
        desk = desk_of(project)
        (one,) = meant(desk, "ana", Filter(CODE))
        assert not meant(desk, "ana", Filter(CODE, least=one.score + 0.01))
        made = answer_all(desk, "ana", "key-0001", [one], Verdict.ACCEPTED)
        assert [(each.code, each.suggestion_id) for each in made] == [(CODE, one.id)]
        assert not meant(desk, "ana", Filter(CODE))
        assert meant(desk, "ben", Filter(CODE)) == [one]
        with pytest.raises(BadDecision):
            answer_all(desk, "ana", "key-0002", [one], Verdict.NOTHING)


def test_what_was_learned_orders_the_queue_and_names_what_comes_next(folder: Path) -> None:
    with ready(folder) as project:
        desk = desk_of(project)
        before = ahead(desk, "ana", most=3)
        upside_down = list(reversed(list(desk.ledger.passages)))
        assert set(desk.follow(upside_down)) <= set(upside_down)
        assert ahead(desk, "ana") == upside_down
        assert ahead(desk, "ana", order="document") == list(desk.ledger.passages)
        assert before != upside_down[:3]
