"""Passages are found by meaning and words, by likeness and by code, in whatever combination."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from faults import passage_with, quick_project
from qes.coding.suggest import open_suggester
from qes.errors import NotFound, UnknownCode
from qes.model import Adjudication, Decision, Verdict
from qes.pipeline.backup import run_backup, run_restore
from qes.pipeline.ingest import run_ingest
from qes.pipeline.review import codable
from qes.pipeline.search import Hit, Search, run_search
from qes.pipeline.task import embedded, task_of
from qes.project import Project, open_project
from review_project import BOOK, accept
from small_project import INTERVIEW

SCANNING = "awareness/scanning"


@pytest.fixture
def ready(project: Project) -> Project:
    run_ingest(project)
    return project


def texts(hits: list[Hit]) -> list[str]:
    return [hit.passage.text for hit in hits]


def ids(hits: list[Hit]) -> set[str]:
    return {hit.passage.id for hit in hits}


def test_words_and_meaning_are_fused_and_what_was_found_is_marked(ready: Project) -> None:
    first = run_search(ready, Search("grates of two kinds"))[0]
    assert "grates of two kinds" in first.passage.text
    assert first.matched == ["grates", "of", "two", "kinds"]
    assert first.source == "Arden/review.md"
    assert first.similarity is not None
    assert first.likelihood is None
    assert not first.coded


def test_a_phrase_and_an_exclusion_hold_for_what_is_found_by_meaning_too(ready: Project) -> None:
    everything = run_search(ready, Search("drains streets"))
    assert len(everything) == len(codable(ready))
    [only] = run_search(ready, Search('drains "the lower town"'))
    assert only.passage == passage_with(ready, "drains of the lower town")
    assert only.matched == ["drains", "the lower town"]
    without = run_search(ready, Search("drains streets -promenade"))
    assert ids(everything) - ids(without) == {passage_with(ready, "promenade").id}
    assert run_search(ready, Search('drains "no such phrase"')) == []


def test_more_like_a_passage_never_gives_the_passage_itself(ready: Project) -> None:
    passages = codable(ready)
    for passage in passages:
        for search in (Search(like=passage.id), Search(passage.text, like=passage.id[:4], code=SCANNING)):
            hits = run_search(ready, search)
            assert ids(hits) == {each.id for each in passages} - {passage.id}
    nearest = run_search(ready, Search(like=passages[0].id))
    similar = [hit.similarity or 0.0 for hit in nearest]
    assert similar == sorted(similar, reverse=True)


def test_a_passage_of_an_earlier_revision_can_be_a_model(ready: Project) -> None:
    old = passage_with(ready, "flooded stops")
    (ready.corpus / "Arden" / "engineer.txt").write_text(INTERVIEW.replace("flooded", "drowned"), encoding="utf-8")
    run_ingest(ready)
    nearest = run_search(ready, Search(like=old.id))[0]
    assert "drowned stops" in nearest.passage.text


def test_passages_for_a_code_come_as_the_suggester_scores_them(ready: Project) -> None:
    task = task_of(ready, ready.codebook(), embedded(ready))
    scores = open_suggester(ready.settings.suggest.suggester).score(task)
    column = scores.matrix[:, scores.codes.index(SCANNING)].tolist()
    hits = run_search(ready, Search(code=SCANNING))
    assert [hit.likelihood for hit in hits] == sorted((round(score, 4) for score in column), reverse=True)
    assert all(hit.similarity is None and not hit.coded for hit in hits)


def test_what_is_coded_so_is_marked_and_what_is_decided_can_be_left_out(ready: Project) -> None:
    one, two, three, four, *_ = codable(ready)
    ready.store.decide(
        [
            accept(one, SCANNING),
            Decision(two.id, "nora", Verdict.REJECTED, BOOK, code=SCANNING),
            accept(four, "learning/test-design"),
        ]
    )
    ready.store.adjudicate([Adjudication(three.id, SCANNING, "lead", True, "Yes.", BOOK)])
    hits = {hit.passage.id: hit for hit in run_search(ready, Search(code="Scanning"))}
    assert {each for each, hit in hits.items() if hit.coded} == {one.id, three.id}
    assert hits[one.id].codes == (SCANNING,)
    assert hits[four.id].codes == ("learning/test-design",)
    assert not hits[two.id].codes
    left = run_search(ready, Search(code=SCANNING, uncoded=True))
    assert ids(left) == hits.keys() - {one.id, two.id, three.id}


@pytest.mark.parametrize("search", [Search("drains"), Search(code=SCANNING)])
def test_a_search_can_be_kept_to_a_case_and_a_source(ready: Project, search: Search) -> None:
    assert {hit.passage.case for hit in run_search(ready, replace(search, case="boro"))} == {"Boro"}
    for path in ("Arden/review.md", "corpus/Arden/review.md", "./corpus/arden/review.md"):
        assert {hit.source for hit in run_search(ready, replace(search, source=path))} == {"Arden/review.md"}
    assert run_search(ready, replace(search, case="Boro", source="Arden/review.md")) == []
    assert len(run_search(ready, replace(search, most=2))) == 2


@pytest.mark.parametrize(
    ("search", "named"),
    [
        (Search(like="zzzz"), "`qes search TEXT` prints"),
        (Search(like="a"), "`qes search TEXT` prints"),
        (Search("x", case="Nowhere"), "Arden, Boro"),
        (Search("x", source="nix.txt"), "Arden/engineer.txt, Arden/review.md, Boro/permits.txt"),
        (Search(code="scaning"), "awareness/scanning"),
        (Search(code="awareness"), "awareness/lived-experience"),
    ],
)
def test_an_unknown_name_is_answered_with_those_there_are(ready: Project, search: Search, named: str) -> None:
    with pytest.raises((NotFound, UnknownCode)) as caught:
        run_search(ready, search)
    assert named in caught.value.hint


def test_nothing_asked_and_nothing_there_finds_nothing(ready: Project, tmp_path: Path) -> None:
    for text in ("", "-drains", '-"two kinds" -grates', "\0"):
        assert run_search(ready, Search(text)) == []
    with open_project(quick_project(tmp_path / "bare")) as bare:
        assert run_search(bare, Search("drains", like="abcd", code="x", case="y")) == []


def test_a_changed_source_is_found_by_what_it_says_now(ready: Project) -> None:
    (ready.corpus / "Arden" / "engineer.txt").write_text(INTERVIEW.replace("promenade", "boulevard"), encoding="utf-8")
    run_ingest(ready)
    assert run_search(ready, Search('"the promenade"')) == []
    [hit] = run_search(ready, Search('"the boulevard"'))
    assert hit.passage in codable(ready)
    (ready.corpus / "Arden" / "engineer.txt").write_text(INTERVIEW, encoding="utf-8")
    run_ingest(ready)
    assert len(run_search(ready, Search('"the promenade"'))) == 1
    assert run_search(ready, Search('"the boulevard"')) == []


def test_a_restored_backup_finds_the_same(ready: Project, tmp_path: Path) -> None:
    search = Search('grates of "two kinds"', code=SCANNING)
    run_backup(ready, tmp_path / "all.zip")
    run_restore(tmp_path / "all.zip", tmp_path / "restored")
    with open_project(tmp_path / "restored") as restored:
        assert run_search(restored, search) == run_search(ready, search) != []


@given(
    st.lists(
        st.one_of(st.text(max_size=8), st.sampled_from(['"', '"two kinds"', "-", "AND", "*", "drains", "\ud800\0"]))
    )
)
@example(["\ud83d", "😀"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_is_answered(ready: Project, parts: list[str]) -> None:
    text = " ".join(parts)
    hits = run_search(ready, Search(text, most=3))
    assert len(hits) <= 3
    for hit in hits:
        assert all(span.of(hit.passage.text) in hit.matched for span in hit.spans)
        assert hit.as_json()["text"] == hit.passage.text
    if '"two kinds"' in parts and '"' not in "".join(each for each in parts if each != '"two kinds"'):
        assert all("two kinds" in hit.passage.text.casefold() for hit in hits)
