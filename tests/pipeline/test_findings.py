"""Findings are saved in versions, and never misquote."""

from __future__ import annotations

from dataclasses import replace

import pytest

from finding_project import SENTENCE, coding, finding, revise, whole
from qes.errors import BadFinding, Conflict, Misquote, UnknownCode
from qes.model import Concern, Confidence, Grade
from qes.pipeline.citing import of_coding
from qes.pipeline.evidence import evidence_of
from qes.pipeline.findings import acts as findings
from qes.pipeline.findings import counter
from qes.pipeline.findings import standings as finding_standings
from qes.pipeline.review import codable, run_codings
from qes.project import Project
from qes.synthesis.findings import Status
from qes.synthesis.rubric import Rubric

ENGINEER = "Arden/engineer.txt"


# --- Saving ---------------------------------------------------------------------------------------


def test_a_finding_is_saved_in_versions(coded: Project) -> None:
    one = findings.save(coded, finding(coded, cases=("Boro", "Arden", "Boro"), reason=" first "), "mia")
    assert (one.author, one.cases, one.reason, one.statement) == ("mia", ("Arden", "Boro"), "first", SENTENCE)
    two = findings.save(coded, replace(one, statement=" It notices. "), "lea", one.id)
    other = findings.save(coded, finding(coded, statement="Another."), "mia")
    assert (two.key, two.statement, two.author) == (one.key, "It notices.", "lea")
    assert findings.listed(coded) == [two, other]
    assert findings.history(coded, one.key) == [one, two]
    assert findings.get(coded, one.key) == two
    coded.store.undo(two.id, "lea")
    assert findings.get(coded, one.key) == one
    assert findings.history(coded, one.key) == [one, two]


def test_a_draft_needs_no_quote_and_a_statement_says_something(coded: Project) -> None:
    assert findings.save(coded, finding(coded, citations=()), "mia").citations == ()
    with pytest.raises(BadFinding, match="says nothing"):
        findings.save(coded, finding(coded, statement=" \n"), "mia")


def test_what_a_finding_is_about_must_be_there(coded: Project) -> None:
    with pytest.raises(BadFinding, match="no case 'Atlantis'"):
        findings.save(coded, finding(coded, cases=("Atlantis",)), "mia")
    with pytest.raises(UnknownCode, match="flying"):
        findings.save(coded, finding(coded, capability="flying"), "mia")
    assert findings.listed(coded) == []


def test_confidence_is_on_the_scale_of_the_rubric_with_its_concerns_or_none(coded: Project) -> None:
    proposed = findings.propose_confidence(finding(coded), (), _rubric(coded))
    kept = findings.save(coded, finding(coded, confidence=replace(proposed, explanation="Thin.")), "mia")
    assert kept.confidence == replace(proposed, explanation="Thin.")
    assert findings.get(coded, kept.key).confidence == kept.confidence
    assert findings.save(coded, finding(coded, confidence=Confidence("low")), "mia").confidence == Confidence("low")
    for wrong in (Confidence("huge"), Confidence("low", (Concern("luck", "Luck", Grade.MINOR, "who knows"),))):
        with pytest.raises(BadFinding, match=r"confidence cannot be 'huge'|concerns are not"):
            findings.save(coded, finding(coded, confidence=wrong), "mia")


def test_two_who_edit_the_same_version_are_told_of_each_other(coded: Project) -> None:
    one = findings.save(coded, finding(coded), "mia")
    findings.save(coded, replace(one, statement="Mine."), "lea", one.id)
    with pytest.raises(Conflict, match="saved by lea"):
        findings.save(coded, replace(one, statement="Also mine."), "mia", one.id)
    assert findings.get(coded, one.key).statement == "Mine."


def test_a_request_sent_twice_saves_one_finding_even_if_it_would_be_refused_by_now(coded: Project) -> None:
    wanted = finding(coded)
    one = findings.save(coded, wanted, "mia", request="r")
    revise(coded, ENGINEER, "bus drivers", "tram drivers")
    assert findings.save(coded, wanted, "mia", request="r") == one
    assert len(findings.listed(coded)) == 1
    with pytest.raises(BadFinding, match="no longer holds it"):
        findings.save(coded, wanted, "mia", request="another")


