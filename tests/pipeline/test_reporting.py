"""A report on a project holds what people have said of it, and nothing else."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from finding_project import SENTENCE, coding, finding, tamper, weigh_all
from qes.errors import BadScore, Misquote, UnknownPlugin
from qes.model import Charted, Concern, Confidence, Grade, Unit
from qes.pipeline import charting
from qes.pipeline.citing import of_coding
from qes.pipeline.findings import acts as findings
from qes.pipeline.findings import counter
from qes.pipeline.report.gathering import report_input
from qes.pipeline.report.writing import run_synthesise
from qes.pipeline.review import run_codings
from qes.pipeline.scoring import acts as scoring
from qes.pipeline.scoring.log import body_of, kind_of
from qes.project import Project
from qes.synthesis.report import ReportInput, build
from qes.synthesis.report.disclosure import Rules, for_public
from scoring_project import ARDEN, SURE, consensus, score, scored_template, signoff
from versions_project import copied


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
    cited = (of_coding(coding(coded, "awareness/scanning")),)
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
    quote = coding(coded, "awareness/scanning").quote.split()[0]
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


def test_while_people_still_score_a_report_shows_no_proposal_unless_asked_for(scored: Project) -> None:
    scoring.lock(scored, score("ana", 2), None)
    assert ARDEN in gathered(scored).unscored
    hidden = build(gathered(scored)).cases[0].capabilities[0]
    assert hidden.level is not None
    assert (hidden.level.label, hidden.met, hidden.gates) == ("–", (), ())
    asked = report_input(scored, scored.use_codebook(), scored.use_rubric(), proposals=True)
    shown = build(asked).cases[0].capabilities[0]
    assert shown.level is not None
    assert shown.level.label != "–"
    assert shown.standing is not None
    assert shown.standing.status.startswith("proposed by the rubric")


def test_without_accounts_proposals_are_shown_and_called_so(coded: Project) -> None:
    assert gathered(coded).unscored == frozenset()
    standing = build(gathered(coded)).cases[0].capabilities[0].standing
    assert standing is not None
    assert standing.status == "proposed by the rubric"


def test_the_command_shows_proposals_only_when_asked(scored: Project) -> None:
    texts = [
        run_synthesise(scored, ["md"], proposals=proposals).report["md"].read_text(encoding="utf-8")
        for proposals in (False, True)
    ]
    assert ["Not scored yet" in text for text in texts] == [True, False]


def test_a_lead_may_quote_in_a_sign_off_only_what_is_coded_for_the_unit(scored: Project) -> None:
    scoring.lock(scored, score("ana", 2), None)
    last = scoring.lock(scored, score("ben", 2), None)
    quote = next(each.quote for each in run_codings(scored) if each.case == "Arden")
    with pytest.raises(BadScore, match="nobody said this here"):
        scoring.sign(scored, signoff("lea", 2, statement="They told us “nobody said this here”."), last.id)
    said = scoring.sign(scored, signoff("lea", 2, statement=f"They told us “{quote[:12]}”."), last.id)
    assert build(gathered(scored)).cases[0].capabilities[0].standing is not None
    assert said.statement


def test_what_is_said_of_a_confidence_quotes_only_what_is_coded_for_the_unit(scored: Project) -> None:
    quote = next(each.quote for each in run_codings(scored) if each.case == "Arden")
    for sure in (
        Confidence("high", explanation="They told us “nobody said this here”."),
        Confidence("high", (Concern("coherence", "Coherence", Grade.MINOR, "One said “nobody said this here”"),)),
    ):
        with pytest.raises(BadScore, match="its confidence quotes “nobody said this here”"):
            scoring.lock(scored, score("ana", 2, confidence=sure), None)
    told = Confidence("high", explanation=f"They told us “{quote[:12]}”.")
    assert scoring.lock(scored, score("ana", 2, confidence=told), None).confidence == told


def test_reasons_of_scores_and_of_what_is_settled_quote_only_what_is_coded_for_the_unit(scored: Project) -> None:
    quote = next(each.quote for each in run_codings(scored) if each.case == "Arden")
    invented, real = "They told us “nobody said this here”.", f"They told us “{quote[:12]}”."
    with pytest.raises(BadScore, match="its reason quotes “nobody said this here”"):
        scoring.lock(scored, score("ana", 2, reason=invented), None)
    scoring.lock(scored, score("ana", 2, reason=real), None)
    last = scoring.lock(scored, score("ben", 3), None)
    with pytest.raises(BadScore, match="its reason quotes"):
        scoring.settle(scored, consensus("ben", 2, invented), last.id)
    scoring.settle(scored, consensus("ben", 2, real), last.id)
    judgement = build(gathered(scored)).cases[0].capabilities[0].judgement
    assert judgement is not None
    assert [each.reason for each in judgement.scores] == [real, ""]
    assert judgement.settled is not None
    assert (judgement.settled.author, judgement.settled.reason) == ("ben", real)


def test_a_reason_from_before_the_rule_stops_no_report_and_is_not_printed(scored: Project) -> None:
    """As the log of an older version holds it."""
    for author in ("ana", "ben"):
        old = score(author, 2, reason="They told us “nobody said this here”.", needed=2)
        scored.store.append(author, kind_of(old), body_of(old))
    judgement = build(gathered(scored)).cases[0].capabilities[0].judgement
    assert judgement is not None
    assert [(each.reason, bool(each.left_out)) for each in judgement.scores] == [("", True), ("", True)]


def test_scores_of_a_round_that_is_not_complete_are_in_no_report(scored: Project) -> None:
    scoring.lock(scored, score("ana", 2, reason="Rather little."), None)
    for proposals in (False, True):
        given = report_input(scored, scored.use_codebook(), scored.use_rubric(), proposals=proposals)
        assert build(given).cases[0].capabilities[0].judgement is None


def test_a_report_made_anywhere_says_for_whom_and_by_whom_and_what_it_shows(scored: Project) -> None:
    folder = run_synthesise(scored, ["md"], by="lea").report["md"].parent
    said = json.loads((folder / "about.json").read_text(encoding="utf-8"))
    assert (said["by"], said["audience"], said["formats"], said["shows"]) == ("lea", "team", ["md"], [])
    shown = run_synthesise(scored, ["md"], proposals=True).report["md"].parent
    assert len(json.loads((shown / "about.json").read_text(encoding="utf-8"))["shows"]) == 2
    outside = run_synthesise(scored, ["md"], audience="public", by="lea").report["md"].parent
    assert json.loads((outside / "about.json").read_text(encoding="utf-8"))["by"] == ""


def told(made: dict[str, Path]) -> str:
    """Everything that all forms of a report tell, and what their files are called."""
    found = [str(path) for path in made.values()]
    for path in made.values():
        if path.suffix == ".pdf":
            with pypdfium2.PdfDocument(path) as document:
                found += [page.get_textpage().get_text_range() for page in document]
        elif path.suffix in (".docx", ".xlsx"):
            with zipfile.ZipFile(path) as parts:
                texts = [each for each in parts.namelist() if each.endswith((".xml", ".rels"))]
                found += [parts.read(each).decode() for each in texts]
        else:
            found.append(path.read_text(encoding="utf-8"))
    return "\n".join(found)


def test_a_public_report_names_nobody_and_lies_apart_from_the_teams(coded: Project) -> None:
    approved(coded)
    forms = ["html", "md", "docx", "pdf", "xlsx", "json"]
    team, public = (run_synthesise(coded, forms, audience=each, profiles=True).report for each in ("team", "public"))
    given = gathered(coded)
    people = {each.source_path for each in given.evidence if each.facts.kind != "document" or each.speaker}
    roles = {each.facts.role for each in given.evidence if each.facts.role}
    secret = {*given.team, *given.speakers, *people, *roles}
    assert {"nora", "mia", "lea"} <= secret
    words = {each: re.compile(rf"(?<!\w){re.escape(each)}(?!\w)", re.IGNORECASE) for each in sorted(secret)}
    where = str(coded.folder)
    assert [each for each in ("nora", "mia") if words[each].search(told(team).replace(where, ""))] == ["nora", "mia"]
    assert [each for each, word in words.items() if word.search(told(public).replace(where, ""))] == []
    assert public["html"].parent.name.startswith("public-")
    assert team["html"].parent.name.startswith("synthesis-")
    assert "For readers outside the team" in public["html"].read_text(encoding="utf-8")


def test_a_public_report_tells_no_count_of_a_small_cell_nor_a_sum_it_follows_from(coded: Project) -> None:
    report = build(for_public(gathered(coded), Rules(smallest_cell=3)))
    cases = report.counts.headers[1:-1]
    held = {label: dict(zip((*cases, "All"), row, strict=True)) for label, *row in report.counts.rows}
    small = [label for label, row in held.items() if any(row[case] == "< 3" for case in cases)]
    assert small
    assert {held[label]["All"] for label in small} == {"–"}
    quiet = {case for case in cases if any(row[case] == "< 3" for row in held.values())}
    assert all("coding" not in case.summary for case in report.cases if case.name in quiet)
    assert {row[2:] for row in report.coverage.rows if row[0] in quiet} == {("–", "–", "–")}
    assert "All" not in {row[0] for row in report.coverage.rows}
    cells = [cell for row in report.matrix for cell in row.cells if row.case in quiet]
    assert any(cell.evidence == "too few people to tell" for cell in cells)
