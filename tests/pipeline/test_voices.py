"""Voices stand beside the suggester that orders: heard on a card, with no say in what comes next or in what is measured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qes.model import Maker, Reason, Suggestion
from qes.pipeline.anchoring import anchoring_now, run_anchoring
from qes.pipeline.bulk import Filter, meant
from qes.pipeline.cards import cards
from qes.pipeline.desk import Desk, Scope
from qes.pipeline.ledger import Ledger
from qes.pipeline.offers import heard, offers
from qes.pipeline.reader import Reader
from qes.pipeline.review import codable, newest_suggester, proposed_codings
from qes.pipeline.status import run_status
from qes.pipeline.waiting import next_items
from qes.project import Project
from review_project import BOOK, PROPOSED, accept, ready

VOICES = {"llm:a:one": ((0, "awareness/scanning"), (2, "context/resources")), "llm:b:two": ((0, "awareness/scanning"),)}
NORA = Reader("nora", codes=True)


def speak(project: Project) -> None:
    """Two models propose: what is proposed already, and something new."""
    passages = codable(project)
    for name, cells in VOICES.items():
        maker = Maker("llm", name.removeprefix("llm:"), BOOK, "", "prompt")
        made = [
            Suggestion(f"{name}{place}{code}", passages[place].id, code, 0.9, maker, Reason(note=f"By {name}."))
            for place, code in cells
        ]
        project.store.replace_suggestions(name, made)
        project.store.append("nora", "suggested", {"suggester": name, "suggestions": len(made), "voice": True})


def desk_of(project: Project) -> Desk:
    ledger = Ledger(project)
    ledger.refresh()
    return Desk(ledger)


@pytest.fixture
def voiced(folder: Path) -> Iterator[Project]:
    with ready(folder) as project:
        speak(project)
        yield project


def test_the_suggester_that_orders_stays_who_it_was(voiced: Project) -> None:
    desk = desk_of(voiced)
    assert newest_suggester(voiced) == desk.ledger.suggester == "similarity"
    assert desk.ledger.voices == tuple(VOICES)
    assert run_status(voiced)["suggester"] == "similarity"
    assert run_status(voiced)["voices"] == {"llm:a:one": 2, "llm:b:two": 1}


def test_a_ledger_that_was_there_before_hears_a_voice_too(folder: Path) -> None:
    with ready(folder) as project:
        desk = desk_of(project)
        before = desk.ranking("likely").ids
        assert desk.ledger.voices == ()
        speak(project)
        desk.ledger.refresh()
        assert desk.ledger.voices == tuple(VOICES)
        assert desk.ranking("likely").ids == before


def test_each_code_has_one_card_and_all_voices_on_it(voiced: Project) -> None:
    desk, passages = desk_of(voiced), codable(voiced)
    offered = offers(desk, NORA, passages)
    first = [(each.code, each.maker.suggester) for each in offered[passages[0].id]]
    assert first == [("awareness/scanning", "similarity"), ("delivery/processes-rules", "similarity")]
    assert [(each.code, each.maker.model) for each in offered[passages[2].id]] == [("context/resources", "a:one")]
    told = heard(desk, NORA, passages)
    assert [each.maker.model for each in told[passages[0].id]["awareness/scanning"]] == ["a:one", "b:two"]
    (card,) = cards(desk, "nora", passages[:1])
    assert [each.reason.note for each in card.voices["awareness/scanning"]] == ["By llm:a:one.", "By llm:b:two."]


def test_blind_coders_hear_no_voice(folder: Path) -> None:
    with ready(folder, blind_share=1.0) as project:
        speak(project)
        desk, passages = desk_of(project), codable(project)
        assert offers(desk, NORA, passages) == {}
        assert heard(desk, NORA, passages) == {}
        assert all(not card.voices and not card.suggestions for card in cards(desk, "nora", passages))
        assert all(item.suggestions == () for item in next_items(project, "nora"))


def test_a_voice_moves_nothing_in_the_queue_but_is_shown_in_it(voiced: Project) -> None:
    items = next_items(voiced, "nora")
    shown = {item.passage.id: [each.code for each in item.suggestions] for item in items}
    passages = codable(voiced)
    assert shown[passages[2].id] == ["context/resources"]
    scored = [passages[place].id for place, _, score in sorted(PROPOSED, key=lambda each: -each[2])]
    assert [item.passage.id for item in items][:3] == list(dict.fromkeys(scored))


def test_a_voice_can_be_looked_for_but_not_be_taken_in_bulk(voiced: Project) -> None:
    desk, passages = desk_of(voiced), codable(voiced)
    assert desk.allowed("nora", Scope(code="context/resources")) == {passages[2].id}
    assert meant(desk, "nora", Filter("context/resources")) == []
    assert len(meant(desk, "nora", Filter("awareness/scanning"))) == 1


def test_the_anchoring_meter_measures_one_suggester_and_no_voice(folder: Path) -> None:
    with ready(folder) as project:
        project.store.decide([accept(codable(project)[2], "context/resources")])
        before = run_anchoring(project)
        speak(project)
        assert run_anchoring(project) == before
        assert anchoring_now(desk_of(project)) == before


def test_where_only_a_voice_has_spoken_it_is_what_there_is(folder: Path) -> None:
    with ready(folder) as project:
        project.store.replace_suggestions("similarity", [])
        speak(project)
        assert {each.maker.suggester for each in proposed_codings(project)} == {"llm"}
        desk = desk_of(project)
        assert set(desk.ranking("likely").ids[:2]) == {codable(project)[place].id for place in (0, 2)}
