"""`qes code` learns as it goes, and shows what a proposal rests on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from test_code import PATIENCE, stored, terminal

from learning_project import CODE, long_project
from qes.model import Decision, Reason, Span, Verdict
from qes.pipeline.review import codable, record
from qes.pipeline.suggest import run_suggest
from qes.project import Project, open_project
from review_project import BOOK, accept, ready
from small_project import Run

SENTENCE = "We put it beside the rain gauges"


@pytest.fixture
def folder_of_festivals(folder: Path) -> Iterator[Path]:
    """Some answers of the long interview are decided by Ben."""
    with long_project(folder) as project:
        told = [each for each in codable(project) if "that year" in each.text][:12]
        given = [accept(each, CODE, "ben") for each in told if "festival" in each.text]
        record(project, given + [Decision(each.id, "ben", Verdict.NOTHING, BOOK) for each in told])
    return folder


def explain_first(project: Project) -> None:
    """The first proposal carries all that a reason can say."""
    [first, *_] = project.store.suggestions(suggester="similarity")
    start = project.store.text_of(first.passage_id).index(SENTENCE)
    span = Span(start, start + len(SENTENCE))
    reason = Reason((), (), "Close.", span, "A change is noticed.", "It is only planned.")
    project.store.offer_suggestions("similarity", first.passage_id, [replace(first, reason=reason)])


def test_the_sentence_a_proposal_rests_on_is_underlined_with_its_criterion_and_caution(folder: Path) -> None:
    with ready(folder) as project:
        explain_first(project)
    with terminal(folder, "--order", "document", term="xterm") as at:
        screen = at.read("y yes")
        underlined = screen.split("\x1b[4m")[1:]
        assert "".join(each.split("\x1b[0m")[0] for each in underlined) == SENTENCE
        assert "criterion: A change is noticed." in screen
        assert "but not when: It is only planned." in screen
        at.press("q", "in the log")
        assert at.process.wait(PATIENCE) == 0


def test_a_sitting_goes_on_from_what_others_decided(folder_of_festivals: Path) -> None:
    with terminal(folder_of_festivals, "--source", "Cove/clerk.txt") as at:
        at.read("q quit")
        end = time.monotonic() + PATIENCE  # a busy machine takes its time to learn, however often it is asked
        while "Learned from" not in (screen := at.press("s", "q quit")):
            assert time.monotonic() < end, f"nothing was learned in time; shown is:\n{screen}"
            at.press("u", "undone")
            at.read("q quit")
        assert "For the festival parade" in screen
        assert CODE in screen
        at.press("y", "q quit")
        at.press("q", "1 decisions of this sitting by 'nora' are in the log")
        assert at.process.wait(PATIENCE) == 0
    [decision] = [each for each in stored(folder_of_festivals) if each.coder == "nora"]
    with open_project(folder_of_festivals) as project:
        assert project.store.suggestion(str(decision.suggestion_id)).code == decision.code


def test_what_keeps_it_from_learning_is_told_at_the_end_and_nothing_is_lost(folder: Path, run: Run) -> None:
    with ready(folder):
        pass
    done = run("code", given="y   q", QES_EMBED__MODEL="nowhere")
    assert done.returncode == 0
    assert "was not learned from as you went" in done.stderr
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(stored(folder)) > 1
    quiet = run("code", given=" q", QES_EMBED__MODEL="nowhere", QES_SUGGEST__SUGGESTER="similarity")
    assert (quiet.returncode, quiet.stderr) == (0, "")


def test_a_team_may_ask_for_more_precision_and_gets_fewer_proposals(
    folder_of_festivals: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    counts = []
    for asked in ("0.2", "0.6", "0.99"):
        monkeypatch.setenv("QES_SUGGEST__PRECISION", asked)
        with open_project(folder_of_festivals) as project:
            assert project.settings.suggest.precision == float(asked)
            run_suggest(project)
            made = project.store.suggestions(suggester="learned")
            counts.append(len([each for each in made if each.code == CODE]))
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]
    wrong = run("status", QES_SUGGEST__PRECISION="1")
    assert wrong.returncode == 1
    assert "precision" in wrong.stderr
