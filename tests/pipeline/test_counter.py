"""Counter-evidence is searched for where it may be, recorded also when there is none, and weighed by people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from finding_project import SENTENCE, coding, finding, passage, revise, tamper, weigh_all, whole
from qes.errors import BadFinding, Conflict, Misquote, NotFound
from qes.model import Counter, Decision, Finding, Origin, Verdict, Weight
from qes.pipeline.citing import check, of_candidate, of_coding
from qes.pipeline.evidence import evidence_of
from qes.pipeline.findings import acts as findings
from qes.pipeline.findings import counter
from qes.pipeline.findings import log as finding_log
from qes.pipeline.findings import standings as finding_standings
from qes.pipeline.findings.counter import Held
from qes.pipeline.findings.places import below
from qes.pipeline.ingest import run_ingest
from qes.pipeline.review import record, run_codings
from qes.pipeline.task import embedded
from qes.project import Project
from qes.synthesis.findings import sentence
from review_project import BOOK, accept


def searched(project: Project, most: int = counter.MOST, **parts: object) -> Counter:
    """A finding saved and searched for."""
    saved = findings.save(project, finding(project, **parts), "mia")
    return counter.search(project, saved.key, "mia", saved.id, most=most)


def of(found: Counter, origin: Origin) -> list[str]:
    """The quotes of one origin."""
    return [each.quote for each in found.candidates if each.origin is origin]


def counts(found: Counter) -> tuple[int, ...]:
    """How many were looked through: opposite, not cited, coded by nobody in its cases, and in others."""
    assert [origin for origin, _ in found.searched] == list(Origin)[: len(found.searched)]
    return tuple(number for _, number in found.searched)


def test_four_places_are_looked_through_and_counted(coded: Project) -> None:
    found = searched(coded)
    assert counts(found) == (1, 0, 1, 1)
    assert of(found, Origin.OPPOSITE) == [passage(coded, 1).text]
    assert of(found, Origin.SAME_CASES) == [passage(coded, 2).text]
    (other,) = of(found, Origin.OTHER_CASES)
    assert other in passage(coded, 6).text
    assert found.candidates[0].coding == next(
        each.id for each in run_codings(coded) if each.quote == of(found, Origin.OPPOSITE)[0]
    )
    assert found.embedder == coded.embedder().id
    for each in found.candidates:
        text = coded.store.source(each.source_id).text
        assert each.span.of(text) == each.quote
        assert -1 <= each.likeness <= 1


def test_a_finding_on_everything_is_searched_for_everywhere(coded: Project) -> None:
    found = searched(coded, cases=(), capability=None)
    assert counts(found) == (3, 1, 2)
    assert set(of(found, Origin.OPPOSITE)) == {passage(coded, at).text for at in (1, 4, 5)}
    narrow = searched(coded, cases=(), capability="learning/carry-over")
    assert of(narrow, Origin.OPPOSITE) == [passage(coded, 4).text]


def test_what_speaks_against_a_finding_that_something_is_not_done_is_that_it_is(coded: Project) -> None:
    cited = (of_coding(coding(coded, "awareness/scanning", "Boro")),)
    found = searched(coded, citations=cited, cases=(), statement="Nobody walks to one office only.")
    assert set(of(found, Origin.OPPOSITE)) == {passage(coded, at).text for at in (0, 1)}


def test_evidence_that_is_coded_as_support_is_offered_to_a_finding_that_rests_on_support(coded: Project) -> None:
    cited = (of_coding(coding(coded, "awareness/scanning")),)
    found = searched(coded, citations=cited, cases=(), capability=None, statement="They only ever begin.")
    (shown,) = [each for each in found.candidates if each.origin is Origin.UNCITED]
    spoken = {each.quote for each in run_codings(coded)} - {cited[0].quote, *of(found, Origin.OPPOSITE)}
    assert {shown.quote} == spoken


def test_what_is_cited_already_is_no_candidate(coded: Project) -> None:
    cited = (
        of_coding(coding(coded, "awareness/scanning")),
        whole(coded, 1, against=True),
        whole(coded, 2),
    )
    found = searched(coded, citations=cited)
    assert counts(found) == (0, 0, 0, 1)


def test_a_disputed_coding_may_speak_against_a_finding_and_its_passage_is_not_called_uncoded(coded: Project) -> None:
    record(coded, [Decision(passage(coded, 1).id, "ben", Verdict.NOTHING, BOOK)])
    found = searched(coded)
    assert of(found, Origin.OPPOSITE) == [passage(coded, 1).text]
    assert counts(found) == (1, 0, 1, 1)


def test_the_nearest_come_first_and_no_more_than_asked_for(coded: Project) -> None:
    for most in (1, 2):
        found = searched(coded, most, cases=(), capability=None)
        given = embedded(coded)
        sought = given.embedder.embed([SENTENCE, passage(coded, 0).text])
        near = dict(zip([each.text for each in given.passages], (given.vectors @ sought.T).max(axis=1), strict=True))
        wanted = sorted((passage(coded, at).text for at in (1, 4, 5)), key=lambda each: -near[each])
        assert of(found, Origin.OPPOSITE) == wanted[:most]
        assert dict(found.searched)[Origin.OPPOSITE] == 3
        likeness = [each.likeness for each in found.candidates if each.origin is Origin.OPPOSITE]
        assert np.allclose(likeness, [near[each] for each in wanted[:most]], atol=1e-3)
    with pytest.raises(ValueError, match="at least one"):
        searched(coded, 0)


def test_of_an_uncoded_passage_the_sentence_that_comes_nearest_is_shown(coded: Project) -> None:
    found = searched(coded, statement="The money is decided in the capital and in no other place.")
    (shown,) = of(found, Origin.OTHER_CASES)
    assert (
        shown
        == "We have eleven where the neighbouring town has thirty, and the money is decided in the capital, not here."
    )


def test_without_a_rubric_nothing_is_said_of_polarity(coded: Project) -> None:
    for each in coded.codebooks.glob("*/rubric*.yaml"):
        each.unlink()
    found = searched(coded)
    assert [origin for origin, _ in found.searched] == [Origin.UNCITED, Origin.SAME_CASES, Origin.OTHER_CASES]


def test_a_search_that_finds_nothing_is_recorded(coded: Project) -> None:
    record(coded, [accept(passage(coded, at), "capacity") for at in (2, 6)])
    found = searched(coded, capability="delivery")
    assert found.candidates == ()
    assert counts(found) == (0, 0, 0, 0)
    (event,) = coded.store.standing_events(finding_log.SEARCHED)
    assert finding_log.counter_of(event) == found
    assert sentence(found, ()).endswith("looked through; none found.")
    assert findings.approve(coded, found.finding, "lea", found.version).counter == found.id


def test_a_repeated_text_is_shown_once(coded: Project) -> None:
    line = "The office answers within three days and writes the answer down.\n"
    (coded.corpus / "Arden" / "new.md").write_text(f"# One\n\n{line}\n# Two\n\n{line}", encoding="utf-8")
    run_ingest(coded)
    found = searched(coded)
    assert of(found, Origin.SAME_CASES).count(line.strip()) == 1
    assert dict(found.searched)[Origin.SAME_CASES] == 3


def test_the_same_search_finds_the_same_with_or_without_what_is_in_memory(coded: Project) -> None:
    one = searched(coded, cases=())
    given = embedded(coded)
    evidence = evidence_of(run_codings(coded), given.passages, coded.store.sources(), coded.codebook())
    held = Held(given, evidence[::-1])
    two = counter.search(coded, one.finding, "mia", one.version, held=held)
    assert two == replace(one, id=two.id, at=two.at)
    standing = finding_standings.standing(coded, one.finding)
    assert standing.record.counter == two


def test_a_request_sent_twice_searches_once(coded: Project) -> None:
    saved = findings.save(coded, finding(coded), "mia")
    one = counter.search(coded, saved.key, "mia", saved.id, request="r")
    findings.save(coded, replace(saved, statement="Otherwise."), "lea", saved.id)
    assert counter.search(coded, saved.key, "mia", saved.id, request="r") == one
    assert len(coded.store.standing_events(finding_log.SEARCHED)) == 1


def test_a_version_that_was_replaced_is_not_searched_for(coded: Project) -> None:
    saved = findings.save(coded, finding(coded), "mia")
    newer = findings.save(coded, replace(saved, statement="Otherwise."), "lea", saved.id)
    with pytest.raises(Conflict, match="saved by lea"):
        counter.search(coded, saved.key, "mia", saved.id)
    assert counter.search(coded, saved.key, "mia", newer.id).version == newer.id
    with pytest.raises(NotFound):
        counter.search(coded, "nowhere", "mia", newer.id)


def test_a_search_reads_the_quotes_again_and_goes_on_without_those_that_are_lost(coded: Project) -> None:
    saved = findings.save(coded, finding(coded), "mia")
    revise(coded, "Arden/engineer.txt", "bus drivers", "tram drivers")
    assert counter.search(coded, saved.key, "mia", saved.id).candidates
    fresh = findings.save(coded, finding(coded, citations=(whole(coded, 0),)), "mia")
    tamper(coded, "UPDATE revisions SET text = replace(text, 'tram drivers', 'cab drivers')")
    with pytest.raises(Misquote):
        counter.search(coded, fresh.key, "mia", fresh.id)


def test_a_code_has_those_below_it_under_it(coded: Project) -> None:
    codebook = coded.codebook()
    assert below(codebook, "capacity") == {"capacity"}
    assert "awareness/scanning" in below(codebook, "awareness")
    assert "learning/evaluation" not in below(codebook, "awareness")


# --- Weighing -------------------------------------------------------------------------------------


def weighed(project: Project, saved: Finding) -> list[tuple[int, Weight, str]]:
    """What stands about the candidates of the last search."""
    found = finding_standings.standing(project, saved.key).record.weighed
    return [(each.candidate, each.weight, each.note) for each in found]


def test_the_newest_word_on_a_candidate_stands_and_the_others_do_not_overwrite_it(coded: Project) -> None:
    saved = findings.save(coded, finding(coded), "mia")
    found = counter.search(coded, saved.key, "mia", saved.id)
    one = counter.weigh(coded, found.id, 0, Weight.FOR, "mia", note="<b>“no”</b> 😀", request="r")
    assert counter.weigh(coded, found.id, 0, Weight.FOR, "mia", request="r") == one
    with pytest.raises(Conflict, match="saved by mia"):
        counter.weigh(coded, found.id, 0, Weight.AGAINST, "lea")
    two = counter.weigh(coded, found.id, 0, Weight.AGAINST, "lea", one.id)
    assert weighed(coded, saved) == [(0, Weight.AGAINST, "")]
    coded.store.undo(two.id, "lea")
    assert weighed(coded, saved) == [(0, Weight.FOR, "<b>“no”</b> 😀")]


def test_only_candidates_there_are_can_be_weighed(coded: Project) -> None:
    saved = findings.save(coded, finding(coded), "mia")
    found = counter.search(coded, saved.key, "mia", saved.id)
    for number in (-1, len(found.candidates)):
        with pytest.raises(NotFound, match="candidate"):
            counter.weigh(coded, found.id, number, Weight.FOR, "mia")
    with pytest.raises(NotFound, match="search"):
        counter.weigh(coded, saved.id, 0, Weight.FOR, "mia")
    coded.store.undo(found.id, "mia")
    with pytest.raises(NotFound, match="search"):
        counter.weigh(coded, found.id, 0, Weight.FOR, "mia")


def test_a_new_search_is_weighed_anew(coded: Project) -> None:
    saved = findings.save(coded, finding(coded), "mia")
    weigh_all(coded, counter.search(coded, saved.key, "mia", saved.id))
    counter.search(coded, saved.key, "lea", saved.id)
    assert weighed(coded, saved) == []
    with pytest.raises(BadFinding, match="not weighed"):
        findings.approve(coded, saved.key, "lea", saved.id)


def test_a_candidate_can_be_cited_as_it_is(coded: Project) -> None:
    saved = findings.save(coded, finding(coded), "mia")
    found = counter.search(coded, saved.key, "mia", saved.id)
    weigh_all(coded, found, Weight.AGAINST)
    cited = [of_candidate(each, against=True) for each in found.candidates]
    assert [each.now for each in check(coded, cited)] == cited
    newer = findings.save(coded, replace(saved, citations=(*saved.citations, *cited)), "mia", saved.id)
    assert findings.approve(coded, saved.key, "lea", newer.id).counter == found.id
