"""Agreement, from decisions in the log to the figures of each code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qes.coding.agreement import OVERALL, Agreement
from qes.errors import TooFewCoders
from qes.model import Decision, Passage, Verdict
from qes.pipeline.review import codable, record, run_agree
from qes.project import Project
from review_project import BOOK, accept, ready


@pytest.fixture
def reviewed(folder: Path) -> Iterator[Project]:
    with ready(folder) as project:
        yield project


def nothing(passage: Passage, coder: str) -> Decision:
    return Decision(passage.id, coder, Verdict.NOTHING, BOOK)


def rows(project: Project) -> dict[tuple[str, tuple[str, ...]], Agreement]:
    return {(row.code, row.coders): row for row in run_agree(project)}


def test_agreement_counts_what_stands_on_the_passages_both_have_read(reviewed: Project) -> None:
    one, two, three, four, *_ = codable(reviewed)
    record(
        reviewed,
        [
            accept(one, "capacity", "ana"),
            accept(one, "capacity", "ben"),
            accept(two, "capacity", "ana"),
            replace(accept(two, "capacity", "ben"), verdict=Verdict.REPLACED, replacement="no-fit"),
            nothing(three, "ana"),
            nothing(three, "ben"),
            accept(four, "capacity", "ana"),
        ],
    )
    found = rows(reviewed)
    both = found["capacity", ("ana", "ben")]
    assert (both.units, both.percent, both.prevalence) == (3, pytest.approx(2 / 3), pytest.approx(3 / 6))
    assert both.kappa == pytest.approx(0.4)
    assert both.alpha == pytest.approx(4 / 9)
    assert found["no-fit", ("ana", "ben")].percent == pytest.approx(2 / 3)
    assert {code for code, _ in found} == {code.code for code in reviewed.codebook().codable} | {OVERALL}


def test_a_mind_changed_or_a_decision_undone_changes_agreement(reviewed: Project) -> None:
    one, two, *_ = codable(reviewed)
    record(reviewed, [accept(one, "capacity", "ana"), nothing(one, "ben"), nothing(two, "ana"), nothing(two, "ben")])
    assert rows(reviewed)["capacity", ("ana", "ben")].percent == pytest.approx(1 / 2)
    (changed,) = record(reviewed, [accept(one, "capacity", "ben")])
    assert rows(reviewed)["capacity", ("ana", "ben")].percent == 1
    reviewed.store.undo(changed.id, "ben")
    assert rows(reviewed)["capacity", ("ana", "ben")].percent == pytest.approx(1 / 2)


def test_a_third_coder_adds_rows_for_each_pair_that_shares_a_passage(reviewed: Project) -> None:
    one, two, *_ = codable(reviewed)
    record(reviewed, [nothing(one, "ana"), nothing(one, "ben"), nothing(two, "ben"), nothing(two, "cy")])
    assert {coders for _, coders in rows(reviewed)} == {("ana", "ben", "cy"), ("ana", "ben"), ("ben", "cy")}


def test_one_coder_alone_is_told_what_is_missing(reviewed: Project) -> None:
    one, two, *_ = codable(reviewed)
    record(reviewed, [nothing(one, "ana")])
    with pytest.raises(TooFewCoders, match="only ana has coded anything"):
        run_agree(reviewed)
    record(reviewed, [nothing(two, "ben")])
    with pytest.raises(TooFewCoders, match="no passage has been read by two of these coders: ana, ben"):
        run_agree(reviewed)
