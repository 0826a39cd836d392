"""A report on a project holds what people have said of it, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import finding_project
from finding_project import SENTENCE, finding, made, tamper, weigh_all
from qes.errors import Misquote, UnknownPlugin
from qes.model import Charted, Unit
from qes.pipeline import charting, counter, findings, scoring
from qes.pipeline.citing import of_coding
from qes.pipeline.reporting import report_input
from qes.pipeline.review import run_codings
from qes.pipeline.synthesise import run_synthesise
from qes.project import Project
from qes.synthesis.report import ReportInput, build
from scoring_project import ARDEN, SURE, score, scored_template, signoff
from versions_project import copied


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.getbasetemp())


@pytest.fixture
def coded(towns: Path, tmp_path: Path) -> Iterator[Project]:
    with finding_project.copied(towns, tmp_path) as project:
        yield project


@pytest.fixture(scope="module")
def scorable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scored_template(tmp_path_factory.mktemp("scorable") / "project")


@pytest.fixture
def scored(scorable: Path, tmp_path: Path) -> Iterator[Project]:
    with copied(scorable, tmp_path / "copy") as project:
        yield project


def gathered(project: Project) -> ReportInput:
    return report_input(project, project.use_codebook(), project.use_rubric())


def approved(project: Project) -> None:
    saved = findings.save(project, finding(project), "mia")
    weigh_all(project, counter.search(project, saved.key, "mia", saved.id))
    findings.approve(project, saved.key, "lea", saved.id)


def test_approved_findings_are_given_and_others_are_counted(coded: Project) -> None:
    approved(coded)
    findings.save(coded, finding(coded, statement="Nobody has approved this."), "mia")
    given = gathered(coded)
    assert [each.finding.statement for each in given.findings] == [SENTENCE]
    assert given.unapproved == 1
    assert build(given).findings[0].approved.startswith("Approved by lea on ")


def test_a_summary_is_given_with_its_quotes(coded: Project) -> None:
    cited = (of_coding(finding_project.coding(coded, "awareness/scanning")),)
    charting.save(coded, Charted("Arden", "awareness", "They notice early.", cited), "mia", None)
    report = build(gathered(coded))
    assert [(row.case, [words.text for _, words in row.cells]) for row in report.framework] == [
        ("Arden", ["They notice early."])
    ]
    assert report.framework[0].cells[0][1].refs


def test_passages_are_given_for_every_quote(coded: Project) -> None:
    given = gathered(coded)
    assert {each.passage_id for each in run_codings(coded)} <= given.passages.keys()
    assert build(given).texts


def test_without_a_score_no_level_is_given_and_the_proposals_speak(scored: Project) -> None:
    given = gathered(scored)
    assert given.levels == {}
    assert {Unit(each.case, each.capability) for each in given.assessments} >= {ARDEN}


def test_a_level_is_given_as_it_was_signed_off_and_says_what_has_changed_since(scored: Project) -> None:
    scoring.lock(scored, score("ana", 2), None)
    assert gathered(scored).levels[ARDEN].status == "proposed by the rubric; not everybody asked has scored it"
    last = scoring.lock(scored, score("ben", 2), None)
    agreed = gathered(scored).levels[ARDEN]
    assert (agreed.level, agreed.signed, agreed.status) == (2, False, "the 2 who scored it agree, not signed off")
    scoring.sign(scored, signoff("lea", 2, confidence=SURE), last.id)
    signed = gathered(scored).levels[ARDEN]
    assert (signed.level, signed.signed, signed.confidence, signed.stale) == (2, True, SURE, "")
    assert signed.status.startswith("signed off by lea on ")


def test_a_changed_source_leaves_no_report_behind(coded: Project) -> None:
    approved(coded)
    quote = finding_project.coding(coded, "awareness/scanning").quote.split()[0]
    tamper(coded, f"UPDATE revisions SET text = replace(text, '{quote}', '{quote.upper()}')")
    with pytest.raises(Misquote):
        run_synthesise(coded, ["html"])
    assert not list(coded.outputs.glob("*"))


def test_a_report_for_outside_readers_shows_no_passages_and_says_what_it_withholds(coded: Project) -> None:
    path = run_synthesise(coded, ["md"], audience="public").report["md"]
    text = path.read_text(encoding="utf-8")
    assert "For readers outside the team" in text
    assert "Where the quotes stand" not in text
    assert "Where the quotes stand" in run_synthesise(coded, ["md"]).report["md"].read_text(encoding="utf-8")


def test_an_unknown_audience_is_refused(coded: Project) -> None:
    with pytest.raises(UnknownPlugin, match="everybody"):
        run_synthesise(coded, ["md"], audience="everybody")
