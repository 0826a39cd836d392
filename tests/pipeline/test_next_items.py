"""The queue of a project: every order can be had, and `diverse` finds its vectors by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from qes.coding.queue import ORDERS, drawn
from qes.model import Assignment
from qes.pipeline.assignments import assign
from qes.pipeline.review import codable, record
from qes.pipeline.waiting import next_items
from qes.project import Project
from review_project import accept, ready


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_offers_what_waits_once_and_hides_the_same(order: str, folder: Path) -> None:
    with ready(folder, blind_share=0.5) as project:
        passages = codable(project)
        record(project, [accept(passages[1], "learning/evaluation")])
        items = next_items(project, "nora", order)
        waiting = {passage.id for passage in passages} - {passages[1].id}
        blind = {each for each in waiting if drawn(each, project.settings.seed, 0.5)}
        assert 0 < len(blind) < len(waiting)
        assert sorted(item.passage.id for item in items) == sorted(blind if order == "audit" else waiting)
        assert {item.passage.id for item in items if item.blind} == blind
        assert items == next_items(project, "nora", order)


def test_diversity_embeds_what_is_missing_once_and_says_so(folder: Path) -> None:
    told: list[tuple[str, int, int]] = []

    def tell(what: str, done: int, total: int) -> None:
        told.append((what, done, total))

    with ready(folder) as project:
        first = next_items(project, "nora", "diverse", progress=tell)
        count = len(codable(project))
        assert told == [("embedding", count, count)]
        assert next_items(project, "nora", "diverse", progress=tell) == first
        assert len(told) == 1


def test_the_other_orders_need_no_vectors(project: Project) -> None:
    for order in set(ORDERS) - {"diverse"}:
        next_items(project, "nora", order)
    assert project.store.vector_count(project.embedder().id) == 0


def test_whoever_was_assigned_a_source_is_asked_for_it_alone_and_blind_if_so_asked(folder: Path) -> None:
    with ready(folder) as project:
        source = next(each.id for each in project.store.sources() if each.path.endswith("engineer.txt"))
        assign(project, Assignment(coder="ben", author="nora", sources=(source,), share=1.0, blind=True))
        asked = next_items(project, "ben")
        assert {item.passage.source_id for item in asked} == {source}
        assert all(item.blind and not item.suggestions for item in asked)
        assert len(next_items(project, "ana")) > len(asked)
