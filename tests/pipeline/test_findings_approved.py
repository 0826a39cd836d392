"""Findings are approved when everything was weighed, and printed as long as all of it holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from finding_project import SENTENCE, finding, revise, tamper, weigh_all, whole
from qes.errors import BadFinding, Conflict, Misquote, NotFound
from qes.model import Finding, Weight
from qes.pipeline.citing import of_coding
from qes.pipeline.findings import acts as findings
from qes.pipeline.findings import counter
from qes.pipeline.findings import standings as finding_standings
from qes.pipeline.review import run_codings
from qes.project import Project
from qes.synthesis.findings import Status

ENGINEER = "Arden/engineer.txt"


def ready(project: Project) -> Finding:
    """A finding that can be approved."""
    saved = findings.save(project, finding(project), "mia")
    weigh_all(project, counter.search(project, saved.key, "mia", saved.id))
    return saved


# --- Approving ------------------------------------------------------------------------------------


def test_a_finding_is_approved_only_when_everything_was_weighed(coded: Project) -> None:
    saved = findings.save(coded, finding(coded), "mia")
    with pytest.raises(BadFinding, match="nobody has searched for counter-evidence"):
        findings.approve(coded, saved.key, "lea", saved.id)
    found = counter.search(coded, saved.key, "mia", saved.id)
    total = len(found.candidates)
    for number in range(total - 1):
        counter.weigh(coded, found.id, number, Weight.NEITHER, "mia")
    assert finding_standings.standing(coded, saved.key).status is Status.SEARCHED
    with pytest.raises(BadFinding, match=rf"1 of {total} candidates are not weighed \(number {total}\)") as refused:
        findings.approve(coded, saved.key, "lea", saved.id)
    assert SENTENCE in refused.value.what
    counter.weigh(coded, found.id, total - 1, Weight.FOR, "mia")
    assert finding_standings.standing(coded, saved.key).status is Status.READY
    given = findings.approve(coded, saved.key, "lea", saved.id, request="r")
    assert (given.version, given.counter, given.author) == (saved.id, found.id, "lea")
    assert findings.approve(coded, saved.key, "lea", saved.id, request="r") == given
    (standing,) = finding_standings.for_report(coded)
    assert standing.printable
    assert standing.record.approval == given
    coded.store.undo(given.id, "lea")
    assert finding_standings.standing(coded, saved.key).status is Status.READY


def test_what_speaks_against_a_finding_is_cited_before_it_is_approved(coded: Project) -> None:
    saved = findings.save(coded, finding(coded), "mia")
    found = counter.search(coded, saved.key, "mia", saved.id)
    weigh_all(coded, found)
    (word,) = [each for each in finding_standings.standing(coded, saved.key).record.weighed if each.candidate == 0]
    counter.weigh(coded, found.id, 0, Weight.AGAINST, "mia", word.id)
    with pytest.raises(BadFinding, match="candidate 1 speaks against it and is not cited as such"):
        findings.approve(coded, saved.key, "lea", saved.id)
    first = next(each for each in run_codings(coded) if each.id == found.candidates[0].coding)
    for against, ok in ((False, False), (True, True)):
        newest = findings.get(coded, saved.key)
        cited = (*saved.citations, of_coding(first, against=against))
        newest = findings.save(coded, replace(newest, citations=cited), "mia", newest.id)
        assert finding_standings.standing(coded, saved.key).status is (Status.READY if ok else Status.SEARCHED)
    assert findings.approve(coded, saved.key, "lea", newest.id).version == newest.id
    dropped = findings.save(coded, replace(newest, citations=saved.citations), "mia", newest.id)
    assert finding_standings.standing(coded, saved.key).status is Status.CHANGED
    with pytest.raises(BadFinding, match="not cited as such"):
        findings.approve(coded, saved.key, "lea", dropped.id)


def test_a_search_does_not_outlive_the_statement_or_quotes_it_was_made_for(coded: Project) -> None:
    saved = ready(coded)
    findings.approve(coded, saved.key, "lea", saved.id)
    reworded = findings.save(coded, replace(saved, statement="It notices all of them."), "mia", saved.id)
    standing = finding_standings.standing(coded, saved.key)
    assert (standing.status, standing.printable) == (Status.CHANGED, False)
    with pytest.raises(BadFinding, match="search again"):
        findings.approve(coded, saved.key, "lea", reworded.id)
    other = whole(coded, 1)
    again = findings.save(coded, replace(saved, citations=(other,)), "mia", reworded.id)
    with pytest.raises(BadFinding, match="search again"):
        findings.approve(coded, saved.key, "lea", again.id)


def test_an_approval_of_a_version_that_is_no_longer_the_newest_is_a_conflict(coded: Project) -> None:
    saved = ready(coded)
    newer = findings.save(coded, replace(saved, reason="typo"), "mia", saved.id)
    with pytest.raises(Conflict, match="saved by mia"):
        findings.approve(coded, saved.key, "lea", saved.id)
    assert findings.approve(coded, saved.key, "lea", newer.id).version == newer.id
    with pytest.raises(NotFound):
        findings.approve(coded, "nowhere", "lea", newer.id)


def test_a_finding_without_a_quote_is_not_approved(coded: Project) -> None:
    saved = findings.save(coded, finding(coded, citations=()), "mia")
    weigh_all(coded, counter.search(coded, saved.key, "mia", saved.id))
    with pytest.raises(BadFinding, match="no quote is cited for it"):
        findings.approve(coded, saved.key, "lea", saved.id)


# --- Sources that change --------------------------------------------------------------------------


def test_a_quote_that_moved_is_printed_where_it_stands_now(coded: Project) -> None:
    saved = ready(coded)
    findings.approve(coded, saved.key, "lea", saved.id)
    revise(coded, ENGINEER, "INTERVIEWER: How", "INTERVIEWER: Well, how")
    (standing,) = finding_standings.for_report(coded)
    assert standing.printable
    assert standing.finding.citations[0].span.start == saved.citations[0].span.start + 6
    assert findings.get(coded, saved.key) == saved
    again = findings.save(coded, replace(standing.finding, reason="moved"), "mia", saved.id)
    assert finding_standings.standing(coded, saved.key).record.valid
    assert again.citations == standing.finding.citations


def test_a_finding_that_cites_what_is_lost_is_listed_and_not_printed(coded: Project) -> None:
    saved = ready(coded)
    revise(coded, ENGINEER, "bus drivers", "tram drivers")
    with pytest.raises(BadFinding, match=f"{ENGINEER} was revised and no longer holds it"):
        findings.approve(coded, saved.key, "lea", saved.id)
    (standing,) = finding_standings.for_report(coded)
    assert (standing.status, standing.printable, standing.finding.citations) == (Status.LOST, False, ())
    assert ENGINEER in standing.record.lost[0]
    gone = findings.withdraw(coded, saved.key, "lea", saved.id, "Its quote is gone.")
    assert gone.withdrawn


def test_a_changed_record_stops_the_report_and_not_the_list(coded: Project) -> None:
    saved = ready(coded)
    findings.approve(coded, saved.key, "lea", saved.id)
    draft = findings.save(coded, finding(coded, citations=(whole(coded, 5),), cases=()), "mia")
    tamper(coded, "UPDATE revisions SET text = replace(text, 'bus drivers', 'cab drivers')")
    listed = {each.finding.key: each for each in finding_standings.standings(coded)}
    assert (listed[saved.key].status, listed[draft.key].status) == (Status.LOST, Status.DRAFT)
    assert "does not read" in listed[saved.key].record.lost[0]
    with pytest.raises(Misquote, match=ENGINEER):
        finding_standings.for_report(coded)
    with pytest.raises(Misquote, match=ENGINEER):
        findings.approve(coded, saved.key, "lea", saved.id)