def test_words_in_quotation_marks_stand_in_a_citation(coded: Project) -> None:
    saved = findings.save(coded, finding(coded, statement="They “move a crew there” early."), "mia")
    assert "“move a crew there”" in saved.statement
    for wrong in ("They “sent a crew there”.", "They «moved a crew».", 'They "move', "They ‘sent a crew’ there"):
        with pytest.raises(BadFinding):
            findings.save(coded, finding(coded, statement=wrong), "mia")
    with pytest.raises(BadFinding, match="no quote cited"):
        findings.save(coded, finding(coded, statement="They “move a crew there”.", citations=()), "mia")


def test_what_is_said_of_a_confidence_quotes_a_citation_too(coded: Project) -> None:
    saved = findings.save(coded, finding(coded, confidence=Confidence("low", (), "They “move a crew there”.")), "mia")
    assert saved.confidence is not None
    wrong = replace(saved.confidence, explanation="They “sent a crew there”.")
    with pytest.raises(
        BadFinding, match=r"the confidence in finding .*no quote cited for it reads “sent a crew there”"
    ):
        findings.save(coded, finding(coded, confidence=wrong), "mia")


def test_hostile_text_comes_back_as_it_was(coded: Project) -> None:
    hostile = "<img src=x onerror=alert(1)> 😀 \u202eמילים\u202c it’s {{ 7*7 }} '; DROP TABLE events; -- \x07"
    why = "‘Robert’); \n\n\ttabs"
    saved = findings.save(coded, finding(coded, statement=hostile, reason=why), "mia")
    assert (findings.get(coded, saved.key).statement, saved.reason) == (hostile, why)
    with pytest.raises(BadFinding, match="damaged"):
        findings.save(coded, finding(coded, statement="half \ud83d"), "mia")


def test_a_misquote_is_never_saved(coded: Project) -> None:
    (good,) = finding(coded).citations
    with pytest.raises(Misquote, match=ENGINEER):
        findings.save(coded, finding(coded, citations=(replace(good, quote="We did it all."),)), "mia")
    assert findings.listed(coded) == []


def test_a_withdrawn_finding_stays_on_record_and_can_come_back(coded: Project) -> None:
    one = findings.save(coded, finding(coded), "mia")
    with pytest.raises(BadFinding, match="for no reason"):
        findings.withdraw(coded, one.key, "lea", one.id, " ")
    with pytest.raises(Conflict):
        findings.withdraw(coded, one.key, "lea", "older", "no")
    gone = findings.withdraw(coded, one.key, "lea", one.id, "It says too much.", request="r")
    assert findings.withdraw(coded, one.key, "lea", one.id, "It says too much.", request="r") == gone
    assert (gone.withdrawn, gone.reason, gone.citations) == (True, "It says too much.", one.citations)
    assert finding_standings.standing(coded, one.key).status is Status.WITHDRAWN
    for act in (
        lambda: findings.withdraw(coded, one.key, "lea", gone.id, "again"),
        lambda: findings.approve(coded, one.key, "lea", gone.id),
        lambda: counter.search(coded, one.key, "lea", gone.id),
    ):
        with pytest.raises(BadFinding, match="withdrawn"):
            act()
    back = findings.save(coded, gone, "mia", gone.id)
    assert not back.withdrawn
    assert len(findings.history(coded, one.key)) == 3


# --- Confidence -----------------------------------------------------------------------------------


def test_confidence_is_proposed_from_the_codings_cited_for_and_against(coded: Project) -> None:
    rubric = _rubric(coded)
    passages, codebook = codable(coded), coded.codebook()
    evidence = evidence_of(run_codings(coded), passages, coded.store.sources(), codebook)
    one, two = coding(coded, "awareness/scanning"), coding(coded, "learning/carry-over")
    cited = (of_coding(one), of_coding(two, against=True), whole(coded, 2))
    assert {each.id for each in findings.cited_evidence(cited, evidence)} == {one.id, two.id}
    given = findings.propose_confidence(finding(coded, citations=cited), evidence, rubric)
    assert [each.component for each in given.concerns] == [each.id for each in rubric.confidence.components]
    assert given.overall in rubric.confidence.scale
    stale = replace(of_coding(one), coding="an id from before the source was revised")
    assert [each.id for each in findings.cited_evidence((stale,), evidence)] == [one.id]
    assert findings.cited_evidence((replace(stale, coding=None),), evidence) == []


def _rubric(project: Project) -> Rubric:
    rubric = project.rubric()
    assert rubric is not None
    return rubric
