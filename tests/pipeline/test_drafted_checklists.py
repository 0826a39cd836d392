"""A model's word on every criterion: asked one by one, hidden while people score apart, and never counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from draft_project import Drafter, drafting
from qes.coding.llm.reply import Says
from qes.errors import NotFound
from qes.model import Unit
from qes.pipeline.models.drafting.checklist import checklist_of, draft_checklist
from qes.pipeline.scoring.acts import lock
from qes.pipeline.scoring.proposals import propose
from qes.project import Project
from scoring_project import ARDEN, score, scored_template, scoring


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scored_template(tmp_path_factory.mktemp("drafted") / "scored")


@pytest.fixture
def project(template: Path, tmp_path: Path) -> Iterator[Project]:
    with scoring(template, tmp_path / "project") as opened:
        yield opened


def test_each_criterion_is_asked_by_itself_and_answered_on_quotes(project: Project) -> None:
    before = [each.assessment for each in propose(project)]
    with drafting(project) as (server, chat):
        found = draft_checklist(project, chat, ARDEN, remote=False, author="lea")
        assert len(server.calls) == len({each.text for each in found.items})
        assert all(server.asked(each.text) for each in found.items)
        assert draft_checklist(project, chat, ARDEN, remote=False).items == found.items
        assert len(server.calls) == len({each.text for each in found.items})
    assert {each.said for each in found.items} == {Says.YES}
    assert all(each.stands and each.spans == ("S1",) for each in found.items)
    assert (found.unit, found.author) == (ARDEN, "lea")
    assert [each.assessment for each in propose(project)] == before, "it is never counted"


def test_a_checklist_is_hidden_until_scores_are_locked(project: Project) -> None:
    with drafting(project, Drafter(met="no")) as (_, chat):
        drafted = draft_checklist(project, chat, ARDEN, remote=False)
    assert checklist_of(project, ARDEN) is None
    lock(project, score("ana"), None)
    assert checklist_of(project, ARDEN) is None
    lock(project, score("ben"), None)
    assert checklist_of(project, ARDEN) == drafted
    with pytest.raises(NotFound):
        checklist_of(project, Unit("Nowhere", "awareness"))
