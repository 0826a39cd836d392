"""Settling disagreements: from two coders who differ to a reason in the log, whoever else settles meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from qes.coding.disagreements import Difference
from qes.errors import BadDecision, Conflict, NotFound, UnknownCode
from qes.interop.read_tables import read_rows
from qes.interop.tables import formats, write_csv
from qes.model import Adjudication, CodingStatus, Decision, ErrorKind, Passage, Verdict
from qes.pipeline.adjudication import disagreements, reasons, settle
from qes.pipeline.review import codable, record, run_codings
from qes.pipeline.tables import export_table, import_decisions
from qes.project import Project
from review_project import BOOK, accept, ready


@pytest.fixture
def differing(folder: Path) -> Iterator[Project]:
    with ready(folder) as project:
        one, two, *_ = codable(project)
        record(project, [accept(one, "capacity", "ana"), Decision(one.id, "ben", Verdict.NOTHING, BOOK)])
        record(project, [accept(two, "no-fit", "ana"), accept(two, "no-fit", "ben")])
        yield project


def first(project: Project) -> Passage:
    return codable(project)[0]


def word(project: Project, *, applies: bool = True, author: str = "ruth", code: str = "capacity") -> Adjudication:
    return Adjudication(first(project).id, code, author, applies, "both saw the posts", BOOK)


def test_a_disagreement_is_listed_until_it_is_settled_and_then_says_how(differing: Project) -> None:
    [each] = disagreements(differing)
    assert (each.passage_id, each.kind, each.gave, each.denied) == (
        first(differing).id,
        Difference.GIVEN,
        ("ana",),
        ("ben",),
    )
    assert each.settled is None
    settled = settle(differing, replace(word(differing), kind=ErrorKind.DEFINITION), None)
    [after] = disagreements(differing)
    assert after == replace(each, settled=settled)
    assert {coding.status for coding in run_codings(differing) if coding.code == "capacity"} == {CodingStatus.SETTLED}
    assert differing.store.check() == []


def test_who_has_not_seen_what_was_settled_meanwhile_is_told_and_nothing_is_written(differing: Project) -> None:
    theirs = settle(differing, word(differing), None)
    with pytest.raises(Conflict, match="'capacity'") as caught:
        settle(differing, word(differing, applies=False, author="sam"), None)
    assert caught.value.theirs == theirs.id
    assert "decide again" in caught.value.hint
    assert differing.store.adjudications() == [theirs]
    mine = settle(differing, word(differing, applies=False, author="sam"), theirs.id)
    assert differing.store.adjudications() == [theirs, mine]
    with pytest.raises(Conflict):
        settle(differing, word(differing), theirs.id)


def test_of_several_who_settle_at_the_same_moment_one_is_heard_and_the_others_are_told(differing: Project) -> None:
    def attempt(author: str) -> str:
        try:
            return settle(differing, word(differing, author=author), None).author
        except Conflict:
            return ""

    with ThreadPoolExecutor(4) as pool:
        heard = [author for author in pool.map(attempt, ["ruth", "sam", "tess", "udo"]) if author]
    assert heard == [each.author for each in differing.store.adjudications()]
    assert len(heard) == 1


def test_what_was_seen_and_taken_back_since_is_a_conflict_too(differing: Project) -> None:
    theirs = settle(differing, word(differing), None)
    differing.store.undo(theirs.id, "ruth")
    with pytest.raises(Conflict, match="taken back"):
        settle(differing, word(differing), theirs.id)
    assert settle(differing, word(differing), None) == differing.store.adjudications()[0]


def test_another_code_on_the_same_passage_is_no_conflict(differing: Project) -> None:
    settle(differing, word(differing), None)
    settle(differing, word(differing, code="no-fit", applies=False), None)
    assert [each.code for each in differing.store.adjudications()] == ["capacity", "no-fit"]


def test_the_same_request_sent_twice_counts_once_whatever_came_since(differing: Project) -> None:
    once = settle(differing, word(differing), None, "k1")
    settle(differing, word(differing, applies=False, author="sam"), once.id, "k1")
    again = settle(differing, word(differing), None, "k1")
    assert again == once
    assert len(differing.store.adjudications()) == 2


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_reason_is_asked_for(differing: Project, reason: str) -> None:
    with pytest.raises(BadDecision, match="reason"):
        settle(differing, replace(word(differing), reason=reason), None)


def test_codebook_and_passage_are_heeded(differing: Project) -> None:
    with pytest.raises(NotFound):
        settle(differing, replace(word(differing), passage_id="gone"), None)
    with pytest.raises(BadDecision, match="polarity cannot be"):
        settle(differing, replace(word(differing), attributes={"polarity": "sideways"}), None)
    with pytest.raises(UnknownCode):
        settle(differing, word(differing, code="nonsense", applies=False), None)
    assert differing.store.adjudications() == []


def test_a_code_the_codebook_no_longer_has_can_still_be_denied_where_it_was_given(differing: Project) -> None:
    differing.store.decide([accept(first(differing), "old-code", "ana")])
    with pytest.raises(UnknownCode):
        settle(differing, word(differing, code="old-code"), None)
    settle(differing, word(differing, code="old-code", applies=False), None)
    assert "old-code" not in {coding.code for coding in run_codings(differing)}


def test_reasons_are_gathered_per_code_with_their_passages(differing: Project) -> None:
    settle(differing, replace(word(differing), kind=ErrorKind.MISSED), None)
    settle(differing, replace(word(differing, code="no-fit", applies=False), kind=ErrorKind.DEFINITION), None)
    no_fit, capacity = reasons(differing)
    assert (no_fit.code, dict(no_fit.kinds), no_fit.applies) == ("no-fit", {ErrorKind.DEFINITION: 1}, 0)
    assert (capacity.code, dict(capacity.kinds), capacity.applies) == ("capacity", {ErrorKind.MISSED: 1}, 1)
    assert [(passage.id, each.reason) for passage, each in capacity.settled] == [
        (first(differing).id, "both saw the posts")
    ]


def test_why_coders_differed_is_kept_only_where_it_was_said_so_that_older_logs_read_the_same(
    differing: Project,
) -> None:
    said = settle(differing, replace(word(differing), kind=ErrorKind.SPAN), None)
    settle(differing, word(differing, code="no-fit"), None)
    bodies = [event.body for event in differing.store.events(kind="adjudication")]
    assert bodies[0]["kind"] == "span"
    assert "kind" not in bodies[1]
    assert "kind" not in json.dumps(bodies[1])
    assert [each.kind for each in differing.store.adjudications()] == [ErrorKind.SPAN, None]
    assert said.kind is ErrorKind.SPAN


@pytest.mark.parametrize("fmt", formats())
def test_why_coders_differed_comes_back_from_a_table(fmt: str, differing: Project, tmp_path: Path) -> None:
    for kind, passage in zip([*ErrorKind, None], codable(differing), strict=False):
        settle(differing, replace(word(differing), passage_id=passage.id, kind=kind), None)
    before = differing.store.adjudications()
    path = tmp_path / f"sheet.{fmt}"
    export_table(differing, fmt, path)
    known = import_decisions(differing, path)
    assert (known.adjudications, known.problems, known.unread) == (0, [], [])
    for each in before:
        differing.store.undo(each.id, "ruth")
    assert import_decisions(differing, path).adjudications == len(before) == 5
    restored = [replace(each, id="", at="") for each in differing.store.adjudications()]
    assert restored == [replace(each, id="", at="") for each in before]


def test_a_kind_of_error_nobody_knows_is_a_wrong_row(differing: Project, tmp_path: Path) -> None:
    row = {"passage": first(differing).id, "code": "capacity", "coder": "ruth", "memo": "so", "verdict": "settled-yes"}
    write_csv([row | {"error": "typo"}, row | {"error": "Missed"}], path := tmp_path / "rows.csv")
    done = import_decisions(differing, path)
    assert done.problems == [(2, "error 'typo' is not one of: span, code, missed, definition")]
    assert [each.kind for each in differing.store.adjudications()] == [ErrorKind.MISSED]
    assert [row["error"] for _, row in read_rows(path)] == ["typo", "Missed"]
