"""A model reads what nobody coded, one passage a call; what it names is one more candidate for people to weigh."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from draft_project import Drafter, drafting
from finding_project import copied, finding, made, passage
from qes.errors import BadFinding, ModelUnavailable
from qes.model import Finding, Origin
from qes.pipeline.findings import acts as findings
from qes.pipeline.findings import counter
from qes.pipeline.models.drafting.counter import counter_by_model
from qes.project import Project
from qes.synthesis.findings import sentence

QUOTE = "my daughter played the trumpet"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.getbasetemp())


@pytest.fixture
def coded(template: Path, tmp_path: Path) -> Iterator[Project]:
    with copied(template, tmp_path) as project:
        yield project


@pytest.fixture
def saved(coded: Project) -> Finding:
    return findings.save(coded, finding(coded), "mia")


def test_a_yes_in_words_of_the_passage_is_a_candidate_of_the_next_search(coded: Project, saved: Finding) -> None:
    drafter = Drafter(against={"trumpet": QUOTE, "neighbouring town": "we have far too few people here"})
    with drafting(coded, drafter) as (server, chat):
        done = counter_by_model(coded, chat, saved.key, remote=False)
        assert len(server.calls) == done.asked == 2, "one call for each passage that nobody coded"
        assert all(server.asked(passage(coded, at).text) == 1 for at in (2, 6))
        assert counter_by_model(coded, chat, saved.key, remote=False) == done
        assert len(server.calls) == 2
    (named,) = done.candidates
    assert (named.quote, named.origin, named.passage_id) == (QUOTE, Origin.MODEL, passage(coded, 2).id)
    assert named.span.of(coded.store.source(named.source_id).text) == QUOTE
    found = counter.search(coded, saved.key, "mia", saved.id)
    assert found.candidates[-1] == named
    assert found.searched[-1] == (Origin.MODEL, 2)
    assert [each.passage_id for each in found.candidates].count(named.passage_id) == 1
    assert "2 passages by a language model looked through" in sentence(found, [])


def test_what_was_named_against_another_wording_is_not_searched_for_again(coded: Project, saved: Finding) -> None:
    with drafting(coded, Drafter(against={"trumpet": QUOTE})) as (_, chat):
        counter_by_model(coded, chat, saved.key, remote=False)
    later = findings.save(
        coded, replace(finding(coded, statement="Another statement."), key=saved.key), "mia", saved.id
    )
    found = counter.search(coded, saved.key, "mia", later.id)
    assert Origin.MODEL not in dict(found.searched)


def test_a_model_that_later_says_no_takes_its_word_back(coded: Project, saved: Finding) -> None:
    with drafting(coded, Drafter(against={"trumpet": QUOTE})) as (_, chat):
        counter_by_model(coded, chat, saved.key, remote=False)
    with drafting(coded, Drafter()) as (_, chat):
        assert counter_by_model(coded, chat, saved.key, remote=False).candidates == ()
    found = counter.search(coded, saved.key, "mia", saved.id)
    assert Origin.MODEL not in {each.origin for each in found.candidates}
    assert dict(found.searched)[Origin.MODEL] == 2


def test_nothing_is_kept_where_no_answer_came_and_nothing_is_asked_of_what_was_withdrawn(
    coded: Project, saved: Finding
) -> None:
    with drafting(coded, Drafter(breaks=lambda _: True)) as (server, chat):
        with pytest.raises(ModelUnavailable):
            counter_by_model(coded, chat, saved.key, remote=False)
        findings.withdraw(coded, saved.key, "mia", saved.id, "it was too early")
        asked = len(server.calls)
        with pytest.raises(BadFinding):
            counter_by_model(coded, chat, saved.key, remote=False)
        assert len(server.calls) == asked
    assert not list(coded.store.events(kind="drafted"))
