"""A citation reads as its source does, or it is found out; where its source was revised it moves or is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from finding_project import coding, passage, revise, tamper, whole
from qes.errors import BadFinding, Misquote, NotFound
from qes.model import Citation, Span
from qes.pipeline.citing import check, known_cases, of_coding, of_passage, reread, settled, written
from qes.pipeline.ingest import run_ingest
from qes.project import Project

ENGINEER = "Arden/engineer.txt"


def words(project: Project, text: str, at: int = 0) -> Citation:
    """Some words of a passage, cited."""
    where = passage(project, at)
    start = where.span.start + where.text.index(text)
    return of_passage(where, Span(start, start + len(text)))


def test_a_citation_is_made_of_a_coding_or_of_words_of_a_passage(coded: Project) -> None:
    given = coding(coded, "awareness/scanning")
    cited = of_coding(given, against=True)
    assert (cited.quote, cited.against, cited.coding, cited.passage_id) == (
        given.quote,
        True,
        given.id,
        given.passage_id,
    )
    some = words(coded, "we move a crew there")
    assert (some.quote, some.coding, some.source_id) == ("we move a crew there", None, given.source_id)
    assert [each.now for each in check(coded, [cited, some])] == [cited, some]
    assert [(each.case, each.moved) for each in check(coded, [cited])] == [("Arden", False)]
    where = passage(coded, 0)
    with pytest.raises(BadFinding, match="lie outside it"):
        of_passage(where, Span(where.span.start - 1, where.span.end))


def test_a_span_that_was_shifted_is_a_misquote_that_names_the_place(coded: Project) -> None:
    good = words(coded, "we move a crew there")
    for shift in (-1, 1, 10_000):
        wrong = replace(good, span=Span(good.span.start + shift, good.span.end + shift))
        with pytest.raises(Misquote) as refused:
            check(coded, [good, wrong])
        assert f"{ENGINEER}, characters {wrong.span.start}-{wrong.span.end}" in str(refused.value)


def test_a_quote_that_was_changed_is_a_misquote(coded: Project) -> None:
    good = words(coded, "we move a crew there")
    for quote in ("we move the crew there", "We move a crew there", "we move a crew ther", ""):
        for wrong in (replace(good, quote=quote), replace(good, quote=quote, passage_id="")):
            with pytest.raises(Misquote, match=ENGINEER):
                check(coded, [wrong])
            with pytest.raises(Misquote):
                settled(coded, "it", "text", [wrong])


def test_a_citation_that_names_no_passage_is_given_the_one_it_stands_on(coded: Project) -> None:
    good = words(coded, "we move a crew there")
    assert check(coded, [replace(good, passage_id="")])[0].now == good


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE revisions SET text = replace(text, 'move a crew', 'send a crew')",
        "UPDATE revisions SET text = 'x' || text",
        "UPDATE revisions SET text = substr(text, 1, 40)",
    ],
)
def test_a_stored_text_that_was_changed_is_a_misquote(coded: Project, sql: str) -> None:
    good = words(coded, "we move a crew there")
    tamper(coded, sql)
    with pytest.raises(Misquote) as refused:
        check(coded, [good])
    assert (refused.value.source, refused.value.start) == (ENGINEER, good.span.start)
    (found,) = reread(coded, [good])
    assert found.now is None
    assert found.why == str(refused.value)


def test_the_text_of_an_earlier_revision_that_was_changed_is_a_misquote_too(coded: Project) -> None:
    good = words(coded, "we move a crew there")
    revise(coded, ENGINEER, "INTERVIEWER: How", "INTERVIEWER: Well, how")
    assert check(coded, [good])[0].moved
    tamper(
        coded, "UPDATE revisions SET text = replace(text, 'move a crew', 'send a crew') WHERE text NOT LIKE '%Well%'"
    )
    with pytest.raises(Misquote, match=ENGINEER):
        check(coded, [good])


def test_a_quote_moves_with_its_source_where_it_stands_there_once(coded: Project) -> None:
    good = words(coded, "we move a crew there")
    revise(coded, ENGINEER, "INTERVIEWER: How", "INTERVIEWER: Well, how")
    (found,) = check(coded, [good])
    assert found.moved
    assert found.stored == good
    assert found.now is not None
    assert (found.now.quote, found.now.span.start, found.case) == (good.quote, good.span.start + 6, "Arden")
    assert found.now.passage_id == passage(coded, 0).id != good.passage_id
    assert check(coded, [found.now])[0].now == found.now
    assert settled(coded, "it", "They say “we move a crew”.", [good])[0].now == found.now


@pytest.mark.parametrize(
    ("new", "why"),
    [
        ("we move two crews there", "no longer holds it"),
        ("We move a crew there", "no longer holds it"),
        ("we move a crew there, yes, we move a crew there", "holds it 2 times"),
    ],
)
def test_a_quote_is_lost_where_it_stands_no_longer_or_twice(coded: Project, new: str, why: str) -> None:
    good, beside = words(coded, "we move a crew there"), words(coded, "since 2019")
    revise(coded, ENGINEER, "we move a crew there", new)
    lost, stands = check(coded, [good, beside])
    assert lost.now is None
    assert lost.why == f"{ENGINEER} was revised and {why}: {good.quote}"
    assert stands.now is not None
    assert not stands.moved
    with pytest.raises(BadFinding, match=why):
        settled(coded, "it", "text", [good])


def test_what_left_the_project_is_lost_and_comes_back_with_its_file(coded: Project) -> None:
    good = words(coded, "we move a crew there")
    coded.store.retire_source(good.source_id)
    (found,) = check(coded, [good])
    assert (found.now, found.why) == (None, f"{ENGINEER} is no longer part of the project")
    run_ingest(coded)
    assert check(coded, [good])[0].now == good


def test_a_citation_of_something_that_is_not_there_is_refused(coded: Project) -> None:
    good, other = words(coded, "we move a crew there"), passage(coded, 5)
    for wrong in (
        replace(good, source_id="nowhere"),
        replace(good, passage_id="nowhere"),
        replace(good, passage_id=other.id),
    ):
        with pytest.raises(NotFound):
            check(coded, [wrong])


def test_the_same_words_are_cited_once(coded: Project) -> None:
    good = whole(coded, 2)
    with pytest.raises(BadFinding, match="cited twice"):
        settled(coded, "it", "text", [good, replace(good, against=True)])


def test_what_people_type_is_stored_as_text_and_nothing_of_it_is_lost() -> None:
    hostile = "<script>alert(1)</script> 😀 \u202eשלום\u202c {{x}} \x07 a\x00b"
    assert written("it", f"  {hostile}\n") == hostile
    assert written("it", "cafe\N{COMBINING ACUTE ACCENT}") == "café"
    with pytest.raises(BadFinding, match="character 3 is damaged"):
        written("it", "ab\ud800")


def test_a_case_there_is_not_is_refused_with_those_there_are(coded: Project) -> None:
    assert known_cases(coded, "it", ["Boro", "Arden", "Boro"]) == ("Arden", "Boro")
    with pytest.raises(BadFinding, match="'Atlantis'") as refused:
        known_cases(coded, "it", ["Arden", "Atlantis"])
    assert refused.value.hint == "Choose one of: Arden, Boro."
