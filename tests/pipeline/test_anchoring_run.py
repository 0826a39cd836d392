"""The anchoring meter on a real project's log."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from qes.coding.anchoring import ANY, Answers, Comparison
from qes.model import Decision, Maker, Suggestion, Verdict
from qes.pipeline.anchoring import run_anchoring
from qes.pipeline.review import codable, record
from review_project import BOOK, PROPOSED, accept, ready


def test_blind_and_assisted_readings_of_a_project_are_told_apart(folder: Path) -> None:
    with ready(folder) as project:
        passages = codable(project)
        record(
            project,
            [
                replace(accept(passages[0], PROPOSED[0][1]), suggestion_id=f"s0{PROPOSED[0][1]}"),
                Decision(
                    passages[0].id, "nora", Verdict.REJECTED, BOOK, PROPOSED[1][1], None, None, f"s0{PROPOSED[1][1]}"
                ),
                replace(accept(passages[1], PROPOSED[2][1]), blind=True),
                Decision(passages[3].id, "nora", Verdict.NOTHING, BOOK, blind=True),
            ],
        )
        found = run_anchoring(project)
    nora = found.meters["nora", ANY]
    assert (nora.blind, nora.assisted) == (2, 1)
    assert nora.answers == Answers(accepted=1, rejected=1)
    assert nora.shift.comparison in (Comparison.MATCHED, Comparison.PLAIN)
    by_code = {each.code: each for each in found.quality}
    assert (by_code[PROPOSED[2][1]].right, by_code[PROPOSED[3][1]].proposed, by_code[PROPOSED[3][1]].right) == (1, 1, 0)
    assert (found.summary.micro.passages, found.summary.micro.proposed) == (2, 2)


def test_answers_to_proposals_of_an_earlier_run_still_count_with_their_words(folder: Path) -> None:
    with ready(folder) as project:
        passage = codable(project)[0]
        code = PROPOSED[0][1]
        record(project, [replace(accept(passage, code), suggestion_id=f"s0{code}")])
        newer = Suggestion("n1", passage.id, "capacity", 0.9, Maker("similarity", "none", BOOK, "2"))
        project.store.replace_suggestions("similarity", [newer])
        assert run_anchoring(project).meters["nora", code].answers == Answers(accepted=1)


def test_a_project_nobody_has_read_shows_an_empty_meter(folder: Path) -> None:
    with ready(folder) as project:
        found = run_anchoring(project)
    assert found.meters[ANY, ANY].share_blind is None
    assert found.flagged == []
    assert "nothing can be said" in found.summary.sentence
