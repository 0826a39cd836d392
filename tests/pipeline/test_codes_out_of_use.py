"""Codes that are merged or retired after people gave them: everything goes on, and nothing is counted elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from doubts_project import slipped
from qes.coding.codebook.edit import Add, Merge, Retire
from qes.model import Adjudication, Decision, Verdict
from qes.pipeline.doubts import run_doubts
from qes.pipeline.estimate import run_estimate
from qes.pipeline.evidence import gather
from qes.pipeline.report.writing import run_synthesise
from qes.pipeline.review import codable, record, run_agree, run_codings
from qes.pipeline.scoring.proposals import propose
from qes.pipeline.stale import recode, stale
from qes.pipeline.suggest import run_suggest
from qes.pipeline.tables import export_table, import_decisions
from qes.pipeline.task import embedded, task_of
from qes.pipeline.verify import run_verify
from qes.pipeline.waiting import next_items
from qes.project import Project
from review_project import BOOK, ready
from versions_project import CAPACITY, LIVED, NEXT, PARTS, RESOURCES, SCANNING, copied, edit, given, template


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("ingested") / "project", rubric=True)


@pytest.fixture
def reviewed(ingested: Path, tmp_path: Path) -> Iterator[Project]:
    with copied(ingested, tmp_path / "copy") as opened:
        yield opened


def test_codings_on_codes_no_longer_given_are_shown_and_count_where_they_did(reviewed: Project, tmp_path: Path) -> None:
    passages = codable(reviewed)
    given(reviewed, SCANNING, SCANNING, CAPACITY)
    given(reviewed, SCANNING, CAPACITY, coder="ben")
    record(reviewed, [Decision(each.id, "nora", Verdict.NOTHING, BOOK) for each in passages[3:]])
    reviewed.store.adjudicate([Adjudication(passages[1].id, SCANNING, "ruth", True, "Both.", BOOK)])
    before = run_codings(reviewed)
    edit(reviewed, Merge((SCANNING,), LIVED), Retire(CAPACITY, "Old."))
    assert run_codings(reviewed) == before
    assert {each.capability for each in gather(reviewed).evidence if each.coding.code == SCANNING} == {"awareness"}
    assert [each.assessment.capability for each in propose(reviewed)].count("awareness") == 2
    report = run_synthesise(reviewed, ["md"]).report["md"].read_text(encoding="utf-8")
    scanning = reviewed.codebook().get(SCANNING)
    assert scanning is not None
    assert f"{scanning.label} (no longer given)" in report
    assert {LIVED} <= {row.code for row in run_agree(reviewed)} <= {*_codable(reviewed), "*"}
    assert {code.code: code.found for code in run_estimate(reviewed).codes if code.found} == {SCANNING: 2, CAPACITY: 2}
    path = tmp_path / "sheet.csv"
    export_table(reviewed, "csv", path)
    assert export_table(reviewed, "jsonl", tmp_path / "codings.jsonl", "codings") == len(before)
    assert import_decisions(reviewed, path).problems == []
    assert run_verify(reviewed) == []


def _codable(project: Project) -> set[str]:
    return {code.code for code in project.codebook().codable}


def test_doubts_are_looked_for_among_codes_that_are_still_given(folder: Path, project: Project) -> None:
    slipped(folder)
    edit(project, Merge((SCANNING,), LIVED))
    found = run_doubts(project)
    assert SCANNING not in found.codes
    assert {each["code"] for each in found.as_json()["slips"]} <= {RESOURCES}


def test_proposals_of_codes_no_longer_given_are_not_shown_and_new_ones_are_made(folder: Path) -> None:
    with ready(folder) as reviewed:
        given(reviewed, CAPACITY)
        assert SCANNING in {each.code for item in next_items(reviewed, "ben") for each in item.suggestions}
        edit(reviewed, Merge((SCANNING,), LIVED))
        assert SCANNING not in {each.code for item in next_items(reviewed, "ben") for each in item.suggestions}
        run_suggest(reviewed)
        made = reviewed.store.suggestions(suggester="learned")
        assert SCANNING not in {each.code for each in made}
        assert {each.maker.codebook for each in made} == {NEXT}


def test_a_code_given_before_a_merge_teaches_nothing_against_the_one_to_use(reviewed: Project) -> None:
    from qes.coding.suggest import labels

    given(reviewed, SCANNING, RESOURCES)
    edit(reviewed, Merge((SCANNING,), LIVED), Add(PARTS[0]))
    task = task_of(reviewed, reviewed.codebook(), embedded(reviewed))
    column = task.codes.index(LIVED)
    assert labels.collect(task).target[:2, column].tolist() == [labels.UNKNOWN, 0]
    assert labels.collect(task).target[:2, task.codes.index(RESOURCES)].tolist() == [0, 1]
    (merged,) = stale(reviewed)
    recode(reviewed, merged.decision.id, "nora", LIVED, "k")
    task = replace(task, decisions=reviewed.store.decisions())
    assert labels.collect(task).target[:2, column].tolist() == [1, 0]
